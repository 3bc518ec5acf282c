#include "core/agent/json_object.hpp"

#include "core/base/text.hpp"

#include <cstring>

namespace arena::json {

bool looks_like_object(std::string_view text) noexcept {
  text = bouts::trim(text);
  return text.size() > 1 && text.front() == '{' && text.back() == '}';
}

std::optional<std::string> text_of(value& field, std::size_t max_bytes) {
  simdjson::ondemand::json_type type{};
  if (field.type().get(type) != simdjson::SUCCESS || type != simdjson::ondemand::json_type::string) {
    return std::nullopt;
  }
  return unescape(field.raw_json_token(), max_bytes);
}

bool is_null(value& field) {
  return bouts::trim(field.raw_json_token()) == "null";
}

std::string object_text(value& field) {
  simdjson::ondemand::json_type type{};
  const bool known = field.type().get(type) == simdjson::SUCCESS;
  return known && type == simdjson::ondemand::json_type::object ? json_text(field) : std::string();
}

std::string json_text(value& field) {
  std::string_view json;
  const bool read = simdjson::to_json_string(field).get(json) == simdjson::SUCCESS;
  return read ? std::string(bouts::trim(json)) : std::string();
}

bool object_reader::open(std::string_view text) {
  if (!looks_like_object(text)) {
    return false;
  }
  return load(text) || load(repaired(text));
}

bool object_reader::load(std::string_view text) {
  // A little more than asked for, so that lines that grow by and by do not allocate each time.
  if (capacity_ < text.size() + simdjson::SIMDJSON_PADDING) {
    capacity_ = text.size() + text.size() / 4 + simdjson::SIMDJSON_PADDING;
    buffer_ = std::make_unique<char[]>(capacity_);
  }
  std::memcpy(buffer_.get(), text.data(), text.size());
  std::memset(buffer_.get() + text.size(), ' ', simdjson::SIMDJSON_PADDING);
  const simdjson::padded_string_view padded(buffer_.get(), text.size(), capacity_);
  return parser_.iterate(padded).get(document_) == simdjson::SUCCESS;
}

std::string_view object_reader::name_of(const simdjson::ondemand::field& field) {
  const char* const begin = field.key().raw();
  const char* end = begin;
  while (*end != '"') {  // the parser has seen that there is one
    end += *end == '\\' ? 2 : 1;
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

bool object_reader::at_end() {
  return document_.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

}  // namespace arena::json

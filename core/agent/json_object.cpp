#include "core/agent/json_object.hpp"

#include "core/base/text.hpp"

#include <cstring>

namespace arena::json {

bool looks_like_object(std::string_view text) noexcept {
  text = bouts::trim(text);
  return text.size() > 1 && text.front() == '{' && text.back() == '}';
}

std::optional<std::string_view> string_literal(value& field) {
  const std::string_view token = field.raw_json_token();
  return token.starts_with('"') ? std::optional(token) : std::nullopt;
}

std::optional<std::string> text_of(value& field, std::size_t max_bytes) {
  const auto literal = string_literal(field);
  return literal ? std::optional(unescape(*literal, max_bytes)) : std::nullopt;
}

bool is_null(value& field) {
  const std::string_view token = field.raw_json_token();
  return token.starts_with('n') && bouts::trim(token) == "null";
}

bool is_object(value& field) {
  return field.raw_json_token().starts_with('{');
}

std::string object_text(value& field) {
  return is_object(field) ? json_text(field) : std::string();
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
    unescaped_.reset();
  }
  std::memcpy(buffer_.get(), text.data(), text.size());
  std::memset(buffer_.get() + text.size(), ' ', simdjson::SIMDJSON_PADDING);
  const simdjson::padded_string_view padded(buffer_.get(), text.size(), capacity_);
  return parser_.iterate(padded).get(document_) == simdjson::SUCCESS;
}

std::string object_reader::text_of_literal(std::string_view literal, std::size_t max_bytes) {
  const auto escape = literal.find('\\');
  // Half surrogates are an error to simdjson, and what is not escaped is quickest as it is.
  if (escape == std::string_view::npos || literal.find("\\u", escape) != std::string_view::npos) {
    return unescape(literal, max_bytes);
  }
  if (!unescaped_) {
    unescaped_ = std::make_unique<std::uint8_t[]>(capacity_);
  }
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(literal.data()) + 1;  // behind the quote
  std::uint8_t* into = unescaped_.get();
  std::string_view text;
  if (parser_.unescape(simdjson::ondemand::raw_json_string(begin), into).get(text) != simdjson::SUCCESS) {
    return unescape(literal, max_bytes);
  }
  return std::string(head(text, max_bytes));
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

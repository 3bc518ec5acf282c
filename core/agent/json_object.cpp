#include "core/agent/json_object.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <cstring>

namespace arena::json {

bool looks_like_object(std::string_view text) noexcept {
  text = bouts::trim(text);
  return text.size() > 1 && text.front() == '{' && text.back() == '}';
}

std::optional<std::string> text_of(value& field, std::size_t max_bytes) {
  const auto written = written_text(field.raw_json_token());
  return written.data() != nullptr ? std::optional(unescape(written, max_bytes)) : std::nullopt;
}

bool is_null(std::string_view token) noexcept {
  return token.starts_with('n') && bouts::trim(token) == "null";
}

std::string object_text(value& field) {
  return field.raw_json_token().starts_with('{') ? json_text(field) : std::string();
}

std::string json_text(value& field) {
  std::string_view json;
  const bool read = simdjson::to_json_string(field).get(json) == simdjson::SUCCESS;
  return read ? std::string(bouts::trim(json)) : std::string();
}

bool object_reader::open(std::string_view text, std::size_t behind) {
  if (!looks_like_object(text)) {
    return false;
  }
  return (behind >= simdjson::SIMDJSON_PADDING ? parse(text) : load(text)) || load(repaired(text));
}

bool object_reader::load(std::string_view text) {
  // A little more than asked for, so that lines that grow by and by do not allocate each time.
  if (capacity_ < text.size() + simdjson::SIMDJSON_PADDING) {
    capacity_ = text.size() + text.size() / 4 + simdjson::SIMDJSON_PADDING;
    buffer_ = std::make_unique_for_overwrite<char[]>(capacity_);
  }
  std::memcpy(buffer_.get(), text.data(), text.size());
  std::memset(buffer_.get() + text.size(), ' ', simdjson::SIMDJSON_PADDING);
  return parse({buffer_.get(), text.size()});
}

bool object_reader::parse(std::string_view padded_text) {
  text_ = padded_text;
  first_escape_ = nullptr;
  if (parser_.capacity() < padded_text.size() &&
      parser_.allocate(padded_text.size() + padded_text.size() / 4) != simdjson::SUCCESS) {
    return false;
  }
  const std::size_t allocated = padded_text.size() + simdjson::SIMDJSON_PADDING;
  return parser_.iterate(padded_text, allocated).get(document_) == simdjson::SUCCESS;
}

// Most lines have none, and one look at the whole is cheaper than one at each text.
bool object_reader::has_escapes(std::string_view written) noexcept {
  if (first_escape_ == nullptr) {
    first_escape_ = text_.data() + std::min(text_.find('\\'), text_.size());
  }
  return first_escape_ < written.data() + written.size() && written.find('\\') != std::string_view::npos;
}

void object_reader::unescape_into(std::string& text, std::string_view written, std::size_t max_bytes) {
  if (!has_escapes(written)) {
    text.assign(head(written, max_bytes));  // quickest as it is
    return;
  }
  if (const auto needed = written.size() + simdjson::SIMDJSON_PADDING; unescaped_capacity_ < needed) {
    unescaped_capacity_ = needed + needed / 4;
    unescaped_ = std::make_unique_for_overwrite<std::uint8_t[]>(unescaped_capacity_);
  }
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(written.data());
  std::uint8_t* into = unescaped_.get();
  std::string_view meant;
  // What simdjson makes of half a surrogate is either an error or no valid UTF-8, of which this is the first
  // byte.
  constexpr char begins_surrogate = '\xED';
  if (parser_.unescape(simdjson::ondemand::raw_json_string(begin), into).get(meant) != simdjson::SUCCESS ||
      meant.find(begins_surrogate) != std::string_view::npos) {
    text = unescape(written, max_bytes);
    return;
  }
  text.assign(head(meant, max_bytes));
}

bool object_reader::at_end() {
  return document_.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

}  // namespace arena::json

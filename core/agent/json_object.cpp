#include "core/agent/json_object.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <cstring>

namespace arena::json {

bool looks_like_object(std::string_view text) noexcept {
  const auto is_braced = [](std::string_view one) {
    return one.size() > 1 && one.front() == '{' && one.back() == '}';
  };
  return is_braced(text) || is_braced(bouts::trim(text));
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
  meanings_used_ = 0;
  const std::size_t allocated = padded_text.size() + simdjson::SIMDJSON_PADDING;
  if (parser_.capacity() < padded_text.size()) {
    const std::size_t capacity = padded_text.size() + padded_text.size() / 4;
    if (parser_.allocate(capacity) != simdjson::SUCCESS) {
      return false;
    }
    // No text has more bytes than it is written with.
    meanings_ = std::make_unique_for_overwrite<std::uint8_t[]>(capacity + simdjson::SIMDJSON_PADDING);
  }
  return parser_.iterate(padded_text, allocated).get(document_) == simdjson::SUCCESS;
}

std::string_view object_reader::meaning_of(std::string_view written, std::size_t max_bytes) {
  const simdjson::ondemand::raw_json_string raw(reinterpret_cast<const std::uint8_t*>(written.data()));
  auto* const begin = meanings_.get() + meanings_used_;
  std::uint8_t* end = begin;
  std::string_view meant;
  const bool read = parser_.unescape(raw, end).get(meant) == simdjson::SUCCESS;
  // Of the same length it had no escapes. What simdjson makes of half a surrogate is either an error or no
  // valid UTF-8, of which this is the first byte.
  constexpr char begins_surrogate = '\xED';
  if (!read || (meant.size() != written.size() && meant.find(begins_surrogate) != std::string_view::npos)) {
    const std::string mended = unescape(written, max_bytes);
    std::ranges::copy(mended, begin);
    meant = {reinterpret_cast<const char*>(begin), mended.size()};
  }
  meanings_used_ += meant.size();
  return head(meant, max_bytes);
}

bool object_reader::at_end() {
  return document_.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

}  // namespace arena::json

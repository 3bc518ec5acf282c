#include "core/wire/json_reader.hpp"

#include "core/base/text.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace bouts::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view escaped_replacement = "\\ufffd";

// The UTF-16 unit of the escape "\uXXXX" at `i`, or nothing when none stands there.
std::optional<unsigned> unit_escape(std::string_view json, std::size_t i) {
  constexpr std::size_t length = 6;
  if (json.size() - i < length || json[i] != '\\' || json[i + 1] != 'u') {
    return std::nullopt;
  }
  unsigned unit = 0;
  const char* const last = json.data() + i + length;
  const auto [end, ec] = std::from_chars(json.data() + i + 2, last, unit, 16);
  return ec == std::errc{} && end == last ? std::optional(unit) : std::nullopt;
}

bool is_high(std::optional<unsigned> unit) {
  return unit && *unit >= 0xD800 && *unit <= 0xDBFF;
}
bool is_low(std::optional<unsigned> unit) {
  return unit && *unit >= 0xDC00 && *unit <= 0xDFFF;
}

// The same document with every half surrogate and all broken UTF-8 replaced.
std::string repaired(std::string_view body) {
  const std::string json = to_valid_utf8(body);
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size();) {
    std::size_t taken = json[i] == '\\' ? 2 : 1;  // an escaped backslash does not start another escape
    const auto unit = unit_escape(json, i);
    if (unit) {
      const bool pair = is_high(unit) && json.size() - i > 6 && is_low(unit_escape(json, i + 6));
      taken = pair ? 12 : 6;
      if (!pair && (is_high(unit) || is_low(unit))) {
        out += escaped_replacement;
        i += taken;
        continue;
      }
    }
    out.append(json, i, taken);
    i += taken;
  }
  return out;
}

// What to say of a body that is not JSON.
std::string_view trouble_with(std::string_view body) {
  body = trim(body);
  if (body.empty()) {
    return "is empty";
  }
  return body.front() == '<' ? "is a web page" : "is not valid JSON";
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) noexcept {
  text = trim(text);
  Number number{};
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  return ec == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

json_value json_value::operator[](std::string_view key) const noexcept {
  dom::object object;
  dom::element field;
  if (!element_ || element_->get(object) != simdjson::SUCCESS ||
      object.at_key(key).get(field) != simdjson::SUCCESS || field.is_null()) {
    return {};
  }
  return json_value(field);
}

std::vector<json_value> json_value::items() const {
  std::vector<json_value> found;
  dom::array array;
  if (element_ && element_->get(array) == simdjson::SUCCESS) {
    for (const dom::element item : array) {
      found.emplace_back(item);
    }
  }
  return found;
}

std::vector<std::string> json_value::texts() const {
  std::vector<std::string> read;
  if (auto only = text()) {
    read.push_back(std::move(*only));
  }
  for (const auto& item : items()) {
    if (auto one = item.text()) {
      read.push_back(std::move(*one));
    }
  }
  return read;
}

std::vector<std::pair<std::string_view, json_value>> json_value::members() const {
  std::vector<std::pair<std::string_view, json_value>> found;
  dom::object object;
  if (element_ && element_->get(object) == simdjson::SUCCESS) {
    for (const dom::key_value_pair field : object) {
      found.emplace_back(field.key, json_value(field.value));
    }
  }
  return found;
}

std::optional<std::string> json_value::text() const {
  std::string_view text;
  if (!element_ || element_->get(text) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return std::string(text);
}

std::optional<bool> json_value::boolean() const noexcept {
  bool value = false;
  return element_ && element_->get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
}

std::optional<double> json_value::number() const noexcept {
  double value = 0;
  std::string_view text;
  if (!element_) {
    return std::nullopt;
  }
  if (element_->get(value) == simdjson::SUCCESS) {
    return value;  // simdjson takes whole numbers here too
  }
  if (element_->get(text) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  const auto parsed = parse_number<double>(text);
  return parsed && std::isfinite(*parsed) ? parsed
                                          : std::nullopt;  // from_chars reads "inf" and "nan" as well
}

std::optional<int> json_value::integer() const noexcept {
  const auto value = number();
  using range = std::numeric_limits<int>;
  return value && *value >= range::min() && *value <= range::max() ? std::optional(static_cast<int>(*value))
                                                                   : std::nullopt;
}

std::optional<long long> json_value::long_integer() const noexcept {
  std::int64_t value = 0;
  if (element_ && element_->get(value) == simdjson::SUCCESS) {
    return value;
  }
  const auto approximate = number();
  constexpr double exact_range = 9007199254740992.0;  // 2^53: beyond it a double is no longer exact
  return approximate && std::abs(*approximate) <= exact_range
             ? std::optional(static_cast<long long>(*approximate))
             : std::nullopt;
}

std::optional<wall_time> json_value::time() const {
  std::string_view text;
  if (!element_ || element_->get(text) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return parse_iso8601(trim(text));
}

std::string json_value::json() const {
  return element_ ? simdjson::minify(*element_) : std::string();
}

result<json_document> json_document::parse(std::string_view body, std::string_view what) {
  if (body.starts_with(byte_order_mark)) {
    body.remove_prefix(byte_order_mark.size());
  }
  if (body.empty()) {
    return bad_answer(what, trouble_with(body));
  }
  json_document document;
  // With the room behind it that simdjson reads beyond the end, so that it need not make a copy of its own.
  auto kept = std::make_shared<std::string>();
  kept->reserve(body.size() + simdjson::SIMDJSON_PADDING);
  kept->append(body);
  dom::element root;
  auto outcome = document.parser_->parse(kept->data(), kept->size(), false).get(root);
  if (outcome == simdjson::STRING_ERROR || outcome == simdjson::UTF8_ERROR) {
    *kept = repaired(body);
    outcome = document.parser_->parse(kept->data(), kept->size()).get(root);
  }
  if (outcome != simdjson::SUCCESS) {
    return bad_answer(what, trouble_with(body));
  }
  document.root_ = json_value(root);
  document.body_ = std::move(kept);
  return document;
}

json_value json_document::payload() const noexcept {
  const auto data = root_["data"];
  return data.is_object() || data.is_array() ? data : root_;
}

json_value json_document::list(std::string_view name) const noexcept {
  const auto found = payload();
  return found.is_array() ? found : found[name];
}

std::string json_document::payload_path() const {
  const auto data = root_["data"];
  return data.is_object() || data.is_array() ? "/data" : "";
}

raw_json json_document::raw_item(std::string_view name, std::size_t place) const {
  std::string path = payload_path();
  if (!payload().is_array()) {
    path += '/';
    path += name;
  }
  path += '/';
  path += std::to_string(place);
  return {body_, std::move(path)};
}

std::unexpected<error> bad_answer(std::string_view what, std::string_view trouble) {
  return fail(errc::bad_answer, "The arena's answer could not be understood: " + std::string(what) + " " +
                                    std::string(trouble) + ".");
}

}  // namespace bouts::wire

#include "core/agent/output.hpp"
#include "core/agent/solution_object.hpp"
#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/wire/encode.hpp"
#include "core/wire/json_writer.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace arena {

namespace {

namespace limits = bouts::limits;

// Valid UTF-8 without U+0000: the arena answers 500 to either (API.md), and no repetition helps.
std::string storable(std::string text) {
  std::string valid = bouts::is_valid_utf8(text) ? std::move(text) : bouts::to_valid_utf8(text);
  if (valid.find('\0') == std::string::npos) {
    return valid;
  }
  std::string clean;
  clean.reserve(valid.size() + valid.size() / 4);
  for (const char c : valid) {
    if (c == '\0') {
      clean += "\xEF\xBF\xBD";  // U+FFFD
    } else {
      clean += c;
    }
  }
  return clean;
}

std::string json_of(const std::vector<bouts::solution_file>& files) {
  bouts::json_writer json;
  json.begin_array();
  for (const auto& file : files) {
    json.begin_object();
    json.key("path").string(file.path);
    json.key("content").string(file.content);
    if (file.language) {
      json.key("language").string(*file.language);
    }
    json.end_object();
  }
  return json.end_array().take();
}

// "1,234,567"
std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::unexpected<bouts::error> too_large(std::string_view what, std::size_t size, std::string_view unit,
                                        std::size_t most) {
  return bouts::fail(bouts::errc::too_large, std::string(what) + " has " + grouped(size) + " " +
                                                 std::string(unit) + ", and the arena takes at most " +
                                                 grouped(most) + ".");
}

}  // namespace

bouts::result<bouts::solution> check_solution(bouts::solution answer) {
  answer.content = storable(std::move(answer.content));
  for (auto& file : answer.files) {
    file.path = storable(std::move(file.path));
    file.content = storable(std::move(file.content));
    if (file.language) {
      file.language = storable(std::move(*file.language));
    }
  }
  if (is_blank(answer)) {
    return bouts::fail(bouts::errc::no_solution, "The answer is empty.");
  }
  std::string_view what = "The answer's content";
  if (bouts::trim(answer.content).empty()) {
    what = "The content made of the answer's files";
    answer.content = json_of(answer.files);
  }
  if (const auto units = bouts::utf16_length(answer.content); units > limits::content_units) {
    return too_large(what, units, "UTF-16 units", limits::content_units);
  }
  if (answer.content.size() > limits::content_bytes) {
    return too_large(what, answer.content.size(), "bytes of UTF-8", limits::content_bytes);
  }
  const std::size_t body = bouts::encode_solution(answer).size();
  if (body > limits::request_body_bytes) {
    return too_large("The answer with its files", body, "bytes", limits::request_body_bytes);
  }
  return answer;
}

}  // namespace arena

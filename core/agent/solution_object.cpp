#include "core/agent/solution_object.hpp"

#include "core/agent/json_object.hpp"
#include "core/base/text.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace arena {

namespace {

namespace ondemand = simdjson::ondemand;

// By preference.
constexpr std::array<std::string_view, 3> content_names = {"content", "submission_text", "submission"};

std::optional<std::string> content_of(json::value& field) {
  auto text = json::text_of(field);
  if (!text && !json::is_null(field.raw_json_token())) {
    text = json::json_text(field);
  }
  return text;
}

// Of a field with two names, the first that has a text counts.
struct aliased {
  std::optional<std::string> text;
  std::optional<std::string> alias;

  std::optional<std::string> take() { return text ? std::move(text) : std::move(alias); }
};

std::optional<bouts::solution_file> file_of(ondemand::object& object) {
  aliased path;
  aliased language;
  std::optional<std::string> content;
  const bool complete =
      json::object_reader::each_field_of(object, [&](std::string_view name, json::value& field) {
        if (name == "path") {
          path.text = json::text_of(field);
        } else if (name == "name") {
          path.alias = json::text_of(field);
        } else if (name == "content") {
          content = json::text_of(field);
        } else if (name == "language") {
          language.text = json::text_of(field);
        } else if (name == "type") {
          language.alias = json::text_of(field);
        }
      });
  auto where = path.take();
  if (!complete || !where || where->empty() || !content) {
    return std::nullopt;
  }
  return bouts::solution_file{
      .path = std::move(*where), .content = std::move(*content), .language = language.take()};
}

std::vector<bouts::solution_file> files_of(json::value& field) {
  std::vector<bouts::solution_file> files;
  ondemand::array items;
  if (field.get_array().get(items) != simdjson::SUCCESS) {
    return files;
  }
  for (auto item : items) {
    ondemand::object object;
    if (item.get_object().get(object) != simdjson::SUCCESS) {
      continue;
    }
    if (auto file = file_of(object)) {
      files.push_back(std::move(*file));
    }
  }
  return files;
}

// Whether the quote at `at` is escaped: an odd number of backslashes stands before it.
bool is_escaped(std::string_view text, std::size_t at) noexcept {
  std::size_t first = at;
  while (first > 0 && text[first - 1] == '\\') {
    --first;
  }
  return (at - first) % 2 == 1;
}

bool starts_a_line(std::string_view text, std::size_t at) noexcept {
  const auto before = text.substr(0, at).find_last_not_of(" \t\r");
  return before == std::string_view::npos || text[before] == '\n';
}

}  // namespace

std::optional<bouts::solution> solution_of(json::object_reader& object) {
  std::array<std::optional<std::string>, content_names.size()> contents;
  bool named = false;
  bouts::solution answer;
  const bool complete = object.each_field([&](std::string_view name, json::value& field) {
    for (std::size_t i = 0; i < content_names.size(); ++i) {
      if (name == content_names[i]) {
        named = true;
        contents[i] = content_of(field);
        return;
      }
    }
    if (name == "files") {
      answer.files = files_of(field);
    }
  });
  if (!complete || (!named && answer.files.empty())) {
    return std::nullopt;
  }
  for (auto& content : contents) {
    if (content) {
      answer.content = std::move(*content);
      break;
    }
  }
  return answer;
}

bool is_blank(const bouts::solution& answer) noexcept {
  return answer.files.empty() && bouts::trim(answer.content).empty();
}

// Backwards from the last brace, which is outside of every string: the brace that it pairs with is found in
// one pass, whatever stands before it.
std::string_view trailing_object(std::string_view text) noexcept {
  text = bouts::trim(text);
  if (!text.ends_with('}')) {
    return {};
  }
  std::size_t depth = 0;
  bool inside = false;
  for (std::size_t i = text.size(); i-- > 0;) {
    const char c = text[i];
    if (c == '"' && !is_escaped(text, i)) {
      inside = !inside;
    } else if (!inside && (c == '}' || c == ']')) {
      ++depth;
    } else if (!inside && (c == '{' || c == '[') && --depth == 0) {
      return c == '{' && starts_a_line(text, i) ? text.substr(i) : std::string_view();
    }
  }
  return {};
}

}  // namespace arena

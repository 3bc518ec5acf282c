#include "config/not_yet.hpp"

#include "config/problems.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace arena::config {

namespace {

struct waiting {
  std::string_view path;       // "[]" for any agent; a section stands for all its keys
  std::string_view only = {};  // counts with this value only; empty: with any
};

// A line goes away when its setting is acted on.
constexpr auto not_yet = std::to_array<waiting>({
    {.path = "agents[].submit.files"},
});

std::string without_indices(std::string_view path) {
  std::string plain;
  bool inside = false;
  for (const char c : path) {
    inside = inside && c != ']';
    if (!inside) {
      plain += c;
    }
    inside = inside || c == '[';
  }
  return plain;
}

bool matches(const waiting& key, const std::string& path, std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const bool here = path == key.path || (path.starts_with(key.path) && path[key.path.size()] == '.');
  return here && (key.only.empty() || text == key.only);
}

}  // namespace

std::optional<std::string> not_yet_warning(const std::vector<given_key>& given, const std::string& file) {
  std::multimap<int, std::string> by_line;  // keeps the order within a line
  for (const auto& key : given) {
    const auto path = without_indices(key.path);
    if (std::ranges::any_of(not_yet, [&](const waiting& one) { return matches(one, path, key.text); })) {
      by_line.emplace(key.line, key.name + (key.line > 0 ? " (line " + std::to_string(key.line) + ")" : ""));
    }
  }
  if (by_line.empty()) {
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const auto& [line, name] : by_line) {
    names.push_back(name);
  }
  const bool in_file = by_line.rbegin()->first > 0 && !file.empty();
  return (in_file ? file + ": " : "") +
         "read and checked, but without effect in this release: " + joined(names);
}

}  // namespace arena::config

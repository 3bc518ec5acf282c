#include "config/load.hpp"

namespace arena::config {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Takes what follows an opening quote, up to the closing one, into `word`. False when there is none. In "…" a
// backslash counts only before '"' and '\' (POSIX also lets it stand before '$' and '`', which mean nothing
// here).
bool take_quoted(std::string_view line, std::size_t& at, std::string& word) {
  const char quote = line[at++];
  for (; at < line.size() && line[at] != quote; ++at) {
    const bool escapes = quote == '"' && line[at] == '\\' && at + 1 < line.size() &&
                         (line[at + 1] == '"' || line[at + 1] == '\\');
    at += escapes ? 1 : 0;
    word += line[at];
  }
  return at < line.size();
}

}  // namespace

std::optional<std::vector<std::string>> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;  // tells '' from nothing
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (is_space(c)) {
      if (in_word) {
        words.push_back(std::move(word));
      }
      word.clear();
      in_word = false;
      continue;
    }
    in_word = true;
    if (c == '\'' || c == '"') {
      if (!take_quoted(line, at, word)) {
        return std::nullopt;
      }
    } else if (c != '\\') {
      word += c;
    } else if (at + 1 < line.size()) {
      word += line[++at];
    } else {
      return std::nullopt;  // a backslash with nothing behind it: the line goes on somewhere else
    }
  }
  if (in_word) {
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace arena::config

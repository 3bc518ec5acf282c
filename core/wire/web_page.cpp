#include "core/wire/web_page.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bouts::wire {

namespace {

constexpr std::size_t examined_bytes =
    64 * 1024;  // a head is far shorter, and the search is done for each error

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Where `wanted` (in lower case) begins at or after `from`, whatever its case; npos when nowhere.
std::size_t find_caseless(std::string_view text, std::string_view wanted, std::size_t from) {
  if (from > text.size()) {
    return std::string_view::npos;
  }
  const auto found = std::ranges::search(text.substr(from), wanted, {}, to_lower);
  return found.empty() ? std::string_view::npos : static_cast<std::size_t>(found.begin() - text.begin());
}

// What stands between <name …> and </name>, or the rest of the text when it is never closed.
std::string_view inside(std::string_view page, std::string_view name) {
  const std::string opening = "<" + std::string(name);
  for (std::size_t at = find_caseless(page, opening, 0); at != std::string_view::npos;
       at = find_caseless(page, opening, at + 1)) {
    const auto after_name = at + opening.size();
    if (after_name >= page.size() ||
        std::string_view(" \t\r\n>").find(page[after_name]) == std::string_view::npos) {
      continue;  // a longer name: <titlebar>
    }
    const auto end_of_tag = page.find('>', after_name);
    if (end_of_tag == std::string_view::npos) {
      return {};
    }
    const auto closing = find_caseless(page, "</" + std::string(name), end_of_tag);
    return page.substr(end_of_tag + 1,
                       closing == std::string_view::npos ? closing : closing - end_of_tag - 1);
  }
  return {};
}

std::string without_tags(std::string_view html) {
  std::string text;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<' || c == '>') {
      in_tag = c == '<';
      text += ' ';
    } else if (!in_tag) {
      text += c;
    }
  }
  return text;
}

// The entities that titles of error pages have; others stay as they are.
std::string with_entities_resolved(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> entities = {{{"&lt;", "<"},
                                                                                             {"&gt;", ">"},
                                                                                             {"&quot;", "\""},
                                                                                             {"&#39;", "'"},
                                                                                             {"&#x27;", "'"},
                                                                                             {"&apos;", "'"},
                                                                                             {"&nbsp;", " "},
                                                                                             {"&amp;", "&"}}};
  std::string resolved;
  for (std::size_t i = 0; i < text.size();) {
    const auto rest = text.substr(i);
    const auto* const known =
        std::ranges::find_if(entities, [&](const auto& e) { return rest.starts_with(e.first); });
    resolved += known == entities.end() ? rest.substr(0, 1) : known->second;
    i += known == entities.end() ? 1 : known->first.size();
  }
  return resolved;
}

std::string folded(std::string_view text) {
  std::string line;
  for (std::string_view rest = trim(text); !rest.empty(); rest = trim(rest)) {
    const auto end = std::min(rest.find_first_of(" \t\r\n\f\v"), rest.size());
    line += line.empty() ? "" : " ";
    line += rest.substr(0, end);
    rest.remove_prefix(end);
  }
  return line;
}

}  // namespace

std::string web_page_title(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) {
    body.remove_prefix(3);
  }
  const auto page = trim(body.substr(0, examined_bytes));
  if (!page.starts_with('<')) {
    return {};
  }
  for (const std::string_view name : {"title", "h1"}) {
    auto text = folded(with_entities_resolved(without_tags(inside(page, name))));
    if (!text.empty()) {
      return text;
    }
  }
  return {};
}

}  // namespace bouts::wire

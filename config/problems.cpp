#include "config/problems.hpp"

#include "config/references.hpp"
#include "core/base/secret.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <utility>

namespace arena::config {

namespace {

constexpr std::size_t shown_units = 60;
constexpr std::size_t shortest_beginning = 3;  // of a key, to be taken for one
// Of the part behind the prefix: a name such as "aa_team" is no key, and 12 characters of a key are not
// enough to use it.
constexpr std::size_t shortest_secret = 12;
constexpr std::array<std::string_view, 2> secret_prefixes = {"aa_", "bouts_sk_"};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Where the secret that begins at `start` ends; `start` itself when none does.
std::size_t secret_end(std::string_view text, std::size_t start) {
  for (const auto prefix : secret_prefixes) {
    if (text.substr(start).starts_with(prefix)) {
      auto end = start + prefix.size();
      while (end < text.size() && is_word(text[end])) {
        ++end;
      }
      return end - start - prefix.size() >= shortest_secret ? end : start;
    }
  }
  return start;
}

// "http://user:password@host" keeps its scheme and host.
std::string without_user(std::string text) {
  for (auto scheme = text.find("://"); scheme != std::string::npos; scheme = text.find("://", scheme + 3)) {
    const auto begin = scheme + 3;
    const auto end = std::min(text.find_first_of("/?# \t\n", begin), text.size());
    const auto at = text.substr(begin, end - begin).rfind('@');
    if (at != std::string::npos) {
      text.replace(begin, at, "…");
    }
  }
  return text;
}

std::string normalised(std::string_view key) {
  std::string plain;
  for (const char c : key) {
    if (c != '_' && c != '-' && c != ' ') {
      plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return plain;
}

// Optimal string alignment: insertion, deletion, replacement and the swap of two neighbours cost one each.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string problem::describe() const {
  std::string text;
  if (!file.empty()) {
    text = file + ":";
    if (line > 0) {
      text += std::to_string(line) + ":" + std::to_string(column) + ":";
    }
    text += " ";
  }
  return text + message;
}

std::string without_secrets(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size();) {
    const bool at_start = i == 0 || !is_word(value[i - 1]);
    const auto end = at_start ? secret_end(value, i) : i;
    if (end > i) {
      text += bouts::secret(std::string(value.substr(i, end - i))).masked();
      i = end;
    } else {
      text += value[i++];
    }
  }
  return without_user(std::move(text));
}

std::string shown(std::string_view value) {
  return "'" + bouts::printable(without_secrets(value), shown_units) + "'";
}

std::string described(const node& found) {
  switch (found.kind) {
    case node_kind::empty:
      return "nothing";
    case node_kind::scalar: {
      const bool refers =
          !found.literal && (found.text.find("${") != std::string::npos || is_reference(found.text));
      return shown(found.text) + (refers ? " (what it stands for is not shown)" : "");
    }
    case node_kind::list:
      return "a list";
    case node_kind::mapping:
      return "a mapping";
  }
  return "something else";
}

std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates) {
  const std::string plain = normalised(written.substr(0, 64));
  std::optional<std::string> best;
  std::size_t least = std::max<std::size_t>(1, plain.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    const auto distance = edit_distance(plain, normalised(candidate));
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  if (!best) {  // "mem" for "memory", "timeout_minutes" for "timeout"
    const auto begins_alike = std::ranges::find_if(candidates, [&plain](const std::string& candidate) {
      const std::string other = normalised(candidate);
      return std::min(plain.size(), other.size()) >= shortest_beginning &&
             (plain.starts_with(other) || other.starts_with(plain));
    });
    best = begins_alike == candidates.end() ? std::nullopt : std::optional(*begins_alike);
  }
  return best;
}

std::string joined(const std::vector<std::string>& words, std::string_view last_word) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      text += i + 1 == words.size() ? " " + std::string(last_word) + " " : ", ";
    }
    text += words[i];
  }
  return text;
}

void sort_by_place(std::vector<problem>& problems) {
  std::multimap<std::pair<int, int>, problem> by_place;  // keeps the order of equal keys
  for (auto& one : problems) {
    const auto where = std::pair(one.line, one.column);
    by_place.emplace(where, std::move(one));
  }
  problems.clear();
  for (auto& [where, one] : by_place) {
    problems.push_back(std::move(one));
  }
}

}  // namespace arena::config

#include "core/redact/redactor.hpp"

#include "core/base/text.hpp"
#include "core/redact/characters.hpp"
#include "core/redact/marks.hpp"
#include "core/redact/own_secrets.hpp"
#include "core/redact/patterns.hpp"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>

namespace arena {

namespace {

using redaction::found;
using redaction::pattern;
using redaction::span;

// Rarely is there anything for a second time; more would be text that was made to keep us busy.
constexpr int max_passes = 16;
constexpr int max_groups = 12;  // of an expression, and one for the whole match

// A row of the table, ready to search with.
class searcher {
 public:
  explicit searcher(const pattern& row)
      : row_(&row), expression_(std::make_unique<re2::RE2>(row.expression)) {
    if (!expression_->ok() || expression_->NumberOfCapturingGroups() >= max_groups) {
      std::abort();  // the table itself is wrong: no test can have passed
    }
  }

  void find(std::string_view text, std::vector<span>& spans) const {
    std::size_t at = 0;
    while (const auto match = next(text, at)) {
      const std::size_t begin = redaction::begin_of(text, match->secret);
      const std::size_t whole = redaction::begin_of(text, match->whole);
      if (row_->plausible == nullptr || row_->plausible(*match)) {
        spans.push_back({.begin = begin, .end = begin + match->secret.size(), .kind = row_->kind});
        at = begin + match->secret.size();
      } else {
        // What was taken for a value may be a name: `token = password = "x"`.
        at = begin > whole ? begin : whole + match->whole.size();
      }
    }
  }

 private:
  // The next match with a secret in it.
  std::optional<found> next(std::string_view text, std::size_t at) const {
    std::array<re2::StringPiece, max_groups> groups;
    const int count = expression_->NumberOfCapturingGroups() + 1;
    while (at < text.size() &&
           expression_->Match(text, at, text.size(), re2::RE2::UNANCHORED, groups.data(), count)) {
      const re2::StringPiece* secret = &groups[0];
      for (int i = 1; i < count; ++i) {
        secret = groups[static_cast<std::size_t>(i)].data() != nullptr ? &groups[static_cast<std::size_t>(i)]
                                                                       : secret;
      }
      if (!secret->empty()) {
        return found{.text = text,
                     .whole = {groups[0].data(), groups[0].size()},
                     .secret = {secret->data(), secret->size()}};
      }
      at = static_cast<std::size_t>(groups[0].data() - text.data()) + groups[0].size() + 1;
    }
    return std::nullopt;
  }

  const pattern* row_;
  std::unique_ptr<const re2::RE2> expression_;
};

// All rows at once: which of them match at all. Most texts match none, and then one look was enough (1 µs for
// a line instead of 1 µs for each row).
class sieve {
 public:
  sieve() : set_(options(), re2::RE2::UNANCHORED) {
    for (const auto& row : redaction::patterns()) {
      set_.Add(row.expression, nullptr);
    }
    if (!set_.Compile()) {
      std::abort();  // needs a fraction of max_memory
    }
  }

  // Indices into the table; nothing when the set ran out of memory over this text, and any row may match.
  std::optional<std::vector<int>> rows_of(std::string_view text) const {
    std::vector<int> rows;
    re2::RE2::Set::ErrorInfo trouble{};
    const bool any = set_.Match(text, &rows, &trouble);
    std::ranges::sort(rows);  // of equal spans the first row names the mark
    return any || trouble.kind == re2::RE2::Set::kNoError ? std::optional(std::move(rows)) : std::nullopt;
  }

 private:
  static re2::RE2::Options options() {
    re2::RE2::Options options;
    options.set_max_mem(max_memory);
    return options;
  }

  static constexpr std::int64_t max_memory = 8 * 1024 * 1024;  // bytes, of the automaton that grows with use

  re2::RE2::Set set_;
};

std::vector<pattern> rows_of(const std::vector<std::string>& expressions) {
  std::vector<pattern> rows;
  for (const auto& one : expressions) {
    rows.push_back({.kind = "custom", .expression = one, .reason = "of the user's own"});
  }
  return rows;
}

}  // namespace

struct redactor::rules {
  std::vector<pattern> more_rows;
  std::vector<searcher> more;  // few, and any expression: they are not in the sieve
  std::vector<searcher> searchers;
  sieve all;
  redaction::own_secrets own;

  rules(const std::vector<bouts::secret>& own_secrets, const std::vector<std::string>& expressions)
      : more_rows(rows_of(expressions)), own(own_secrets) {
    for (const auto& row : more_rows) {
      more.emplace_back(row);
    }
    for (const auto& row : redaction::patterns()) {
      searchers.emplace_back(row);
    }
  }

  void find(std::string_view text, std::vector<span>& spans) const {
    own.find(text, spans);
    for (const auto& one : more) {
      one.find(text, spans);
    }
    const auto rows = all.rows_of(text);
    if (!rows) {
      for (const auto& one : searchers) {
        one.find(text, spans);
      }
      return;
    }
    for (const int row : *rows) {
      searchers[static_cast<std::size_t>(row)].find(text, spans);
    }
  }

  // Nothing when there is nothing to redact.
  std::optional<std::string> pass(std::string_view text) const {
    std::vector<span> spans;
    find(text, spans);
    return redaction::replaced(text, std::move(spans));
  }
};

redactor::redactor(const std::vector<bouts::secret>& own_secrets, const std::vector<std::string>& more)
    : rules_(std::make_unique<const rules>(own_secrets, more)) {}
std::optional<std::string> redactor::trouble_with(std::string_view expression) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  const re2::RE2 compiled(re2::StringPiece(expression.data(), expression.size()), options);
  if (!compiled.ok()) {
    return compiled.error();
  }
  if (compiled.NumberOfCapturingGroups() >= max_groups) {
    return "more than " + std::to_string(max_groups - 1) + " groups";
  }
  return re2::RE2::FullMatch("", compiled) ? std::optional<std::string>("it matches the empty text")
                                           : std::nullopt;
}

redactor::~redactor() = default;
redactor::redactor(redactor&&) noexcept = default;
redactor& redactor::operator=(redactor&&) noexcept = default;

// A mark may bring together what was apart, so this goes on until nothing is found: redacting the result
// again then changes nothing. Each pass leaves less text that is not a mark.
std::string redactor::text(std::string_view raw) const {
  std::string text(raw);
  for (int i = 0; i < max_passes; ++i) {
    auto changed = rules_->pass(text);
    if (!changed) {
      break;
    }
    text = std::move(*changed);
  }
  return text;
}

std::string redactor::shown_text(std::string_view raw, std::size_t max_units) const {
  const std::string clean = text(bouts::strip_controls(bouts::to_valid_utf8(raw)));
  std::string shown = bouts::clamp_utf16(clean, max_units);
  // A shorter text may look different: `token = parser.next` and `token = pars…`.
  for (int i = 0; i < max_passes && shown.size() != clean.size(); ++i) {
    std::string again = bouts::clamp_utf16(text(shown), max_units);
    if (again == shown) {
      break;
    }
    shown = std::move(again);
  }
  return shown;
}

redacted_event redactor::event(const bouts::event_view& raw) const {
  bouts::agent_event shown;
  shown.type = raw.type;
  shown.timestamp = raw.timestamp;
  shown.exit_code = raw.exit_code;
  shown.percent = raw.percent;
  for (std::size_t i = 0; i < raw.texts.size(); ++i) {
    const auto& field = bouts::event_text_fields()[i];
    if (const auto& said = raw.texts[i]) {
      shown.*field.member = shown_text(*said, field.max_units);
    }
  }
  return redacted_event(std::move(shown));
}

}  // namespace arena

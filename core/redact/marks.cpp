#include "core/redact/marks.hpp"

#include "core/redact/characters.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace arena::redaction {

namespace {

constexpr std::string_view opening = "[redacted";
constexpr std::string_view cut = "\xE2\x80\xA6";  // "…", with which long texts end

std::size_t end_of_kind(std::string_view text, std::size_t at) {
  while (at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || text[at] == '-')) {
    ++at;
  }
  return at;
}

// Where the mark ends that starts at `at` (a bracket); 0 when it is none.
std::size_t mark_end(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  const auto same = std::ranges::mismatch(rest, opening).in2 - opening.begin();
  std::size_t end = at + static_cast<std::size_t>(same);
  if (static_cast<std::size_t>(same) == opening.size()) {
    if (end < text.size() && text[end] == ':') {
      end = end_of_kind(text, end + 1);
    }
    if (end < text.size() && text[end] == ']') {
      return end + 1;
    }
  }
  return text.substr(end) == cut ? text.size() : 0;
}

// By where they begin; of those that begin together the first that was found is first.
std::vector<span> in_order(const std::vector<span>& spans) {
  std::vector<std::size_t> order(spans.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(spans[i].begin, i); });
  std::vector<span> sorted;
  sorted.reserve(spans.size());
  for (const std::size_t i : order) {
    sorted.push_back(spans[i]);
  }
  return sorted;
}

// Those that overlap as one, in order. A mark among them gives no name to the whole.
std::vector<span> merged(const std::vector<span>& spans) {
  std::vector<span> groups;
  std::size_t longest = 0;
  for (const auto& one : in_order(spans)) {
    if (groups.empty() || one.begin >= groups.back().end) {
      groups.push_back(one);
      longest = one.kind.empty() ? 0 : one.size();
      continue;
    }
    span& group = groups.back();
    group.end = std::max(group.end, one.end);
    if (!one.kind.empty() && one.size() > longest) {
      group.kind = one.kind;
      longest = one.size();
    }
  }
  return groups;
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

span whole_characters(std::string_view text, span one) {
  while (one.begin > 0 && continues_character(text[one.begin])) {
    --one.begin;
  }
  while (one.end < text.size() && continues_character(text[one.end])) {
    ++one.end;
  }
  return one;
}

// Whether the group is nothing but marks side by side. `marks` are sorted.
bool is_marked(const span& group, const std::vector<span>& marks) {
  std::size_t covered = 0;
  const auto first = std::ranges::lower_bound(marks, group.begin, {}, &span::begin);
  for (auto mark = first; mark != marks.end() && mark->end <= group.end; ++mark) {
    covered += mark->size();
  }
  return covered == group.size();
}

}  // namespace

std::string mark_of(std::string_view kind) {
  return "[redacted:" + std::string(kind) + "]";
}

std::vector<span> marks_of(std::string_view text) {
  std::vector<span> marks;
  for (auto at = text.find('['); at != std::string_view::npos; at = text.find('[', at)) {
    const auto end = mark_end(text, at);
    if (end == 0) {
      ++at;
      continue;
    }
    marks.push_back({.begin = at, .end = end, .kind = {}});
    at = end;
  }
  return marks;
}

std::optional<std::string> replaced(std::string_view text, std::vector<span> spans) {
  if (spans.empty()) {
    return std::nullopt;
  }
  const auto marks = marks_of(text);
  for (auto& one : spans) {
    one = whole_characters(text, one);
  }
  spans.insert(spans.end(), marks.begin(), marks.end());
  std::string out;
  std::size_t done = 0;
  bool changed = false;
  for (const auto& group : merged(spans)) {
    out += text.substr(done, group.begin - done);
    done = group.end;
    if (is_marked(group, marks)) {
      out += text.substr(group.begin, group.size());
    } else {
      out += mark_of(group.kind);
      changed = true;
    }
  }
  out += text.substr(done);
  return changed ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace arena::redaction

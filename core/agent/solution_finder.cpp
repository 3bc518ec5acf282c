#include "core/agent/solution_finder.hpp"

#include "core/agent/json_object.hpp"
#include "core/agent/solution_object.hpp"
#include "core/base/text.hpp"

#include <utility>

namespace arena {

namespace {

// What editors and some languages put in front of a text.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The solution that the whole of `json` is, if it is one.
std::optional<bouts::solution> parse_solution(std::string_view json) {
  json::object_reader object;
  return object.open(json) ? solution_of(object) : std::nullopt;
}

// The text as it is, but for line ends after its last line: they are the shell's and the editor's, not the
// answer's.
bouts::solution as_it_is(std::string_view text) {
  const auto last = text.find_last_not_of("\r\n");
  return {.content = bouts::to_valid_utf8(text.substr(0, last + 1)), .files = {}};
}

std::optional<found_solution> unless_blank(bouts::solution answer, solution_source source) {
  if (is_blank(answer)) {
    return std::nullopt;
  }
  return found_solution{.answer = std::move(answer), .source = source};
}

std::optional<found_solution> from_file(std::string_view text) {
  text.remove_prefix(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
  auto answer = parse_solution(text);
  return unless_blank(answer ? std::move(*answer) : as_it_is(text), solution_source::file);
}

std::optional<found_solution> from_output(std::string_view text) {
  // An object with an empty answer is "no answer", not a text to hand in.
  if (auto answer = parse_solution(trailing_object(text))) {
    return unless_blank(std::move(*answer), solution_source::json_output);
  }
  return unless_blank(as_it_is(text), solution_source::plain_output);
}

}  // namespace

void solution_finder::add_plain(std::string_view text) {
  const std::string_view kept = text.substr(0, max_plain_bytes - plain_.size());
  plain_ += kept;
  plain_bytes_cut_ += text.size() - kept.size();
}

void solution_finder::add_submission(bouts::solution answer) {
  if (!is_blank(answer)) {
    submission_ = std::move(answer);
  }
}

std::optional<found_solution> solution_finder::find(std::optional<std::string_view> solution_file) const {
  if (solution_file) {
    if (auto found = from_file(*solution_file)) {
      return found;
    }
  }
  if (submission_) {
    return found_solution{.answer = *submission_, .source = solution_source::submission_line};
  }
  return from_output(plain_);
}

}  // namespace arena

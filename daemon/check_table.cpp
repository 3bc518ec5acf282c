#include "daemon/check_table.hpp"

#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"

#include <algorithm>

namespace arena {

namespace {

constexpr std::size_t shown_units = 300;

std::string_view mark_of(check_mark mark) noexcept {
  switch (mark) {
    case check_mark::good:
      return "ok";
    case check_mark::warned:
      return "warn";
    case check_mark::failed:
      return "FAIL";
    case check_mark::skipped:
      return "-";
  }
  return "";
}

std::string_view word_of(check_mark mark) noexcept {
  switch (mark) {
    case check_mark::good:
      return "ok";
    case check_mark::warned:
      return "warning";
    case check_mark::failed:
      return "failed";
    case check_mark::skipped:
      return "skipped";
  }
  return "";
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

std::string fit(const std::string& text) {
  return bouts::printable(bouts::to_valid_utf8(text), shown_units);
}

void put_or_null(bouts::json_writer& out, std::string_view name, const std::string& text) {
  out.key(name);
  text.empty() ? out.null() : out.string(bouts::to_valid_utf8(text));
}

}  // namespace

std::string check_text(const std::vector<check_row>& rows) {
  std::size_t agents = 0;
  std::size_t subjects = 0;
  for (const auto& row : rows) {
    agents = std::max(agents, row.agent.size());
    subjects = std::max(subjects, row.subject.size());
  }
  constexpr std::size_t marks = 4;
  std::string text;
  for (const auto& row : rows) {
    const auto front = padded(std::string(mark_of(row.mark)), marks) + "  " +
                       (agents > 0 ? padded(row.agent, agents) + "  " : "");
    text += front + padded(row.subject, subjects) + "  " + fit(row.found) + "\n";
    if (!row.remedy.empty()) {
      text += std::string(front.size(), ' ') + padded("", subjects) + "  → " + fit(row.remedy) + "\n";
    }
  }
  return text;
}

std::string check_json(const std::vector<check_row>& rows, const std::optional<std::string>& configuration) {
  bouts::json_writer out;
  out.begin_object();
  out.key("ok").boolean(check_code(rows) == exit_code::ok);
  out.key("checks").begin_array();
  for (const auto& row : rows) {
    out.begin_object();
    out.key("mark").string(word_of(row.mark));
    put_or_null(out, "agent", row.agent);
    out.key("subject").string(row.subject);
    out.key("found").string(bouts::to_valid_utf8(row.found));
    put_or_null(out, "remedy", row.remedy);
    out.end_object();
  }
  out.end_array();
  put_or_null(out, "configuration", configuration.value_or(""));
  out.end_object();
  return out.take() + "\n";
}

exit_code check_code(const std::vector<check_row>& rows) {
  const auto failed = std::ranges::find(rows, check_mark::failed, &check_row::mark);
  return failed == rows.end() ? exit_code::ok : failed->code;
}

}  // namespace arena

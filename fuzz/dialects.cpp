// Whatever stands on stdout, no dialect fails on it: portions do not matter, every line is accounted for,
// texts are valid UTF-8 and within their bounds.

#include "core/agent/event_line.hpp"
#include "core/agent/json_rules.hpp"
#include "core/agent/line_splitter.hpp"
#include "core/agent/output.hpp"
#include "core/base/text.hpp"
#include "fuzz/input.hpp"

#include <string>
#include <vector>

namespace {

using arena::fuzz::require;

// By rules that look at what the others have, so that all corpora serve.
arena::json_rules some_rules() {
  using arena::line_meaning_by_rule;
  using bouts::event_type;
  return {{
      {.when = {{"message.content.*.type", "tool_use"}},
       .means = event_type::tool_call,
       .fields = {{"tool", "message.content.0.name"}, {"summary", "message.content.*.input.command"}}},
      {.when = {{"type", "result"}},
       .means = line_meaning_by_rule::done,
       .fields = {{"text", "result"}, {"cost_usd", "total_cost_usd"}}},
      {.when = {{"type", "text"}}, .means = line_meaning_by_rule::answer, .fields = {{"text", "part.text"}}},
      {.when = {{"item.exit_code", "*"}},
       .means = event_type::command_run,
       .fields = {{"command", "item.command"}, {"exit_code", "item.exit_code"}}},
  }};
}

std::unique_ptr<arena::dialect> made(std::size_t which) {
  return which < arena::all_dialects.size() ? arena::make_dialect(arena::all_dialects[which].kind, "/w")
                                            : arena::make_rules_dialect(some_rules(), "/w");
}

struct reading {
  std::vector<bouts::agent_event> events;
  std::string answer;
  arena::stream_outcome outcome{};
  std::uint64_t lines = 0;

  bool operator==(const reading&) const = default;
};

reading read(std::size_t which, std::string_view text, std::size_t portion) {
  reading result;
  arena::output_reader reader([&](const bouts::event_view& event) { result.events.push_back(event.copy()); },
                              made(which));
  for (std::size_t at = 0; at < text.size(); at += portion) {
    reader.feed(arena::agent_stream::out, text.substr(at, portion), bouts::wall_time{});
  }
  reader.finish(bouts::wall_time{});
  const auto& report = *reader.report();
  result.answer = report.answer;
  result.outcome = report.outcome;
  result.lines = reader.counts().lines;
  std::uint64_t accounted = report.mapped_lines + report.noise_lines;
  for (const auto& [name, count] : report.ignored) {
    accounted += count;
    require(bouts::is_valid_utf8(name), "names of what is ignored are valid UTF-8");
  }
  require(accounted == result.lines, "every line is accounted for");
  require(report.ignored.size() <= arena::max_ignored_names + 1, "names of what is ignored are bounded");
  require(bouts::is_valid_utf8(report.failure), "a failure is valid UTF-8");
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  arena::fuzz::input in(data, size);
  const std::size_t which = in.byte() % (arena::all_dialects.size() + 1);
  const std::size_t portion = 1 + in.byte() % 64;
  const std::string text(in.rest());
  const auto whole = read(which, text, text.size() + 1);
  require(whole == read(which, text, portion), "portions do not matter");
  require(bouts::is_valid_utf8(whole.answer), "an answer is valid UTF-8");
  for (const auto& event : whole.events) {
    for (const auto& field : bouts::event_text_fields()) {
      if (const auto& value = event.*field.member) {
        require(bouts::is_valid_utf8(*value), "texts of events are valid UTF-8");
        require(value->size() <= arena::max_field_bytes + 64, "texts of events are within their bound");
      }
    }
  }
  return 0;
}

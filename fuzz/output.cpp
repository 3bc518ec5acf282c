// Whatever an agent prints is read the same in any portions; events are valid UTF-8 and within their bound.

#include "core/agent/output.hpp"

#include "core/agent/event_line.hpp"
#include "core/base/text.hpp"
#include "fuzz/input.hpp"

#include <string>
#include <vector>

namespace {

using arena::fuzz::require;

struct reading {
  std::vector<bouts::agent_event> events;
  std::optional<arena::found_solution> solution;
  std::uint64_t lines = 0;
  std::uint64_t lost = 0;

  bool operator==(const reading&) const = default;
};

reading read(arena::agent_stream stream, std::string_view text, std::size_t portion) {
  reading result;
  arena::output_reader reader([&](const bouts::event_view& event) { result.events.push_back(event.copy()); });
  for (std::size_t at = 0; at < text.size(); at += portion) {
    reader.feed(stream, text.substr(at, portion), bouts::wall_time{});
  }
  reader.finish(bouts::wall_time{});
  result.solution = reader.solution(std::nullopt);
  result.lines = reader.counts().lines;
  result.lost = reader.counts().lost_fields;
  require(reader.counts().events == result.events.size(), "events are counted");
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  arena::fuzz::input in(data, size);
  const auto stream = in.byte() % 4 == 3 ? arena::agent_stream::err : arena::agent_stream::out;
  const std::size_t portion = 1 + in.byte() % 64;
  const std::string text(in.rest());
  const auto whole = read(stream, text, text.size() + 1);
  require(whole == read(stream, text, portion), "portions do not matter");
  for (const auto& event : whole.events) {
    for (const auto& field : bouts::event_text_fields()) {
      if (const auto& value = event.*field.member) {
        require(bouts::is_valid_utf8(*value), "texts of events are valid UTF-8");
        require(value->size() <= arena::max_field_bytes, "texts of events are within their bound");
      }
    }
  }
  if (whole.solution) {
    require(bouts::is_valid_utf8(whole.solution->answer.content), "a solution is valid UTF-8");
    static_cast<void>(arena::check_solution(whole.solution->answer));
  }
  const auto from_file = arena::output_reader([](const bouts::event_view&) {}).solution(text);
  require(!from_file || from_file->source == arena::solution_source::file, "a file is a file");
  return 0;
}

// Prints what a dialect makes of a stream, one JSON object a line: its events, then its report. For
// check_streams.py, which counts by itself.

#include "core/agent/dialect.hpp"
#include "core/wire/event.hpp"
#include "core/wire/json_writer.hpp"
#include "tests/streams/stream_lines.hpp"

#include <cstdio>
#include <string>

namespace {

std::string_view name_of(arena::stream_outcome outcome) {
  switch (outcome) {
    case arena::stream_outcome::completed:
      return "completed";
    case arena::stream_outcome::failed:
      return "failed";
    case arena::stream_outcome::limit:
      return "limit";
    case arena::stream_outcome::unsaid:
      break;
  }
  return "unsaid";
}

std::string report_line(const arena::run_report& report) {
  bouts::json_writer out;
  out.begin_object().key("report").begin_object();
  out.key("outcome").string(name_of(report.outcome));
  out.key("answer").string(report.answer);
  out.key("mapped").integer(static_cast<std::int64_t>(report.mapped_lines));
  out.key("noise").integer(static_cast<std::int64_t>(report.noise_lines));
  out.key("ignored").begin_object();
  for (const auto& [name, count] : report.ignored) {
    out.key(name).integer(static_cast<std::int64_t>(count));
  }
  out.end_object().end_object().end_object();
  return out.take();
}

}  // namespace

int main(int argc, char** argv) {
  const auto kind = argc == 3 ? arena::parse_dialect_kind(argv[1]) : std::nullopt;
  if (!kind) {
    std::fprintf(stderr, "Usage: dialect_dump DIALECT FILE\n");
    return 1;
  }
  const auto reader = arena::make_dialect(*kind, "");
  for (const auto& line : test_support::stream_lines(argv[2])) {
    reader->read(line, {}, [](const bouts::agent_event& event) {
      std::printf("%s\n", bouts::encode_event(event).c_str());
    });
  }
  std::printf("%s\n", report_line(reader->report()).c_str());
  return 0;
}

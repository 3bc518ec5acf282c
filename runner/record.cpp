#include "runner/record.hpp"

#include "runner/json_object.hpp"

#include <array>
#include <cstdio>

namespace arena::runner {

std::string to_json(const runner_record& record) {
  json_object json;
  json.add("pid", record.pid)
      .add("start_time", record.start_time)
      .add("boot_id", record.boot_id)
      .add("agent_pid", record.agent_pid)
      .add("agent_start_time", record.agent_start_time)
      .add("cgroup", record.cgroup)
      .add("started_at", format_iso8601(record.started_at));
  return json.text() + "\n";
}

std::string to_json(const exit_record& record) {
  json_object json;
  json.add("reason", to_string(record.reason))
      .add("exit_code", record.exit_code)
      .add("signal", record.signal)
      .add("term_sent", record.term_sent)
      .add("kill_sent", record.kill_sent)
      .add("killed_processes", record.killed_processes)
      .add("left_processes", record.left_processes)
      .add("stdout_bytes", record.output.kept)
      .add("stderr_bytes", record.errors.kept)
      .add("stdout_cut", record.output.cut)
      .add("stderr_cut", record.errors.cut)
      .add("drain_incomplete", record.drain_incomplete)
      .add("write_error", record.write_error)
      .add("spawn_error", record.spawn_error)
      .add("started_at", format_iso8601(record.started_at))
      .add("ended_at", format_iso8601(record.ended_at))
      .add("duration_ms", record.duration.count())
      .add("cpu_ms", record.cpu.count())
      .add("max_rss_kib", record.max_rss_kib);
  return json.text() + "\n";
}

std::string format_iso8601(wall_time time) {
  // Not gmtime(): the C library would read the machine's time zone for it.
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<milliseconds> clock(time - day);
  std::array<char, 40> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                                 int(date.year()), unsigned(date.month()), unsigned(date.day()),
                                 int(clock.hours().count()), int(clock.minutes().count()),
                                 int(clock.seconds().count()), int(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace arena::runner

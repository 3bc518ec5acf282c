// Reading what arena-runner wrote down: who runs whom, and how it ended.

#include "daemon/files.hpp"
#include "daemon/runner_marks.hpp"
#include "daemon/runner_process.hpp"

#include <boost/json.hpp>

#include <cstring>

namespace arena {

namespace {

namespace json = boost::json;
using bouts::errc;
using bouts::fail;

constexpr std::size_t max_marks_bytes = 64UL * 1024;  // runner.json has a few hundred

struct fields {
  const json::object& object;

  std::uint64_t number(std::string_view name) const {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_number()) {
      return 0;
    }
    json::error_code ec;
    const auto read = value->to_number<std::uint64_t>(ec);
    return ec ? 0 : read;
  }
  std::optional<int> maybe_int(std::string_view name) const {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_int64() ? std::optional(static_cast<int>(value->get_int64()))
                                                 : std::nullopt;
  }
  bool flag(std::string_view name) const {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
  }
  std::string text(std::string_view name) const {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
  }
};

std::optional<end_reason> parse_reason(std::string_view text) {
  if (text == "exited") {
    return end_reason::exited;
  }
  if (text == "deadline") {
    return end_reason::deadline;
  }
  if (text == "cancelled") {
    return end_reason::cancelled;
  }
  return text == "spawn_failed" ? std::optional(end_reason::spawn_failed) : std::nullopt;
}

}  // namespace

bouts::result<runner_marks> parse_runner_marks(std::string_view text) {
  json::error_code ec;
  const auto value = json::parse(text, ec);
  if (ec || !value.is_object()) {
    return fail(errc::bad_answer, "runner.json cannot be read");
  }
  const fields record{value.get_object()};
  runner_marks marks{.pid = record.maybe_int("pid").value_or(0),
                     .start_time = record.number("start_time"),
                     .boot_id = record.text("boot_id"),
                     .agent_pid = record.maybe_int("agent_pid").value_or(0),
                     .agent_start_time = record.number("agent_start_time"),
                     .cgroup = record.text("cgroup")};
  // 1 is the init of the machine or the container, and never ours to end.
  if (marks.pid <= 1 || marks.agent_pid <= 1 || marks.boot_id.empty()) {
    return fail(errc::bad_answer, "runner.json does not tell who runs whom");
  }
  return marks;
}

bouts::result<std::optional<runner_marks>> read_runner_marks(const std::filesystem::path& run_directory) {
  const auto text = read_file(run_directory / "runner.json", max_marks_bytes);
  if (!text) {
    return std::unexpected(text.error());
  }
  if (!*text) {
    return std::nullopt;
  }
  auto marks = parse_runner_marks(**text);
  if (!marks) {
    return std::unexpected(marks.error());
  }
  return std::move(*marks);
}

bouts::result<runner_exit> parse_runner_exit(std::string_view text) {
  json::error_code ec;
  const auto value = json::parse(text, ec);
  if (ec || !value.is_object()) {
    return fail(errc::bad_answer, "the runner's record cannot be read");
  }
  const fields record{value.get_object()};
  const auto reason = parse_reason(record.text("reason"));
  if (!reason) {
    return fail(errc::bad_answer, "the runner's record names no reason");
  }
  return runner_exit{
      .reason = *reason,
      .exit_code = record.maybe_int("exit_code"),
      .signal = record.maybe_int("signal"),
      .term_sent = record.flag("term_sent"),
      .kill_sent = record.flag("kill_sent"),
      .killed_processes = record.number("killed_processes"),
      .stdout_bytes = record.number("stdout_bytes"),
      .stderr_bytes = record.number("stderr_bytes"),
      .stdout_cut = record.number("stdout_cut"),
      .stderr_cut = record.number("stderr_cut"),
      .drain_incomplete = record.flag("drain_incomplete"),
      .write_error = record.text("write_error"),
      .spawn_error = record.text("spawn_error"),
      .duration = std::chrono::milliseconds(record.number("duration_ms")),
  };
}

std::string runner_exit::describe() const {
  if (reason == end_reason::spawn_failed) {
    return spawn_error;
  }
  if (signal) {
    return "signal " + std::to_string(*signal) + " (" + strsignal(*signal) + ")";
  }
  return exit_code ? "exit code " + std::to_string(*exit_code) : "an unknown end";
}

}  // namespace arena

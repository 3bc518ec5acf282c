#include "daemon/hook.hpp"

#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"
#include "daemon/agent_environment.hpp"
#include "daemon/bout_cgroup.hpp"
#include "daemon/files.hpp"
#include "daemon/run_directory.hpp"
#include "daemon/runner_process.hpp"

#include <boost/asio/this_coro.hpp>

#include <system_error>
#include <utility>

namespace arena {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds hook_grace{2};
constexpr std::uint64_t kept_output_bytes = 256 * 1024;  // of stdout and of stderr, each
constexpr std::size_t shown_units = 200;
// A bout has a few attempts and restarts; more runs of a hook than these are a mistake.
constexpr int most_runs = 100;

void put_time(bouts::json_writer& out, const std::optional<bouts::wall_time>& time) {
  time ? out.string(bouts::format_iso8601(*time)) : out.null();
}

void put_known(bouts::json_writer& out, std::string_view name, std::string_view text) {
  out.key(name);
  text.empty() ? out.null() : out.string(text);
}

void put_challenge(bouts::json_writer& out, const bouts::challenge& of) {
  out.key("challenge").begin_object();
  out.key("id").string(of.id.str());
  out.key("title").string(of.title);
  out.key("description").string(of.description);
  put_known(out, "category", of.category);
  put_known(out, "format", of.format);
  out.key("time_limit_minutes");
  of.time_limit ? out.integer(of.time_limit->count()) : out.null();
  put_time(out.key("starts_at"), of.starts_at);
  put_time(out.key("ends_at"), of.ends_at);
  out.key("entry_fee_cents");
  of.entry_fee_cents ? out.integer(*of.entry_fee_cents) : out.null();
  out.end_object();
}

// The first free one of NAME, NAME.2, NAME.3 …
bouts::result<fs::path> make_hook_directory(const fs::path& below, std::string_view name) {
  if (auto made = make_directory(below); !made) {
    return std::unexpected(made.error());
  }
  for (int run = 1; run <= most_runs; ++run) {
    const auto path = below / (std::string(name) + (run == 1 ? "" : "." + std::to_string(run)));
    std::error_code ec;
    if (fs::exists(fs::symlink_status(path, ec))) {
      continue;
    }
    if (auto made = make_directory(path); !made) {
      return std::unexpected(made.error());
    }
    return path;
  }
  return bouts::fail(bouts::errc::io, "there are too many runs of it in " + below.string());
}

std::string first_line(const fs::path& file) {
  const auto text = read_file(file, 2 * kept_output_bytes);
  if (!text || !*text) {
    return {};
  }
  const auto line = bouts::trim(std::string_view(**text).substr(0, (**text).find('\n')));
  return bouts::printable(bouts::to_valid_utf8(line), shown_units);
}

hook_end concluded(const runner_exit& exit, fs::path directory) {
  hook_end end{.detail = exit.describe(), .said = first_line(directory / "stdout.log"), .directory = {}};
  if (end.said.empty()) {
    end.said = first_line(directory / "stderr.log");
  }
  end.directory = std::move(directory);
  if (exit.reason == end_reason::exited && exit.exit_code) {
    end.ended = *exit.exit_code == 0 ? hook_end::how::succeeded : hook_end::how::failed;
  } else if (exit.reason == end_reason::deadline) {
    end.detail = "its time was up";
  }
  return end;
}

hook_end broken(std::string why, fs::path directory = {}) {
  return {.ended = hook_end::how::broken,
          .detail = std::move(why),
          .said = {},
          .directory = std::move(directory)};
}

bouts::result<runner_process> start(const asio::any_io_executor& executor, const hook_order& order,
                                    const fs::path& directory) {
  if (auto written = write_durably(directory / "challenge.json", order.input); !written) {
    return std::unexpected(written.error());
  }
  const auto program = find_program("arena-runner");
  if (!program) {
    return std::unexpected(program.error());
  }
  runner_order what;
  what.directory = directory;
  what.command = order.command;
  what.variables = order.variables;
  what.working_directory = order.working_directory.empty() ? directory : order.working_directory;
  what.timeout = order.time_limit;
  what.grace = hook_grace;
  what.limits.output = kept_output_bytes;
  what.cgroup = make_bout_cgroup(directory).value_or(fs::path());
  return runner_process::start(executor, *program, what);
}

}  // namespace

std::string_view to_string(hook_kind which) noexcept {
  switch (which) {
    case hook_kind::before_run:
      return "before_run";
    case hook_kind::after_run:
      return "after_run";
    case hook_kind::on_result:
      return "on_result";
  }
  return "";
}

const std::vector<std::string>& command_of(const config::hook_settings& hooks, hook_kind which) noexcept {
  return which == hook_kind::before_run  ? hooks.before_run
         : which == hook_kind::after_run ? hooks.after_run
                                         : hooks.on_result;
}

std::string hook_input(hook_kind which, const std::string& agent, const bout_record& record,
                       const fs::path& run) {
  bouts::json_writer out;
  out.begin_object();
  out.key("hook").string(to_string(which));
  out.key("agent").string(agent);
  put_known(out, "entry_id", record.assigned.entry_id.str());
  put_known(out, "session_id", record.session.str());
  put_known(out, "submission_id", record.submission.str());
  put_challenge(out, record.assigned.challenge);
  out.key("state").string(to_string(record.state));
  put_known(out, "reason", record.reason);
  out.key("attempt").integer(record.attempt);
  put_time(out.key("deadline"), record.attempt > 0 ? std::optional(record.deadline) : std::nullopt);
  out.key("score");
  record.score.score ? out.number(*record.score.score) : out.null();
  put_known(out, "result_state", record.score.result_state);
  out.key("rank");
  record.score.rank ? out.integer(*record.score.rank) : out.null();
  out.key("run_directory").string(run.string());
  out.end_object();
  return out.take();
}

hook_order order_hook(hook_kind which, const config::agent_settings& agent, const bout_record& record,
                      const fs::path& run, const environment& ours) {
  hook_order order{.which = which,
                   .command = command_of(agent.hooks, which),
                   .directory = run / "hooks",
                   .working_directory = agent.workdir,
                   .input = hook_input(which, agent.name, record, run),
                   .variables = chosen_environment(agent, ours)};
  order.variables["ARENA_HOOK"] = to_string(which);
  order.variables["ARENA_CHALLENGE_ID"] = record.assigned.challenge.id.str();
  order.variables["ARENA_ENTRY_ID"] = record.assigned.entry_id.str();
  return order;
}

asio::awaitable<hook_end> run_hook(hook_order order) {
  const auto executor = co_await asio::this_coro::executor;
  const auto directory = make_hook_directory(order.directory, to_string(order.which));
  if (!directory) {
    co_return broken(directory.error().message);
  }
  auto runner = start(executor, order, *directory);
  if (!runner) {
    co_return broken(runner.error().message, *directory);
  }
  const auto exit = co_await runner->wait();
  if (!exit) {
    co_return broken(exit.error().message, *directory);
  }
  co_return concluded(*exit, *directory);
}

}  // namespace arena

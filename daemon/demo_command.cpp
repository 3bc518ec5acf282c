// `arena-connect demo`: a local arena, this daemon and an agent, from assignment to score.

#include "core/base/text.hpp"
#include "daemon/application.hpp"
#include "daemon/clock.hpp"
#include "daemon/commands.hpp"
#include "daemon/demo_agent.hpp"
#include "daemon/files.hpp"
#include "daemon/local_arena.hpp"
#include "daemon/printing.hpp"
#include "daemon/start.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <sys/stat.h>

#include <cstdio>

namespace arena {

namespace asio = boost::asio;
using bouts::milliseconds;

namespace {

constexpr int bout_minutes = 5;
constexpr std::chrono::milliseconds quick_poll{200};  // a loopback arena may be asked more often (CONFIG.md)

config::settings demo_settings(const arena_seat& seat, const std::filesystem::path& state,
                               std::vector<std::string> command) {
  config::settings settings;
  settings.arena.url = seat.url;
  settings.state_dir = state.string();
  settings.log.level = config::log_level::warn;  // the watcher below tells the story
  config::agent_settings agent;
  agent.name = "demo";
  agent.api_key = seat.key;
  agent.api_token = seat.token;
  agent.command = std::move(command);
  agent.workdir = std::filesystem::current_path().string();
  agent.pass_whole_environment = true;
  agent.poll_interval = quick_poll;
  settings.agents.push_back(std::move(agent));
  return settings;
}

bouts::result<std::vector<std::string>> choose_command(const demo_options& options,
                                                       const std::filesystem::path& state) {
  if (options.agent_command) {
    auto words = config::split_words(*options.agent_command);
    if (!words || words->empty()) {
      return bouts::fail(bouts::errc::invalid,
                         "--agent is not a command: a quote is left open, or it is empty");
    }
    return std::move(*words);
  }
  const auto script = state / "demo-agent.sh";
  if (auto written = write_durably(script, demo_agent_script); !written) {
    return std::unexpected(written.error());
  }
  return std::vector<std::string>{"/bin/sh", script.string()};
}

// One line for every step of the bout, with the time since the start.
class narrator {
 public:
  void state(const bout_record& record) {
    if (record.state != last_.state) {
      line("» " + std::string(to_string(record.state)));
    }
    last_ = record;
  }
  void event(const redacted_event& event) { print(event_line(since_start(), event)); }
  void line(const std::string& text) {
    char front[32];
    std::snprintf(front, sizeof front, "%6.1fs  ", static_cast<double>(since_start().count()) / 1000.0);
    print(front + text);
  }
  const bout_record& last_record() const { return last_; }

 private:
  milliseconds since_start() const { return std::chrono::floor<milliseconds>(mono_now() - began_); }
  static void print(const std::string& text) {
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
  }

  bouts::mono_time began_ = mono_now();
  bout_record last_;
};

asio::awaitable<exit_code> play(const demo_options& options, const std::filesystem::path& state,
                                narrator& tell) {
  const auto executor = co_await asio::this_coro::executor;
  auto started = co_await local_arena::start();
  if (!started) {
    std::fprintf(stderr, "arena-connect: %s\n", started.error().describe().c_str());
    co_return exit_code::no_arena;
  }
  const auto& arena = **started;
  tell.line("arena at " + arena.seat().url + ", agent " + arena.seat().agent_id);
  auto command = choose_command(options, state);
  if (!command) {
    std::fprintf(stderr, "arena-connect: %s\n", command.error().describe().c_str());
    co_return exit_code::usage;
  }
  const auto settings = demo_settings(arena.seat(), state, std::move(*command));
  bout_watcher watcher;
  application* running = nullptr;
  watcher.on_state = [&](const bout_record& record) { tell.state(record); };
  watcher.on_gone = [&] { running->stop(); };
  watcher.on_event = [&](const bout_record&, const redacted_event& event) { tell.event(event); };
  application app(executor, settings, own_environment(), std::move(watcher), make_logger(settings));
  if (auto opened = app.open(); !opened) {
    std::fprintf(stderr, "arena-connect: %s\n", opened.error().describe().c_str());
    co_return exit_code::bad_state;
  }
  running = &app;
  auto entry = co_await arena.assign(
      "Fibonacci, but fast", "Write a function that returns the n-th Fibonacci number.", bout_minutes);
  if (!entry) {
    std::fprintf(stderr, "arena-connect: %s\n", entry.error().describe().c_str());
    co_return exit_code::no_arena;
  }
  tell.line("challenge assigned, entry " + *entry);
  aio::task_scope beside(executor);
  beside.spawn("signals", watch_signals([&app] { app.stop(); }));
  co_await app.run();
  beside.cancel();
  co_await beside.join();
  co_return tell.last_record().state == bout_state::judged ? exit_code::ok : exit_code::failed;
}

asio::awaitable<void> play_to_end(const demo_options& options, const std::filesystem::path& state,
                                  narrator& tell, exit_code& code) {
  code = co_await play(options, state, tell);
}

}  // namespace

exit_code demo_command(const demo_options& options) {
  auto place = temporary_directory::create();
  if (!place) {
    std::fprintf(stderr, "arena-connect: %s\n", place.error().describe().c_str());
    return exit_code::bad_state;
  }
  narrator tell;
  exit_code code = exit_code::failed;
  asio::io_context context(1);
  run_to_end(context, play_to_end(options, place->path(), tell, code));
  const auto& record = tell.last_record();
  if (record.state == bout_state::judged) {
    std::printf("\n%s", score_lines(record.score).c_str());
  } else if (!record.reason.empty()) {
    std::fprintf(stderr, "arena-connect: the bout ended as %s: %s\n", to_string(record.state).data(),
                 bouts::printable(record.reason, 500).c_str());
  }
  if (options.keep) {
    std::printf("kept in %s\n", place->path().c_str());
    place->release();
  }
  return code;
}

}  // namespace arena

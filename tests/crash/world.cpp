#include "tests/crash/world.hpp"

#include "runner/identity.hpp"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace crash {

namespace {

// An arena in which a minute takes two seconds, so that the window of events fills and empties in good time.
constexpr const char* time_scale = "30";
constexpr const char* window = "2s";

std::vector<std::string> arena_arguments() {
  return {"--judge-after", "3s", "--time-scale", time_scale};
}

}  // namespace

world::world(const std::string& agent_lines)
    : arena_(arena_arguments()), mark_(scratch_.path().filename().string()) {
  std::string yaml = "arena:\n  url: " + arena_.url() + "\n";
  yaml += "state_dir: " + (scratch_.path() / "state").string() + "\n";
  yaml += "agents:\n  - name: nova\n    api_key: " + arena_.key() + "\n    api_token: " + arena_.token() +
          "\n    poll_interval: 100ms\n    ping_interval: 500ms\n    concurrency: 3\n    grace: 1s\n";
  // `complete`: under `live` an event is stale after a window, which a busy machine takes for a restart.
  yaml += std::string("    events: { policy: complete, limit: 30, window: ") + window + " }\n";
  yaml += "    env: { CRASH_MARK: " + mark_ + " }\n";
  yaml += "    command: [" + json::serialize(json::value(STUB_AGENT)) + ", --bout, " +
          json::serialize(json::value((scratch_.path() / "agent.log").string())) + "]\n" + agent_lines;
  config_ = scratch_.write("config.yaml", yaml);
  fs::permissions(config_, fs::perms::owner_read | fs::perms::owner_write);
}

world::~world() {
  daemon_.reset();
  wait_until([this] {
    const auto left = processes();
    for (const int pid : left) {
      ::kill(pid, SIGKILL);
    }
    return left.empty();
  });
}

std::string world::assign() {
  entries_.push_back(arena_.assign({{"title", "Number " + std::to_string(entries_.size())}}));
  return entries_.back();
}

void world::start(const variables& more) {
  auto all = more;
  all["ARENA_FAIL_POINT_LOG"] = (scratch_.path() / "fail_points.log").string();
  daemon_ = std::make_unique<e2e::program>(e2e::program::order{
      .file = ARENA_CONNECT_FAILING,
      .arguments = {"run", "--config", config_},
      .variables = all,
      .directory = scratch_.path(),
      .name = "daemon-" + std::to_string(++starts_),
  });
}

bool world::kill() {
  if (daemon_->has_ended()) {
    return false;
  }
  daemon_->signal(SIGKILL);
  return daemon_->wait_for_end() == -SIGKILL;
}

bool world::kill_runner(const std::string& entry) const {
  boost::system::error_code ec;
  const auto record = json::parse(e2e::read_text(run_directory(entry) / "runner.json"), ec);
  if (ec || fs::exists(run_directory(entry) / "exit.json")) {
    return false;
  }
  const auto pid = record.at("pid").to_number<int>();
  const auto stat = arena::runner::read_process_stat(pid);
  if (!stat || stat->start_time != record.at("start_time").to_number<std::uint64_t>()) {
    return false;
  }
  return ::kill(pid, SIGKILL) == 0;
}

std::vector<int> world::processes() const {
  return e2e::processes_with("CRASH_MARK=" + mark_);
}

std::vector<std::string> world::open_entries() const {
  std::vector<std::string> open;
  const auto all = arena_.get("/_arena/entries");
  for (const auto& one : all.at("entries").as_array()) {
    const auto* submission = one.at("submission").if_object();
    if (submission == nullptr || submission->at("submission_status").as_string() != "completed") {
      open.emplace_back(one.at("entry_id").as_string());
    }
  }
  return open;
}

agent_records world::records_of(const std::string& entry) const {
  agent_records found;
  std::ifstream lines(scratch_.path() / "agent.log");
  std::string what;
  std::string of;
  std::string mark;
  while (lines >> what >> of >> mark) {
    if (of == entry) {
      (what == "started" ? found.started : found.solved).push_back(mark);
    }
  }
  return found;
}

std::uint64_t seed() {
  static const std::uint64_t chosen = [] {
    const char* given = std::getenv("ARENA_CRASH_SEED");
    return given == nullptr ? std::random_device{}() : std::strtoull(given, nullptr, 10);
  }();
  return chosen;
}

int kills(int usual) {
  const char* given = std::getenv("ARENA_CRASH_KILLS");
  return given == nullptr ? usual : std::atoi(given);
}

}  // namespace crash

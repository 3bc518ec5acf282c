// An arena, a state directory, and one daemon after the other on it.
#pragma once

#include "tests/e2e/harness.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace crash {

namespace fs = std::filesystem;
namespace json = boost::json;
using e2e::wait_until;
using variables = std::map<std::string, std::string>;

// What the stub agent wrote down itself.
struct agent_records {
  std::vector<std::string> started;  // the marks of its runs
  std::vector<std::string> solved;
};

class world {
 public:
  // `agent_lines`: further YAML of the agent, indented by four.
  explicit world(const std::string& agent_lines = "");
  ~world();
  world(const world&) = delete;
  world& operator=(const world&) = delete;

  e2e::arena& arena() { return arena_; }
  std::string assign();
  const std::vector<std::string>& entries() const { return entries_; }

  void start(const variables& more = {});
  // SIGKILL, and its death awaited. False when it had ended before, which it may not.
  bool kill();
  // False, with its log, when it does not end by itself.
  bool has_ended() { return daemon_->has_ended(); }
  std::optional<int> wait_for_end(std::chrono::milliseconds limit) { return daemon_->wait_for_end(limit); }
  std::string log() const { return daemon_ ? daemon_->err() : ""; }
  bool log_has(const std::string& text) const { return log().find(text) != std::string::npos; }

  // Kills the runner of this entry when it has a living one.
  bool kill_runner(const std::string& entry) const;
  std::vector<int> processes() const;
  // Entries without a judged submission.
  std::vector<std::string> open_entries() const;
  agent_records records_of(const std::string& entry) const;
  int agent_runs() const {
    return e2e::count_of("\n" + e2e::read_text(directory() / "agent.log"), "\nstarted ");
  }
  const fs::path& directory() const { return scratch_.path(); }
  fs::path run_directory(const std::string& entry) const {
    return scratch_.path() / "state" / "runs" / entry;
  }

 private:
  e2e::scratch scratch_;
  e2e::arena arena_;
  std::string mark_;
  std::string config_;
  std::unique_ptr<e2e::program> daemon_;
  std::vector<std::string> entries_;
  int starts_ = 0;
};

// The seed of this run: $ARENA_CRASH_SEED, else a new one. To be printed with every failure.
std::uint64_t seed();
// How often each kind of trouble kills: $ARENA_CRASH_KILLS, else `usual`.
int kills(int usual);

}  // namespace crash

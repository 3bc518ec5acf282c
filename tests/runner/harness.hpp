// Runs arena-runner with a stub agent, as a daemon would, and looks at what is left.
#pragma once

#include "tests/runner/scratch.hpp"
#include "tests/support/wait_until.hpp"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include <sys/types.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace test_runner {

using test_support::wait_until;

// One directory with a challenge in it, and at most one runner.
class run {
 public:
  run();
  // Kills what is still there.
  ~run();
  run(const run&) = delete;
  run& operator=(const run&) = delete;

  // What the runner is told, for a test to change before start(). The agent is the stub, unless `command` is
  // set.
  std::string cwd;
  std::string challenge = R"({"challenge_id":"c1","prompt":"answer"})";
  long timeout_ms = 100'000;
  long grace_ms = 5'000;
  unsigned long long output_cap = 1'000'000;
  std::vector<std::string> more_options;
  std::vector<std::string> command;
  std::map<std::string, std::string> environment;
  // Called in the new process just before it becomes the runner.
  std::function<void()> before_exec;

  // The stub's modes, as arguments.
  void start(std::vector<std::string> modes);
  // Its exit code; -1 when it ended by a signal or not in good time.
  int wait();
  // start() and wait(), which must give 0; then exit.json.
  boost::json::object finish(std::vector<std::string> modes);

  pid_t runner_pid() const noexcept { return pid_; }
  boost::json::object exit_record() const { return record("exit.json"); }
  boost::json::object runner_record() const { return record("runner.json"); }
  // Waits for runner.json. 0 when it does not come.
  pid_t agent_pid() const;
  std::string out() const { return read_file(path("stdout.log")); }
  std::string err() const { return read_file(path("stderr.log")); }
  // What the runner itself had to say.
  std::string runner_stderr() const { return read_file(path("runner.stderr")); }
  std::string path(const std::string& name) const { return dir_.path() + "/" + name; }

  // All living processes that come from this run, the runner included.
  std::vector<pid_t> processes() const;
  bool nothing_left() const { return processes().empty(); }
  std::vector<std::string> arguments(const std::vector<std::string>& modes) const;
  // Becomes the runner. For a process that was forked by the test.
  [[noreturn]] void become_runner(const std::vector<std::string>& modes) const;

 private:
  boost::json::object record(const std::string& name) const;

  scratch_dir dir_;
  std::string mark_;
  pid_t pid_ = 0;
};

bool exists(const std::string& path);
// "VmRSS:" of /proc/PID/status and its like; "" when there is none.
std::string field_of(const std::string& text, const std::string& name);

}  // namespace test_runner

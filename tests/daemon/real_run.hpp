// A run directory with a real runner and a stub agent in it, as a daemon leaves them behind.
#pragma once

#include "daemon/runner_process.hpp"
#include "daemon/runner_sighting.hpp"
#include "tests/support/run.hpp"
#include "tests/support/wait_until.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace arena {

class real_run {
 public:
  real_run();
  // Kills what is still there.
  ~real_run();
  real_run(const real_run&) = delete;
  real_run& operator=(const real_run&) = delete;

  runner_order order(std::vector<std::string> command) const;
  // Starts it from here: the runner is a child of this process.
  runner_process start(std::vector<std::string> modes);
  // Starts it from a daemon that is dead when this returns.
  void start_and_die(std::vector<std::string> modes);
  void start_command_and_die(std::vector<std::string> command);

  runner_sighting look();
  std::size_t end_leftovers();

  std::filesystem::path path(const std::string& name = "") const { return directory_ / name; }
  std::string out() const;
  bool has_printed(const std::string& text) const;
  // What runner.json says; waits for it.
  int recorded(const std::string& name) const;
  void forge_record(int pid, unsigned long long start_time, const std::string& boot_id);
  // Living processes of this run, the runner among them.
  std::vector<int> processes() const;
  bool nothing_left() const { return processes().empty(); }

  boost::asio::io_context io;

 private:
  std::filesystem::path directory_;
};

// A process of the test, in a session of its own, that has nothing to do with any run.
class stranger {
 public:
  stranger();
  ~stranger();
  stranger(const stranger&) = delete;
  stranger& operator=(const stranger&) = delete;

  int pid() const { return pid_; }
  unsigned long long start_time() const;
  bool lives() const;

 private:
  int pid_;
};

std::string text_of(const std::filesystem::path& path);
std::string boot_id();

}  // namespace arena

#include "tests/daemon/real_run.hpp"

#include "daemon/leftovers.hpp"
#include "runner/identity.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace arena {

namespace fs = std::filesystem;
using test_support::wait_until;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string boot_id() {
  return runner::read_boot_id().value();
}

real_run::real_run() {
  std::string name = (fs::temp_directory_path() / "arena-run-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no directory for the test could be made");
  }
  directory_ = name;
  fs::create_directory(path("work"));
  std::ofstream(path("challenge.json")) << "{}";
}

real_run::~real_run() {
  wait_until([this] {
    const auto left = processes();
    for (const int pid : left) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, WNOHANG);
    }
    return left.empty();
  });
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

runner_order real_run::order(std::vector<std::string> command) const {
  runner_order made;
  made.directory = directory_;
  made.command = std::move(command);
  made.variables = {{"PATH", "/usr/bin:/bin"}, {"ARENA_CHALLENGE_FILE", path("challenge.json").string()}};
  made.working_directory = path("work");
  made.timeout = std::chrono::seconds(100);
  made.grace = std::chrono::seconds(5);
  made.limits.output = 1'000'000;
  return made;
}

runner_process real_run::start(std::vector<std::string> modes) {
  modes.insert(modes.begin(), STUB_AGENT);
  return runner_process::start(io.get_executor(), ARENA_RUNNER, order(std::move(modes))).value();
}

void real_run::start_and_die(std::vector<std::string> modes) {
  modes.insert(modes.begin(), STUB_AGENT);
  start_command_and_die(std::move(modes));
}

void real_run::start_command_and_die(std::vector<std::string> command) {
  const pid_t daemon = ::fork();
  if (daemon == 0) {
    boost::asio::io_context own;
    const auto started = runner_process::start(own.get_executor(), ARENA_RUNNER, order(std::move(command)));
    ::kill(::getpid(), started ? SIGKILL : SIGABRT);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(daemon, &status, 0), daemon);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_EQ(WTERMSIG(status), SIGKILL) << "the runner could not be started";
}

runner_sighting real_run::look() {
  return test_support::run(io, look_for_runner(io.get_executor(), directory_)).value();
}

std::size_t real_run::end_leftovers() {
  return test_support::run(io, arena::end_leftovers(directory_));
}

std::string real_run::out() const {
  return text_of(path("stdout.log"));
}

bool real_run::has_printed(const std::string& text) const {
  return wait_until([&] { return out().find(text) != std::string::npos; });
}

int real_run::recorded(const std::string& name) const {
  if (!wait_until([this] { return fs::exists(path("runner.json")); })) {
    return 0;
  }
  return boost::json::parse(text_of(path("runner.json"))).at(name).to_number<int>();
}

void real_run::forge_record(int pid, unsigned long long start_time, const std::string& boot_id) {
  const boost::json::object record = {
      {"pid", pid},       {"start_time", start_time},       {"boot_id", boot_id},
      {"agent_pid", pid}, {"agent_start_time", start_time}, {"cgroup", ""}};
  std::ofstream(path("runner.json")) << boost::json::serialize(record);
}

std::vector<int> real_run::processes() const {
  const std::string variable = '\0' + ("ARENA_CHALLENGE_FILE=" + path("challenge.json").string()) + '\0';
  std::vector<int> found;
  for (const auto& one : fs::directory_iterator("/proc")) {
    const auto name = one.path().filename().string();
    if (name.find_first_not_of("0123456789") == std::string::npos &&
        ('\0' + text_of(one.path() / "environ")).find(variable) != std::string::npos) {
      found.push_back(std::stoi(name));
    }
  }
  return found;
}

stranger::stranger() : pid_(::fork()) {
  if (pid_ == 0) {
    ::setsid();
    for (;;) {
      ::pause();
    }
  }
  wait_until([this] { return ::getsid(pid_) == pid_; });
}

stranger::~stranger() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

unsigned long long stranger::start_time() const {
  return runner::read_process_stat(pid_).value().start_time;
}

bool stranger::lives() const {
  return ::waitpid(pid_, nullptr, WNOHANG) == 0;
}

}  // namespace arena

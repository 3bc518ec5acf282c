#include "tests/runner/harness.hpp"

#include <boost/json/parse.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace test_runner {

namespace {

constexpr const char* mark_name = "ARENA_TEST_MARK";

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (auto& word : words) {
    all.push_back(word.data());
  }
  all.push_back(nullptr);
  return all;
}

// Of a zombie, the environment is empty: it counts as gone.
bool carries(const std::string& mark, const std::string& pid) {
  return read_file("/proc/" + pid + "/environ").find(mark) != std::string::npos;
}

}  // namespace

run::run() {
  cwd = dir_.path();
  static std::atomic<int> count{0};
  mark_ = std::to_string(::getpid()) + "-" + std::to_string(++count) + "-";
  environment["PATH"] = "/usr/bin:/bin";
}

run::~run() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  wait_until([this] {
    const auto left = processes();
    for (const pid_t pid : left) {
      ::kill(pid, SIGKILL);
    }
    return left.empty();
  });
}

std::vector<std::string> run::arguments(const std::vector<std::string>& modes) const {
  std::vector<std::string> all = {ARENA_RUNNER,
                                  "--dir",
                                  dir_.path(),
                                  "--cwd",
                                  cwd,
                                  "--timeout-ms",
                                  std::to_string(timeout_ms),
                                  "--grace-ms",
                                  std::to_string(grace_ms),
                                  "--output-cap",
                                  std::to_string(output_cap)};
  all.insert(all.end(), more_options.begin(), more_options.end());
  all.emplace_back("--");
  if (command.empty()) {
    all.emplace_back(STUB_AGENT);
  }
  all.insert(all.end(), command.begin(), command.end());
  all.insert(all.end(), modes.begin(), modes.end());
  return all;
}

void run::become_runner(const std::vector<std::string>& modes) const {
  auto words = arguments(modes);
  std::vector<std::string> variables = {std::string(mark_name) + "=" + mark_};
  for (const auto& [name, value] : environment) {
    variables.push_back(name + "=" + value);
  }
  const int log = ::open(path("runner.stderr").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  ::dup2(log, STDERR_FILENO);
  if (before_exec) {
    before_exec();
  }
  ::execve(ARENA_RUNNER, pointers(words).data(), pointers(variables).data());
  ::_exit(99);
}

void run::start(std::vector<std::string> modes) {
  if (!exists(path("challenge.json"))) {
    write_file(path("challenge.json"), challenge);
  }
  pid_ = ::fork();
  ASSERT_GE(pid_, 0);
  if (pid_ == 0) {
    become_runner(modes);
  }
}

int run::wait() {
  int status = 0;
  const bool ended = wait_until([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; });
  if (!ended) {
    return -1;
  }
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

boost::json::object run::finish(std::vector<std::string> modes) {
  start(std::move(modes));
  EXPECT_EQ(wait(), 0) << runner_stderr();
  EXPECT_TRUE(nothing_left());
  return exit_record();
}

pid_t run::agent_pid() const {
  if (!wait_until([this] { return exists(path("runner.json")); })) {
    return 0;
  }
  return static_cast<pid_t>(runner_record().at("agent_pid").as_int64());
}

boost::json::object run::record(const std::string& name) const {
  boost::system::error_code broken;
  auto value = boost::json::parse(read_file(path(name)), broken);
  EXPECT_FALSE(broken) << name << ": " << read_file(path(name));
  return broken ? boost::json::object() : value.as_object();
}

std::vector<pid_t> run::processes() const {
  std::vector<pid_t> found;
  DIR* dir = ::opendir("/proc");
  while (const dirent* entry = ::readdir(dir)) {
    const int pid = std::atoi(entry->d_name);
    if (pid > 0 && pid != ::getpid() && carries(std::string(mark_name) + "=" + mark_, entry->d_name)) {
      found.push_back(pid);
    }
  }
  ::closedir(dir);
  return found;
}

bool exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

std::string field_of(const std::string& text, const std::string& name) {
  const auto at = ("\n" + text).find("\n" + name + ":");
  if (at == std::string::npos) {
    return "";
  }
  const auto from = text.find_first_not_of(" \t", at + name.size() + 1);
  return text.substr(from, text.find('\n', from) - from);
}

}  // namespace test_runner

#include "tests/e2e/harness.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace e2e {

namespace fs = std::filesystem;

scratch::scratch() {
  std::string name = (fs::temp_directory_path() / "arena-e2e-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no directory for the test could be made");
  }
  path_ = name;
}

scratch::~scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string scratch::write(const std::string& name, const std::string& text) const {
  const auto file = path_ / name;
  std::ofstream(file, std::ios::binary) << text;
  return file.string();
}

std::string read_text(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

namespace {

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (auto& word : words) {
    all.push_back(word.data());
  }
  all.push_back(nullptr);
  return all;
}

std::vector<std::string> environment_of(const program::order& what) {
  std::map<std::string, std::string> variables = {{"PATH", std::getenv("PATH")},
                                                  {"HOME", what.directory.string()}};
  // The sanitizers' settings and the like belong to the test run, not to the test.
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) {
      variables[name] = value;
    }
  }
  for (const auto& [name, value] : what.variables) {
    variables[name] = value;
  }
  std::vector<std::string> lines;
  for (const auto& [name, value] : variables) {
    lines.push_back(name + "=" + value);
  }
  return lines;
}

}  // namespace

program::program(const order& what)
    : out_(what.directory / (what.name + ".out")), err_(what.directory / (what.name + ".err")) {
  std::vector<std::string> words = {what.file};
  words.insert(words.end(), what.arguments.begin(), what.arguments.end());
  auto lines = environment_of(what);
  const auto argv = pointers(words);
  const auto envp = pointers(lines);
  const int out = ::open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const int err = ::open(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(err, 2);
    if (::chdir(what.directory.c_str()) == 0) {
      ::execve(what.file.c_str(), argv.data(), envp.data());
    }
    ::_exit(127);
  }
  for (const int one : {in, out, err}) {
    ::close(one);
  }
}

program::~program() {
  if (!has_ended()) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void program::signal(int number) const {
  ::kill(pid_, number);
}

bool program::has_ended() {
  int status = 0;
  if (!end_ && ::waitpid(pid_, &status, WNOHANG) == pid_) {
    end_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  return end_.has_value();
}

std::optional<int> program::wait_for_end(std::chrono::milliseconds limit) {
  wait_until([&] { return has_ended(); }, limit);
  return end_;
}

run_result run(const std::string& file, const std::vector<std::string>& arguments,
               const std::map<std::string, std::string>& variables, std::chrono::seconds limit) {
  const scratch here;
  program child({.file = file, .arguments = arguments, .variables = variables, .directory = here.path()});
  const auto code = child.wait_for_end(limit);
  return {code.value_or(-1000), child.out(), child.err()};
}

daemon::daemon(const arena& a, const setup& how) {
  std::string yaml = "arena:\n  url: " + a.url() + "\n";
  if (how.ca_file) {
    yaml += "  ca_file: " + *how.ca_file + "\n";
  }
  state_ = how.state_dir.value_or(scratch_.path() / "state");
  yaml += "state_dir: " + state_.string() + "\n" + how.lines;
  yaml += "agents:\n  - name: nova\n    api_key: " + how.key.value_or(a.key()) + "\n" +
          (how.with_token ? "    api_token: " + a.token() + "\n" : "");
  yaml += "    poll_interval: 100ms\n    ping_interval: 500ms\n";
  yaml += how.command.empty() ? "" : "    command:\n";
  for (const auto& word : how.command) {
    yaml += "      - " + json::serialize(json::value(word)) + "\n";
  }
  yaml += how.agent_lines;
  const auto file = scratch_.write("config.yaml", yaml);
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  variables_ = how.variables;
  start_again();
}

void daemon::start_again() {
  if (program_) {
    earlier_log_ += program_->err();
  }
  program_.emplace(program::order{.file = ARENA_CONNECT,
                                  .arguments = {"run", "--config", config().string()},
                                  .variables = variables_,
                                  .directory = scratch_.path(),
                                  .name = "daemon"});
}

void daemon::kill() {
  program_->signal(SIGKILL);
  program_->wait_for_end();
}

fs::path daemon::run_directory(const std::string& entry) const {
  return state_ / "runs" / entry;
}

std::vector<int> processes_with(const std::string& variable) {
  std::vector<int> found;
  for (const auto& one : fs::directory_iterator("/proc")) {
    const auto name = one.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) {
      continue;
    }
    const auto text = '\0' + read_text(one.path() / "environ");
    if (text.find('\0' + variable + '\0') != std::string::npos) {
      found.push_back(std::stoi(name));
    }
  }
  return found;
}

int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

}  // namespace e2e

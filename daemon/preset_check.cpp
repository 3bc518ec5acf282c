#include "daemon/preset_check.hpp"

#include "core/base/text.hpp"
#include "runner/descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace arena {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t max_version_bytes = 4096;
constexpr std::size_t shown_version_units = 100;

std::string value_of(const environment& variables, const std::string& name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string() : found->second;
}

bool is_program(const std::filesystem::path& path) {
  struct stat about{};
  return ::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

std::optional<std::filesystem::path> find_in(const std::string& path, const std::string& name) {
  if (name.find('/') != std::string::npos) {
    return is_program(name) ? std::optional<std::filesystem::path>(name) : std::nullopt;
  }
  std::string_view rest = path;
  while (!rest.empty()) {
    const auto folder = rest.substr(0, rest.find(':'));
    const auto file = std::filesystem::path(folder) / name;
    if (!folder.empty() && is_program(file)) {
      return file;
    }
    rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
  }
  return std::nullopt;
}

// What comes until the end, for as long as patience lasts.
std::string read_for(int from, steady_clock::time_point until) {
  std::string text;
  std::array<char, 512> part{};
  while (text.size() < max_version_bytes) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now()).count();
    pollfd ready{.fd = from, .events = POLLIN, .revents = 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) {
      break;
    }
    const auto got = ::read(from, part.data(), part.size());
    if (got <= 0) {
      break;
    }
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  return text;
}

// The first line that `program --version` prints.
std::string ask_version_of(const std::filesystem::path& program, const environment& theirs) {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {};
  }
  const runner::descriptor ours(ends[0]);
  runner::descriptor its(ends[1]);
  const auto pid = spawn({.program = program,
                          .arguments = {"--version"},
                          .variables = theirs,
                          .in = -1,
                          .out = its.get(),
                          .error_log = "/dev/null"});
  its = {};
  if (!pid) {
    return {};
  }
  const auto text = read_for(ours.get(), steady_clock::now() + version_patience);
  ::kill(*pid, SIGKILL);  // it has said what it had to say
  ::waitpid(*pid, nullptr, 0);
  const auto line = bouts::trim(std::string_view(text).substr(0, text.find('\n')));
  return bouts::printable(bouts::to_valid_utf8(line), shown_version_units);
}

}  // namespace

preset_finding look_for(const preset& of, const std::string& program, const environment& theirs,
                        bool ask_version) {
  preset_finding found;
  found.program = find_in(value_of(theirs, "PATH"), program.empty() ? std::string(of.program) : program);
  if (found.program && ask_version) {
    found.version = ask_version_of(*found.program, theirs);
  }
  for (const auto name : of.keys) {
    if (found.key.empty() && !value_of(theirs, std::string(name)).empty()) {
      found.key = name;
    }
  }
  const std::filesystem::path home = value_of(theirs, "HOME");
  for (const auto file : of.logins) {
    std::error_code ec;
    if (found.key.empty() && !home.empty() && std::filesystem::exists(home / file, ec)) {
      found.key = "~/" + std::string(file);
    }
  }
  return found;
}

std::vector<std::string> trouble_with(const preset& of, const preset_finding& found) {
  std::vector<std::string> trouble;
  if (!found.program) {
    trouble.push_back("the program " + std::string(of.program) +
                      " is not in $PATH: " + std::string(of.install));
  }
  if (found.key.empty()) {
    std::string names;
    for (const auto name : of.keys) {
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
    trouble.push_back("no key for its model: set one of " + names + ", or log in with " +
                      std::string(of.program));
  }
  return trouble;
}

}  // namespace arena

#include "daemon/preset_check.hpp"

#include "core/base/text.hpp"
#include "runner/descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
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

template <class Words>
std::string listed(const Words& words) {
  std::string all;
  for (const auto& word : words) {
    all += (all.empty() ? "" : ", ") + std::string(word);
  }
  return all;
}

// What comes until a line is whole, for as long as patience lasts.
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
    if (text.find('\n') != std::string::npos) {
      break;
    }
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

preset_finding look_for(const preset& of, const environment& theirs, const preset_question& question) {
  preset_finding found;
  const auto path = path_in(theirs);
  found.wanted = question.program.empty() ? std::string(of.program) : question.program;
  found.program = find_command(found.wanted, question.directory, path);
  if (found.program && question.ask_version) {
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
  for (const auto name : of.sandbox_needs) {
    if (!question.unsafe && !find_command(std::string(name), question.directory, path)) {
      found.sandbox_lacks.emplace_back(name);
    }
  }
  found.is_refused_as_root = of.refuses_root && question.unsafe && question.as_root;
  return found;
}

std::vector<preset_trouble> trouble_with(const preset& of, const preset_finding& found) {
  std::vector<preset_trouble> trouble;
  if (!found.program) {
    const bool is_path = found.wanted.find('/') != std::string::npos;
    trouble.push_back({.part = preset_part::program,
                       .what = found.wanted + (is_path ? " is no program" : " is not in $PATH"),
                       .remedy = std::string(of.install)});
  }
  if (found.key.empty()) {
    trouble.push_back(
        {.part = preset_part::key,
         .what = "no key for its model is found",
         .remedy = "set one of " + listed(of.keys) + ", or log in with " + std::string(of.program)});
  }
  if (!found.sandbox_lacks.empty()) {
    trouble.push_back({.part = preset_part::sandbox,
                       .what = listed(found.sandbox_lacks) + " not in $PATH: it will run no commands",
                       .remedy = "install what its sandbox needs, or set unsafe: true inside a sandbox of "
                                 "your own"});
  }
  if (found.is_refused_as_root) {
    trouble.push_back({.part = preset_part::user,
                       .what = "it does not run as root with unsafe: true",
                       .remedy = "name another user with user:"});
  }
  return trouble;
}

}  // namespace arena

// arena-runner: owns one agent's stdio, deadline and corpses, and outlives the daemon that started it.
#include "runner/descriptor.hpp"
#include "runner/detach.hpp"
#include "runner/options.hpp"
#include "runner/run.hpp"
#include "runner/signals.hpp"
#include "runner/stand_in.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace {

// As usage() tells them.
constexpr int exit_recorded = 0;
constexpr int exit_usage = 1;
constexpr int exit_failed = 2;

void print(int fd, const std::string& text) {
  // Nobody may be listening any more.
  [[maybe_unused]] const auto written = ::write(fd, text.data(), text.size());
}

int complain(int exit_code, const std::string& message) {
  print(STDERR_FILENO, "arena-runner: " + message + "\n");
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace arena::runner;
  close_inherited();
  if (argc == 3 && std::string_view(argv[1]) == "--stand-in") {
    return stand_in(argv[2]);
  }
  const auto signals = take_signals();
  if (!signals) {
    return complain(exit_failed, signals.error().message);
  }
  if (argc == 2 && std::string_view(argv[1]) == "--help") {
    print(STDOUT_FILENO, std::string(usage()));
    return exit_recorded;
  }
  const auto settings = parse_options({argv + 1, argv + argc});
  if (!settings) {
    return complain(exit_usage, settings.error().message + " See arena-runner --help.");
  }
  descriptor handed(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (const auto detached = detach(); !detached) {
    return complain(exit_failed, detached.error().message);
  }
  if (const auto done = run_agent(*settings, *signals, std::move(handed)); !done) {
    return complain(exit_failed, done.error().message);
  }
  return exit_recorded;
}

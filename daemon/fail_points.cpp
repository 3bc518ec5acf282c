#include "daemon/fail_points.hpp"

#include "daemon/fail_terms.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

namespace arena {

namespace {

using all_terms = std::map<std::string, fail_terms, std::less<>>;

all_terms read_environment() {
  const char* text = std::getenv("ARENA_FAIL_POINTS");
  auto parsed = parse_fail_points(text == nullptr ? "" : text);
  if (!parsed) {
    std::fprintf(stderr, "ARENA_FAIL_POINTS: %s\n", parsed.error().message.c_str());
    std::abort();
  }
  return std::move(*parsed);
}

// One write, so that the lines of two threads do not mix and none is lost to the kill that may follow.
void note(std::string_view name) {
  const char* path = std::getenv("ARENA_FAIL_POINT_LOG");
  if (path == nullptr) {
    return;
  }
  const std::string line = std::string(name) + "\n";
  const int log = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  [[maybe_unused]] const auto written = ::write(log, line.data(), line.size());
  ::close(log);
}

fail_act act_of(std::string_view name) {
  static std::mutex guard;
  static all_terms terms = read_environment();
  const std::lock_guard hold(guard);
  const auto found = terms.find(name);
  return found == terms.end() ? fail_act{} : found->second.next();
}

fail_act come_by(fail_point_name name) {
  note(name.text());
  auto act = act_of(name.text());
  if (act.what == fail_act::kind::kill) {
    ::kill(::getpid(), SIGKILL);
  } else if (act.what == fail_act::kind::delay) {
    std::this_thread::sleep_for(act.time);
  }
  return act;
}

}  // namespace

bouts::status may_fail(fail_point_name name) {
  const auto act = come_by(name);
  return act.what == fail_act::kind::error ? bouts::fail(bouts::errc::io, act.text) : bouts::status();
}

void fail_point(fail_point_name name) {
  come_by(name);
}

}  // namespace arena

#include "daemon/process_figures.hpp"

#include "daemon/clock.hpp"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

namespace arena {

namespace {

double seconds_of(const timeval& time) {
  constexpr double micro = 1e-6;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * micro;
}

// Without the one that it takes to count them.
std::uint64_t open_descriptors() {
  const std::unique_ptr<DIR, int (*)(DIR*)> all(::opendir("/proc/self/fd"), ::closedir);
  std::uint64_t count = 0;
  while (all && ::readdir(all.get()) != nullptr) {
    ++count;
  }
  constexpr std::uint64_t not_ours = 3;  // ".", ".." and the directory itself
  return count > not_ours ? count - not_ours : 0;
}

// The fields of /proc/self/stat behind the name, which may have anything in it: the state is the first.
std::istringstream stat_fields() {
  std::ifstream from("/proc/self/stat");
  std::string text;
  std::getline(from, text);
  const auto name_end = text.rfind(')');
  return std::istringstream(name_end == std::string::npos ? std::string() : text.substr(name_end + 1));
}

// Ticks between the boot and the start of this process: field 22 of proc(5), the 20th behind the name.
std::chrono::milliseconds started_after_boot() {
  constexpr int fields_before = 19;
  auto fields = stat_fields();
  std::string skipped;
  for (int i = 0; i < fields_before; ++i) {
    fields >> skipped;
  }
  double ticks = 0;
  fields >> ticks;
  constexpr double milli = 1e3;
  return std::chrono::milliseconds(
      static_cast<long long>(ticks * milli / static_cast<double>(::sysconf(_SC_CLK_TCK))));
}

std::chrono::milliseconds since_boot() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(now.tv_sec) +
                                                               std::chrono::nanoseconds(now.tv_nsec));
}

}  // namespace

control::process_figures own_figures() {
  control::process_figures made;
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  made.cpu_seconds = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
  std::ifstream pages("/proc/self/statm");
  std::uint64_t virtual_pages = 0;
  std::uint64_t resident_pages = 0;
  pages >> virtual_pages >> resident_pages;
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  made.virtual_bytes = virtual_pages * page;
  made.resident_bytes = resident_pages * page;
  made.open_descriptors = open_descriptors();
  rlimit most{};
  if (::getrlimit(RLIMIT_NOFILE, &most) == 0) {
    made.most_descriptors = most.rlim_cur;
  }
  constexpr int threads_at = 17;  // field 20 of proc(5), the 18th behind the name
  auto fields = stat_fields();
  std::string skipped;
  for (int i = 0; i < threads_at; ++i) {
    fields >> skipped;
  }
  fields >> made.threads;
  made.started_at = wall_now() - (since_boot() - started_after_boot());
  return made;
}

}  // namespace arena

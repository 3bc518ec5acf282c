#include "runner/cgroup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace arena::runner {

namespace {

bool write_file(const descriptor& directory, const char* name, std::string_view text) {
  const descriptor file(::openat(directory.get(), name, O_WRONLY | O_CLOEXEC));
  return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// "populated 1\nfrozen 0\n"; empty when it cannot be read.
std::string read_events(const descriptor& directory) {
  const descriptor file(::openat(directory.get(), "cgroup.events", O_RDONLY | O_CLOEXEC));
  std::array<char, 256> text;
  const auto got = file ? ::read(file.get(), text.data(), text.size()) : -1;
  return got > 0 ? std::string(text.data(), static_cast<std::size_t>(got)) : std::string();
}

}  // namespace

result<cgroup> cgroup::open(const std::string& path) {
  descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) {
    return io_failure("The cgroup '" + path + "' could not be opened");
  }
  if (read_events(directory).find("populated 0") == std::string::npos) {
    return fail(errc::invalid, "'" + path + "' is not an empty cgroup v2 directory.");
  }
  return cgroup(std::move(directory));
}

status cgroup::enter(pid_t pid) const {
  if (!write_file(directory_, "cgroup.procs", std::to_string(pid))) {
    return io_failure("The agent could not be put into its cgroup");
  }
  return {};
}

bool cgroup::populated() const {
  return read_events(directory_).find("populated 1") != std::string::npos;
}

void cgroup::kill_all() const {
  write_file(directory_, "cgroup.kill", "1");
}

}  // namespace arena::runner

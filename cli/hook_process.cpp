#include "cli/hook_process.hpp"

#include "aio/event.hpp"
#include "core/base/time.hpp"
#include "httpd/first_of.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

extern char** environ;

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds grace{5};  // from SIGTERM to SIGKILL

std::unexpected<error> cannot_start(int cause) {
  return fail(errc::spawn, std::string("the command cannot be started: ") + std::strerror(cause));
}

// A file in memory, from which the command reads as slowly as it likes; -1 with errno.
int file_with(std::string_view text) {
  const int file = ::memfd_create("event", MFD_CLOEXEC);
  while (file >= 0 && !text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0) {
      const int cause = errno;
      ::close(file);
      errno = cause;
      return -1;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return file >= 0 && ::lseek(file, 0, SEEK_SET) == 0 ? file : -1;
}

// A process group of its own. What is not reaped when this goes is killed.
class child {
 public:
  explicit child(pid_t group) : group_(group) {}
  ~child() {
    if (group_ > 0) {
      signal(SIGKILL);
      reap();
    }
  }
  child(const child&) = delete;
  child& operator=(const child&) = delete;

  void signal(int number) const { ::kill(-group_, number); }
  // Waits for its end. The exit code, or minus the signal.
  int reap() {
    int how = 0;
    while (::waitpid(group_, &how, 0) < 0 && errno == EINTR) {
    }
    group_ = 0;
    return WIFEXITED(how) ? WEXITSTATUS(how) : -WTERMSIG(how);
  }
  pid_t pid() const noexcept { return group_; }

 private:
  pid_t group_;
};

class spawn_settings {
 public:
  explicit spawn_settings(int input) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files_, STDERR_FILENO, STDOUT_FILENO);
    ::posix_spawnattr_init(&how_);
    sigset_t all;
    sigfillset(&all);
    sigset_t none;
    sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&how_, &all);
    ::posix_spawnattr_setsigmask(&how_, &none);
    ::posix_spawnattr_setpgroup(&how_, 0);
    ::posix_spawnattr_setflags(&how_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  ~spawn_settings() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&how_);
  }
  spawn_settings(const spawn_settings&) = delete;
  spawn_settings& operator=(const spawn_settings&) = delete;

  const posix_spawn_file_actions_t* files() const noexcept { return &files_; }
  const posix_spawnattr_t* how() const noexcept { return &how_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t how_{};
};

result<pid_t> start(hook_order& what) {
  const int input = file_with(what.input);
  if (input < 0) {
    return cannot_start(errno);
  }
  std::string event = "BOUTS_EVENT=" + what.event;
  std::string delivery = "BOUTS_DELIVERY_ID=" + what.delivery;
  std::vector<char*> variables;
  for (char** one = environ; *one != nullptr; ++one) {
    variables.push_back(*one);
  }
  variables.insert(variables.end(), {event.data(), delivery.data(), nullptr});
  std::string shell = "sh";
  std::string flag = "-c";
  char* const arguments[] = {shell.data(), flag.data(), what.command.data(), nullptr};
  const spawn_settings settings(input);
  pid_t pid = 0;
  const int failed =
      ::posix_spawn(&pid, "/bin/sh", settings.files(), settings.how(), arguments, variables.data());
  ::close(input);
  return failed == 0 ? result<pid_t>(pid) : cannot_start(failed);
}

// True when the process has ended (a pidfd is readable then).
asio::awaitable<bool> ended(asio::posix::stream_descriptor& process) {
  co_await process.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
  co_return true;
}

asio::awaitable<bool> ends_within(asio::posix::stream_descriptor& process, std::chrono::seconds limit) {
  asio::awaitable<bool> end = ended(process);
  asio::awaitable<void> patience = aio::sleep_for(limit);
  co_return co_await arena::httpd::first_of(std::move(end), std::move(patience));
}

}  // namespace

asio::awaitable<result<int>> run_hook(hook_order what) {
  const auto started = start(what);
  if (!started) {
    co_return std::unexpected(started.error());
  }
  child one(*started);
  // glibc 2.36 declares its pidfd_open() for C alone.
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, one.pid(), 0U));
  if (watched < 0) {
    co_return cannot_start(errno);
  }
  asio::posix::stream_descriptor process(co_await asio::this_coro::executor, watched);
  const bool in_time = co_await ends_within(process, what.limit);
  if (!in_time) {
    one.signal(SIGTERM);
    co_await ends_within(process, grace);
    one.signal(SIGKILL);
  }
  const int code = one.reap();
  if (!in_time) {
    co_return fail(errc::timed_out, "the command was ended after " + format_duration(what.limit));
  }
  co_return code;
}

}  // namespace bouts::cli

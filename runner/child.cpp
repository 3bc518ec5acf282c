#include "runner/child.hpp"

#include "runner/identity.hpp"
#include "runner/spawn.hpp"

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>

namespace arena::runner {

namespace {

// When memory runs out, the kernel ends the agent before the daemon and its runner (-1000 … 1000).
constexpr int oom_score = 500;
constexpr int failed_exit_code = 127;

[[noreturn]] void give_up(const child_plan& plan, spawn_stage stage, int error) {
  const spawn_failure failure{stage, error};
  // Smaller than PIPE_BUF, so it arrives whole; when it does not, the exit code is all that can be told.
  [[maybe_unused]] const auto written = ::write(plan.report, &failure, sizeof failure);
  ::_exit(failed_exit_code);
}

// An ignored signal would stay ignored through exec, and a blocked one blocked.
void restore_signals() {
  for (int number = 1; number < NSIG; ++number) {
    ::signal(number, SIG_DFL);
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void connect_stdio(const child_plan& plan) {
  if (::dup2(plan.input, STDIN_FILENO) < 0 || ::dup2(plan.output, STDOUT_FILENO) < 0 ||
      ::dup2(plan.errors, STDERR_FILENO) < 0) {
    give_up(plan, spawn_stage::stdio, errno);
  }
  // All of ours are CLOEXEC already; a kernel before 5.11 without this call loses nothing.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
}

// Only ever upwards: a container's own, higher score must stay. Without permission it stays as it is.
void raise_oom_score() {
  constexpr const char* path = "/proc/self/oom_score_adj";
  const auto present = read_small_file(path);
  if (!present || std::atoi(present->c_str()) >= oom_score) {
    return;
  }
  const descriptor file(::open(path, O_WRONLY | O_CLOEXEC));
  const std::string score = std::to_string(oom_score);
  [[maybe_unused]] const auto written = ::write(file.get(), score.data(), score.size());
}

void wait_at_gate(const child_plan& plan) {
  char go = 0;
  ssize_t got = 0;
  do {
    got = ::read(plan.gate, &go, 1);
  } while (got < 0 && errno == EINTR);
  if (got != 1) {
    ::_exit(failed_exit_code);  // the runner is gone or could not write runner.json: nobody knows of us
  }
}

void switch_user(const child_plan& plan) {
  if (!plan.settings.user) {
    return;
  }
  const auto [uid, gid] = *plan.settings.user;
  // Else it could use its stdio but not open it by name: "echo failed > /dev/stderr" is common in scripts.
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fchown(standard, uid, gid) != 0) {
      give_up(plan, spawn_stage::user, errno);
    }
  }
  // The groups of the daemon's user must not come along.
  if (::setgroups(1, &gid) != 0 || ::setresgid(gid, gid, gid) != 0 || ::setresuid(uid, uid, uid) != 0) {
    give_up(plan, spawn_stage::user, errno);
  }
}

// A limit means "at most", so one above what we may set is satisfied by what we may set.
bool set_limit(__rlimit_resource resource, std::uint64_t value) {
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0) {
    return false;
  }
  limit.rlim_cur = limit.rlim_max = std::min<rlim_t>(value, limit.rlim_max);
  return ::setrlimit(resource, &limit) == 0;
}

void set_limits(const child_plan& plan) {
  const auto& settings = plan.settings;
  const bool done = set_limit(RLIMIT_CORE, 0) &&
                    (!settings.open_files || set_limit(RLIMIT_NOFILE, *settings.open_files)) &&
                    (!settings.processes || set_limit(RLIMIT_NPROC, *settings.processes)) &&
                    (!settings.memory || set_limit(RLIMIT_AS, *settings.memory));
  if (!done) {
    give_up(plan, spawn_stage::limits, errno);
  }
}

// After the change of user, which would undo the second one.
void bind_to_runner(const child_plan& plan) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
    give_up(plan, spawn_stage::privileges, errno);
  }
  if (::getppid() != plan.runner) {
    ::_exit(failed_exit_code);  // the runner died before it was bound to us
  }
}

}  // namespace

void become_agent(const child_plan& plan) {
  ::setsid();
  restore_signals();
  connect_stdio(plan);
  raise_oom_score();
  wait_at_gate(plan);
  switch_user(plan);
  // With the agent's own rights: the runner may enter where the agent may not.
  if (::chdir(plan.settings.cwd.c_str()) != 0) {
    give_up(plan, spawn_stage::working_directory, errno);
  }
  bind_to_runner(plan);
  ::umask(plan.file_mask);
  set_limits(plan);  // last, as everything above needs memory and descriptors too
  ::execvp(plan.arguments[0], plan.arguments);
  give_up(plan, spawn_stage::execute, errno);
}

}  // namespace arena::runner

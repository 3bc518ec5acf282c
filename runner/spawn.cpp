#include "runner/spawn.hpp"

#include "runner/child.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace arena::runner {

namespace {

struct pipe_ends {
  descriptor read;
  descriptor write;
};

result<pipe_ends> make_pipe() {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return fail(errc::spawn, because("A pipe to the agent could not be made", errno));
  }
  return pipe_ends{descriptor(ends[0]), descriptor(ends[1])};
}

// Only our end: the flag belongs to the end, and the agent expects its own to block.
void make_nonblocking(const descriptor& end) {
  ::fcntl(end.get(), F_SETFL, O_NONBLOCK);
}

// The default of 64 KiB makes a fast writer and us wait for each other: 0.5 GB/s against 1.1 GB/s. The kernel
// allows a user without privileges 64 MiB in all his pipes; beyond that the default stays.
void enlarge(const descriptor& end) {
  constexpr int bytes = 256 * 1024;
  ::fcntl(end.get(), F_SETPIPE_SZ, bytes);
}

struct all_pipes {
  pipe_ends input, output, errors, report, gate;
};

result<all_pipes> make_pipes() {
  all_pipes pipes;
  for (auto* each : {&pipes.input, &pipes.output, &pipes.errors, &pipes.report, &pipes.gate}) {
    auto made = make_pipe();
    if (!made) {
      return std::unexpected(made.error());
    }
    *each = std::move(*made);
  }
  make_nonblocking(pipes.input.write);
  for (auto* each : {&pipes.output, &pipes.errors, &pipes.report}) {
    make_nonblocking(each->read);
  }
  enlarge(pipes.output.read);
  enlarge(pipes.errors.read);
  return pipes;
}

std::string describe_execute(int error, const options& options) {
  const std::string& command = options.command.front();
  if (error == ENOENT && command.find('/') == std::string::npos) {
    return join({"The command '", command, "' was not found in the agent's PATH."});
  }
  if (error == ENOENT) {
    return join({"The command '", command,
                 "' was not found, or the interpreter it names is missing (working directory '", options.cwd,
                 "')."});
  }
  if (error == EACCES) {
    return join({"The command '", command, "' is not an executable file that the agent's user may run."});
  }
  return because(join({"The command '", command, "' could not be executed"}), error);
}

std::string describe_user(int error, const options& options) {
  const auto user = options.user.value_or(account{});
  return because(join({"The agent's user could not be taken on (uid ", std::to_string(user.uid), ", gid ",
                       std::to_string(user.gid), ")"}),
                 error);
}

}  // namespace

std::string describe(const spawn_failure& failure, const options& options) {
  const int error = failure.error;
  switch (failure.stage) {
    case spawn_stage::stdio:
      return because("The agent's input and output could not be connected", error);
    case spawn_stage::user:
      return describe_user(error, options);
    case spawn_stage::working_directory:
      return because(join({"The working directory '", options.cwd, "' could not be entered"}), error);
    case spawn_stage::limits:
      return because("The agent's limits could not be set", error);
    case spawn_stage::privileges:
      return because("The agent could not be kept from gaining privileges", error);
    case spawn_stage::execute:
      return describe_execute(error, options);
  }
  return because("The agent could not be started", error);
}

result<agent_process> start_agent(const options& options, mode_t file_mask) {
  auto pipes = make_pipes();
  if (!pipes) {
    return std::unexpected(pipes.error());
  }
  std::vector<char*> arguments;
  for (const auto& argument : options.command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));  // exec's type is older than const
  }
  arguments.push_back(nullptr);
  const child_plan plan{options,
                        arguments.data(),
                        pipes->input.read.get(),
                        pipes->output.write.get(),
                        pipes->errors.write.get(),
                        pipes->report.write.get(),
                        pipes->gate.read.get(),
                        ::getpid(),
                        file_mask};
  const pid_t pid = ::fork();
  if (pid < 0) {
    return fail(errc::spawn, because("A process for the agent could not be made", errno));
  }
  if (pid == 0) {
    pipes->gate.write.reset();  // else the end of file would never come through the gate
    become_agent(plan);
  }
  return agent_process{pid,
                       std::move(pipes->input.write),
                       std::move(pipes->output.read),
                       std::move(pipes->errors.read),
                       std::move(pipes->report.read),
                       std::move(pipes->gate.write)};
}

void open_gate(agent_process& agent) {
  // A process that was killed at the gate makes this fail; its end is then seen like any other.
  [[maybe_unused]] const auto written = ::write(agent.gate.get(), "g", 1);
  agent.gate.reset();
}

std::optional<spawn_failure> read_report(const descriptor& report, bool& at_end) {
  spawn_failure failure;
  const auto got = ::read(report.get(), &failure, sizeof failure);
  if (got == static_cast<ssize_t>(sizeof failure)) {
    return failure;
  }
  at_end = at_end || got >= 0 || (errno != EAGAIN && errno != EINTR);
  return std::nullopt;
}

}  // namespace arena::runner

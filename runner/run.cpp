#include "runner/run.hpp"

#include "runner/identity.hpp"
#include "runner/run_directory.hpp"
#include "runner/supervisor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <utility>

namespace arena::runner {

namespace {

// What must be there before the agent may be started.
struct prepared_run {
  run_directory directory;
  descriptor challenge;
  descriptor output_log;
  descriptor errors_log;
  descriptor sink;
  std::optional<cgroup> group;
};

wall_time now() {
  return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
}

result<prepared_run> prepare(const options& settings, descriptor handed) {
  auto directory = run_directory::open(settings.run_dir, std::move(handed));
  if (!directory) {
    return std::unexpected(directory.error());
  }
  auto challenge = directory->open_input(settings.input);
  auto output_log = directory->open_log("stdout.log");
  auto errors_log = directory->open_log("stderr.log");
  for (const auto* file : {&challenge, &output_log, &errors_log}) {
    if (!*file) {
      return std::unexpected(file->error());
    }
  }
  descriptor sink(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  if (!sink) {
    return io_failure("/dev/null could not be opened");
  }
  if (const auto reserved = directory->reserve_exit_record(); !reserved) {
    return std::unexpected(reserved.error());
  }
  // Without its cgroup the agent is followed by descent alone, which is enough on most machines.
  std::optional<cgroup> group;
  if (!settings.cgroup.empty()) {
    if (auto opened = cgroup::open(settings.cgroup)) {
      group = std::move(*opened);
    }
  }
  return prepared_run{std::move(*directory),  std::move(*challenge), std::move(*output_log),
                      std::move(*errors_log), std::move(sink),       std::move(group)};
}

status record_runner(const run_directory& directory, pid_t agent, std::string cgroup, wall_time started_at) {
  const auto own = read_process_stat(::getpid());
  const auto agents = read_process_stat(agent);
  const auto boot_id = read_boot_id();
  if (!own || !agents || !boot_id) {
    return std::unexpected(!own ? own.error() : !agents ? agents.error() : boot_id.error());
  }
  return directory.write_runner_record(to_json(runner_record{.pid = ::getpid(),
                                                             .start_time = own->start_time,
                                                             .boot_id = *boot_id,
                                                             .agent_pid = agent,
                                                             .agent_start_time = agents->start_time,
                                                             .cgroup = std::move(cgroup),
                                                             .started_at = started_at}));
}

status record_no_process(prepared_run& run, const std::string& why) {
  const auto time = now();
  exit_record record;
  record.reason = end_reason::spawn_failed;
  record.spawn_error = why;
  record.started_at = record.ended_at = time;
  return run.directory.write_exit_record(to_json(record));
}

}  // namespace

status run_agent(const options& settings, const descriptor& signals, descriptor handed) {
  const mode_t agents_mask = ::umask(0077);
  auto run = prepare(settings, std::move(handed));
  if (!run) {
    return std::unexpected(run.error());
  }
  auto agent = start_agent(settings, agents_mask);
  if (!agent) {
    return record_no_process(*run, agent.error().message);
  }
  if (run->group && !run->group->enter(agent->pid)) {
    run->group.reset();
  }
  const auto started_at = now();
  if (const auto recorded =
          record_runner(run->directory, agent->pid, run->group ? settings.cgroup : "", started_at);
      !recorded) {
    return recorded;  // the gate closes unopened, and the process behind it ends
  }
  open_gate(*agent);
  // From here on there is an agent: whatever happens, exit.json is to be written.
  const auto started = std::chrono::steady_clock::now();
  const cgroup* group = run->group ? &*run->group : nullptr;
  feed input(std::move(agent->input), std::move(run->challenge));
  capture output("stdout.log", std::move(agent->output), std::move(run->output_log), run->sink,
                 settings.output_cap);
  capture errors("stderr.log", std::move(agent->errors), std::move(run->errors_log), run->sink,
                 settings.output_cap);
  reaper processes(agent->pid, group, find_tree_source());
  supervisor owner({settings, signals, std::move(*agent), std::move(input), std::move(output),
                    std::move(errors), processes},
                   started);
  owner.run();
  auto record = owner.outcome();
  // Reckoned, not read: so the three agree with one another when the clock was set meanwhile.
  record.started_at = started_at;
  record.ended_at = started_at + record.duration;
  return run->directory.write_exit_record(to_json(record));
}

}  // namespace arena::runner

#include "runner/supervisor.hpp"

#include "runner/signals.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

namespace arena::runner {

namespace {

time_limits limits_of(const options& settings) {
  return {settings.timeout, settings.grace, settings.drain};
}

timespec until(mono_time when) {
  const auto left = std::max(when - std::chrono::steady_clock::now(), mono_time::duration::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  return {static_cast<time_t>(seconds.count()),
          static_cast<long>((left - seconds) / std::chrono::nanoseconds(1))};
}

}  // namespace

supervisor::supervisor(parts all, mono_time started)
    : all_(std::move(all)), policy_(limits_of(all_.settings), started), started_(started), ended_(started) {}

void supervisor::run() {
  while (!finished_) {
    wait();
    move_data();
    collect_report();
    learn_what_happened();
  }
  all_.output.sync();
  all_.errors.sync();
}

void supervisor::wait() {
  // A descriptor of -1 is passed over.
  std::array<pollfd, 5> watched = {pollfd{all_.signals.get(), POLLIN, 0},
                                   pollfd{all_.agent.report.get(), POLLIN, 0},
                                   pollfd{all_.input.fd(), POLLOUT, 0}, pollfd{all_.output.fd(), POLLIN, 0},
                                   pollfd{all_.errors.fd(), POLLIN, 0}};
  const auto timeout = until(policy_.wake_at());
  // What is ready is not looked at: trying all of them costs one system call each and misses nothing.
  ::ppoll(watched.data(), watched.size(), &timeout, nullptr);
}

void supervisor::move_data() {
  all_.input.step();
  all_.output.step();
  all_.errors.step();
}

void supervisor::collect_report() {
  if (!all_.agent.report) {
    return;
  }
  bool at_end = false;
  if (const auto failure = read_report(all_.agent.report, at_end)) {
    spawn_error_ = describe(*failure, all_.settings);
    tell(happening::spawn_failed);
    at_end = true;
  }
  if (at_end) {
    all_.agent.report.reset();
  }
}

// In this order: an agent that ended before its deadline, however late we come to see it, has ended by
// itself.
void supervisor::learn_what_happened() {
  const bool cancel = term_was_asked(all_.signals);
  const bool running = !all_.processes.agent_end();
  all_.processes.reap();
  if (running && all_.processes.agent_end()) {
    ended_ = std::chrono::steady_clock::now();
    all_.input.close();
    collect_report();  // written before the process ended, perhaps after we looked
    tell(happening::agent_ended);
  }
  if (all_.processes.group_emptied()) {
    tell(happening::group_emptied);
  }
  if (all_.processes.all_ended()) {
    move_data();  // of those that ended since the last time: with no drain allowed there is no other
    tell(happening::all_ended);
  }
  if (all_.output.closed() && all_.errors.closed()) {
    tell(happening::outputs_closed);
  }
  if (cancel) {
    tell(happening::cancel_asked);
  }
  tell(happening::tick);
}

void supervisor::tell(happening what) {
  switch (policy_.next(what, std::chrono::steady_clock::now())) {
    case action::wait:
      break;
    case action::send_term:
      all_.processes.terminate();
      break;
    case action::kill_all:
      all_.processes.kill_all();
      break;
    case action::finish:
      finished_ = true;
      break;
  }
}

exit_record supervisor::outcome() {
  const auto& processes = all_.processes;
  const auto used = use_of_reaped();
  const auto end = spawn_error_ ? process_end{} : processes.agent_end().value_or(process_end{});
  const auto& write_error = all_.output.write_error() ? all_.output.write_error() : all_.errors.write_error();
  return {.reason = policy_.reason(),
          .exit_code = end.exit_code,
          .signal = end.signal,
          .term_sent = policy_.term_sent(),
          .kill_sent = processes.kill_sent(),
          .killed_processes = processes.killed(),
          .left_processes = processes.all_ended() ? 0 : processes.count_left(),
          .output = all_.output.totals(),
          .errors = all_.errors.totals(),
          .drain_incomplete = policy_.drain_incomplete(),
          .write_error = write_error,
          .spawn_error = spawn_error_,
          .started_at = {},
          .ended_at = {},
          .duration = std::chrono::duration_cast<milliseconds>(ended_ - started_),
          .cpu = used.cpu,
          .max_rss_kib = used.max_rss_kib};
}

}  // namespace arena::runner

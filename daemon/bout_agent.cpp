// The part of a bout in which the agent works: its directory, its run, its events, its answer.

#include "core/base/text.hpp"
#include "core/wire/encode.hpp"
#include "daemon/bout_task.hpp"
#include "daemon/layout.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::event_type;
using bouts::milliseconds;

namespace {

// Clocks differ and a request takes its time; the first event at a challenge's end would close it for
// everybody.
constexpr std::chrono::seconds quiet_before_end{2};
// The most that showing the end of a bout may delay its submission.
constexpr std::chrono::seconds longest_announcement{10};
constexpr int announcement_share = 4;  // of the time left for handing in

}  // namespace

redacted_event bout_task::own_event(event_type type, std::string summary) const {
  bouts::agent_event event;
  event.type = type;
  event.timestamp = server_now();
  event.summary = std::move(summary);
  return around_.redact.event(std::move(event));
}

void bout_task::begin_stream() {
  const auto& assigned = record().assigned;
  std::optional<bouts::mono_time> not_after;
  if (assigned.challenge.ends_at) {
    not_after = to_mono(*assigned.challenge.ends_at) - quiet_before_end;
  }
  const auto started = own_event(event_type::started, "Started on \"" + assigned.challenge.title + "\"");
  record_event(started);
  if (around_.agent.events.enabled) {
    around_.relay.open(assigned.entry_id, assigned.challenge.id, not_after);
    around_.relay.announce(assigned.entry_id, started);
  }
}

void bout_task::on_agent_event(const bouts::agent_event& event) {
  const auto shown = around_.redact.event(event);
  record_event(shown);
  around_.relay.push(record().assigned.entry_id, shown);
}

// Every event is kept, whether it is sent or not.
void bout_task::record_event(const redacted_event& event) {
  around_.watcher.on_event(record(), event);
  if (!event_log_) {
    return;
  }
  if (const auto added = event_log_->add(bouts::encode_event(event.event()) + "\n"); !added) {
    log_.error("events are no longer kept: " + added.error().message);
    event_log_.reset();
  }
}

asio::awaitable<happening> bout_task::run_agent() {
  const auto& r = record();
  const attempt_facts facts{.assigned = r.assigned,
                            .session = r.session,
                            .agent = around_.agent_id(),
                            .deadline = r.deadline,
                            .time_left = r.deadline - server_now(),
                            .attempt = r.attempt};
  auto laid = lay_out(around_.settings.state_dir, around_.agent, facts, r.grace, around_.variables);
  if (!laid) {
    co_return happened::agent_ended{.how = agent_end::not_started, .detail = laid.error().message};
  }
  directory_ = std::move(laid->directory);
  if (auto log = append_file::open(directory_->events()); log) {
    event_log_.emplace(std::move(*log));
  }
  if (r.attempt == 1) {
    begin_stream();
  } else {
    log_.info("running the agent again, attempt " + std::to_string(r.attempt));
  }
  running_ = std::make_unique<agent_run>(*directory_, std::move(laid->order),
                                         [this](const bouts::agent_event& event) { on_agent_event(event); });
  auto outcome = co_await running_->run();
  running_.reset();
  found_ = std::move(outcome.solution);
  const auto& counts = outcome.counts;
  log_.info("the agent ended: " + outcome.end.detail + "; " + std::to_string(counts.lines) + " lines, " +
            std::to_string(counts.events) + " events" + (found_ ? ", an answer" : ", no answer"));
  if (outcome.exit && outcome.exit->killed_processes > 0) {
    log_.warn("killed " + std::to_string(outcome.exit->killed_processes) + " processes that it left behind");
  }
  if (outcome.exit && outcome.exit->stdout_cut + outcome.exit->stderr_cut > 0) {
    log_.warn("its output was larger than limits.output; bytes cut: " +
              std::to_string(outcome.exit->stdout_cut + outcome.exit->stderr_cut));
  }
  co_return outcome.end;
}

happening bout_task::prepare() {
  if (!found_) {
    return happened::unusable{bouts::error{.kind = bouts::errc::no_solution}};
  }
  auto checked = check_solution(found_->answer);
  // One that is too large is kept all the same, and one that cannot be kept is handed in all the same.
  const auto& to_keep = checked ? *checked : found_->answer;
  if (auto kept = write_durably(directory_->solution(), bouts::encode_solution(to_keep)); !kept) {
    log_.error("the answer could not be kept: " + kept.error().message);
  }
  found_.reset();
  if (!checked) {
    return happened::unusable{checked.error()};
  }
  answer_ = std::move(*checked);
  return happened::prepared{bouts::idempotency_key(record().session, record().assigned.entry_id, *answer_)};
}

asio::awaitable<happening> bout_task::announce() {
  const auto& r = record();
  const auto& entry = r.assigned.entry_id;
  std::optional<redacted_event> last;
  if (r.time_ran_out) {
    last = own_event(event_type::timed_out, "The time was up");
  }
  if (answer_) {
    if (last) {
      record_event(*last);
      around_.relay.announce(entry, *last);
    }
    const auto files = answer_->files.size();
    last = own_event(event_type::submitted,
                     "Handed in " + std::to_string(bouts::utf16_length(answer_->content)) + " characters" +
                         (files == 0   ? ""
                          : files == 1 ? " and a file"
                                       : " and " + std::to_string(files) + " files"));
  }
  if (last) {
    record_event(*last);
  }
  const auto left = std::max((r.submit_by - server_now()) / announcement_share, milliseconds(0));
  account_ = co_await around_.relay.finish(entry, std::move(last),
                                           std::min<milliseconds>(left, longest_announcement));
  co_return happened::announced{};
}

}  // namespace arena

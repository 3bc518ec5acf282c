// The part of a bout in which the agent works: its directory, its run, its events, its answer.

#include "core/agent/changed_files.hpp"
#include "core/agent/transcript.hpp"
#include "core/base/text.hpp"
#include "core/wire/encode.hpp"
#include "daemon/bout_cgroup.hpp"
#include "daemon/bout_task.hpp"
#include "daemon/clock.hpp"
#include "daemon/fail_points.hpp"
#include "daemon/layout.hpp"
#include "daemon/runner_sighting.hpp"

#include <boost/asio/this_coro.hpp>

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
constexpr int announcement_share = 4;                // of the time left for handing in
constexpr std::chrono::seconds between_attempts{2};  // at starting the agent
// solution.json holds at most the content, the files and their escapes.
constexpr std::size_t max_kept_answer_bytes = 64 * 1024 * 1024;

}  // namespace

redacted_event bout_task::own_event(event_type type, std::string summary) const {
  bouts::agent_event event;
  event.type = type;
  event.timestamp = server_now();
  event.summary = std::move(summary);
  return around_.redact->event(event);
}

void bout_task::open_stream() {
  const auto& assigned = record().assigned;
  if (!around_.agent->events.enabled) {
    return;
  }
  std::optional<bouts::mono_time> not_after;
  if (assigned.challenge.ends_at) {
    not_after = to_mono(*assigned.challenge.ends_at) - quiet_before_end;
  }
  around_.relay.open(assigned.entry_id, assigned.challenge.id, not_after, [this] { return position(); });
}

void bout_task::on_agent_event(const bouts::event_view& event) {
  const auto shown = around_.redact->event(event);
  record_event(shown);
  if (event.percent) {
    percent_ = *event.percent;
  }
  around_.relay.push(record().assigned.entry_id, shown);
}

// Every event is kept, whether it is sent or not.
void bout_task::record_event(const redacted_event& event) {
  around_.watcher.on_event(record(), event);
  if (!event_log_) {
    auto opened = append_file::open(directory_->events(), shown_.events_bytes);
    if (opened) {
      event_log_.emplace(std::move(*opened));
    }
  }
  const bool kept = event_log_ && event_log_->add(bouts::encode_event(event.event()) + "\n").has_value();
  if (kept == event_log_fails_) {
    event_log_fails_ = !kept;
    kept ? log_.info("events are kept again")
         : log_.error("events are not kept in " + directory_->events().string());
  }
}

asio::awaitable<happening> bout_task::run_agent() {
  const auto& r = record();
  if (!directory_) {
    co_return happened::agent_ended{.how = agent_end::not_started, .detail = "it has no run directory"};
  }
  open_stream();
  if (r.attempt > 1 && shown_.attempt != r.attempt) {
    log_.info("running the agent again, attempt " + std::to_string(r.attempt));
  }
  for (;;) {
    auto outcome = co_await attempt();
    if (outcome) {
      found_ = std::move(outcome->solution);
      outcome->end.own_failure = around_.redact->text(outcome->end.own_failure);  // the agent's own words
      tell_run(*outcome);
      if (outcome->end.usage) {
        around_.count_usage(*outcome->end.usage);
      }
      co_return outcome->end;
    }
    // A full disk may have room again, and a runner that is just ending or starting will have signed soon.
    const auto kind = outcome.error().kind;
    const bool may_pass = kind == bouts::errc::io || kind == bouts::errc::busy;
    // One that was started has its end somewhere, and perhaps an answer: that is worth more patience.
    const auto until = directory_->begun_attempt() >= r.attempt ? r.submit_by : r.deadline;
    if (!may_pass || server_now() + between_attempts >= until) {
      co_return happened::agent_ended{.how = agent_end::not_started, .detail = outcome.error().message};
    }
    log_.warn("the agent cannot be started or followed yet: " + outcome.error().message);
    woken_.reset();
    co_await woken_.wait_until(mono_now() + between_attempts);
  }
}

class bout_task::offer {
 public:
  explicit offer(bout_task& of) : of_(of) {
    const auto& agent = *of.around_.agent;
    if (agent.mode == config::agent_mode::pull) {
      const auto& r = of.record();
      of.around_.watcher.on_offer({.agent = agent.name,
                                   .single = agent.concurrency == 1,
                                   .entry = r.assigned.entry_id,
                                   .directory = *of.directory_,
                                   .deadline = r.deadline,
                                   .here = of.to_mono(r.deadline)});
    }
  }
  ~offer() { of_.around_.watcher.on_withdraw(of_.record().assigned.entry_id); }
  offer(const offer&) = delete;
  offer& operator=(const offer&) = delete;

 private:
  bout_task& of_;
};

// Finds the agent at work or ended, or starts it. Which of these, the run directory decides, not the journal:
// an agent that was started is never started again.
asio::awaitable<bouts::result<run_outcome>> bout_task::attempt() {
  const auto& r = record();
  if (shown_.attempt != r.attempt) {
    shown_ = {.attempt = r.attempt, .events_bytes = position().events_bytes};
  }
  runner_sighting seen;
  // A later attempt than the journal knows of: writing that one down had failed.
  if (directory_->begun_attempt() >= r.attempt) {
    auto looked = co_await look_for_runner(co_await asio::this_coro::executor, directory_->path());
    if (!looked) {
      co_return std::unexpected(looked.error());
    }
    seen = std::move(*looked);
  }
  if (stop_ == stop::cancel && seen.trace == runner_trace::none) {
    run_outcome never;
    never.end = {.how = agent_end::cancelled, .detail = "cancelled before it was started"};
    co_return never;
  }
  if (const auto started =
          own_event(event_type::started, "Started on \"" + r.assigned.challenge.title + "\"");
      around_.relay.announce(r.assigned.entry_id, started) || position().events_bytes == 0) {
    record_event(started);
  }
  const auto time_left = r.deadline - server_now();
  if (seen.trace == runner_trace::none && time_left <= milliseconds(0)) {
    run_outcome late;
    late.end = {.how = agent_end::deadline, .detail = "the time was up before it could be started"};
    co_return late;
  }
  bouts::result<layout> laid = std::unexpected(bouts::error{});
  if (seen.trace == runner_trace::none) {
    const attempt_facts facts{.assigned = r.assigned,
                              .session = r.session,
                              .agent = around_.agent_id(),
                              .deadline = r.deadline,
                              .time_left = time_left,
                              .attempt = r.attempt};
    laid = lay_out(around_.settings.state_dir, *around_.agent, facts, r.grace, around_.variables);
    if (!laid) {
      co_return std::unexpected(laid.error());
    }
  } else if (seen.trace == runner_trace::working) {
    log_.info("the agent is at work; taking it over");
    limit_bout_cgroup(directory_->path(), around_.agent->limits);
  }
  const offer while_it_runs(*this);
  const auto on_event = [this](const bouts::event_view& event) { on_agent_event(event); };
  running_ = std::make_unique<agent_run>(
      *directory_, reading_of(*around_.agent, *directory_), on_event, [this] { return server_now(); },
      shown_);
  if (stop_ == stop::cancel) {
    running_->cancel();
  }
  bouts::result<run_outcome> outcome = std::unexpected(bouts::error{});
  if (seen.trace == runner_trace::none) {
    outcome = co_await running_->run(std::move(laid->order));
  } else {
    outcome = co_await running_->take_over(std::move(seen));
  }
  fail_point("run.read");
  shown_ = position();
  running_.reset();
  co_return outcome;
}

void bout_task::tell_run(const run_outcome& outcome) {
  const auto& counts = outcome.counts;
  log_.info("the agent ended: " + outcome.end.detail + "; " + std::to_string(counts.lines) + " lines, " +
            std::to_string(counts.events) + " events" + (found_ ? ", an answer" : ", no answer"));
  if (outcome.files_left > 0) {
    log_.warn("of its files, " + std::to_string(outcome.files_left) +
              " are not handed in: too large, too many, no text, or with a name that is no UTF-8");
  }
  if (outcome.tree_cut) {
    log_.warn("its working directory has more in it than is looked at (" +
              std::to_string(max_watched_entries) + " entries): what lies deep may be missing in the answer");
  }
  if (outcome.exit && outcome.exit->killed_processes > 0) {
    log_.warn("killed " + std::to_string(outcome.exit->killed_processes) + " processes that it left behind");
  }
  if (outcome.exit && outcome.exit->stdout_cut + outcome.exit->stderr_cut > 0) {
    log_.warn("its output was larger than limits.output; bytes cut: " +
              std::to_string(outcome.exit->stdout_cut + outcome.exit->stderr_cut));
  }
}

// After a restart the answer is where the agent left it; all that was to be told of the output was told.
asio::awaitable<bouts::status> bout_task::find_answer_again() {
  if (!directory_) {
    auto made = run_directory::create(around_.settings.state_dir, record().assigned.entry_id);
    if (!made) {
      co_return std::unexpected(made.error());
    }
    directory_ = std::move(*made);
  }
  const auto written = read_file(directory_->solution(), max_kept_answer_bytes);
  if (written && *written) {
    found_ = output_reader([](const bouts::event_view&) {}).solution(**written);
    answer_kept_ = found_.has_value();
    co_return bouts::status();
  }
  auto seen = co_await look_for_runner(co_await asio::this_coro::executor, directory_->path());
  if (!seen) {
    co_return std::unexpected(seen.error());
  }
  if (seen->trace != runner_trace::none) {
    agent_run again(
        *directory_, reading_of(*around_.agent, *directory_), [](const bouts::event_view&) {}, wall_now);
    auto outcome = co_await again.take_over(std::move(*seen));
    if (!outcome) {
      co_return std::unexpected(outcome.error());
    }
    found_ = std::move(outcome->solution);
  }
  co_return bouts::status();
}

// An answer without it is better than none.
void bout_task::add_transcript(bouts::solution& answer) {
  const auto events = read_last_lines(directory_->events(), max_transcript_bytes);
  if (events) {
    attach_transcript(answer, *events);
  } else {
    log_.warn("the answer goes without its transcript: " + events.error().message);
  }
}

asio::awaitable<happening> bout_task::prepare() {
  while (!found_) {
    const auto looked = co_await find_answer_again();
    if (looked || stop_ == stop::cancel || server_now() + between_attempts >= record().submit_by) {
      break;
    }
    log_.warn("the answer cannot be read yet: " + looked.error().message);
    woken_.reset();
    co_await woken_.wait_until(mono_now() + between_attempts);
  }
  if (!found_) {
    co_return happened::unusable{bouts::error{.kind = bouts::errc::no_solution}};
  }
  auto checked = check_solution(found_->answer);
  if (!checked) {
    // One that is too large is kept all the same.
    if (auto kept = write_durably(directory_->solution(), bouts::encode_solution(found_->answer)); !kept) {
      log_.error("the answer could not be kept: " + kept.error().message);
    }
    co_return happened::unusable{checked.error()};
  }
  found_.reset();
  fail_point("answer.found");
  if (around_.agent->submit.transcript) {
    add_transcript(*checked);
  }
  answer_ = std::move(*checked);  // keep() writes it before it is sent
  co_return happened::prepared{
      bouts::idempotency_key(record().session, record().assigned.entry_id, *answer_)};
}

asio::awaitable<happening> bout_task::announce() {
  const auto& r = record();
  const auto& entry = r.assigned.entry_id;
  std::optional<redacted_event> last;
  if (r.time_ran_out) {
    last = own_event(event_type::timed_out, "The time was up");
  }
  if (answer_) {
    if (last && around_.relay.announce(entry, *last)) {
      record_event(*last);
    }
    const auto files = answer_->files.size();
    last = own_event(event_type::submitted,
                     "Handed in " + std::to_string(bouts::utf16_length(answer_->content)) + " characters" +
                         (files == 0   ? ""
                          : files == 1 ? " and a file"
                                       : " and " + std::to_string(files) + " files"));
  }
  if (last && !around_.relay.last_is_through(entry)) {
    record_event(*last);
  }
  const auto left = std::max((r.submit_by - server_now()) / announcement_share, milliseconds(0));
  account_ = co_await around_.relay.finish(entry, std::move(last),
                                           std::min<milliseconds>(left, longest_announcement));
  fail_point("announce.done");
  co_return happened::announced{};
}

}  // namespace arena

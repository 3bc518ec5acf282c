#include "daemon/agent_run.hpp"

#include "core/base/text.hpp"
#include "daemon/fail_points.hpp"
#include "daemon/files.hpp"
#include "daemon/leftovers.hpp"
#include "daemon/output_follower.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace arena {

namespace asio = boost::asio;

namespace {

// A solution file may hold files beside the content; what is larger could never be handed in.
constexpr std::size_t max_solution_file_bytes = 8 * 1024 * 1024;
constexpr std::size_t told_failure_units = 300;
constexpr std::size_t max_told_events_bytes = 32 * 1024 * 1024;  // far more than a usual bout has
constexpr std::chrono::seconds between_looks{
    10};  // at the working directory, when no command ended meanwhile

agent_end how_it_ended(const runner_exit& exit) {
  switch (exit.reason) {
    case end_reason::deadline:
      return agent_end::deadline;
    case end_reason::cancelled:
      return agent_end::cancelled;
    case end_reason::spawn_failed:
      return agent_end::not_started;
    case end_reason::exited:
      break;
  }
  return exit.exit_code ? agent_end::exited : agent_end::killed;
}

// Each pair of three that were cancelled throws what its two threw.
[[noreturn]] void rethrow_first(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const asio::multiple_exceptions& several) {
    rethrow_first(several.first_exception());
  }
}

// What an earlier daemon, or an earlier attempt, told of files is no news; what it did not live to tell is.
// False when that is not to be known.
bool learn_told(work_tree& tree, const std::filesystem::path& events, std::uint64_t bytes) {
  const auto text = read_file(events, max_told_events_bytes);
  if (!text) {
    return false;
  }
  output_reader told([&tree](const bouts::event_view& event) {
    if (const auto file = written_file(event)) {
      tree.learn(*file);
    }
  });
  if (*text) {
    told.feed(agent_stream::out, std::string_view(**text).substr(0, bytes), {});
  }
  return true;
}

// Reads on while it waits for the end; all have ended when this comes back or throws.
asio::awaitable<bouts::result<runner_exit>> wait_reading(runner_process& runner, output_follower& follower,
                                                         asio::awaitable<void> watch) {
  using asio::experimental::awaitable_operators::operator||;
  try {
    auto first = co_await (runner.wait() || follower.follow() || std::move(watch));
    co_return std::get<0>(std::move(first));  // the others never end by themselves
  } catch (const asio::multiple_exceptions& several) {
    rethrow_first(several.first_exception());
  }
}

}  // namespace

agent_run::agent_run(run_directory directory, agent_reading reading, event_handler on_event, clock now,
                     output_position shown)
    : directory_(std::move(directory)),
      now_(std::move(now)),
      shown_(shown),
      on_event_(std::move(on_event)),
      kind_(reading.kind),
      work_(std::move(reading.directory)),
      owner_(reading.owner),
      files_(std::move(reading.files)),
      reader_([this](const bouts::event_view& event) { tell(event); }, std::move(reading.of_stdout)) {
  position_.attempt = shown.attempt;
  position_.events_bytes = shown.events_bytes;
  if (reading.tree) {
    changes_.emplace(std::move(*reading.tree), on_event_, now_);
  }
}

agent_run::~agent_run() = default;

// While what an earlier daemon told is read again, that one's place counts: the stream may be kept meanwhile,
// with its events in it.
output_position agent_run::position() const noexcept {
  output_position told = position_;
  told.out = std::max(told.out, shown_.out);
  told.err = std::max(told.err, shown_.err);
  told.at_end = told.at_end || shown_.at_end;
  return told;
}

void agent_run::cancel() {
  cancelled_ = true;
  if (runner_) {
    runner_->cancel();
  }
}

// A portion may lie across the place up to which was told; the reader does not mind being fed in two.
void agent_run::on_output(agent_stream stream, std::string_view bytes) {
  auto& read = stream == agent_stream::out ? position_.out : position_.err;
  const auto told_before = stream == agent_stream::out ? shown_.out : shown_.err;
  const auto left = told_before > read ? told_before - read : 0;
  const auto again = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size()));
  read += bytes.size();
  silent_ = true;
  reader_.feed(stream, bytes.substr(0, again), now_());
  silent_ = false;
  reader_.feed(stream, bytes.substr(again), now_());
  if (changes_) {
    changes_->after_output();
  }
}

void agent_run::tell(const bouts::event_view& event) {
  if (silent_) {
    if (changes_) {
      changes_->skip(event);
    }
  } else if (changes_) {
    changes_->pass(event);
  } else {
    on_event_(event);
  }
}

// Some programs say nothing until they end. Until cancelled.
asio::awaitable<void> agent_run::watch_tree() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(between_looks);
    co_await timer.async_wait(asio::use_awaitable);
    if (changes_) {
      changes_->look_now_and_then();
    }
  }
}

asio::awaitable<bouts::status> agent_run::open_output() {
  auto opened = output_follower::open(
      co_await asio::this_coro::executor, directory_.out(), directory_.err(),
      [this](agent_stream stream, std::string_view bytes) { on_output(stream, bytes); });
  if (!opened) {
    co_return std::unexpected(opened.error());
  }
  follower_ = std::move(*opened);
  if (changes_ && !learn_told(changes_->tree(), directory_.events(), shown_.events_bytes)) {
    changes_->forget_changes();
  }
  co_return bouts::status();
}

asio::awaitable<void> agent_run::read_rest() {
  co_await follower_->drain();
  silent_ = shown_.at_end;
  reader_.finish(now_());
  silent_ = false;
  if (changes_ && !shown_.at_end) {
    changes_->look_at_end();
  }
  position_.at_end = true;
}

asio::awaitable<bouts::result<run_outcome>> agent_run::run(runner_order order) {
  if (const auto opened = co_await open_output(); !opened) {
    co_return std::unexpected(opened.error());
  }
  const auto program = find_program("arena-runner");
  if (!program) {
    co_return std::unexpected(program.error());
  }
  auto started = runner_process::start(co_await asio::this_coro::executor, *program, order);
  if (!started) {
    co_return std::unexpected(started.error());
  }
  co_return co_await follow(std::move(*started));
}

asio::awaitable<bouts::result<run_outcome>> agent_run::take_over(runner_sighting seen) {
  if (const auto opened = co_await open_output(); !opened) {
    co_return std::unexpected(opened.error());
  }
  fail_point("resume.runner");
  if (seen.trace == runner_trace::working) {
    co_return co_await follow(std::move(*seen.process));
  }
  if (seen.trace == runner_trace::died) {
    co_return co_await after_death();
  }
  co_await read_rest();
  const auto exit = read_runner_exit(directory_.path());
  if (!exit) {
    co_return std::unexpected(exit.error());
  }
  co_return conclude(*exit);
}

asio::awaitable<bouts::result<run_outcome>> agent_run::follow(runner_process process) {
  runner_.emplace(std::move(process));
  if (cancelled_) {
    runner_->cancel();
  }
  auto watch = watch_tree();
  const auto exit = co_await wait_reading(*runner_, *follower_, std::move(watch));
  runner_.reset();
  if (exit) {
    co_await read_rest();
    co_return conclude(*exit);
  }
  // It left no record: killed, or unable to begin. Only in the first case there was an agent.
  const auto seen = co_await look_for_runner(co_await asio::this_coro::executor, directory_.path());
  if (seen && seen->trace == runner_trace::died) {
    co_return co_await after_death();
  }
  co_return std::unexpected(exit.error());
}

asio::awaitable<bouts::result<run_outcome>> agent_run::after_death() {
  const auto killed = co_await end_leftovers(directory_.path());
  co_await read_rest();
  const std::string left =
      killed > 0 ? "; " + std::to_string(killed) + " processes that it left were ended" : "";
  happened::agent_ended end{.how = cancelled_ ? agent_end::cancelled : agent_end::killed,
                            .detail = "its runner was killed" + left};
  co_return conclude(std::move(end));
}

run_outcome agent_run::conclude(happened::agent_ended end) {
  run_outcome outcome;
  outcome.counts = reader_.counts();
  const auto file = read_file(directory_.agent_solution(), max_solution_file_bytes);
  const bool has_file = file && *file;
  outcome.solution = reader_.solution(has_file ? std::optional<std::string_view>(**file) : std::nullopt);
  outcome.end = std::move(end);
  add_files_to(outcome);
  account_for(outcome);
  outcome.end.has_solution = outcome.solution.has_value();
  outcome.end.is_explicit = outcome.solution && is_explicit(outcome.solution->source);
  if (!file) {
    outcome.end.detail += "; " + file.error().message;
  }
  return outcome;
}

void agent_run::add_files_to(run_outcome& outcome) {
  answer_files added;
  if (!files_.empty()) {
    work_tree everything(work_, {}, owner_);
    added = add_matching(everything, files_, outcome.solution);
  } else if (changes_) {
    added = add_files(changes_->tree(), outcome.solution);
  }
  outcome.files_left = added.left;
  outcome.tree_cut = added.cut;
}

// What the program itself said of its run.
void agent_run::account_for(run_outcome& outcome) {
  const auto* report = reader_.report();
  if (report == nullptr) {
    return;
  }
  if (outcome.end.how == agent_end::exited) {
    outcome.end.own_failure =
        bouts::clamp_utf16(own_failure(*report, kind_, outcome.end.exit_code), told_failure_units);
  }
  if (const auto& usage = report->usage) {
    outcome.end.usage = bout_usage{.input_tokens = usage->input_tokens,
                                   .cached_input_tokens = usage->cached_input_tokens,
                                   .output_tokens = usage->output_tokens,
                                   .cost_usd = usage->cost_usd};
  }
}

run_outcome agent_run::conclude(const runner_exit& exit) {
  happened::agent_ended end{
      .how = how_it_ended(exit), .exit_code = exit.exit_code.value_or(0), .detail = exit.describe()};
  auto outcome = conclude(std::move(end));
  outcome.exit = exit;
  return outcome;
}

}  // namespace arena

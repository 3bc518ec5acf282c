#include "daemon/bout_task.hpp"

#include "core/wire/json_writer.hpp"
#include "daemon/clock.hpp"
#include "daemon/fail_points.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::milliseconds;

namespace {

constexpr std::chrono::milliseconds between_looks_for_agent{250};

submit_when to_rule(config::submit_when setting) {
  switch (setting) {
    case config::submit_when::explicit_only:
      return submit_when::explicit_only;
    case config::submit_when::never:
      return submit_when::never;
    case config::submit_when::always:
      return submit_when::always;
  }
  return submit_when::explicit_only;
}

// CONFIG.md, submit.flow.
flow_rule to_rule(config::submit_flow setting, bool has_token) {
  if (setting == config::submit_flow::automatic) {
    return has_token ? flow_rule::session : flow_rule::either;
  }
  return setting == config::submit_flow::connector ? flow_rule::connector : flow_rule::session;
}

bout_rules rules_of(const config::agent_settings& agent) {
  return {
      .cap = agent.timeout,
      .margin = agent.submit.margin,
      .grace = agent.grace,
      .on_failure = to_rule(agent.submit.on_failure),
      .on_timeout = to_rule(agent.submit.on_timeout),
      .claim = agent.claim == config::claim_mode::fresh ? claim_rule::fresh : claim_rule::adopt,
      .retries = agent.retries,
      .flow = to_rule(agent.submit.flow, !agent.api_token.empty()),
      .wait_for_result = agent.results.wait && agent.results.timeout > milliseconds(0),
      .result_timeout = agent.results.timeout,
  };
}

double random_part() {
  std::random_device device;
  return std::uniform_real_distribution<double>(0.0, 1.0)(device);
}

template <class Answer, class Happening>
happening told(const bouts::result<Answer>& answer) {
  if (!answer) {
    return happened::call_failed{answer.error()};
  }
  return Happening{*answer};
}

}  // namespace

bout_task::bout_task(bout_surroundings around, bout_record record, logger log)
    : around_(std::move(around)),
      log_(std::move(log)),
      machine_(rules_of(*around_.agent), std::move(record), random_part()) {}

bout_task::~bout_task() = default;

bouts::wall_time bout_task::server_now() const {
  return around_.client.server_time();
}

bouts::mono_time bout_task::to_mono(bouts::wall_time server_time) const {
  return mono_now() + (server_time - server_now());
}

asio::awaitable<void> bout_task::run() {
  tell_begin();
  if (record().state != bout_state::seen) {
    co_await pick_up();
  }
  action next = machine_.begin(server_now());
  for (;;) {
    if (!co_await keep(next)) {
      around_.relay.drop(record().assigned.entry_id);
      leave_place();
      co_return;  // left as the journal has it, for the next daemon
    }
    if (std::holds_alternative<act::finish>(next)) {
      break;
    }
    const auto before = record().state;
    happening what = happened::cancelled{};
    if (must_cancel() && !std::holds_alternative<act::run_agent>(next)) {
      stop_told_ = true;
    } else {
      what = co_await perform(next);
    }
    next = machine_.next(what, server_now());
    if (before == bout_state::running && record().state != bout_state::running) {
      leave_place();
      start_hook(hook_kind::after_run);
    }
    if (before == bout_state::opening && record().by_key &&
        around_.agent->submit.flow != config::submit_flow::connector) {
      around_.tell_by_key();
    }
    if (before != record().state) {
      tell_state();
    }
  }
  around_.relay.drop(record().assigned.entry_id);  // open still when it ended before it was shown
  leave_place();
  if (record().state == bout_state::judged) {
    start_hook(hook_kind::on_result);
  }
  tell_end();
}

// An agent that runs is stopped through its runner, and an answer that is on its way in is not called back.
bool bout_task::must_cancel() const {
  return stop_ == stop::cancel && !stop_told_ && record().state != bout_state::submitting;
}

asio::awaitable<happening> bout_task::perform(action what) {
  if (std::holds_alternative<act::await_place>(what)) {
    return await_place();
  }
  if (std::holds_alternative<act::open_session>(what)) {
    return open_session();
  }
  if (std::holds_alternative<act::run_agent>(what)) {
    return run_agent();
  }
  if (std::holds_alternative<act::announce>(what)) {
    return announce();
  }
  if (std::holds_alternative<act::submit>(what)) {
    return submit();
  }
  if (std::holds_alternative<act::ask_session>(what)) {
    return ask_session();
  }
  if (std::holds_alternative<act::follow>(what)) {
    return follow();
  }
  if (std::holds_alternative<act::fetch_score>(what)) {
    return fetch_score();
  }
  if (const auto* pause = std::get_if<act::wait>(&what)) {
    return wait(pause->time);
  }
  return prepare();
}

void bout_task::grant_place() {
  has_place_ = true;
  woken_.set();
}

void bout_task::drain() {
  stop_ = std::max(stop_, stop::drain);
  woken_.set();
}

void bout_task::cancel() {
  stop_ = stop::cancel;
  woken_.set();
  if (running_) {
    running_->cancel();
  }
}

void bout_task::leave_place() {
  around_.leave_place(record().assigned.entry_id);
  has_place_ = false;
}

bool bout_task::agent_is_there() const {
  return around_.agent->mode == config::agent_mode::launch || around_.watcher.is_asked(around_.agent->name);
}

asio::awaitable<happening> bout_task::await_place() {
  around_.want_place(record().assigned.entry_id, record().assigned.challenge.ends_at);
  while (!has_place_ && stop_ == stop::none) {
    woken_.reset();
    co_await woken_.wait();
  }
  // The server's clock would run for an agent that is not there.
  while (!agent_is_there() && stop_ == stop::none) {
    woken_.reset();
    co_await woken_.wait_until(mono_now() + between_looks_for_agent);
  }
  if (stop_ == stop::cancel) {
    stop_told_ = true;
    co_return happened::cancelled{};
  }
  if (stop_ == stop::drain) {
    co_return happened::drained{};
  }
  if (auto veto = co_await ask_hook()) {
    co_return happened::vetoed{*std::move(veto)};
  }
  co_return happened::place_granted{};
}

asio::awaitable<happening> bout_task::wait(milliseconds time) {
  const auto until = mono_now() + time;
  const bool before_begin = record().state == bout_state::seen;
  const auto must_stop = [&] { return must_cancel() || (before_begin && stop_ != stop::none); };
  while (!must_stop() && mono_now() < until) {
    woken_.reset();
    co_await woken_.wait_until(until);
  }
  if (before_begin && stop_ == stop::drain) {
    co_return happened::drained{};
  }
  co_return happened::woke{};
}

asio::awaitable<happening> bout_task::open_session() {
  fail_point("open.send");
  const auto opened = co_await around_.client.challenges().create_session(record().assigned.challenge.id);
  fail_point("open.answered");
  co_return told<bouts::opened_session, happened::opened>(opened);
}

asio::awaitable<happening> bout_task::submit() {
  fail_point("submit.send");
  if (record().by_key) {
    const auto receipt = co_await around_.client.connector().submit(record().assigned.challenge.id, *answer_);
    fail_point("submit.answered");
    if (!receipt) {
      co_return happened::call_failed{receipt.error()};
    }
    happened::submitted taken;
    taken.submission.id = receipt->submission_id.value_or(bouts::submission_id());
    co_return taken;
  }
  const auto taken =
      co_await around_.client.sessions().submit(record().session, *answer_, record().idempotency_key);
  fail_point("submit.answered");
  co_return told<bouts::submission, happened::submitted>(taken);
}

asio::awaitable<happening> bout_task::ask_session() {
  const auto seen = co_await around_.client.sessions().get(record().session);
  fail_point("ask.answered");
  co_return told<bouts::session, happened::session_seen>(seen);
}

asio::awaitable<happening> bout_task::follow() {
  const auto seen = co_await around_.client.submissions().get(record().submission);
  fail_point("follow.answered");
  co_return told<bouts::submission, happened::submission_seen>(seen);
}

// The breakdown is the better source of the score (API.md, results may answer 500); the result adds rank and
// state.
asio::awaitable<happening> bout_task::fetch_score() {
  auto details = co_await around_.client.submissions().breakdown(record().submission);
  fail_point("score.answered");
  if (!details) {
    co_return happened::call_failed{details.error()};
  }
  const auto result = co_await around_.client.results().get(record().submission);
  bout_score score;
  score.score = details->final_score;
  score.result_state = details->result_state.text();
  if (result) {
    score.score = score.score ? score.score : result->score;
    score.result_state = score.result_state.empty() ? result->state.text() : score.result_state;
    score.rank = result->rank;
  }
  score.details = std::move(*details);
  co_return happened::score_seen{std::move(score)};
}

void bout_task::tell_begin() {
  const auto& r = record();
  log_.info((r.state == bout_state::seen
                 ? "assigned: "
                 : "going on with a bout that is " + std::string(to_string(r.state)) + ": ") +
            r.assigned.challenge.title);
}

void bout_task::tell_state() {
  const auto& r = record();
  switch (r.state) {
    case bout_state::opening:
      log_.info("opening a session");
      break;
    case bout_state::running:
      log_.info((r.by_key
                     ? "no session, handing in by the agent key"
                     : "session " + r.session.str() + (r.adopted ? " (opened elsewhere, taken over)" : "")) +
                "; the agent has " + bouts::format_duration(r.deadline - server_now()));
      break;
    case bout_state::submitting:
      log_.info("the agent has answered; handing in");
      break;
    case bout_state::submitted:
      log_.info("handed in" + (r.submission.empty() ? "" : " as " + r.submission.str()));
      break;
    default:
      break;  // final ones are told with the account
  }
  around_.watcher.on_state(r);
}

void bout_task::tell_end() const {
  const auto& r = record();
  std::string text(to_string(r.state));
  if (r.score.score) {
    text += ": score ";
    bouts::append_json_number(text, *r.score.score);
    text += r.score.result_state.empty() ? "" : " (" + r.score.result_state + ")";
  }
  if (!r.reason.empty()) {
    text += ": " + r.reason;
  }
  const bool good =
      r.state == bout_state::judged || r.state == bout_state::submitted || r.state == bout_state::skipped;
  good ? log_.info(text) : log_.warn(text);
  if (account_ && account_->produced > 0) {
    log_.info("events: " + account_->describe());
  }
}

}  // namespace arena

#include "daemon/agent_worker.hpp"

#include "daemon/clock.hpp"
#include "daemon/fail_points.hpp"
#include "daemon/secrets.hpp"
#include "sdk/version.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::milliseconds;

namespace {

// Entries that were done, remembered so that they are not begun again; far more than an arena lists.
constexpr std::size_t max_remembered = 10'000;

constexpr milliseconds between_looks{5'000};  // into a journal that cannot be read

// Due at once, and from then on at a tick of its own: a fleet that was started by one command must not ask in
// step for ever.
bouts::mono_time random_phase(milliseconds interval) {
  std::random_device device;
  std::uniform_int_distribution<milliseconds::rep> part(0, interval.count() - 1);
  return mono_now() - milliseconds(part(device));
}

bouts::ping_request ping_of(const config::agent_settings& agent) {
  bouts::ping_request ping;
  ping.model_name = agent.model_name;
  ping.skill_count = agent.skill_count;
  ping.soul_excerpt = agent.soul_excerpt;
  ping.version = "arena-connect/" + std::string(bouts::version());
  return ping;
}

}  // namespace

agent_worker::agent_worker(asio::any_io_executor executor, const config::settings& settings,
                           std::shared_ptr<const config::agent_settings> agent, const environment& variables,
                           std::shared_ptr<bouts::transport> transport, journal& kept,
                           const bout_watcher& watcher, control::meters& measured, const logger& log)
    : executor_(executor),
      settings_(settings),
      agent_(std::move(agent)),
      variables_(variables),
      watcher_(watcher),
      log_(log.named(agent_->name)),
      journal_(kept),
      transport_(std::move(transport)),
      client_(std::make_shared<bouts::async_client>(made_client())),
      relay_(show_options(*agent_), agent_->name, client_, kept, log_),
      ping_("ping", agent_->ping_interval, random_phase(agent_->ping_interval), measured.ping_lateness, log_),
      poll_("poll", agent_->poll_interval, random_phase(agent_->poll_interval), measured.poll_lateness, log_),
      enterer_(means_to_enter(), log_),
      places_(agent_->concurrency),
      loops_(executor),
      bout_tasks_(executor) {}

agent_worker::~agent_worker() = default;

void agent_worker::start() {
  loops_.spawn(agent_->name + " ping", ping_loop());
  loops_.spawn(agent_->name, work());
}

// A bout that is in the journal must not be found by a poll first, and the relay must know its window before
// it sends. Of a thousand agents nearly all are idle, so what an idle one does not need is not started: a
// loop costs 2 KiB.
asio::awaitable<void> agent_worker::work() {
  co_await pick_up();
  loops_.spawn(agent_->name + " poll", poll_loop());
  picked_up_ = true;
  enter_if_wanted();
}

void agent_worker::enter_if_wanted() {
  if (picked_up_ && agent_->enter.enabled && !std::exchange(enters_, true)) {
    loops_.spawn(agent_->name + " entering", enterer_.run());
  }
}

asio::awaitable<void> agent_worker::pick_up() {
  if (const auto known = co_await journal_.clock(); known && *known && !client_->clock()) {
    client_->set_clock(**known);
  }
  if (const auto window = co_await journal_.window(agent_->name); window) {
    relay_.restore_window(*window);
  } else {
    log_.error("how the window was used is not known, so it counts as full: " + window.error().message);
    const std::vector<bouts::mono_time> full(static_cast<std::size_t>(agent_->events.limit), mono_now());
    relay_.restore_window({.ends = full});
  }
  fail_point("resume.window");
  auto unfinished = co_await journal_.open_bouts(agent_->name);
  while (!unfinished) {
    log_.error("unfinished bouts cannot be read, so no new one is begun: " + unfinished.error().message);
    co_await aio::sleep_for(between_looks);
    unfinished = co_await journal_.open_bouts(agent_->name);
  }
  for (auto& one : *unfinished) {
    const auto state = one.record.state;
    if (state == bout_state::opening || state == bout_state::running) {
      places_.take(one.record.assigned.entry_id);
    }
    began_.emplace(one.record.assigned.entry_id, one.seen_at);
    begin_bout(std::move(one.record));
  }
}

asio::awaitable<void> agent_worker::ping_once() {
  ping_.asks();
  const bouts::ping_request said = ping_of(*agent_);
  const auto reply = co_await client_->connector().ping(said);
  if (!reply) {
    co_return ping_.failed(reply.error());
  }
  ping_.answered();
  if (agent_id_ != reply->agent_id) {
    log_.info("online as " + reply->agent_id.str());
    agent_id_ = reply->agent_id;
    relay_.identify(agent_id_);
  }
  // When it cannot be kept, the next answer after a restart tells it again.
  if (const auto clock = client_->clock()) {
    co_await journal_.save_clock(*clock);
  }
}

asio::awaitable<void> agent_worker::ping_loop() {
  for (;;) {
    ping_anew_.reset();
    const bool anew = co_await ping_anew_.wait_until(ping_.due());
    if (!anew) {
      co_await ping_once();
    }
  }
}

asio::awaitable<void> agent_worker::poll_once() {
  poll_.asks();
  const auto answer = co_await client_->connector().assigned();
  if (!answer) {
    co_return poll_.failed(answer.error());
  }
  poll_.answered();
  if (answer->unreadable > 0) {
    log_.debug("the arena listed entries that cannot be read: " + std::to_string(answer->unreadable));
  }
  for (const auto& assigned : answer->items) {
    co_await take_on(assigned);
  }
}

asio::awaitable<void> agent_worker::poll_loop() {
  for (;;) {
    poll_now_.reset();
    if (draining_) {
      poll_.pauses();
      co_await poll_now_.wait();
      poll_.resumes();
    } else if (const bool hurried = co_await poll_now_.wait_until(poll_.due()); hurried) {
      poll_.hurry();
    } else {
      co_await poll_once();
    }
  }
}

bool agent_worker::is_wanted(const bouts::challenge& challenge) const {
  const auto listed = [](const std::vector<std::string>& list, const std::string& value) {
    return list.empty() || std::ranges::find(list, value) != list.end();
  };
  const bool long_enough =
      !challenge.time_limit || challenge.time_limit->count() >= agent_->accept.min_minutes;
  return listed(agent_->accept.categories, challenge.category) &&
         listed(agent_->accept.formats, challenge.format) && long_enough;
}

asio::awaitable<void> agent_worker::take_on(bouts::assignment assigned) {
  const auto entry = assigned.entry_id;
  if (draining_ || bouts_.contains(entry) || done_.contains(entry) || unwanted_.contains(entry)) {
    co_return;
  }
  const auto known = co_await journal_.find(entry);
  if (!known || draining_) {
    co_return;  // at the next poll; that the journal fails is said where it is written
  }
  if (done_.size() >= max_remembered) {
    done_.clear();
  }
  if (unwanted_.size() >= max_remembered) {
    unwanted_.clear();
  }
  if (!is_wanted(assigned.challenge)) {
    log_.info("skipped: \"" + assigned.challenge.title + "\" is not what `accept` asks for");
    unwanted_.insert(entry);
    co_return;
  }
  // One that was skipped, because we were about to stop, may be begun now.
  if (*known && (*known)->record.state != bout_state::skipped) {
    done_.insert(entry);
    co_return;
  }
  fail_point("bout.seen");
  bout_record fresh;
  fresh.assigned = std::move(assigned);
  begin_bout(std::move(fresh));
}

void agent_worker::begin_bout(bout_record record) {
  const auto entry = record.assigned.entry_id;
  if (bouts_.contains(entry)) {
    return;  // found in the journal, and handed in again by its owner, at once
  }
  if (!redact_) {
    redact_ = std::make_shared<const redactor>(secrets_of(*agent_, variables_), agent_->events.redact);
  }
  if (!std::exchange(relays_, true)) {
    loops_.spawn(agent_->name + " relay", relay_.run());
  }
  auto bout =
      std::make_unique<bout_task>(surroundings(), std::move(record), log_.named(agent_->name, entry.str()));
  auto& begun = *bout;
  enterer_.note(begun.record().assigned.challenge.id);
  began_.try_emplace(entry, wall_now());
  bouts_.emplace(entry, std::move(bout));
  bout_tasks_.spawn(agent_->name + " bout " + entry.str(), run_bout(begun, entry));
}

asio::awaitable<void> agent_worker::run_bout(bout_task& bout, bouts::entry_id entry) {
  co_await bout.run();
  fail_point("bout.over");
  watcher_.on_state(bout.record());
  if (bout.record().closed) {
    ++ended_[bout.record().state];
  }
  // One that was left because we were about to stop may be begun after all.
  const auto& ends_at = bout.record().assigned.challenge.ends_at;
  const bool may_begin_yet =
      bout.record().state == bout_state::skipped && !(ends_at && *ends_at <= server_now());
  if (!may_begin_yet) {
    done_.insert(entry);
  }
  bouts_.erase(entry);
  began_.erase(entry);
  if (bouts_.empty()) {
    redact_.reset();
  }
  poll_now_.set();  // there may be more to do: no waiting for the tick
  watcher_.on_gone();
}

void agent_worker::grant_places() {
  while (const auto entry = places_.grant()) {
    if (const auto found = bouts_.find(*entry); found != bouts_.end()) {
      found->second->grant_place();
    } else {
      places_.leave(*entry);
    }
  }
}

bout_surroundings agent_worker::surroundings() {
  return {
      .settings = settings_,
      .agent = agent_,
      .variables = variables_,
      .client = *client_,
      .relay = relay_,
      .redact = redact_,
      .kept = journal_,
      .watcher = watcher_,
      .want_place =
          [this](const bouts::entry_id& entry, std::optional<bouts::wall_time> ends) {
            places_.want(entry, ends);
            grant_places();
          },
      .leave_place =
          [this](const bouts::entry_id& entry) {
            places_.leave(entry);
            grant_places();
          },
      .agent_id = [this] { return agent_id_; },
      .beside = [this](std::string name,
                       asio::awaitable<void> task) { bout_tasks_.spawn(std::move(name), std::move(task)); },
      .count_usage = [this](const bout_usage& of_run) { used_.add(of_run); },
      .tell_by_key =
          [this] {
            if (!std::exchange(told_by_key_, true)) {
              log_.info(
                  "the arena opens no session for an agent key; answers are handed in by the key alone "
                  "(submit.flow: auto). With api_token they would go the documented way");
            }
          }};
}

// Those that have begun hear nothing of it: a drain may be taken back.
void agent_worker::drain() {
  draining_ = true;
  poll_now_.set();
  for (const auto& [entry, bout] : bouts_) {
    if (bout->record().state == bout_state::seen) {
      bout->drain();
    }
  }
}

// What was skipped meanwhile, and is still listed, may be begun now: the journal knows which.
void agent_worker::resume() {
  draining_ = false;
  done_.clear();
  poll_now_.set();
}

asio::awaitable<void> agent_worker::join_bouts() {
  co_await bout_tasks_.join();
}

void agent_worker::cancel_bouts() {
  for (const auto& [entry, bout] : bouts_) {
    bout->cancel();
  }
}

void agent_worker::abandon_bouts() {
  bout_tasks_.cancel();
}

void agent_worker::stop_loops() {
  loops_.cancel();
}

asio::awaitable<void> agent_worker::join() {
  co_await bout_tasks_.join();
  co_await loops_.join();
}

}  // namespace arena

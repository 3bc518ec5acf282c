#include "daemon/control_service.hpp"

#include "core/agent/output.hpp"
#include "core/bout/resubmission.hpp"
#include "core/wire/encode.hpp"
#include "daemon/clock.hpp"
#include "daemon/files.hpp"
#include "daemon/process_figures.hpp"
#include "daemon/run_directory.hpp"
#include "daemon/secrets.hpp"
#include "sdk/version.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::errc;
using bouts::fail;

control_service::control_service(const config::settings& settings, const workers& all, journal& kept,
                                 const control::meters& measured, logger log)
    : settings_(settings),
      workers_(all),
      journal_(kept),
      log_(std::move(log)),
      started_at_(wall_now()),
      measured_(measured) {}

control_service::~control_service() = default;

control::daemon_state control_service::daemon() const {
  const bool all_drain =
      !workers_.empty() && std::ranges::all_of(workers_, [](const auto& one) { return one->is_draining(); });
  return {.version = std::string(bouts::version()),
          .pid = ::getpid(),
          .started_at = started_at_,
          .arena = settings_.arena.url,
          .state_dir = settings_.state_dir,
          .draining = stopping_ || all_drain};
}

std::vector<control::agent_state> control_service::agents() const {
  std::vector<control::agent_state> all;
  for (const auto& worker : workers_) {
    all.push_back(worker->state());
  }
  return all;
}

bouts::wall_time control_service::now() const {
  return wall_now();
}

std::vector<control::bout_state_now> control_service::at_work() const {
  std::vector<control::bout_state_now> all;
  for (const auto& worker : workers_) {
    std::ranges::move(worker->bouts(), std::back_inserter(all));
  }
  return all;
}

agent_worker* control_service::worker_of(const bouts::entry_id& entry) const {
  const auto found = std::ranges::find_if(workers_, [&](const auto& one) { return one->works_on(entry); });
  return found == workers_.end() ? nullptr : found->get();
}

agent_worker* control_service::worker_named(const std::string& agent) const {
  const auto found = std::ranges::find_if(
      workers_, [&](const auto& one) { return one->name() == agent && !one->is_retired(); });
  return found == workers_.end() ? nullptr : found->get();
}

bool control_service::is_at_work(const bouts::entry_id& entry) const {
  return reopening_.contains(entry) || worker_of(entry) != nullptr;
}

control::bout_state_now control_service::shown(journaled_bout kept) const {
  const bool at_work = is_at_work(kept.record.assigned.entry_id);
  return {.agent = std::move(kept.agent),
          .record = std::move(kept.record),
          .at_work = at_work,
          .began_at = kept.seen_at,
          .ended_at = at_work ? std::nullopt : kept.ended_at,
          .events = std::move(kept.account)};
}

asio::awaitable<bouts::result<std::vector<control::bout_state_now>>> control_service::list(
    control::bout_query which) {
  history_query query{
      .agent = std::move(which.agent), .closed_only = which.finished_only, .limit = which.limit};
  auto kept = co_await journal_.history(std::move(query));
  if (!kept) {
    co_return std::unexpected(kept.error());
  }
  std::vector<control::bout_state_now> all;
  for (auto& one : *kept) {
    all.push_back(shown(std::move(one)));
  }
  co_return all;
}

asio::awaitable<bouts::result<std::optional<control::bout_state_now>>> control_service::find(
    bouts::entry_id entry) {
  auto kept = co_await journal_.find(std::move(entry));
  if (!kept) {
    co_return std::unexpected(kept.error());
  }
  if (!*kept) {
    co_return std::nullopt;
  }
  co_return shown(std::move(**kept));
}

asio::awaitable<bouts::result<std::vector<bouts::entry_id>>> control_service::find_by_prefix(
    std::string prefix, std::size_t limit) {
  return journal_.find_by_prefix(std::move(prefix), limit);
}

std::filesystem::path control_service::log_file(const bouts::entry_id& entry, control::log_kind which) const {
  const auto directory = run_directory::at(settings_.state_dir, entry);
  switch (which) {
    case control::log_kind::out:
      return directory.out();
    case control::log_kind::err:
      return directory.err();
    case control::log_kind::events:
      return directory.events();
  }
  return {};
}

asio::awaitable<bouts::status> control_service::cancel(bouts::entry_id entry) {
  if (auto* const worker = worker_of(entry)) {
    worker->cancel(entry);
    co_return bouts::status();
  }
  const auto kept = co_await journal_.find(entry);
  if (!kept) {
    co_return std::unexpected(kept.error());
  }
  co_return *kept
      ? fail(errc::conflict, "this bout has ended already: " + std::string(to_string((*kept)->record.state)))
      : fail(errc::not_found, "there is no bout " + entry.str());
}

asio::awaitable<bouts::status> control_service::resubmit(bouts::entry_id entry,
                                                         std::optional<std::string> mended) {
  if (is_at_work(entry)) {
    co_return fail(errc::conflict, "this bout has not ended yet");
  }
  struct mark {
    std::set<bouts::entry_id>& in;
    const bouts::entry_id entry;
    ~mark() { in.erase(entry); }
  };
  reopening_.insert(entry);
  const mark until_done{reopening_, entry};
  co_return co_await reopen(entry, std::move(mended));
}

asio::awaitable<bouts::status> control_service::reopen(bouts::entry_id entry,
                                                       std::optional<std::string> mended) {
  auto kept = co_await journal_.find(entry);
  if (!kept) {
    co_return std::unexpected(kept.error());
  }
  if (!*kept) {
    co_return fail(errc::not_found, "there is no bout " + entry.str());
  }
  auto* const worker = worker_named((*kept)->agent);
  if (worker == nullptr || stopping_) {
    co_return fail(errc::conflict,
                   stopping_ ? "the daemon is about to stop" : "its agent is no longer in the configuration");
  }
  const auto kind = mended ? answer_kind::mended : answer_kind::same;
  auto record = reopened(std::move((*kept)->record), kind, worker->server_now());
  if (!record) {
    co_return std::unexpected(record.error());
  }
  if (mended) {
    if (auto replaced = replace_answer(entry, *mended); !replaced) {
      co_return replaced;
    }
  }
  const auto written = co_await journal_.save(worker->name(), *record, std::nullopt, std::nullopt);
  if (!written) {
    co_return written;
  }
  // The configuration may have been reloaded while that was written.
  auto* const still_there = worker_named((*kept)->agent);
  if (still_there == nullptr) {
    co_return fail(errc::conflict, "its agent is no longer in the configuration");
  }
  still_there->take_up(*std::move(record));
  co_return bouts::status();
}

control::process_figures control_service::process() const {
  return own_figures();
}

bool control_service::journal_is_alive() const {
  constexpr std::chrono::seconds longest{30};  // a disk that is written to by others too
  return journal_.is_alive(mono_now(), longest);
}

bool control_service::is_healthy() const {
  return journal_is_alive() && std::ranges::all_of(workers_, [](const auto& one) { return one->is_alive(); });
}

bouts::result<std::vector<agent_worker*>> control_service::meant(
    const std::optional<std::string>& agent) const {
  if (stopping_) {
    return fail(errc::conflict, "the daemon is about to stop");
  }
  std::vector<agent_worker*> found;
  for (const auto& worker : workers_) {
    if (!agent || worker->name() == *agent) {
      found.push_back(worker.get());
    }
  }
  if (agent && found.empty()) {
    return fail(errc::not_found, "there is no agent '" + *agent + "' in the configuration");
  }
  return found;
}

bouts::status control_service::drain(std::optional<std::string> agent) {
  const auto found = meant(agent);
  if (!found) {
    return std::unexpected(found.error());
  }
  std::ranges::for_each(*found, &agent_worker::drain);
  return {};
}

bouts::status control_service::resume(std::optional<std::string> agent) {
  const auto found = meant(agent);
  if (!found) {
    return std::unexpected(found.error());
  }
  std::ranges::for_each(*found, &agent_worker::resume);
  return {};
}

// The answer is in the run directory before the journal says that it is to be handed in.
bouts::status control_service::replace_answer(const bouts::entry_id& entry, const std::string& mended) const {
  const auto found = output_reader([](const bouts::event_view&) {}).solution(mended);
  if (!found) {
    return fail(errc::invalid, "the answer is empty");
  }
  const auto checked = check_solution(found->answer);
  if (!checked) {
    return std::unexpected(checked.error());
  }
  const auto directory = run_directory::create(settings_.state_dir, entry);
  if (!directory) {
    return std::unexpected(directory.error());
  }
  return write_durably(directory->solution(), bouts::encode_solution(*checked));
}

}  // namespace arena

// One agent of the configuration at work: kept online by pings, watched for assignments by polls, shown by
// its relay, its bouts each in a task of its own. One agent's trouble never reaches another: nothing here is
// shared but the transport. Single thread.
#pragma once

#include "aio/event.hpp"
#include "aio/task_scope.hpp"
#include "core/bout/places.hpp"
#include "core/http/pulse.hpp"
#include "core/http/streak.hpp"
#include "daemon/bout_task.hpp"
#include "daemon/event_relay.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>

namespace arena {

class agent_worker {
 public:
  // `settings` and `watcher` outlive the worker.
  agent_worker(boost::asio::any_io_executor executor, const config::settings& settings,
               const config::agent_settings& agent, const environment& variables,
               std::shared_ptr<bouts::transport> transport, const bout_watcher& watcher, const logger& log);
  ~agent_worker();
  agent_worker(const agent_worker&) = delete;
  agent_worker& operator=(const agent_worker&) = delete;

  // Starts the loops.
  void start();

  // The way down, in this order (daemon/shutdown.cpp):
  void drain();                               // ask for no more work; bouts that have not begun end
  boost::asio::awaitable<void> join_bouts();  // until no bout is left
  void cancel_bouts();
  void abandon_bouts();  // without waiting for anything
  void stop_loops();
  boost::asio::awaitable<void> join();

  std::size_t bouts_at_work() const noexcept { return bouts_.size(); }

 private:
  boost::asio::awaitable<void> ping_loop();
  boost::asio::awaitable<void> poll_loop();
  boost::asio::awaitable<void> ping_once();
  boost::asio::awaitable<void> poll_once();
  boost::asio::awaitable<void> run_bout(bout_task& bout, bouts::entry_id entry);

  void take_on(const bouts::assignment& assigned);
  bool is_wanted(const bouts::challenge& challenge) const;
  void grant_places();
  bout_surroundings surroundings();
  // How long a loop waits after this failure at least; says what there is to say about it.
  bouts::milliseconds tell_failure(const char* what, bouts::streak& streak, const bouts::error& why);
  void tell_success(const char* what, bouts::streak& streak);

  boost::asio::any_io_executor executor_;
  const config::settings& settings_;
  const config::agent_settings& agent_;
  const environment& variables_;
  const bout_watcher& watcher_;
  logger log_;
  redactor redact_;
  std::shared_ptr<bouts::client> client_;
  event_relay relay_;
  bouts::agent_id agent_id_;

  bouts::pulse ping_;
  bouts::pulse poll_;
  bouts::streak ping_streak_;
  bouts::streak poll_streak_;
  aio::event poll_now_;

  places places_;
  std::map<bouts::entry_id, std::unique_ptr<bout_task>> bouts_;
  std::set<bouts::entry_id> done_;  // not to be begun again while the arena still lists them
  bool draining_ = false;

  aio::task_scope loops_;
  aio::task_scope bout_tasks_;
};

}  // namespace arena

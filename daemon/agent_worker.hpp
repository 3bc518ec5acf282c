// One agent of the configuration at work: kept online by pings, watched for assignments by polls, shown by
// its relay, its bouts each in a task of its own. One agent's trouble never reaches another: nothing here is
// shared but the transport. Single thread.
#pragma once

#include "aio/event.hpp"
#include "aio/task_scope.hpp"
#include "control/view.hpp"
#include "core/bout/places.hpp"
#include "daemon/bout_task.hpp"
#include "daemon/enterer.hpp"
#include "daemon/event_relay.hpp"
#include "daemon/steady_loop.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>

namespace arena {

// How an agent's events are to be shown.
outbox_options show_options(const config::agent_settings& agent);

class agent_worker {
 public:
  // `settings`, `variables`, `kept`, `watcher` and `measured` outlive the worker.
  agent_worker(boost::asio::any_io_executor executor, const config::settings& settings,
               std::shared_ptr<const config::agent_settings> agent, const environment& variables,
               std::shared_ptr<bouts::transport> transport, journal& kept, const bout_watcher& watcher,
               control::meters& measured, const logger& log);
  ~agent_worker();
  agent_worker(const agent_worker&) = delete;
  agent_worker& operator=(const agent_worker&) = delete;

  // Goes on with the bouts that the journal holds, and starts the loops.
  void start();

  // From a reloaded configuration (agent_reload.cpp); also takes a retired one back. What comes next goes by
  // the new settings, bouts that have begun by the old ones; with another key or token all calls from now on
  // are made with it. REQUIRES the same name.
  void adopt(std::shared_ptr<const config::agent_settings> agent);
  // The configuration names it no more: as drain(). Then, once join_bouts() has come back and it is retired
  // still, stop_loops() and join().
  void retire();
  bool is_retired() const noexcept { return retired_; }

  // Asks for no more work; bouts that have not begun end. What has begun goes on, and so do pings.
  void drain();
  void resume();
  // The way down, in this order, after drain() (daemon/application.cpp):
  boost::asio::awaitable<void> join_bouts();  // until no bout is left
  void cancel_bouts();
  void abandon_bouts();  // without waiting for anything
  void stop_loops();
  boost::asio::awaitable<void> join();

  std::size_t bouts_at_work() const noexcept { return bouts_.size(); }

  // For the control API (agent_shown.cpp).
  const std::string& name() const noexcept { return agent_->name; }
  control::agent_state state() const;
  std::vector<control::bout_state_now> bouts() const;
  bool is_alive() const;  // each loop does what it should
  bool is_draining() const noexcept { return draining_; }
  bool works_on(const bouts::entry_id& entry) const { return bouts_.contains(entry); }
  bouts::wall_time server_now() const { return client_->server_time(); }
  // Stops it, where we work on it. An answer that is on its way in still arrives.
  void cancel(const bouts::entry_id& entry);
  // Goes on with a bout that the journal holds. REQUIRES that we do not work on it.
  void take_up(bout_record record) { begin_bout(std::move(record)); }

 private:
  boost::asio::awaitable<void> pick_up();
  bouts::async_client made_client() const;
  boost::asio::awaitable<void> work();
  void enter_if_wanted();
  boost::asio::awaitable<void> ping_loop();
  boost::asio::awaitable<void> poll_loop();
  boost::asio::awaitable<void> ping_once();
  boost::asio::awaitable<void> poll_once();
  boost::asio::awaitable<void> run_bout(bout_task& bout, bouts::entry_id entry);

  boost::asio::awaitable<void> take_on(bouts::assignment assigned);
  void begin_bout(bout_record record);
  void begin_entered(bout_record record);
  bool has_room_to_enter() const;
  entering_means means_to_enter();
  bool is_wanted(const bouts::challenge& challenge) const;
  void grant_places();
  bout_surroundings surroundings();
  // Of the control API (agent_shown.cpp).
  bouts::milliseconds patience() const;
  control::agent_counts counts() const;
  bool is_known() const;
  std::optional<bouts::milliseconds> time_left(const bout_record& of) const;

  boost::asio::any_io_executor executor_;
  const config::settings& settings_;
  std::shared_ptr<const config::agent_settings> agent_;
  const environment& variables_;
  const bout_watcher& watcher_;
  logger log_;
  std::shared_ptr<const redactor> redact_;  // while there are bouts: an idle agent shows nothing
  journal& journal_;
  std::shared_ptr<bouts::transport> transport_;
  // Relay and bouts make their calls through it too, so that they follow when the key is another one.
  std::shared_ptr<bouts::async_client> client_;
  event_relay relay_;
  bouts::agent_id agent_id_;

  steady_loop ping_;
  steady_loop poll_;
  aio::event ping_anew_;  // when it is due has changed
  aio::event poll_now_;

  enterer enterer_;
  places places_;
  std::map<bouts::entry_id, std::unique_ptr<bout_task>> bouts_;
  std::map<bouts::entry_id, bouts::wall_time> began_;  // of those at work: when they were first seen
  std::set<bouts::entry_id> done_;             // ended, and perhaps still listed; the journal knows more
  std::set<bouts::entry_id> unwanted_;         // by `accept`, which may change
  std::map<bout_state, std::uint64_t> ended_;  // how many, by how
  bout_usage used_;                            // by all runs of the agent
  bool draining_ = false;
  bool retired_ = false;
  bool told_by_key_ = false;
  bool picked_up_ = false;  // what the journal held
  bool relays_ = false;     // the loop was started
  bool enters_ = false;     // the same

  aio::task_scope loops_;
  aio::task_scope bout_tasks_;
};

}  // namespace arena

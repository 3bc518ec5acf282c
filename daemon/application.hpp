// The daemon as a whole: one worker for each agent of the configuration, and the ordered way down. Single
// thread.
#pragma once

#include "aio/event.hpp"
#include "config/changes.hpp"
#include "config/load.hpp"
#include "daemon/agent_worker.hpp"
#include "daemon/control_service.hpp"
#include "daemon/journal.hpp"
#include "daemon/pull_desk.hpp"
#include "daemon/run_sweeper.hpp"
#include "daemon/service_reports.hpp"
#include "daemon/state_lock.hpp"
#include "httpd/server.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace arena {

class application {
 public:
  application(boost::asio::any_io_executor executor, config::settings settings, environment variables,
              bout_watcher watcher, logger log);
  ~application();
  application(const application&) = delete;
  application& operator=(const application&) = delete;

  // Makes sure that the arena's URL and the state directory can be used, and opens the journal. errc::busy
  // when another daemon works on the state directory.
  bouts::status open();
  // Works until stop() was called and the way down is done. REQUIRES open().
  boost::asio::awaitable<void> run();

  // Takes over a configuration that was read anew: agents come, go (once their bouts have ended) and change;
  // bouts that have begun go on by the settings they began with. What counts after a restart only is named.
  // Gives a sentence on what has changed, which was logged. errc::conflict while the daemon is stopping.
  bouts::result<std::string> reload(config::loaded anew);
  // How the configuration is read anew and given to reload().
  void on_reload(std::function<bouts::result<std::string>()> read_and_reload);
  // By that way, for SIGHUP and the control API. On failure, with every problem, nothing has changed.
  bouts::result<std::string> reload_now();

  // Once: drains. Twice: cancels what still runs.
  void stop();

 private:
  // The way down, step by step; see the .cpp.
  boost::asio::awaitable<void> shut_down();
  boost::asio::awaitable<void> stop_at_once();
  bouts::status open_state();
  boost::asio::awaitable<void> tell_orphans() const;
  void open_control();
  // Without the socket, or a port, the daemon works all the same; then it cannot be asked there.
  // (control_doors.cpp)
  void open_doors();
  void open_socket(const std::string& path);
  void open_port(const std::string& address);
  void open_agents_door(const std::string& where);
  // The server, whose name is for the log; nothing when it could not be opened, which was logged.
  const httpd::server* serve_control(const std::string& name,
                                     bouts::result<std::unique_ptr<httpd::server>> server);
  boost::asio::awaitable<void> close_control();
  void open_reports();
  boost::asio::awaitable<void> wait_for_bouts(bouts::milliseconds time, int patience);
  std::size_t bouts_at_work() const;

  // Coming and going of agents (reload.cpp).
  void start_agent(const config::agent_settings& agent);
  void take_over_agents(const config::changes& found);
  boost::asio::awaitable<void> see_off(agent_worker& worker);
  void remember_secrets();

  boost::asio::any_io_executor executor_;
  config::settings settings_;
  const environment variables_;
  bout_watcher watcher_;
  logger log_;
  control::meters measured_;
  std::shared_ptr<bouts::transport> transport_;
  std::optional<state_lock> lock_;
  std::unique_ptr<journal> journal_;
  std::vector<std::unique_ptr<agent_worker>> workers_;
  std::unique_ptr<control_service> control_;
  std::vector<std::unique_ptr<httpd::server>> control_servers_;
  std::unique_ptr<run_sweeper> sweeper_;
  std::unique_ptr<service_reports> reports_;  // to systemd
  pull_desk desk_;
  std::function<bouts::result<std::string>()> reload_;
  std::vector<bouts::secret> hidden_;  // of all configurations so far: bouts of an old one may be at work
  std::vector<std::string> hidden_patterns_;
  std::set<std::string> leaving_;  // agents that are seen off
  aio::task_scope seeing_off_;
  aio::task_scope serving_;  // the control socket and port
  aio::task_scope sweeping_;
  aio::task_scope reporting_;
  aio::event changed_;  // a stop was asked for, or a bout has ended
  int stops_ = 0;
};

}  // namespace arena

// The daemon as a whole: one worker for each agent of the configuration, and the ordered way down. Single
// thread.
#pragma once

#include "aio/event.hpp"
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

#include <memory>
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

  // Once: drains. Twice: cancels what still runs.
  void stop();

 private:
  // The way down, step by step; see the .cpp.
  boost::asio::awaitable<void> shut_down();
  boost::asio::awaitable<void> stop_at_once();
  bouts::status open_state();
  boost::asio::awaitable<void> tell_orphans() const;
  // Without a socket the daemon works all the same; then it cannot be asked.
  void open_control();
  boost::asio::awaitable<void> close_control();
  void open_reports();
  boost::asio::awaitable<void> wait_for_bouts(bouts::milliseconds time, int patience);
  std::size_t bouts_at_work() const;

  boost::asio::any_io_executor executor_;
  const config::settings settings_;
  const environment variables_;
  bout_watcher watcher_;
  logger log_;
  std::shared_ptr<bouts::transport> transport_;
  std::optional<state_lock> lock_;
  std::unique_ptr<journal> journal_;
  std::vector<std::unique_ptr<agent_worker>> workers_;
  std::unique_ptr<control_service> control_;
  std::unique_ptr<httpd::server> control_server_;
  std::unique_ptr<run_sweeper> sweeper_;
  std::unique_ptr<service_reports> reports_;  // to systemd
  pull_desk desk_;
  aio::task_scope serving_;  // the control socket
  aio::task_scope sweeping_;
  aio::task_scope reporting_;
  aio::event changed_;  // a stop was asked for, or a bout has ended
  int stops_ = 0;
};

}  // namespace arena

// Keeps the service manager told how the daemon is: ready, a status line that changes with it, and the
// watchdog fed for as long as the daemon does what it should. Single thread.
#pragma once

#include "daemon/service_manager.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

namespace arena {

class service_reports {
 public:
  struct source {
    std::function<std::string()> status;
    // Every loop keeps its tick. That this one still runs says that the thread does.
    std::function<bool()> is_healthy;
  };

  service_reports(service_manager to, source from);

  // Ready at once, and then a look every few seconds. Ends by cancellation; at once when there is no manager.
  boost::asio::awaitable<void> run();
  // From now on we are stopping, and ask for the time that it takes.
  void stops();

 private:
  void tell();
  bouts::milliseconds between_looks() const;

  service_manager to_;
  source from_;
  std::string said_;    // the status that was taken last
  bool ready_ = false;  // was taken
  bool stops_ = false;
};

}  // namespace arena

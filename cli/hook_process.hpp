// One run of the command that is called for a delivery.
#pragma once

#include "core/base/error.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace bouts::cli {

struct hook_order {
  std::string command;         // for sh -c
  std::string input;           // what it reads on standard input
  std::string event;           // BOUTS_EVENT
  std::string delivery;        // BOUTS_DELIVERY_ID
  std::chrono::seconds limit;  // after that SIGTERM, and 5 s later SIGKILL, to it and all that it has started
};

// Runs it to its end; its standard output is our standard error. The exit code, or minus the signal.
// errc::spawn when it cannot be started, timed_out when it had to be ended. Cancelled it is killed at once.
boost::asio::awaitable<result<int>> run_hook(hook_order what);

}  // namespace bouts::cli

// From a host name to addresses, within a deadline.
#pragma once

#include "core/base/error.hpp"
#include "sdk/deadline.hpp"
#include "sdk/url.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <string>
#include <vector>

namespace bouts {

// The system's look-up (getaddrinfo) cannot be interrupted, and Asio runs one at a time. So callers do not
// wait for it but for its result, each as long as it likes, and while one is under way others join it: a dead
// name server holds one look-up, not a queue of them.
//
// Single thread. An io_context does not run out of work, and is not destroyed, before its last look-up has
// come back.
class name_lookup {
 public:
  name_lookup(boost::asio::any_io_executor executor, origin host);

  // At least one address, in the system's order of preference (RFC 6724). errc::network when there is none,
  // timed_out.
  boost::asio::awaitable<result<std::vector<boost::asio::ip::tcp::endpoint>>> addresses(deadline until);

 private:
  struct query;
  std::shared_ptr<query> start();

  boost::asio::any_io_executor executor_;
  origin host_;
  std::shared_ptr<query> under_way_;
};

}  // namespace bouts

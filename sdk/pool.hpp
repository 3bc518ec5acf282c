// The connections to one peer: at most so many, the unused ones kept for a while.
//
// Single thread. Held by shared_ptr, as leases come back to it whenever their calls end.
#pragma once

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "sdk/connection.hpp"
#include "sdk/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace bouts {

struct pool_limits {
  std::size_t max_connections = 8;  // in use, with those that are being made
  milliseconds idle_timeout{30'000};
};

class connection_pool : public std::enable_shared_from_this<connection_pool> {
 public:
  // A place among the connections in use, and perhaps a connection. When it ends, the connection is closed
  // unless keep() was called, and the place goes to the caller who has waited longest.
  class lease {
   public:
    lease(lease&&) noexcept = default;
    lease& operator=(lease&&) = delete;
    ~lease();

    // Nothing when a new connection has to be made.
    connection* link() const noexcept { return link_.get(); }
    // It served another call before, so the peer may have given it up meanwhile.
    bool reused() const noexcept { return reused_; }
    // A new connection in place of the one there was, which is closed.
    void replace(std::unique_ptr<connection> fresh) noexcept;
    // The connection may serve others.
    void keep() noexcept { keep_ = true; }

   private:
    friend class connection_pool;
    lease(std::shared_ptr<connection_pool> owner, std::unique_ptr<connection> link);

    std::shared_ptr<connection_pool> owner_;  // nothing after a move
    std::unique_ptr<connection> link_;
    unsigned epoch_;
    bool reused_;
    bool keep_ = false;
  };

  // `peer` is what messages call the other side.
  connection_pool(boost::asio::any_io_executor executor, std::string peer, pool_limits limits);

  // A place, with the most recently used idle connection that is still good, if there is one. Waits for a
  // place in the order of the calls; timed_out when none came free.
  boost::asio::awaitable<result<lease>> acquire(deadline until);

  // Closes the idle connections now and those in use when their lease ends.
  void close_idle();

 private:
  struct idle_connection {
    std::unique_ptr<connection> link;
    mono_time since;
  };
  struct waiter;

  std::unique_ptr<connection> take_idle();
  void put_idle(std::unique_ptr<connection> link);
  void release_place();
  // Closes what has been idle too long, and comes back when the next one will have been.
  void sweep();

  std::string peer_;
  pool_limits limits_;
  std::vector<idle_connection> idle_;  // the longest idle first
  std::list<waiter*> waiters_;
  std::size_t in_use_ = 0;
  unsigned epoch_ = 0;  // close_idle() was called so many times
  boost::asio::steady_timer sweep_timer_;
};

}  // namespace bouts

// The shell of webhooks: makes the attempts that are due and says how they went. Nothing is decided here.
#pragma once

#include "aio/event.hpp"
#include "aio/task_scope.hpp"
#include "sandbox/telling.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace arena::sandbox {

// Single thread: to be used on the executor it was made with.
class webhook_sender {
 public:
  // `arena` must outlive it.
  webhook_sender(boost::asio::any_io_executor executor, arena_state& arena);

  // From now on attempts are made when they are due, limits::deliveries_at_once of them at a time.
  void start();
  // Breaks off what is under way and comes back when nothing is left. REQUIRED before the end.
  boost::asio::awaitable<void> stop();

  // Something may be due earlier than it was: to be called after whatever changes the arena.
  void look_again() { changed_.set(); }
  // Comes back when this delivery does not wait any more. Throws operation_aborted when cancelled.
  boost::asio::awaitable<void> wait_for_end(long long delivery);

 private:
  boost::asio::awaitable<void> run();
  boost::asio::awaitable<void> attempt(outgoing_request what);

  arena_state& arena_;
  aio::event changed_;  // look for what is due
  aio::event ended_;    // an attempt has ended; never left set
  aio::task_scope tasks_;
};

}  // namespace arena::sandbox

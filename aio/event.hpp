// A latch between coroutines of one thread: set() wakes all who wait; it stays set until reset().
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <list>

namespace aio {

using mono_clock = std::chrono::steady_clock;

class event {
 public:
  event() = default;
  // REQUIRES that nobody waits.
  ~event() = default;
  event(const event&) = delete;
  event& operator=(const event&) = delete;

  bool is_set() const noexcept { return set_; }
  void set();
  void reset() noexcept { set_ = false; }

  // At once when it is set, else when it is. Throws operation_aborted when the waiting coroutine is
  // cancelled.
  boost::asio::awaitable<void> wait();
  // The same, but gives up at `deadline`; false when the event was not set by then.
  boost::asio::awaitable<bool> wait_until(mono_clock::time_point deadline);

 private:
  struct waiter;
  std::list<waiter*> waiters_;
  bool set_ = false;
};

// Suspends until then. Throws operation_aborted when cancelled.
boost::asio::awaitable<void> sleep_until(mono_clock::time_point deadline);
boost::asio::awaitable<void> sleep_for(std::chrono::milliseconds duration);

}  // namespace aio

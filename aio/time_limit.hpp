// Does something when a time has come, unless the limit was lifted before: closes a socket whose operation
// lasts too long.
//
// Single thread. `passed` is called at most once for each set(), and never after lift() or the destructor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace aio {

class time_limit {
 public:
  time_limit(const boost::asio::any_io_executor& executor, std::function<void()> passed);

  // In place of the one before.
  void set(std::chrono::steady_clock::time_point at);
  void lift();
  // Whether the time that was set last has come before it was lifted.
  bool has_passed() const noexcept;

 private:
  // Shared with the timer's handler, which may run after the limit is gone.
  struct watch;

  boost::asio::steady_timer timer_;
  std::shared_ptr<watch> watch_;
};

}  // namespace aio

// The thread that does the network's work of a blocking client. Private to this room.
#pragma once

#include "aio/cancellation.hpp"
#include "sdk/answer.hpp"
#include "sdk/caller.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace bouts {

// Safe to use from any number of threads but its own.
class client_thread {
 public:
  client_thread();
  // REQUIRES that no call is under way.
  ~client_thread();
  client_thread(const client_thread&) = delete;
  client_thread& operator=(const client_thread&) = delete;

  // errc::bad_url, errc::io: see make_transport(). Once, before anything else.
  result<std::shared_ptr<caller>> start(const settings& complete);

  // Runs it there and waits for its end. errc::cancelled when `stop` was requested before that; when it was
  // before the call, nothing is sent.
  template <class T>
  answer<T> run(boost::asio::awaitable<result<T>> work, const std::stop_token& stop);

  // Calls it there and waits for what it gives.
  template <class Look>
  auto look(Look at) {
    std::packaged_task<decltype(at())()> task(std::move(at));
    auto seen = task.get_future();
    boost::asio::post(io_, [&task] { task(); });
    return seen.get();
  }

 private:
  static std::unexpected<error> stopped() { return fail(errc::cancelled, "the call was stopped"); }

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  // Kept here until the thread has ended, so that connections and timers are never let go on another thread
  // beside it.
  std::shared_ptr<caller> calls_;
  std::thread thread_;
};

template <class T>
answer<T> client_thread::run(boost::asio::awaitable<result<T>> work, const std::stop_token& stop) {
  if (stop.stop_requested()) {
    return stopped();
  }
  struct running {
    boost::asio::cancellation_signal signal;
    std::promise<answer<T>> outcome;
  };
  // Shared, as a stop that is requested at the very end is looked at after the call is gone.
  const auto call = std::make_shared<running>();
  auto outcome = call->outcome.get_future();
  boost::asio::post(io_, [this, call, work = std::move(work)]() mutable {
    const auto done = [call](const std::exception_ptr& thrown, result<T> value) {
      if (!thrown) {
        call->outcome.set_value(std::move(value));
      } else if (aio::is_cancellation(thrown)) {
        call->outcome.set_value(stopped());
      } else {
        call->outcome.set_exception(thrown);
      }
    };
    boost::asio::co_spawn(io_, std::move(work),
                          boost::asio::bind_cancellation_slot(call->signal.slot(), done));
  });
  const std::stop_callback on_stop(stop, [this, call] {
    boost::asio::post(io_, [call] { call->signal.emit(boost::asio::cancellation_type::terminal); });
  });
  return outcome.get();
}

}  // namespace bouts

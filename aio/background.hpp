// One thread for work that blocks (a database, fsync), and the way to it and back from a coroutine.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <type_traits>
#include <utility>

namespace aio {

// Runs what it is given one after another, in the order given. What is given must not throw: an exception on
// the thread ends the program.
class background {
 public:
  background() : thread_(1) {}
  // Waits for what is queued. REQUIRES that no coroutine waits for it any more, or that its executor still
  // runs.
  ~background() { thread_.join(); }
  background(const background&) = delete;
  background& operator=(const background&) = delete;

  // Runs `work` on the thread and comes back with its result on the coroutine's own executor. Not
  // cancellable: what was begun is waited for, so that `work` may refer to what its caller owns.
  template <class Work>
  boost::asio::awaitable<std::invoke_result_t<Work&>> run(Work work) {
    using result = std::invoke_result_t<Work&>;
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(result)>(
        [this](auto handler, Work given) {
          auto home = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
          boost::asio::post(thread_, [handler = std::move(handler), home = std::move(home),
                                      given = std::move(given)]() mutable {
            auto value = given();
            boost::asio::post(home.get_executor(),
                              [handler = std::move(handler), value = std::move(value)]() mutable {
                                std::move(handler)(std::move(value));
                              });
          });
        },
        boost::asio::use_awaitable, std::move(work));
  }

 private:
  boost::asio::thread_pool thread_;
};

}  // namespace aio

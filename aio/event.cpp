#include "aio/event.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace aio {

namespace asio = boost::asio;

// Each waiter has a timer of its own, set to its deadline; set() wakes it by cancelling that timer.
struct event::waiter {
  asio::steady_timer timer;
  bool woken = false;
};

void event::set() {
  set_ = true;
  for (waiter* one : waiters_) {
    one->woken = true;
    one->timer.cancel();
  }
}

asio::awaitable<bool> event::wait_until(mono_clock::time_point deadline) {
  if (set_) {
    co_return true;
  }
  waiter self{asio::steady_timer(co_await asio::this_coro::executor, deadline)};
  const auto place = waiters_.insert(waiters_.end(), &self);
  struct leave {
    std::list<waiter*>& list;
    std::list<waiter*>::iterator place;
    ~leave() { list.erase(place); }
  } const guard{waiters_, place};

  const auto [error] = co_await self.timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (error && !self.woken) {
    throw boost::system::system_error(error);  // the coroutine itself was cancelled
  }
  co_return self.woken;
}

asio::awaitable<void> event::wait() {
  co_await wait_until(mono_clock::time_point::max());
}

asio::awaitable<void> sleep_until(mono_clock::time_point deadline) {
  asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> sleep_for(std::chrono::milliseconds duration) {
  co_await sleep_until(mono_clock::now() + duration);
}

}  // namespace aio

#include "aio/time_limit.hpp"

#include <utility>

namespace aio {

namespace asio = boost::asio;

struct time_limit::watch {
  std::function<void()> passed;
  unsigned number = 0;  // counts set() and lift(): an old timer finds another one and does nothing
  bool has_passed = false;
};

time_limit::time_limit(const asio::any_io_executor& executor, std::function<void()> passed)
    : timer_(executor), watch_(std::make_shared<watch>(watch{.passed = std::move(passed)})) {}

void time_limit::set(std::chrono::steady_clock::time_point at) {
  watch_->has_passed = false;
  const unsigned number = ++watch_->number;
  timer_.expires_at(at);
  timer_.async_wait([weak = std::weak_ptr(watch_), number](const boost::system::error_code& failed) {
    const auto found = weak.lock();
    if (failed || !found || found->number != number) {
      return;
    }
    found->has_passed = true;
    found->passed();
  });
}

void time_limit::lift() {
  ++watch_->number;
  timer_.cancel();
}

bool time_limit::has_passed() const noexcept {
  return watch_->has_passed;
}

}  // namespace aio

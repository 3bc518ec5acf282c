#include "cli/hook_queue.hpp"

#include <utility>

namespace bouts::cli {

bool hook_queue::offer(hook_order one) {
  if (waiting_.size() >= most_waiting) {
    return false;
  }
  waiting_.push_back(std::move(one));
  changed_.set();
  return true;
}

void hook_queue::close() {
  closed_ = true;
  changed_.set();
}

boost::asio::awaitable<void> hook_queue::run() {
  while (true) {
    if (waiting_.empty() && closed_) {
      co_return;
    }
    if (waiting_.empty()) {
      changed_.reset();
      co_await changed_.wait();
      continue;
    }
    const hook_order next = std::move(waiting_.front());
    waiting_.pop_front();
    running_ = true;
    hook_order given = next;
    const result<int> end = co_await run_hook(std::move(given));
    running_ = false;
    tell_(next, end);
  }
}

}  // namespace bouts::cli

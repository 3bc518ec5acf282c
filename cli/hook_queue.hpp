// The commands that wait for their turn, and the one that runs.
//
// Single thread: to be used on the executor that run() runs on.
#pragma once

#include "aio/event.hpp"
#include "cli/hook_process.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <deque>
#include <functional>

namespace bouts::cli {

class hook_queue {
 public:
  static constexpr std::size_t most_waiting = 100;

  // Told of each command's end.
  using report = std::function<void(const hook_order&, const result<int>&)>;
  explicit hook_queue(report tell) : tell_(std::move(tell)) {}

  // False when most_waiting wait already: it is not taken.
  bool offer(hook_order one);
  std::size_t waiting() const noexcept { return waiting_.size(); }
  bool idle() const noexcept { return waiting_.empty() && !running_; }
  // Nothing more will be offered.
  void close();

  // Runs one after the other, in the order of the offers, until the queue is closed and empty. Cancelled it
  // kills the one that runs.
  boost::asio::awaitable<void> run();

 private:
  report tell_;
  std::deque<hook_order> waiting_;
  bool running_ = false;
  bool closed_ = false;
  aio::event changed_;
};

}  // namespace bouts::cli

// Runs coroutines of a test on its io_context, without threads and without sleeping.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace test_support {

// A test that takes longer hangs; this ends it with a failure instead of the harness's time-out.
inline constexpr std::chrono::seconds patience{30};

// Runs the io_context until the condition holds; it is looked at after everything that happens. Throws
// runtime_error when it does not hold within `patience`.
template <class Condition>
void run_until(boost::asio::io_context& io, Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  io.restart();
  while (!condition()) {
    if (io.run_one_until(deadline) == 0) {
      throw std::runtime_error("what the test waits for did not happen");
    }
  }
}

// A coroutine under way: it goes on whenever the io_context is run.
template <class T>
class started {
 public:
  started(boost::asio::io_context& io, boost::asio::awaitable<T> work)
      : io_(io), state_(std::make_shared<state>()) {
    boost::asio::co_spawn(io, std::move(work),
                          boost::asio::bind_cancellation_slot(
                              state_->signal.slot(), [state = state_](std::exception_ptr thrown, T value) {
                                state->thrown = std::move(thrown);
                                state->value = std::move(value);
                              }));
  }

  bool ended() const noexcept { return state_->value.has_value(); }
  void cancel() { state_->signal.emit(boost::asio::cancellation_type::terminal); }
  // Runs the io_context until it has ended: its value, or what it threw. Once.
  T get() {
    run_until(io_, [this] { return ended(); });
    if (state_->thrown) {
      std::rethrow_exception(state_->thrown);
    }
    return *std::move(state_->value);
  }

 private:
  struct state {
    boost::asio::cancellation_signal signal;
    std::exception_ptr thrown;
    std::optional<T> value;
  };
  boost::asio::io_context& io_;
  std::shared_ptr<state> state_;
};

template <class T>
T run(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  return started<T>(io, std::move(work)).get();
}

inline void run(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
  std::exception_ptr thrown;
  bool ended = false;
  boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr failed) {
    thrown = std::move(failed);
    ended = true;
  });
  run_until(io, [&ended] { return ended; });
  if (thrown) {
    std::rethrow_exception(thrown);
  }
}

// All at once, started in this order; their values in the same order.
template <class T>
std::vector<T> run_all(boost::asio::io_context& io, std::vector<boost::asio::awaitable<T>> works) {
  std::vector<started<T>> all;
  for (auto& work : works) {
    all.emplace_back(io, std::move(work));
  }
  std::vector<T> values;
  for (auto& one : all) {
    values.push_back(one.get());
  }
  return values;
}

}  // namespace test_support

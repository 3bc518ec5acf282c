// Runs one coroutine of a test on its io_context until it ends.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace test_support {

// A test that takes longer hangs; this ends it with a failure instead of the harness's time-out.
inline constexpr std::chrono::seconds patience{30};

// The value of `work`, or what it threw. Throws runtime_error when it has not ended within `patience`.
template <class T>
T run(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  std::optional<T> value;
  std::exception_ptr thrown;
  boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr failed, T made) {
    thrown = std::move(failed);
    value = std::move(made);
  });
  const auto deadline = std::chrono::steady_clock::now() + patience;
  io.restart();
  while (!value && io.run_one_until(deadline) > 0) {
  }
  if (!value) {
    throw std::runtime_error("the test's coroutine did not end");
  }
  if (thrown) {
    std::rethrow_exception(thrown);
  }
  return *std::move(value);
}

inline void run(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
  std::exception_ptr thrown;
  bool ended = false;
  boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr failed) {
    thrown = std::move(failed);
    ended = true;
  });
  const auto deadline = std::chrono::steady_clock::now() + patience;
  io.restart();
  while (!ended && io.run_one_until(deadline) > 0) {
  }
  if (!ended) {
    throw std::runtime_error("the test's coroutine did not end");
  }
  if (thrown) {
    std::rethrow_exception(thrown);
  }
}

}  // namespace test_support

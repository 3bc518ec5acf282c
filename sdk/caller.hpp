// One call of the API over a transport: attempts, waits between them, and what is learned from every answer.
//
// Single thread; must outlive the calls it has started.
#pragma once

#include "aio/event.hpp"
#include "core/http/retry.hpp"
#include "sdk/transport.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace bouts {

struct call_plan {
  http_request request;
  endpoint_kind endpoint = endpoint_kind::resource;
  // Off where every request counts against a budget that the caller keeps.
  bool repeatable = true;
};

class caller {
 public:
  caller(std::shared_ptr<transport> link, std::chrono::milliseconds timeout, retry_policy retry);

  // The decoded answer of the first attempt that has one. Failures that may pass (judge()) are repeated as
  // the policy says; an answer that cannot be decoded is one of them. The error is the last attempt's, with
  // the number of attempts.
  template <class T>
  boost::asio::awaitable<result<T>> make(call_plan plan, result<T> (*decode)(std::string_view));

  const std::optional<clock_anchor>& clock() const noexcept { return clock_; }
  void set_clock(clock_anchor known) noexcept { clock_ = known; }

 private:
  // The answer when its status is below 300, else what it says as an error.
  boost::asio::awaitable<result<http_response>> attempt(http_request request);
  void learn_clock(const http_response& answer, mono_time asked, mono_time answered);
  // How long to wait for the next attempt; nothing when there is none.
  std::optional<milliseconds> next_wait(const call_plan& plan, const error& failure);

  std::shared_ptr<transport> link_;
  std::chrono::milliseconds timeout_;
  retry_policy retry_;
  std::minstd_rand random_;
  std::optional<clock_anchor> clock_;
};

// X-Request-ID of an answer; "" when there is none or it is none that can be printed.
std::string request_id_of(const http_response& answer);

template <class T>
boost::asio::awaitable<result<T>> caller::make(call_plan plan, result<T> (*decode)(std::string_view)) {
  for (int attempts = 1;; ++attempts) {
    http_request request = plan.request;
    const result<http_response> answer = co_await attempt(std::move(request));
    result<T> value = answer ? decode(answer->body) : result<T>(std::unexpected(answer.error()));
    if (value) {
      co_return value;
    }
    error& failure = value.error();
    failure.attempts = attempts;
    if (answer) {
      failure.status = answer->status;
      failure.request_id = request_id_of(*answer);
    }
    const auto wait = next_wait(plan, failure);
    if (!wait) {
      co_return value;
    }
    co_await aio::sleep_for(*wait);
  }
}

}  // namespace bouts

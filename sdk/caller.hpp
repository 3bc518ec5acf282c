// Calls of the API over a transport: attempts, waits between them, and what is learned from every answer.
// Private to this room.
//
// Single thread, like its transport.
#pragma once

#include "aio/event.hpp"
#include "core/http/rate_limit.hpp"
#include "core/http/retry.hpp"
#include "sdk/options.hpp"
#include "sdk/requests.hpp"
#include "sdk/transport.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>

namespace bouts {

class caller {
 public:
  explicit caller(std::shared_ptr<transport> link);

  // One attempt: the answer when its status is below 300, else what it says as an error. REQUIRES that this
  // object outlives it, as does perform() below.
  boost::asio::awaitable<result<http_response>> attempt(http_request request, milliseconds timeout);
  // How long to wait for the next attempt; nothing when there is none.
  std::optional<milliseconds> next_wait(repeat kind, endpoint_kind endpoint, const error& failure,
                                        const retry_policy& policy);

  const std::optional<clock_anchor>& clock() const noexcept { return clock_; }
  void set_clock(clock_anchor known) noexcept { clock_ = known; }
  const std::optional<rate_limit>& last_rate_limit() const noexcept { return rate_limit_; }

 private:
  void learn(const http_response& answer, mono_time asked, mono_time answered);

  std::shared_ptr<transport> link_;
  std::minstd_rand random_;
  std::optional<clock_anchor> clock_;
  std::optional<rate_limit> rate_limit_;
};

// What clients and groups share.
struct client_state {
  std::shared_ptr<caller> calls;
  std::shared_ptr<const credentials> keys;
  client_options options;
};

// X-Request-ID of an answer; "" when there is none or it is none that can be printed.
std::string request_id_of(const http_response& answer);

// With the agent's key, or the token (or the key in its place), as its endpoint wants it.
http_request with_credentials(http_request request, endpoint_kind endpoint, const credentials& keys);

// The decoded answer of the first attempt that has one. Failures that may pass are repeated as the options
// say, where the request allows it; an answer that cannot be decoded is one of them. The error is the last
// attempt's, with the number of attempts.
template <class T>
boost::asio::awaitable<result<T>> perform(std::shared_ptr<client_state> with, api_request<T> asked) {
  asked.request = with_credentials(std::move(asked.request), asked.endpoint, *with->keys);
  bool lost = false;  // an attempt may have been taken without our hearing of it
  for (int attempts = 1;; ++attempts) {
    http_request request = asked.request;
    const result<http_response> answer =
        co_await with->calls->attempt(std::move(request), with->options.timeout);
    result<T> value = answer ? asked.decode(answer->body) : result<T>(std::unexpected(answer.error()));
    if (value) {
      co_return value;
    }
    error& failure = value.error();
    failure.attempts = attempts;
    if (answer) {
      failure.status = answer->status;
      failure.request_id = request_id_of(*answer);
    }
    const auto wait = with->calls->next_wait(asked.again, asked.endpoint, failure, with->options.retry);
    if (!wait) {
      if (lost && asked.after_loss != nullptr) {
        co_return asked.after_loss(std::move(failure));
      }
      co_return value;
    }
    lost = lost || failure.kind != errc::rate_limited;
    co_await aio::sleep_for(*wait);
  }
}

}  // namespace bouts

#include "sdk/caller.hpp"

#include "aio/clock.hpp"
#include "core/base/ids.hpp"
#include "core/wire/decode.hpp"

#include <algorithm>
#include <utility>

namespace bouts {

namespace asio = boost::asio;

namespace {

constexpr int first_error_status = 300;

// When the answer was made, by the arena's clock. A cache repeats an old Date and says so with Age (RFC 9111
// §5.1).
std::optional<wall_time> date_of(const http_response& answer) {
  const auto age = answer.header("Age");
  const auto date = answer.header("Date");
  if (!date || (age && *age != "0")) {
    return std::nullopt;
  }
  return parse_http_date(*date);
}

std::optional<rate_limit> rate_limit_of(const http_response& answer, wall_time now) {
  const auto value = [&answer](std::string_view name) { return answer.header(name).value_or(""); };
  return parse_rate_limit(value("X-RateLimit-Limit"), value("X-RateLimit-Remaining"),
                          value("X-RateLimit-Reset"), now);
}

error failure_of(const http_response& answer) {
  error failure = decode_error(answer.status, answer.body);
  if (failure.request_id.empty()) {
    failure.request_id = request_id_of(answer);
  }
  const wall_time now = date_of(answer).value_or(aio::wall_now());
  if (const auto wait = answer.header("Retry-After")) {
    failure.retry_after = parse_retry_after(*wait, now);
  }
  if (failure.kind == errc::rate_limited && !failure.retry_after) {
    const auto known = rate_limit_of(answer, now);
    if (known && known->reset) {
      failure.retry_after = std::max(milliseconds::zero(), *known->reset - now);
    }
  }
  return failure;
}

}  // namespace

std::string request_id_of(const http_response& answer) {
  const auto id = answer.header("X-Request-ID");
  return id && is_safe_id(*id) ? std::string(*id) : std::string();
}

http_request with_credentials(http_request request, endpoint_kind endpoint, const credentials& keys) {
  if (endpoint == endpoint_kind::connector) {
    if (!keys.agent_key.empty()) {
      request.headers.emplace_back("x-arena-api-key", keys.agent_key.reveal());
    }
  } else {
    const secret& bearer = keys.token.empty() ? keys.agent_key : keys.token;
    if (!bearer.empty()) {
      request.headers.emplace_back("Authorization", "Bearer " + std::string(bearer.reveal()));
    }
  }
  request.headers.emplace_back("Accept", "application/json");
  return request;
}

caller::caller(std::shared_ptr<transport> link) : link_(std::move(link)), random_(std::random_device{}()) {}

asio::awaitable<result<http_response>> caller::attempt(http_request request, milliseconds timeout) {
  const auto asked = aio::mono_now();
  result<http_response> answer = co_await link_->exchange(std::move(request), timeout);
  if (!answer) {
    co_return answer;
  }
  learn(*answer, asked, aio::mono_now());
  if (answer->status >= first_error_status) {
    co_return std::unexpected(failure_of(*answer));
  }
  co_return answer;
}

void caller::learn(const http_response& answer, mono_time asked, mono_time answered) {
  const auto date = date_of(answer);
  if (date) {
    // The answer was under way for about half of the time.
    clock_ = clock_anchor{.server = *date, .mono = answered - (answered - asked) / 2};
  }
  if (auto told = rate_limit_of(answer, date.value_or(aio::wall_now()))) {
    rate_limit_ = told;
  }
}

std::optional<milliseconds> caller::next_wait(repeat kind, endpoint_kind endpoint, const error& failure,
                                              const retry_policy& policy) {
  if (failure.attempts >= policy.max_attempts || !may_repeat(kind, failure, endpoint)) {
    return std::nullopt;
  }
  const double random = std::uniform_real_distribution<double>(0.0, 1.0)(random_);
  return policy.wait(failure.attempts, random, failure.retry_after);
}

}  // namespace bouts

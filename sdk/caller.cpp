#include "sdk/caller.hpp"

#include "aio/clock.hpp"
#include "core/base/ids.hpp"
#include "core/wire/decode.hpp"

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

error failure_of(const http_response& answer) {
  error failure = decode_error(answer.status, answer.body);
  if (failure.request_id.empty()) {
    failure.request_id = request_id_of(answer);
  }
  if (const auto wait = answer.header("Retry-After")) {
    failure.retry_after = parse_retry_after(*wait, date_of(answer).value_or(aio::wall_now()));
  }
  return failure;
}

}  // namespace

std::string request_id_of(const http_response& answer) {
  const auto id = answer.header("X-Request-ID");
  return id && is_safe_id(*id) ? std::string(*id) : std::string();
}

caller::caller(std::shared_ptr<transport> link, std::chrono::milliseconds timeout, retry_policy retry)
    : link_(std::move(link)), timeout_(timeout), retry_(retry), random_(std::random_device{}()) {}

asio::awaitable<result<http_response>> caller::attempt(http_request request) {
  const auto asked = aio::mono_now();
  result<http_response> answer = co_await link_->exchange(std::move(request), timeout_);
  if (!answer) {
    co_return answer;
  }
  learn_clock(*answer, asked, aio::mono_now());
  if (answer->status >= first_error_status) {
    co_return std::unexpected(failure_of(*answer));
  }
  co_return answer;
}

void caller::learn_clock(const http_response& answer, mono_time asked, mono_time answered) {
  if (const auto date = date_of(answer)) {
    // The answer was under way for about half of the time.
    clock_ = clock_anchor{.server = *date, .mono = answered - (answered - asked) / 2};
  }
}

std::optional<milliseconds> caller::next_wait(const call_plan& plan, const error& failure) {
  const bool last = !plan.repeatable || failure.attempts >= retry_.max_attempts;
  if (last || judge(failure, plan.endpoint) != verdict::again) {
    return std::nullopt;
  }
  const double random = std::uniform_real_distribution<double>(0.0, 1.0)(random_);
  return retry_.wait(failure.attempts, random, failure.retry_after);
}

}  // namespace bouts

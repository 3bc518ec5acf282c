#include "sandbox/delivering.hpp"

#include "aio/clock.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/loopback_client.hpp"

#include <utility>

namespace arena::sandbox {

namespace asio = boost::asio;

namespace {

client_request client_request_of(const outgoing_request& from, const loopback_url& to) {
  client_request made;
  made.method = "POST";
  made.target = to.target;
  made.headers = from.headers;
  made.body = from.body;
  return made;
}

attempt_outcome outcome_of(const bouts::result<client_reply>& reply, milliseconds latency) {
  attempt_outcome made;
  made.latency = latency;
  if (reply) {
    made.status_code = reply->status;
  } else {
    made.error = reply.error().message;
  }
  return made;
}

// The clocks may differ by a part of a millisecond: one more, and it is surely due.
aio::mono_clock::time_point on_monotonic_clock(wall_time when) {
  return aio::mono_now() + (when - aio::wall_now()) + milliseconds(1);
}

}  // namespace

webhook_sender::webhook_sender(asio::any_io_executor executor, arena_state& arena)
    : arena_(arena), tasks_(std::move(executor)) {}

void webhook_sender::start() {
  tasks_.spawn("webhooks", run());
}

asio::awaitable<void> webhook_sender::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

asio::awaitable<void> webhook_sender::run() {
  for (;;) {
    changed_.reset();
    const wall_time now = aio::wall_now();
    tell(arena_, now);
    const std::size_t under_way = tasks_.size() - 1;  // all but this one
    const std::size_t room = limits::deliveries_at_once - under_way;
    for (auto& each : take_due_attempts(arena_, room, now)) {
      tasks_.spawn("delivery", attempt(std::move(each)));
    }
    const auto next = next_telling(arena_);
    const bool full = tasks_.size() > limits::deliveries_at_once;
    if (next && !full) {
      co_await changed_.wait_until(on_monotonic_clock(*next));
    } else {
      co_await changed_.wait();
    }
  }
}

asio::awaitable<void> webhook_sender::attempt(outgoing_request what) {
  const auto began = aio::mono_now();
  auto to = parse_loopback_url(what.url);  // it was checked when the webhook was made
  bouts::result<client_reply> reply = bouts::fail(bouts::errc::bad_url, "the URL cannot be used");
  if (to) {
    client_request request = client_request_of(what, *to);
    reply = co_await exchange_with(*std::move(to), std::move(request), what.timeout, wanted_reply::head);
  }
  const auto latency = std::chrono::floor<milliseconds>(aio::mono_now() - began);
  arena_.outgoing.concluded(what.delivery, outcome_of(reply, latency), aio::wall_now());
  changed_.set();
  ended_.set();
  ended_.reset();
}

asio::awaitable<void> webhook_sender::wait_for_end(long long delivery) {
  for (;;) {
    const auto* const found = arena_.outgoing.find(delivery);
    if (found == nullptr || found->status != delivery_status::pending) {
      co_return;
    }
    co_await ended_.wait();
  }
}

}  // namespace arena::sandbox

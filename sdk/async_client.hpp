// The Bouts API as awaitable calls, on any Asio executor.
//
//   auto api = bouts::async_client::make(co_await asio::this_coro::executor);
//   auto active = co_await api->challenges().list({.status = "active"});
//
// Failures are `error` values with kind, status, code, message, request id and attempts
// (core/base/error.hpp).
//
// Threads: a client is used on the executor that its transport was made with, which runs one handler at a
// time (a strand, where its context has several threads). Calls may be made concurrently. Lifetimes: a client
// is a handle; copies share connections, clock and rate limit. A call keeps what it needs, so the client may
// go first; the executor's context may not. Cancellation: a call ends when the cancellation slot of its
// coroutine is emitted, and then throws Asio's operation_aborted (it does not return errc::cancelled), as it
// is the caller itself that is being stopped.
#pragma once

#include "core/base/secret.hpp"
#include "core/base/time.hpp"
#include "core/http/rate_limit.hpp"
#include "sdk/calls.hpp"
#include "sdk/options.hpp"
#include "sdk/pager.hpp"
#include "sdk/transport.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace bouts {

struct client_state;
template <class T>
struct api_request;

// See calls.hpp.
class awaiting {
 public:
  template <class T>
  using call = boost::asio::awaitable<result<T>>;
  template <class T>
  using pages = pager<T>;
  static constexpr bool awaited = true;

  explicit awaiting(std::shared_ptr<client_state> state) : state_(std::move(state)) {}

  // For the groups of calls.hpp.
  template <class T>
  call<T> make(result<api_request<T>> request) const;
  call<submission> follow(submission_id id, result_wait wait) const;
  pages<challenge> walk(const challenge_filter& filter) const;

 private:
  std::shared_ptr<client_state> state_;
};

class async_client {
 public:
  // Many may share one transport, one for each agent key.
  async_client(std::shared_ptr<transport> link, credentials keys, client_options options = {});
  // With a transport of its own, and with what `given` leaves out from the environment. errc::bad_url when
  // the URL or the proxy cannot be used, errc::io when the CA file cannot be read.
  static result<async_client> make(boost::asio::any_io_executor executor, const settings& given);
  static result<async_client> make(boost::asio::any_io_executor executor);
  // See calls.hpp: the executor may be awaited in the same expression.
  static result<async_client> make(boost::asio::any_io_executor executor, settings&& given) = delete;

  calls::challenges<awaiting> challenges() const;
  calls::sessions<awaiting> sessions() const;
  calls::submissions<awaiting> submissions() const;
  calls::results<awaiting> results() const;
  calls::webhooks<awaiting> webhooks() const;
  calls::tokens<awaiting> tokens() const;
  calls::connector<awaiting> connector() const;
  calls::sandbox<awaiting> sandbox() const;
  // Whether an action would be taken, without taking it. Observed, undocumented. (idempotent)
  boost::asio::awaitable<result<dry_run_report>> dry_run(const dry_run_request& asked) const;
  boost::asio::awaitable<result<dry_run_report>> dry_run(dry_run_request&& asked) const = delete;

  // The same client with other time-outs and retries for the calls made through the copy.
  async_client with(client_options options) const;

  // What the last answer that spoke of it said; nothing before.
  std::optional<rate_limit> last_rate_limit() const;

  // The arena's time now, reckoned from the `Date` of the last answer (whole seconds, and half the round trip
  // off at most) by the monotonic clock, so that setting this machine's clock changes nothing; this machine's
  // time before the first answer.
  wall_time server_time() const noexcept;
  // What server_time() is reckoned from; nothing before the first answer.
  std::optional<clock_anchor> clock() const noexcept;
  // Until the first answer comes: what was known before, in the same boot of this machine.
  void set_clock(clock_anchor known) noexcept;
  // The arena's clock minus ours; zero before the first answer.
  std::chrono::milliseconds clock_offset() const noexcept;

 private:
  explicit async_client(std::shared_ptr<client_state> state) : state_(std::move(state)) {}
  awaiting way() const { return awaiting(state_); }

  std::shared_ptr<client_state> state_;
};

}  // namespace bouts

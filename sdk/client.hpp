// The Bouts API for programs that know nothing of Asio: a call comes back when it is done.
//
//   bouts::client api;  // the key from BOUTS_API_KEY
//   for (const auto& one : api.challenges().list({.status = "active"}).value()) {
//     show(one.title);
//   }
//
// A call gives an answer<T>: a value or an error, or, by .value(), a value or an exception.
//
// Threads: safe to use from any number of threads at once; their calls run side by side. One thread of the
// client's own does the network's work; it needs no signal and handles none. Lifetimes: a client is a handle;
// copies share thread, connections, clock and rate limit. The last handle to go, groups and ranges included,
// ends the thread; calls hold one, so none is ever cut off by that. Not for use after fork() in the child.
// Cancellation: by a std::stop_token (with()); a call that was stopped is errc::cancelled.
#pragma once

#include "core/base/time.hpp"
#include "core/http/rate_limit.hpp"
#include "sdk/answer.hpp"
#include "sdk/calls.hpp"
#include "sdk/options.hpp"
#include "sdk/page_range.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace bouts {

class client_thread;
struct client_state;
template <class T>
struct api_request;

// See calls.hpp.
class blocking {
 public:
  template <class T>
  using call = answer<T>;
  template <class T>
  using pages = page_range<T>;
  static constexpr bool awaited = false;

  blocking(std::shared_ptr<client_thread> thread, std::shared_ptr<client_state> state, std::stop_token stop)
      : thread_(std::move(thread)), state_(std::move(state)), stop_(std::move(stop)) {}

  // For the groups of calls.hpp.
  template <class T>
  call<T> make(result<api_request<T>> request) const;
  call<submission> follow(submission_id id, result_wait wait) const;
  pages<challenge> walk(const challenge_filter& filter) const;

 private:
  friend class client;
  std::shared_ptr<client_thread> thread_;
  std::shared_ptr<client_state> state_;
  std::stop_token stop_;
};

class client {
 public:
  // With what `given` leaves out from the environment. Throws api_error when the URL or the proxy cannot be
  // used (errc::bad_url) or the CA file cannot be read (errc::io).
  explicit client(settings given = {});
  // The same without an exception.
  static answer<client> make(settings given = {});

  calls::challenges<blocking> challenges() const;
  calls::sessions<blocking> sessions() const;
  calls::submissions<blocking> submissions() const;
  calls::results<blocking> results() const;
  calls::webhooks<blocking> webhooks() const;
  calls::tokens<blocking> tokens() const;
  calls::connector<blocking> connector() const;
  calls::sandbox<blocking> sandbox() const;
  // Whether an action would be taken, without taking it. Observed, undocumented. (idempotent)
  answer<dry_run_report> dry_run(const dry_run_request& asked) const;

  // The same client with other time-outs and retries for the calls made through the copy.
  client with(client_options options) const;
  // The same client, its calls ended when a stop is requested.
  client with(std::stop_token stop) const;

  // What the last answer that spoke of it said; nothing before.
  std::optional<rate_limit> last_rate_limit() const;
  // The arena's time now, as its last answer told it; this machine's before the first.
  wall_time server_time() const;
  // The arena's clock minus ours; zero before the first answer.
  std::chrono::milliseconds clock_offset() const;

 private:
  explicit client(blocking way) : way_(std::move(way)) {}

  blocking way_;
};

// As the API's documents write it.
using Client = client;

}  // namespace bouts

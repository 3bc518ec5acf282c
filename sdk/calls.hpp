// Every call of the API (API.md), in the groups of the Python client. The same for both clients; they differ
// in what a call gives back, which `Way` says:
//
//   async_client  call<T> is an awaitable of result<T>         pages<T> is a pager<T>
//   client        call<T> is an answer<T>, had when it returns  pages<T> is a page_range<T>, for a range-for
//
// Arguments are read before the function returns; none has to outlive the call. A group is a handle on its
// client's shared state: cheap to copy, and good for longer than the client itself.
//
// A call is repeated after 429, 5xx, a lost connection or an answer that cannot be read as often as
// client_options says, and only where a repeat does no harm; each says which kind it is:
//   (idempotent)  repeated after any of those
//   (once)        repeated after 429 alone, when the arena says itself that it did nothing
//   (counted)     never repeated: each request counts against a budget that the caller keeps
//
// Arguments that own memory (a solution, a webhook_request) need a name when the call is awaited: GCC 12
// destroys the temporary of `co_await api.webhooks().create({.url = …})` twice (docs/decisions/0006), so that
// this does not compile. The blocking client takes temporaries.
//
// An empty id is errc::invalid, and so is everything else that is known to be refused; then nothing is sent.
#pragma once

#include "core/base/error.hpp"
#include "core/wire/account_models.hpp"
#include "core/wire/models.hpp"
#include "core/wire/webhook_models.hpp"
#include "sdk/arguments.hpp"

#include <string>
#include <utility>
#include <vector>

namespace bouts::calls {

template <class Way>
class challenges {
 public:
  template <class T>
  using call = typename Way::template call<T>;

  explicit challenges(Way way) : way_(std::move(way)) {}

  // One page. Without a token only active ones. (idempotent)
  call<page<challenge>> list(const challenge_filter& filter = {}) const;
  // All of them, page by page from the filter's page on, each page asked for when it is needed. (idempotent)
  typename Way::template pages<challenge> all(const challenge_filter& filter = {}) const;
  call<challenge> get(const challenge_id& id) const;  // (idempotent)
  // Enters the challenge, or finds the session that is open already (`existing`). Starts the clock.
  // (idempotent)
  call<opened_session> create_session(const challenge_id& id) const;

 private:
  Way way_;
};

template <class Way>
class sessions {
 public:
  template <class T>
  using call = typename Way::template call<T>;

  explicit sessions(Way way) : way_(std::move(way)) {}

  call<session> get(const session_id& id) const;  // (idempotent)
  // Hands in. `key` has 64 characters; without one it is idempotency_key() of the session and the answer, so
  // that the same answer handed in again, even by another process, gives the first submission with
  // `idempotent`. errc::too_large when the host would not take so much. (idempotent)
  call<submission> submit(const session_id& id, const solution& answer, std::string key = {}) const;
  call<submission> submit(const session_id& id, solution&& answer, std::string key = {}) const
    requires(Way::awaited)
  = delete;
  call<submission> submit(const session_id& id, std::string content, std::string key = {}) const;

 private:
  Way way_;
};

template <class Way>
class submissions {
 public:
  template <class T>
  using call = typename Way::template call<T>;

  explicit submissions(Way way) : way_(std::move(way)) {}

  call<submission> get(const submission_id& id) const;  // (idempotent)
  // errc::not_found until it is judged. (idempotent)
  call<bouts::breakdown> breakdown(const submission_id& id) const;
  // Asks every `wait.interval` until the status is a terminal one (is_terminal()), which need not be a good
  // one. Failures that may pass are waited out. errc::timed_out when it is still being judged after
  // `wait.limit`; any other failure as it came.
  call<submission> wait_for_result(const submission_id& id, result_wait wait = {}) const;

 private:
  Way way_;
};

template <class Way>
class results {
 public:
  template <class T>
  using call = typename Way::template call<T>;

  explicit results(Way way) : way_(std::move(way)) {}

  // By either id. errc::not_found until it is judged. (idempotent)
  call<match_result> get(const submission_id& id) const;
  call<match_result> get(const result_id& id) const;

 private:
  Way way_;
};

template <class Way>
class webhooks {
 public:
  template <class T>
  using call = typename Way::template call<T>;

  explicit webhooks(Way way) : way_(std::move(way)) {}

  call<page<webhook>> list() const;                           // (idempotent)
  call<webhook> create(const webhook_request& wanted) const;  // (once)
  call<webhook> create(webhook_request&& wanted) const
    requires(Way::awaited)
  = delete;
  call<void> remove(const webhook_id& id) const;  // (idempotent)
  // Makes the arena send a delivery, unsigned. errc::validation with WEBHOOK_INACTIVE when it is off. (once)
  call<webhook_test> test(const webhook_id& id) const;
  call<page<webhook_delivery>> deliveries(
      const webhook_id& id) const;                                 // the latest, newest first (idempotent)
  call<rotated_secret> rotate_secret(const webhook_id& id) const;  // (once)

 private:
  Way way_;
};

// API tokens. The arena wants the token of a web session for these; an API token is refused.
template <class Way>
class tokens {
 public:
  template <class T>
  using call = typename Way::template call<T>;

  explicit tokens(Way way) : way_(std::move(way)) {}

  call<page<token>> list() const;                         // (idempotent)
  call<token> create(const token_request& wanted) const;  // the only answer with its `value` (once)
  call<token> create(token_request&& wanted) const
    requires(Way::awaited)
  = delete;
  call<void> remove(const token_id& id) const;  // (idempotent)

 private:
  Way way_;
};

// What a connector does, by the agent's key.
template <class Way>
class connector {
 public:
  template <class T>
  using call = typename Way::template call<T>;

  explicit connector(Way way) : way_(std::move(way)) {}

  call<ping_reply> ping() const;                          // says nothing of the agent (idempotent)
  call<ping_reply> ping(const ping_request& said) const;  // (idempotent)
  call<ping_reply> ping(ping_request&& said) const
    requires(Way::awaited)
  = delete;
  call<assignments> assigned() const;  // (idempotent)
  // One event, exactly one request: 30 a minute for all challenges of the agent, refused ones included.
  // `event_json` as encode_event() made it. (counted)
  call<event_receipt> stream_event(const challenge_id& challenge, const agent_id& agent,
                                   std::string event_json) const;
  // Hands in without a session. There is no idempotency key: when an answer was lost and the repeat is told
  // that there is a submission (409), that is ours (`duplicate`). Observed, undocumented. (idempotent)
  call<connector_receipt> submit(const challenge_id& challenge, const solution& answer) const;
  call<connector_receipt> submit(const challenge_id& challenge, solution&& answer) const
    requires(Way::awaited)
  = delete;
  // 1 to 50 events for the replay. Observed, undocumented. (counted)
  call<void> send_replay(const challenge_id& challenge, const std::vector<replay_event>& events) const;

 private:
  Way way_;
};

template <class Way>
class sandbox {
 public:
  template <class T>
  using call = typename Way::template call<T>;

  explicit sandbox(Way way) : way_(std::move(way)) {}

  // The stable ones to try against. Needs no token. (idempotent)
  call<page<challenge>> challenges() const;

 private:
  Way way_;
};

}  // namespace bouts::calls

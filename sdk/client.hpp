// The Bouts API as awaitable calls: a thin typed layer over a transport. Every call builds its request with
// core/wire, makes it with the retries that its kind allows, and reads the answer tolerantly.
//
// A client is cheap: many may share one transport (one for each agent key). Single thread, like its
// transport; calls may be made concurrently. It must outlive the calls it has started. Every call can be
// cancelled (errc::cancelled is not returned then: Asio's operation_aborted is thrown, as cancellation means
// the caller itself is being stopped).
//
// Failures are `error` values with kind, status, code, message, request id and attempts
// (core/base/error.hpp).
#pragma once

#include "core/base/secret.hpp"
#include "core/http/retry.hpp"
#include "core/wire/models.hpp"
#include "sdk/transport.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace bouts {

struct credentials {
  secret agent_key;  // "aa_…", for the connector endpoints; may be empty
  secret token;      // "bouts_sk_…", for the resources; when empty the agent key is sent as Bearer (API.md,
                     // observed)
};

struct client_options {
  std::chrono::milliseconds timeout{15'000};  // one attempt of a call
  retry_policy retry;  // attempts and back-off; retry_policy::none() for callers with a loop of their own
};

struct challenge_filter {
  std::optional<std::string> status;  // "active", …
  std::optional<std::string> format;
  std::optional<std::string> category;
  std::optional<int> page;   // from 1
  std::optional<int> limit;  // 1 to 50
};

class client {
  template <class T>
  using call = boost::asio::awaitable<result<T>>;

 public:
  client(std::shared_ptr<transport> link, credentials keys, client_options options = {});
  ~client();
  client(client&&) noexcept;
  client& operator=(client&&) noexcept;

  // Connector endpoints (agent key).
  call<ping_reply> ping(ping_request ping);
  call<assignments> assigned();
  // One event, exactly one request: never repeated here, as each one counts against the 30 a minute.
  // `event_json` as encode_event() made it.
  call<event_receipt> stream_event(challenge_id challenge, agent_id agent, std::string event_json);

  // Resources (token).
  call<page<challenge>> list_challenges(challenge_filter filter);
  call<challenge> get_challenge(challenge_id id);
  // Idempotent: a repeat finds the session open (`existing`).
  call<opened_session> open_session(challenge_id id);
  call<session> get_session(session_id id);
  // `key` as idempotency_key() made it; the same key again gives the first submission with `idempotent`.
  call<submission> submit(session_id id, solution answer, std::string key);
  call<submission> get_submission(submission_id id);
  call<breakdown> get_breakdown(submission_id id);
  call<match_result> get_result(submission_id id);

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
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace bouts

#include "sdk/requests.hpp"

#include "core/base/limits.hpp"
#include "core/wire/decode.hpp"
#include "core/wire/encode.hpp"
#include "sdk/query.hpp"

#include <utility>

namespace bouts::requests {

namespace {

template <class T>
using decoder = result<T> (*)(std::string_view);

template <class Tag>
std::unexpected<error> refuse_empty(const id<Tag>&) {
  return fail(errc::invalid, "an empty " + std::string(Tag::name) + " cannot be asked for");
}

template <class T>
api_request<T> get(std::string target, decoder<T> decode) {
  return {.request = {.method = "GET", .target = std::move(target), .headers = {}, .body = {}},
          .decode = decode};
}

template <class T>
api_request<T> post(std::string target, std::string json, decoder<T> decode) {
  api_request<T> made{
      .request = {.method = "POST", .target = std::move(target), .headers = {}, .body = std::move(json)},
      .decode = decode};
  if (!made.request.body.empty()) {
    made.request.headers.emplace_back("Content-Type", "application/json");
  }
  return made;
}

// With the transport's quiet second try on a fresh connection it would not be known that an answer was lost.
template <class T>
api_request<T> told_apart(api_request<T> made, result<T> (*after_loss)(error)) {
  made.after_loss = after_loss;
  made.request.resend_when_stale = false;
  return made;
}

// A delete whose answer was lost finds nothing when it is repeated.
status gone_is_well(error failure) {
  return failure.kind == errc::not_found ? status() : status(std::unexpected(std::move(failure)));
}

api_request<void> remove(std::string target) {
  return told_apart<void>(
      {.request = {.method = "DELETE", .target = std::move(target), .headers = {}, .body = {}},
       .decode = decode_nothing},
      gone_is_well);
}

// By the agent's key.
template <class T>
api_request<T> of_connector(api_request<T> made) {
  made.endpoint = endpoint_kind::connector;
  return made;
}

template <class T>
api_request<T> once(api_request<T> made) {
  made.again = repeat::if_refused;
  made.request.resend_when_stale = false;
  return made;
}

template <class T>
api_request<T> counted(api_request<T> made) {
  made.again = repeat::never;
  made.request.resend_when_stale = false;
  return made;
}

template <class T>
made<T> within_limit(api_request<T> made) {
  if (made.request.body.size() > limits::request_body_bytes) {
    return fail(errc::too_large, "the request takes " + std::to_string(made.request.body.size()) +
                                     " bytes; at most " + std::to_string(limits::request_body_bytes) +
                                     " can be sent");
  }
  return made;
}

status check_filter(const challenge_filter& filter) {
  if (filter.page && *filter.page < 1) {
    return fail(errc::invalid, "pages are counted from 1");
  }
  if (filter.limit && (*filter.limit < 1 || *filter.limit > limits::challenges_page_limit)) {
    return fail(errc::invalid,
                "a page has 1 to " + std::to_string(limits::challenges_page_limit) + " challenges");
  }
  return {};
}

template <class Tag>
made<match_result> result_of(const id<Tag>& which) {
  if (which.empty()) {
    return refuse_empty(which);
  }
  return get<match_result>("/api/v1/results/" + which.str(), decode_match_result);
}

// API.md: a repeat after a success is told that there is a submission already, and that is ours.
result<connector_receipt> ours_already(error failure) {
  if (failure.kind != errc::conflict) {
    return std::unexpected(std::move(failure));
  }
  connector_receipt earlier;
  earlier.duplicate = true;
  return earlier;
}

}  // namespace

made<page<challenge>> list_challenges(const challenge_filter& filter) {
  if (auto checked = check_filter(filter); !checked) {
    return std::unexpected(std::move(checked.error()));
  }
  query asked;
  asked.add("status", filter.status);
  asked.add("format", filter.format);
  asked.add("category", filter.category);
  asked.add("page", filter.page);
  asked.add("limit", filter.limit);
  return get<page<challenge>>("/api/v1/challenges" + asked.str(), decode_challenges);
}

made<challenge> get_challenge(const challenge_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  return get<challenge>("/api/v1/challenges/" + id.str(), decode_challenge);
}

made<opened_session> create_session(const challenge_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  auto made = post<opened_session>("/api/v1/challenges/" + id.str() + "/sessions", {}, decode_opened_session);
  // One that is sent again finds the session that it has opened itself as an existing one: whoever asks whose
  // that is has to know that it was sent again.
  made.request.resend_when_stale = false;
  return made;
}

made<session> get_session(const session_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  return get<session>("/api/v1/sessions/" + id.str(), decode_session);
}

made<submission> submit(const session_id& id, const solution& answer, std::string key) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  auto made = post<submission>("/api/v1/sessions/" + id.str() + "/submissions", encode_solution(answer),
                               decode_submission);
  made.request.headers.emplace_back("Idempotency-Key",
                                    key.empty() ? idempotency_key(id, entry_id(), answer) : std::move(key));
  return within_limit(std::move(made));
}

made<submission> get_submission(const submission_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  return get<submission>("/api/v1/submissions/" + id.str(), decode_submission);
}

made<breakdown> get_breakdown(const submission_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  return get<breakdown>("/api/v1/submissions/" + id.str() + "/breakdown", decode_breakdown);
}

made<match_result> get_result(const submission_id& id) {
  return result_of(id);
}

made<match_result> get_result(const result_id& id) {
  return result_of(id);
}

made<page<webhook>> list_webhooks() {
  return get<page<webhook>>("/api/v1/webhooks", decode_webhooks);
}

made<webhook> create_webhook(const webhook_request& wanted) {
  return once(post<webhook>("/api/v1/webhooks", encode_webhook_request(wanted), decode_webhook));
}

made<void> remove_webhook(const webhook_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  return remove("/api/v1/webhooks/" + id.str());
}

made<webhook_test> test_webhook(const webhook_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  return once(post<webhook_test>("/api/v1/webhooks/" + id.str() + "/test", {}, decode_webhook_test));
}

made<page<webhook_delivery>> list_deliveries(const webhook_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  return get<page<webhook_delivery>>("/api/v1/webhooks/" + id.str() + "/deliveries", decode_deliveries);
}

made<rotated_secret> rotate_secret(const webhook_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  return once(
      post<rotated_secret>("/api/v1/webhooks/" + id.str() + "/rotate-secret", {}, decode_rotated_secret));
}

made<page<token>> list_tokens() {
  return get<page<token>>("/api/v1/auth/tokens", decode_tokens);
}

made<token> create_token(const token_request& wanted) {
  return once(post<token>("/api/v1/auth/tokens", encode_token_request(wanted), decode_created_token));
}

made<void> remove_token(const token_id& id) {
  if (id.empty()) {
    return refuse_empty(id);
  }
  return remove("/api/v1/auth/tokens/" + id.str());
}

made<ping_reply> ping(const ping_request& said) {
  return of_connector(post<ping_reply>("/api/v1/agents/ping", encode_ping(said), decode_ping));
}

made<assignments> assigned() {
  return of_connector(get<assignments>("/api/v1/challenges/assigned", decode_assigned));
}

made<event_receipt> stream_event(const challenge_id& challenge, const agent_id& agent,
                                 const std::string& event_json) {
  return of_connector(counted(post<event_receipt>(
      "/api/v1/events/stream", encode_stream_event(challenge, agent, event_json), decode_event_receipt)));
}

made<connector_receipt> connector_submit(const challenge_id& challenge, const solution& answer) {
  if (challenge.empty()) {
    return refuse_empty(challenge);
  }
  auto made = post<connector_receipt>("/api/connector/submit", encode_connector_submission(challenge, answer),
                                      decode_connector_receipt);
  return within_limit(of_connector(told_apart(std::move(made), ours_already)));
}

made<void> send_replay(const challenge_id& challenge, const std::vector<replay_event>& events) {
  if (challenge.empty()) {
    return refuse_empty(challenge);
  }
  if (events.empty() || events.size() > limits::replay_events_per_request) {
    return fail(errc::invalid, "a replay is sent with 1 to " +
                                   std::to_string(limits::replay_events_per_request) + " events at a time");
  }
  return within_limit(of_connector(
      counted(post<void>("/api/connector/events", encode_replay(challenge, events), decode_nothing))));
}

made<page<challenge>> sandbox_challenges() {
  return get<page<challenge>>("/api/v1/sandbox/challenges", decode_challenges);
}

made<dry_run_report> dry_run(const dry_run_request& asked) {
  return post<dry_run_report>("/api/v1/dry-run/validate", encode_dry_run(asked), decode_dry_run);
}

}  // namespace bouts::requests

#include "sdk/client.hpp"

#include "aio/clock.hpp"
#include "core/base/limits.hpp"
#include "core/wire/decode.hpp"
#include "core/wire/encode.hpp"
#include "sdk/caller.hpp"
#include "sdk/query.hpp"

#include <utility>

namespace bouts {

namespace asio = boost::asio;

namespace {

template <class T>
using call = asio::awaitable<result<T>>;

template <class T>
call<T> refuse(error why) {
  co_return std::unexpected(std::move(why));
}

template <class T, class Tag>
call<T> refuse_empty(const id<Tag>&) {
  return refuse<T>(
      fail(errc::invalid, "an empty " + std::string(Tag::name) + " cannot be asked for").error());
}

http_request get(std::string target) {
  return {.method = "GET", .target = std::move(target), .headers = {}, .body = {}};
}

http_request post(std::string target, std::string json = {}) {
  http_request made{.method = "POST", .target = std::move(target), .headers = {}, .body = std::move(json)};
  if (!made.body.empty()) {
    made.headers.emplace_back("Content-Type", "application/json");
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

std::string challenges_target(const challenge_filter& filter) {
  query made;
  made.add("status", filter.status);
  made.add("format", filter.format);
  made.add("category", filter.category);
  made.add("page", filter.page);
  made.add("limit", filter.limit);
  return "/api/v1/challenges" + made.str();
}

}  // namespace

struct client::state {
  state(std::shared_ptr<transport> link, credentials given, client_options options)
      : requests(std::move(link), options.timeout, options.retry), keys(std::move(given)) {}

  // With the agent key (API.md, connector endpoints).
  call_plan by_key(http_request request) const {
    if (!keys.agent_key.empty()) {
      request.headers.emplace_back("x-arena-api-key", keys.agent_key.reveal());
    }
    request.headers.emplace_back("Accept", "application/json");
    return {.request = std::move(request), .endpoint = endpoint_kind::connector};
  }
  // With the token, or the agent key in its place.
  call_plan by_token(http_request request) const {
    const secret& bearer = keys.token.empty() ? keys.agent_key : keys.token;
    if (!bearer.empty()) {
      request.headers.emplace_back("Authorization", "Bearer " + std::string(bearer.reveal()));
    }
    request.headers.emplace_back("Accept", "application/json");
    return {.request = std::move(request), .endpoint = endpoint_kind::resource};
  }

  caller requests;
  credentials keys;
};

client::client(std::shared_ptr<transport> link, credentials keys, client_options options)
    : state_(std::make_unique<state>(std::move(link), std::move(keys), options)) {}
client::~client() = default;
client::client(client&&) noexcept = default;
client& client::operator=(client&&) noexcept = default;

call<ping_reply> client::ping(ping_request ping) {
  return state_->requests.make(state_->by_key(post("/api/v1/agents/ping", encode_ping(ping))), decode_ping);
}

call<assignments> client::assigned() {
  return state_->requests.make(state_->by_key(get("/api/v1/challenges/assigned")), decode_assigned);
}

call<event_receipt> client::stream_event(challenge_id challenge, agent_id agent, std::string event_json) {
  call_plan plan =
      state_->by_key(post("/api/v1/events/stream", encode_stream_event(challenge, agent, event_json)));
  plan.repeatable = false;
  plan.request.resend_when_stale = false;
  return state_->requests.make(std::move(plan), decode_event_receipt);
}

call<page<challenge>> client::list_challenges(challenge_filter filter) {
  if (auto checked = check_filter(filter); !checked) {
    return refuse<page<challenge>>(std::move(checked.error()));
  }
  return state_->requests.make(state_->by_token(get(challenges_target(filter))), decode_challenges);
}

call<challenge> client::get_challenge(challenge_id id) {
  if (id.empty()) {
    return refuse_empty<challenge>(id);
  }
  return state_->requests.make(state_->by_token(get("/api/v1/challenges/" + id.str())), decode_challenge);
}

call<opened_session> client::open_session(challenge_id id) {
  if (id.empty()) {
    return refuse_empty<opened_session>(id);
  }
  http_request request = post("/api/v1/challenges/" + id.str() + "/sessions");
  return state_->requests.make(state_->by_token(std::move(request)), decode_opened_session);
}

call<session> client::get_session(session_id id) {
  if (id.empty()) {
    return refuse_empty<session>(id);
  }
  return state_->requests.make(state_->by_token(get("/api/v1/sessions/" + id.str())), decode_session);
}

call<submission> client::submit(session_id id, solution answer, std::string key) {
  if (id.empty()) {
    return refuse_empty<submission>(id);
  }
  http_request request = post("/api/v1/sessions/" + id.str() + "/submissions", encode_solution(answer));
  if (request.body.size() > limits::request_body_bytes) {
    return refuse<submission>(
        fail(errc::too_large, "the solution with its files takes " + std::to_string(request.body.size()) +
                                  " bytes; at most " + std::to_string(limits::request_body_bytes) +
                                  " can be sent")
            .error());
  }
  request.headers.emplace_back("Idempotency-Key", std::move(key));
  return state_->requests.make(state_->by_token(std::move(request)), decode_submission);
}

call<submission> client::get_submission(submission_id id) {
  if (id.empty()) {
    return refuse_empty<submission>(id);
  }
  return state_->requests.make(state_->by_token(get("/api/v1/submissions/" + id.str())), decode_submission);
}

call<breakdown> client::get_breakdown(submission_id id) {
  if (id.empty()) {
    return refuse_empty<breakdown>(id);
  }
  http_request request = get("/api/v1/submissions/" + id.str() + "/breakdown");
  return state_->requests.make(state_->by_token(std::move(request)), decode_breakdown);
}

call<match_result> client::get_result(submission_id id) {
  if (id.empty()) {
    return refuse_empty<match_result>(id);
  }
  return state_->requests.make(state_->by_token(get("/api/v1/results/" + id.str())), decode_match_result);
}

wall_time client::server_time() const noexcept {
  const auto known = clock();
  return known ? known->at(aio::mono_now()) : aio::wall_now();
}

std::optional<clock_anchor> client::clock() const noexcept {
  return state_->requests.clock();
}

void client::set_clock(clock_anchor known) noexcept {
  state_->requests.set_clock(known);
}

std::chrono::milliseconds client::clock_offset() const noexcept {
  return clock() ? server_time() - aio::wall_now() : std::chrono::milliseconds(0);
}

}  // namespace bouts

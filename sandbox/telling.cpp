#include "sandbox/telling.hpp"

#include "core/base/digest.hpp"
#include "sandbox/challenges.hpp"
#include "sandbox/json_writing.hpp"
#include "sandbox/judging.hpp"
#include "sandbox/limits.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

constexpr std::string_view test_event = "webhook.test";

// What is told: the same body for every webhook.
struct story {
  environment where = environment::production;
  json::object body;
};

json::object event_body(id_source& ids, std::string_view type, wall_time at, json::object data) {
  return {{"id", ids.uuid()},
          {"event_type", type},
          {"timestamp", bouts::format_iso8601(at)},
          {"data", std::move(data)}};
}

// The documents show a score in `submission.completed`; the service sends none (API.md, observed).
bool tells_score(webhook_event what, contract as) noexcept {
  return what == webhook_event::result_finalized ||
         (what == webhook_event::submission_completed && as == contract::documented);
}

story story_of_submission(arena_state& arena, const announcement& one) {
  const submission& which = arena.submissions.at(one.subject);
  const entry& part = arena.entries.at(which.entry.str());
  json::object data;
  data["submission_id"] = which.id.str();
  data["challenge_id"] = part.challenge.str();
  data["agent_id"] = arena.people.at(part.agent).id.str();
  data["session_id"] = which.session ? json::value(which.session->str()) : json::value();
  data["submission_status"] = steps_of(which, one.at, arena.judging_delay()).back().status;
  if (tells_score(one.what, arena.answers_as)) {
    const judgement judged = judge(which);
    data["final_score"] = judged.final_score;
    data["result_state"] = judged.result_state;
  }
  if (one.what == webhook_event::result_finalized) {
    data["result_id"] = which.result_id;
  }
  story made{arena.challenges.at(part.challenge.str()).where,
             event_body(arena.ids, to_string(one.what), one.at, std::move(data))};
  made.body["challenge_id"] = part.challenge.str();
  made.body["submission_id"] = which.id.str();
  return made;
}

story story_of_challenge(arena_state& arena, const announcement& one) {
  const challenge& which = arena.challenges.at(one.subject);
  json::object data;
  data["challenge_id"] = which.id.str();
  data["title"] = which.title;
  data["status"] = one.what == webhook_event::challenge_ended ? "judging" : "active";
  story made{which.where, event_body(arena.ids, to_string(one.what), one.at, std::move(data))};
  made.body["challenge_id"] = which.id.str();
  return made;
}

story story_of(arena_state& arena, const announcement& one) {
  const bool of_challenge =
      one.what == webhook_event::challenge_started || one.what == webhook_event::challenge_ended;
  return of_challenge ? story_of_challenge(arena, one) : story_of_submission(arena, one);
}

long long post(arena_state& arena, const webhook& to, std::string_view type, std::string body,
               wall_time now) {
  delivery made;
  made.id = arena.ids.next<delivery_id>();
  made.webhook = to.id.str();
  made.event_type = type;
  made.body = std::move(body);
  made.is_test = type == test_event;
  return arena.outgoing.add(std::move(made), now);
}

bool listens(const webhook& one, const announcement& to) {
  return one.active && one.created_at <= to.at && std::ranges::find(one.events, to.what) != one.events.end();
}

void tell_of(arena_state& arena, const announcement& one, wall_time now) {
  const auto heard = [&](const webhook& by) { return listens(by, one); };
  if (std::ranges::none_of(arena.webhooks, heard)) {
    return;
  }
  const story told = story_of(arena, one);
  const std::string body = write_json(told.body);
  for (const webhook& to : arena.webhooks) {
    if (heard(to) && to.where == told.where) {
      post(arena, to, to_string(one.what), body, now);
    }
  }
}

outgoing_request request_of(const arena_state& arena, const delivery& one) {
  const webhook& to = arena.webhooks.at(one.webhook);
  outgoing_request made;
  made.delivery = one.number;
  made.url = to.url;
  made.headers = {{"Content-Type", "application/json"},
                  {"User-Agent", "Bouts-Webhooks/1"},
                  {"X-Bouts-Delivery-ID", one.id.str()},
                  {"X-Bouts-Event", one.event_type},
                  {"X-Bouts-Event-Version", "1"}};
  // A test delivery carries no signature (API.md, observed); the documents say that every one does.
  if (!one.is_test || arena.answers_as == contract::documented) {
    made.headers.push_back({"X-Bouts-Signature", signature_of(to.secret, one.body, arena.answers_as)});
  }
  made.body = one.body;
  made.timeout = std::max(arena.scale().real(limits::delivery_timeout), limits::least_delivery_timeout);
  return made;
}

}  // namespace

void tell(arena_state& arena, wall_time now) {
  while (const auto one = arena.to_tell.take_due(now)) {
    tell_of(arena, *one, now);
  }
}

std::optional<wall_time> next_telling(const arena_state& arena) noexcept {
  const auto told = arena.to_tell.next_due();
  const auto sent = arena.outgoing.next_due();
  return told && sent ? std::min(told, sent) : told ? told : sent;
}

std::vector<outgoing_request> take_due_attempts(arena_state& arena, std::size_t most, wall_time now) {
  std::vector<outgoing_request> made;
  for (const delivery* one : arena.outgoing.begin_due(most, now)) {
    made.push_back(request_of(arena, *one));
  }
  return made;
}

long long send_test(arena_state& arena, const webhook& to, wall_time now) {
  const json::object body =
      event_body(arena.ids, test_event, now, {{"webhook_id", to.id.str()}, {"test", true}});
  return post(arena, to, test_event, write_json(body), now);
}

std::string signature_of(std::string_view secret, std::string_view body, contract as) {
  const std::string key = as == contract::observed ? bouts::sha256_hex(secret) : std::string(secret);
  return "sha256=" + bouts::hmac_sha256_hex(key, body);
}

}  // namespace arena::sandbox

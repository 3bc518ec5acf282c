// Requests about webhooks, tokens, replays and dry runs.
#include "core/wire/encode.hpp"
#include "core/wire/write_fields.hpp"

namespace bouts {

namespace {

using wire::write_id;
using wire::write_integer;
using wire::write_text;

template <class Enum>
void write_words(json_writer& json, std::string_view name, const std::vector<word<Enum>>& words) {
  json.key(name).begin_array();
  for (const word<Enum>& one : words) {
    json.string(one.text());
  }
  json.end_array();
}

void write_replay_event(json_writer& json, const replay_event& event) {
  json.begin_object();
  json.key("event_type").string(event.event_type);
  json.key("timestamp_ms").integer(event.timestamp.time_since_epoch().count());
  json.key("data").raw(event.data);
  write_text(json, "tool", event.tool);
  write_text(json, "phase", event.phase);
  write_integer(json, "tokens", event.tokens);
  if (event.duration) {
    json.key("duration_ms").integer(event.duration->count());
  }
  if (event.success) {
    json.key("success").boolean(*event.success);
  }
  if (event.confidence) {
    json.key("confidence").number(*event.confidence);
  }
  json.end_object();
}

}  // namespace

std::string encode_replay(const challenge_id& challenge, const std::vector<replay_event>& events) {
  json_writer json;
  json.begin_object();
  json.key("challenge_id").string(challenge.str());
  json.key("events").begin_array();
  for (const replay_event& event : events) {
    write_replay_event(json, event);
  }
  json.end_array();
  return json.end_object().take();
}

std::string encode_webhook_request(const webhook_request& wanted) {
  json_writer json;
  json.begin_object();
  json.key("url").string(wanted.url);
  write_words(json, "events", wanted.events);
  if (!wanted.secret.empty()) {
    json.key("secret").string(wanted.secret.reveal());
  }
  return json.end_object().take();
}

std::string encode_token_request(const token_request& wanted) {
  json_writer json;
  json.begin_object();
  json.key("name").string(wanted.name);
  write_words(json, "scopes", wanted.scopes);
  write_integer(json, "expires_in_days", wanted.expires_in_days);
  if (!wanted.environment.empty()) {
    json.key("environment").string(wanted.environment.text());
  }
  return json.end_object().take();
}

std::string encode_dry_run(const dry_run_request& asked) {
  json_writer json;
  json.begin_object();
  json.key("action").string(to_string(asked.action));
  write_id(json, "challenge_id", asked.challenge_id);
  write_id(json, "session_id", asked.session_id);
  write_text(json, "content", asked.content);
  return json.end_object().take();
}

}  // namespace bouts

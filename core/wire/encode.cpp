#include "core/wire/encode.hpp"

#include "core/base/digest.hpp"
#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/wire/write_fields.hpp"

namespace bouts {

namespace {

void write_solution(json_writer& json, const solution& answer) {
  json.key("content").string(answer.content);
  json.key("files").begin_array();
  for (const auto& file : answer.files) {
    json.begin_object();
    json.key("path").string(file.path);
    json.key("content").string(file.content);
    wire::write_text(json, "language", file.language);
    json.end_object();
  }
  json.end_array();
}

// Appends "<length>:<bytes>". With the length in front no two lists of parts run together into the same
// bytes.
void append_part(std::string& out, std::string_view part) {
  out += std::to_string(part.size());
  out += ':';
  out += part;
}

}  // namespace

std::string encode_ping(const ping_request& ping) {
  json_writer json;
  json.begin_object();
  wire::write_text(json, "agent_name", ping.agent_name);
  wire::write_text(json, "model_name", ping.model_name);
  wire::write_integer(json, "skill_count", ping.skill_count);
  if (ping.soul_excerpt) {
    json.key("soul_excerpt").string(clamp_utf16(*ping.soul_excerpt, limits::soul_excerpt_units));
  }
  wire::write_text(json, "version", ping.version);
  return json.end_object().take();
}

std::string encode_stream_event(const challenge_id& challenge, const agent_id& agent,
                                std::string_view event_json) {
  json_writer json;
  json.begin_object();
  json.key("challengeId").string(challenge.str());
  json.key("agentId").string(agent.str());
  json.key("event").raw(event_json);
  return json.end_object().take();
}

std::string encode_solution(const solution& answer) {
  json_writer json;
  json.begin_object();
  write_solution(json, answer);
  return json.end_object().take();
}

std::string encode_connector_submission(const challenge_id& challenge, const solution& answer) {
  json_writer json;
  json.begin_object();
  json.key("challenge_id").string(challenge.str());
  write_solution(json, answer);
  return json.end_object().take();
}

std::string idempotency_key(const session_id& session, const entry_id& entry, const solution& answer) {
  std::string bytes =
      "bouts-submission-1\n";  // the serialisation's version: a new one must not repeat old keys
  append_part(bytes, session.str());
  append_part(bytes, entry.str());
  append_part(bytes, answer.content);
  append_part(bytes, std::to_string(answer.files.size()));
  for (const auto& file : answer.files) {
    append_part(bytes, file.path);
    append_part(bytes, file.content);
    bytes += file.language ? '+' : '-';  // no language is not the same as an empty one
    append_part(bytes, file.language.value_or(""));
  }
  return sha256_hex(bytes);
}

}  // namespace bouts

// Answers of the session flow: a session opened or asked for, a submission.
#include "core/wire/decode.hpp"
#include "core/wire/json_reader.hpp"

namespace bouts {

namespace {

using wire::json_document;
using wire::json_value;

// Each is an object, or a bare word.
std::vector<submission_event> read_events(json_value list) {
  std::vector<submission_event> read;
  for (const auto& item : list.items()) {
    auto type = item.text();
    if (!type) {
      type = wire::first_of(item, {"event_type", "type", "event", "status"}, &json_value::text);
    }
    if (type) {
      read.push_back(
          {std::move(*type), wire::first_of(item, {"created_at", "timestamp", "at"}, &json_value::time)});
    }
  }
  return read;
}

}  // namespace

result<opened_session> decode_opened_session(std::string_view body) {
  constexpr std::string_view what = "the answer to opening a session";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  auto id = wire::first_of(fields, {"session_id", "id"}, &json_value::id<session_id>);
  if (!id) {
    return wire::bad_answer(what, "has no usable session_id");
  }
  return opened_session{.session_id = std::move(*id),
                        .expires_at = fields["expires_at"].time(),
                        .existing = fields["existing"].boolean().value_or(false),
                        .entry_id = fields["entry_id"].id<entry_id>(),
                        .received = document->raw()};
}

result<session> decode_session(std::string_view body) {
  constexpr std::string_view what = "the session";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  auto id = wire::first_of(fields, {"id", "session_id"}, &json_value::id<session_id>);
  if (!id) {
    return wire::bad_answer(what, "has no usable id");
  }
  session read;
  read.id = std::move(*id);
  read.challenge_id = fields["challenge_id"].id<challenge_id>();
  read.agent_id = fields["agent_id"].id<agent_id>();
  read.entry_id = fields["entry_id"].id<entry_id>();
  read.status = fields["status"].word<session_status>();
  read.opened_at = fields["opened_at"].time();
  read.closed_at = fields["closed_at"].time();
  read.expires_at = fields["expires_at"].time();
  read.submission_deadline_at = fields["submission_deadline_at"].time();
  read.attempt_count = fields["attempt_count"].integer();
  read.max_attempts = fields["max_attempts"].integer();
  read.time_limit = fields["time_limit_seconds"].limit<std::chrono::seconds>();
  read.submission_count = fields["submission_count"].integer();
  read.received = document->raw();
  return read;
}

result<submission> decode_submission(std::string_view body) {
  constexpr std::string_view what = "the submission";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  auto id = wire::first_of(fields, {"id", "submission_id"}, &json_value::id<submission_id>);
  if (!id) {
    return wire::bad_answer(what, "has no usable id");
  }
  submission read;
  read.id = std::move(*id);
  read.session_id = fields["session_id"].id<session_id>();
  read.challenge_id = fields["challenge_id"].id<challenge_id>();
  read.agent_id = fields["agent_id"].id<agent_id>();
  read.status = word<submission_status>(
      wire::first_of(fields, {"submission_status", "status"}, &json_value::text).value_or(""));
  read.rejection_reason = fields["rejection_reason"].text_or_empty();
  read.submitted_at = fields["submitted_at"].time();
  read.created_at = fields["created_at"].time();
  read.events = read_events(fields["events"]);
  read.idempotent = fields["idempotent"].boolean().value_or(false);
  read.received = document->raw();
  return read;
}

}  // namespace bouts

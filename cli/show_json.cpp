#include "cli/show.hpp"
#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"

namespace bouts::cli {

namespace {

// The members of one object, each with its name.
class members {
 public:
  explicit members(json_writer& json) : json_(json) { json_.begin_object(); }
  ~members() { json_.end_object(); }
  members(const members&) = delete;
  members& operator=(const members&) = delete;

  void add(std::string_view name, const std::string& text) { json_.key(name).string(to_valid_utf8(text)); }
  void add(std::string_view name, bool value) { json_.key(name).boolean(value); }
  void add(std::string_view name, int value) { json_.key(name).integer(value); }
  void add(std::string_view name, double value) { json_.key(name).number(value); }
  void add(std::string_view name, wall_time value) { json_.key(name).string(format_iso8601(value)); }
  template <class Tag>
  void add(std::string_view name, const id<Tag>& value) {
    json_.key(name).string(value.str());
  }
  template <class T>
  void add(std::string_view name, const std::optional<T>& value) {
    if (value) {
      add(name, *value);
    } else {
      json_.key(name).null();
    }
  }
  void add(std::string_view name, const std::vector<std::string>& texts) {
    json_.key(name).begin_array();
    for (const std::string& text : texts) {
      json_.string(to_valid_utf8(text));
    }
    json_.end_array();
  }
  json_writer& key(std::string_view name) { return json_.key(name); }

 private:
  json_writer& json_;
};

void write(json_writer& json, const challenge& value) {
  members object(json);
  object.add("id", value.id);
  object.add("title", value.title);
  object.add("description", value.description);
  object.add("prompt", value.prompt);
  object.add("category", value.category);
  object.add("format", value.format);
  object.add("status", value.status.text());
  object.add("time_limit_minutes",
             value.time_limit ? std::optional(static_cast<int>(value.time_limit->count())) : std::nullopt);
  object.add("starts_at", value.starts_at);
  object.add("ends_at", value.ends_at);
  object.add("entry_fee_cents", value.entry_fee_cents);
}

void write(json_writer& json, const page_info& value) {
  members object(json);
  object.add("total", value.total);
  object.add("page", value.page);
  object.add("limit", value.limit);
  object.add("has_more", value.has_more);
}

void write(json_writer& json, const lane_score& value) {
  members object(json);
  object.add("score", value.score);
  object.add("summary", value.summary);
}

}  // namespace

std::string to_json(const ping_reply& value) {
  json_writer json;
  {
    members object(json);
    object.add("agent_id", value.agent_id);
    object.add("is_online", value.is_online);
    object.add("status", value.status);
  }
  return json.take();
}

std::string to_json(const challenge& value) {
  json_writer json;
  write(json, value);
  return json.take();
}

std::string to_json(const page<challenge>& value) {
  json_writer json;
  {
    members object(json);
    object.key("challenges").begin_array();
    for (const challenge& one : value.items) {
      write(json, one);
    }
    json.end_array();
    object.key("pagination");
    if (value.info) {
      write(json, *value.info);
    } else {
      json.null();
    }
  }
  return json.take();
}

std::string to_json(const opened_session& value) {
  json_writer json;
  {
    members object(json);
    object.add("session_id", value.session_id);
    object.add("expires_at", value.expires_at);
    object.add("existing", value.existing);
    object.add("entry_id", value.entry_id);
  }
  return json.take();
}

std::string to_json(const session& value) {
  json_writer json;
  {
    members object(json);
    object.add("id", value.id);
    object.add("challenge_id", value.challenge_id);
    object.add("agent_id", value.agent_id);
    object.add("entry_id", value.entry_id);
    object.add("status", value.status.text());
    object.add("opened_at", value.opened_at);
    object.add("closed_at", value.closed_at);
    object.add("expires_at", value.expires_at);
    object.add("submission_deadline_at", value.submission_deadline_at);
    object.add("attempt_count", value.attempt_count);
    object.add("max_attempts", value.max_attempts);
    object.add("time_limit_seconds",
               value.time_limit ? std::optional(static_cast<int>(value.time_limit->count())) : std::nullopt);
    object.add("submission_count", value.submission_count);
  }
  return json.take();
}

std::string to_json(const submission& value) {
  json_writer json;
  {
    members object(json);
    object.add("id", value.id);
    object.add("session_id", value.session_id);
    object.add("challenge_id", value.challenge_id);
    object.add("agent_id", value.agent_id);
    object.add("submission_status", value.status.text());
    object.add("rejection_reason", value.rejection_reason);
    object.add("submitted_at", value.submitted_at);
    object.add("created_at", value.created_at);
    object.add("idempotent", value.idempotent);
  }
  return json.take();
}

std::string to_json(const breakdown& value) {
  json_writer json;
  {
    members object(json);
    object.add("final_score", value.final_score);
    object.add("result_state", value.result_state.text());
    object.key("lane_breakdown").begin_object();
    for (const auto& [lane, score] : value.lanes) {
      json.key(to_valid_utf8(lane));
      write(json, score);
    }
    json.end_object();
    object.add("strengths", value.strengths);
    object.add("weaknesses", value.weaknesses);
    object.add("improvement_priorities", value.improvement_priorities);
    object.add("comparison_note", value.comparison_note);
    object.add("confidence_note", value.confidence_note);
  }
  return json.take();
}

std::string to_json(const match_result& value) {
  json_writer json;
  {
    members object(json);
    object.add("id", value.id);
    object.add("submission_id", value.submission_id);
    object.add("final_score", value.score);
    object.add("result_state", value.state.text());
    object.add("rank", value.rank);
    object.add("confidence_level", value.confidence_level);
    object.add("audit_triggered", value.audit_triggered);
    object.add("finalized_at", value.finalized_at);
  }
  return json.take();
}

}  // namespace bouts::cli

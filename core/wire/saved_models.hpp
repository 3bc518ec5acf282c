// The fields of the models, for saved.hpp: what the journal keeps of them.
#pragma once

#include "core/wire/event.hpp"
#include "core/wire/models.hpp"
#include "core/wire/saved.hpp"

namespace bouts {

namespace saved {

template <>
struct form<event_text> {
  static json::value write(const event_text& text) {
    return text ? form<std::string>::write(*text) : json::value(nullptr);
  }
  static bool read(const json::value& value, event_text& into) {
    into.reset();
    return value.is_null() || form<std::string>::read(value, into.emplace());
  }
};

}  // namespace saved

template <class Archive>
void fields(Archive& with, challenge& c) {
  with("id", c.id);
  with("title", c.title);
  with("description", c.description);
  with("prompt", c.prompt);
  with("category", c.category);
  with("format", c.format);
  with("status", c.status);
  with("time_limit_minutes", c.time_limit);
  with("starts_at", c.starts_at);
  with("ends_at", c.ends_at);
  with("entry_fee_cents", c.entry_fee_cents);
}

template <class Archive>
void fields(Archive& with, assignment& a) {
  with("entry_id", a.entry_id);
  with("challenge", a.challenge);
  with("assigned_at", a.assigned_at);
}

template <class Archive>
void fields(Archive& with, lane_score& l) {
  with("score", l.score);
  with("summary", l.summary);
}

template <class Archive>
void fields(Archive& with, breakdown& b) {
  with("final_score", b.final_score);
  with("result_state", b.result_state);
  with("lanes", b.lanes);
  with("strengths", b.strengths);
  with("weaknesses", b.weaknesses);
  with("improvement_priorities", b.improvement_priorities);
  with("comparison_note", b.comparison_note);
  with("confidence_note", b.confidence_note);
}

template <class Archive>
void fields(Archive& with, agent_event& e) {
  with("type", e.type);
  with("timestamp", e.timestamp);
  with("summary", e.summary);
  with("tool", e.tool);
  with("filename", e.filename);
  with("language", e.language);
  with("snippet", e.snippet);
  with("command", e.command);
  with("exit_code", e.exit_code);
  with("output_summary", e.output_summary);
  with("error_summary", e.error_summary);
  with("percent", e.percent);
  with("stage", e.stage);
}

}  // namespace bouts

// The fields of every model, each named once: for the journal (saved.hpp) and for printing (print.hpp). An
// archive is called with the name and a reference to each.
#pragma once

#include "core/wire/account_models.hpp"
#include "core/wire/event.hpp"
#include "core/wire/models.hpp"
#include "core/wire/webhook_models.hpp"

namespace bouts {

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
  with("submission_id", b.submission_id);
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

template <class Archive>
void fields(Archive& with, ping_reply& p) {
  with("agent_id", p.agent_id);
  with("is_online", p.is_online);
  with("status", p.status);
}

template <class Archive>
void fields(Archive& with, opened_session& s) {
  with("session_id", s.session_id);
  with("expires_at", s.expires_at);
  with("existing", s.existing);
  with("entry_id", s.entry_id);
}

template <class Archive>
void fields(Archive& with, session& s) {
  with("id", s.id);
  with("challenge_id", s.challenge_id);
  with("agent_id", s.agent_id);
  with("entry_id", s.entry_id);
  with("status", s.status);
  with("opened_at", s.opened_at);
  with("closed_at", s.closed_at);
  with("expires_at", s.expires_at);
  with("submission_deadline_at", s.submission_deadline_at);
  with("attempt_count", s.attempt_count);
  with("max_attempts", s.max_attempts);
  with("time_limit_seconds", s.time_limit);
  with("submission_count", s.submission_count);
}

template <class Archive>
void fields(Archive& with, submission_event& e) {
  with("type", e.type);
  with("at", e.at);
}

template <class Archive>
void fields(Archive& with, submission& s) {
  with("id", s.id);
  with("session_id", s.session_id);
  with("challenge_id", s.challenge_id);
  with("agent_id", s.agent_id);
  with("status", s.status);
  with("rejection_reason", s.rejection_reason);
  with("submitted_at", s.submitted_at);
  with("created_at", s.created_at);
  with("events", s.events);
  with("idempotent", s.idempotent);
}

template <class Archive>
void fields(Archive& with, match_result& r) {
  with("id", r.id);
  with("submission_id", r.submission_id);
  with("challenge_id", r.challenge_id);
  with("agent_id", r.agent_id);
  with("score", r.score);
  with("state", r.state);
  with("rank", r.rank);
  with("confidence_level", r.confidence_level);
  with("audit_triggered", r.audit_triggered);
  with("finalized_at", r.finalized_at);
}

template <class Archive>
void fields(Archive& with, page_info& p) {
  with("total", p.total);
  with("page", p.page);
  with("limit", p.limit);
  with("has_more", p.has_more);
}

template <class Archive>
void fields(Archive& with, connector_receipt& r) {
  with("submission_id", r.submission_id);
  with("submitted_at", r.submitted_at);
  with("status", r.status);
  with("duplicate", r.duplicate);
}

template <class Archive>
void fields(Archive& with, webhook& w) {
  with("id", w.id);
  with("url", w.url);
  with("events", w.events);
  with("secret_prefix", w.secret_prefix);
  with("active", w.active);
  with("created_at", w.created_at);
  with("secret", w.secret);
}

template <class Archive>
void fields(Archive& with, webhook_test& t) {
  with("delivered", t.delivered);
  with("status_code", t.status_code);
  with("latency_ms", t.latency);
}

template <class Archive>
void fields(Archive& with, webhook_delivery& d) {
  with("id", d.id);
  with("event_type", d.event_type);
  with("status", d.status);
  with("attempts", d.attempts);
  with("status_code", d.status_code);
  with("error", d.error);
  with("created_at", d.created_at);
  with("delivered_at", d.delivered_at);
}

template <class Archive>
void fields(Archive& with, rotated_secret& r) {
  with("secret", r.secret);
  with("secret_prefix", r.secret_prefix);
  with("rotated_at", r.rotated_at);
}

template <class Archive>
void fields(Archive& with, webhook_event& e) {
  with("id", e.id);
  with("type", e.type);
  with("timestamp", e.timestamp);
  with("challenge_id", e.challenge_id);
  with("submission_id", e.submission_id);
  with("final_score", e.final_score);
  with("result_state", e.result_state);
}

template <class Archive>
void fields(Archive& with, token& t) {
  with("id", t.id);
  with("name", t.name);
  with("scopes", t.scopes);
  with("environment", t.environment);
  with("prefix", t.prefix);
  with("created_at", t.created_at);
  with("expires_at", t.expires_at);
  with("last_used_at", t.last_used_at);
  with("value", t.value);
}

template <class Archive>
void fields(Archive& with, dry_run_check& c) {
  with("check", c.check);
  with("status", c.status);
  with("detail", c.detail);
}

template <class Archive>
void fields(Archive& with, dry_run_report& r) {
  with("valid", r.valid);
  with("checks", r.checks);
}

}  // namespace bouts

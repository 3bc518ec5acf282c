#include "core/bout/saved_record.hpp"

#include "core/wire/model_fields.hpp"
#include "core/wire/saved.hpp"

namespace arena {

template <class Archive>
void fields(Archive& with, bout_score& s) {
  with("score", s.score);
  with("result_state", s.result_state);
  with("rank", s.rank);
  with("details", s.details);
}

template <class Archive>
void fields(Archive& with, bout_usage& u) {
  with("input_tokens", u.input_tokens);
  with("cached_input_tokens", u.cached_input_tokens);
  with("output_tokens", u.output_tokens);
  with("cost_usd", u.cost_usd);
}

template <class Archive>
void fields(Archive& with, bout_record& r) {
  with("assigned", r.assigned);
  with("state", r.state);
  with("reason", r.reason);
  with("closed", r.closed);
  with("open_repeated", r.open_repeated);
  with("session", r.session);
  with("expires_at", r.expires_at);
  with("adopted", r.adopted);
  with("by_key", r.by_key);
  with("attempt", r.attempt);
  with("deadline", r.deadline);
  with("grace_ms", r.grace);
  with("submit_by", r.submit_by);
  with("time_ran_out", r.time_ran_out);
  with("usage", r.usage);
  with("idempotency_key", r.idempotency_key);
  with("announced", r.announced);
  with("on_its_way", r.on_its_way);
  with("answer_lost", r.answer_lost);
  with("submission", r.submission);
  with("final_status", r.final_status);
  with("score", r.score);
}

std::string save_record(const bout_record& record) {
  return bouts::saved::to_text(record);
}

bouts::result<bout_record> load_record(std::string_view text) {
  return bouts::saved::from_text<bout_record>(text, "the record of a bout");
}

}  // namespace arena

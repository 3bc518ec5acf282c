// Answers about the judging: the breakdown of a submission and the result of a match.
#include "core/wire/decode.hpp"
#include "core/wire/json_reader.hpp"

#include <algorithm>
#include <array>

namespace bouts {

namespace {

using wire::json_document;
using wire::json_value;
using wire::nested_fields;

// Each lane is {"score","summary"}; a bare number is taken for its score.
std::map<std::string, lane_score> read_lanes(json_value lanes) {
  std::map<std::string, lane_score> read;
  for (const auto& [name, lane] : lanes.members()) {
    const auto score = lane.is_object() ? lane["score"].number() : lane.number();
    if (lane.is_object() || score) {
      read.try_emplace(std::string(name), lane_score{score, lane["summary"].text_or_empty()});
    }
  }
  return read;
}

// What makes an object a breakdown: anything of a verdict in it.
bool says_something(const nested_fields& fields) {
  constexpr std::array<std::string_view, 9> names = {
      "final_score", "score",           "result_state",           "lane_breakdown", "strengths",
      "weaknesses",  "confidence_note", "improvement_priorities", "comparison_note"};
  return std::ranges::any_of(names, [&](std::string_view name) { return bool(fields[name]); });
}

}  // namespace

result<breakdown> decode_breakdown(std::string_view body) {
  constexpr std::string_view what = "the breakdown";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto payload = document->payload();
  // Documented: the fields themselves. Observed: the same under `content`.
  const nested_fields fields{payload["content"], payload};
  if (!says_something(fields)) {
    return wire::bad_answer(what, "has neither a score nor a word about one");
  }
  breakdown read;
  read.submission_id = payload["submission_id"].id<submission_id>();
  read.final_score = wire::first_of(fields, {"final_score", "score"}, &json_value::number);
  read.result_state = fields["result_state"].word<result_state>();
  read.lanes = read_lanes(fields["lane_breakdown"]);
  read.strengths = fields["strengths"].texts();
  read.weaknesses = fields["weaknesses"].texts();
  read.improvement_priorities = fields["improvement_priorities"].texts();
  read.comparison_note = fields["comparison_note"].text_or_empty();
  read.confidence_note = fields["confidence_note"].text_or_empty();
  read.received = document->raw();
  return read;
}

result<match_result> decode_match_result(std::string_view body) {
  constexpr std::string_view what = "the result";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  auto id = fields["id"].id<result_id>();
  if (!id) {
    return wire::bad_answer(what, "has no usable id");
  }
  match_result read;
  read.id = std::move(*id);
  read.submission_id = fields["submission_id"].id<submission_id>();
  read.challenge_id = fields["challenge_id"].id<challenge_id>();
  read.agent_id = fields["agent_id"].id<agent_id>();
  read.score = wire::first_of(fields, {"final_score", "score"}, &json_value::number);
  read.state =
      word<result_state>(wire::first_of(fields, {"result_state", "status"}, &json_value::text).value_or(""));
  read.rank = fields["rank"].integer();
  read.confidence_level = fields["confidence_level"].text_or_empty();
  read.audit_triggered = fields["audit_triggered"].boolean().value_or(false);
  read.finalized_at = wire::first_of(fields, {"finalized_at", "judged_at"}, &json_value::time);
  read.received = document->raw();
  return read;
}

}  // namespace bouts

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

std::vector<std::string> read_texts(json_value list) {
  std::vector<std::string> read;
  if (auto only = list.text()) {
    read.push_back(std::move(*only));
  }
  for (const auto& item : list.items()) {
    if (auto text = item.text()) {
      read.push_back(std::move(*text));
    }
  }
  return read;
}

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
  read.final_score = wire::first_of(fields, {"final_score", "score"}, &json_value::number);
  read.result_state = fields["result_state"].text_or_empty();
  read.lanes = read_lanes(fields["lane_breakdown"]);
  read.strengths = read_texts(fields["strengths"]);
  read.weaknesses = read_texts(fields["weaknesses"]);
  read.improvement_priorities = read_texts(fields["improvement_priorities"]);
  read.comparison_note = fields["comparison_note"].text_or_empty();
  read.confidence_note = fields["confidence_note"].text_or_empty();
  return read;
}

result<match_result> decode_match_result(std::string_view body) {
  constexpr std::string_view what = "the result";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  auto id = fields["id"].text();
  if (!id || !is_safe_id(*id)) {
    return wire::bad_answer(what, "has no usable id");
  }
  match_result read;
  read.id = std::move(*id);
  read.submission_id = fields["submission_id"].id<submission_id>();
  read.score = wire::first_of(fields, {"final_score", "score"}, &json_value::number);
  read.state = wire::first_of(fields, {"result_state", "status"}, &json_value::text).value_or("");
  read.rank = fields["rank"].integer();
  read.confidence_level = fields["confidence_level"].text_or_empty();
  read.audit_triggered = fields["audit_triggered"].boolean().value_or(false);
  read.finalized_at = wire::first_of(fields, {"finalized_at", "judged_at"}, &json_value::time);
  return read;
}

}  // namespace bouts

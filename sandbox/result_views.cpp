#include "sandbox/view_times.hpp"
#include "sandbox/views.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

json::array list_of(const std::vector<std::string>& texts) {
  json::array list;
  for (const std::string& one : texts) {
    list.emplace_back(one);
  }
  return list;
}

// 1 for the best of the judged submissions to the same challenge; equals share a rank.
int rank_of(const arena_state& arena, const submission& which, double score, wall_time now) {
  const auto& challenge = arena.entries.at(which.entry.str()).challenge;
  const auto better = std::ranges::count_if(arena.submissions, [&](const submission& other) {
    return arena.entries.at(other.entry.str()).challenge == challenge &&
           is_judged(other, now, arena.judging_delay()) && judge(other).final_score > score;
  });
  return 1 + static_cast<int>(better);
}

json::object breakdown_content(const judgement& judged) {
  json::object lanes;
  for (const lane& one : judged.lanes) {
    lanes[one.name] = {{"score", one.score}, {"summary", one.summary}};
  }
  json::object content;
  content["final_score"] = judged.final_score;
  content["result_state"] = judged.result_state;
  content["lane_breakdown"] = std::move(lanes);
  content["strengths"] = list_of(judged.strengths);
  content["weaknesses"] = list_of(judged.weaknesses);
  content["improvement_priorities"] = list_of(judged.improvement_priorities);
  content["comparison_note"] =
      "The score depends on the content alone; the sandbox has no field to compare with.";
  content["confidence_note"] = "Confidence is " + std::string(judged.confidence_level) + ".";
  return content;
}

}  // namespace

json::object breakdown_view(const arena_state& arena, const submission& which) {
  json::object view = breakdown_content(judge(which));
  json::object content = view;
  view["content"] = std::move(content);
  view["submission_id"] = which.id.str();
  view["audience"] = "competitor";
  view["version"] = 1;
  view["generated_at"] = with_microseconds(judged_at(which, arena.judging_delay()));
  return view;
}

json::object result_view(const arena_state& arena, const submission& which, wall_time now) {
  const entry& part = arena.entries.at(which.entry.str());
  const judgement judged = judge(which);
  const wall_time at = judged_at(which, arena.judging_delay());
  json::object view;
  view["id"] = which.result_id;
  view["submission_id"] = which.id.str();
  view["challenge_id"] = part.challenge.str();
  view["agent_id"] = arena.people.at(part.agent).id.str();
  view["final_score"] = judged.final_score;
  view["score"] = judged.final_score;
  view["rank"] = rank_of(arena, which, judged.final_score, now);
  view["result_state"] = judged.result_state;
  view["status"] = judged.result_state;
  view["confidence_level"] = judged.confidence_level;
  view["audit_triggered"] = judged.result_state == "audited";
  view["finalized_at"] = with_z(at);
  view["judged_at"] = with_microseconds(at);
  return view;
}

}  // namespace arena::sandbox

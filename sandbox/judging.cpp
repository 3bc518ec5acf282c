#include "sandbox/judging.hpp"

#include "core/base/digest.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace arena::sandbox {

namespace {

struct stage {
  std::string_view status;
  int percent;  // of the delay, when it begins
};

constexpr std::array<stage, 4> stages = {
    {{"received", 0}, {"validated", 10}, {"queued", 25}, {"judging", 50}}};

std::string_view final_status(verdict outcome) noexcept {
  switch (outcome) {
    case verdict::failed:
      return "failed";
    case verdict::rejected:
    case verdict::refused:
      return "rejected";
    case verdict::invalidated:
      return "invalidated";
    case verdict::completed:
    case verdict::result_500:
      break;
  }
  return "completed";
}

bool completes(verdict outcome) noexcept {
  return outcome == verdict::completed || outcome == verdict::result_500;
}

constexpr std::array<std::string_view, 4> lane_names = {"correctness", "code_quality", "efficiency",
                                                        "process"};
constexpr int lowest_score = 40;

// The digest's byte `i`, 0 to 255.
int byte_of(const std::string& digest, std::size_t i) {
  int value = 0;
  std::from_chars(digest.data() + 2 * i, digest.data() + 2 * i + 2, value, 16);
  return value;
}

std::string digest_of(const solution& answer) {
  // Lengths keep "ab" + "c" apart from "a" + "bc".
  std::string bytes = std::to_string(answer.content.size()) + ":" + answer.content;
  for (const solution_file& file : answer.files) {
    bytes += "\n" + std::to_string(file.path.size()) + ":" + file.path + std::to_string(file.content.size()) +
             ":" + file.content;
  }
  return bouts::sha256_hex(bytes);
}

std::string summary_of(std::string_view lane, int score) {
  const std::string_view grade = score >= 85 ? "strong" : score >= 65 ? "solid" : "weak";
  return std::string(lane) + " is " + std::string(grade) + " (" + std::to_string(score) + " of 100)";
}

}  // namespace

wall_time judged_at(const submission& which, milliseconds delay) noexcept {
  return which.submitted_at + delay;
}

std::vector<submission_step> steps_of(const submission& which, wall_time now, milliseconds delay) {
  std::vector<submission_step> steps;
  for (const stage& one : stages) {
    const auto at = which.submitted_at + delay * one.percent / 100;
    if (at <= now || steps.empty()) {
      steps.push_back({one.status, at});
    }
  }
  if (judged_at(which, delay) <= now) {
    steps.push_back({final_status(which.outcome), judged_at(which, delay)});
  }
  return steps;
}

bool is_judged(const submission& which, wall_time now, milliseconds delay) noexcept {
  return completes(which.outcome) && judged_at(which, delay) <= now;
}

std::string_view rejection_reason(const submission& which, wall_time now, milliseconds delay) noexcept {
  if (judged_at(which, delay) > now || completes(which.outcome)) {
    return {};
  }
  return which.outcome == verdict::failed ? "The judge could not run" : "The content check did not pass";
}

judgement judge(const submission& which) {
  const std::string digest = digest_of(which.answer);
  judgement made;
  int sum = 0;
  for (std::size_t i = 0; i < lane_names.size(); ++i) {
    const int score =
        which.fixed_score.value_or(lowest_score + byte_of(digest, i) * (100 - lowest_score) / 255);
    made.lanes.push_back({lane_names[i], score, summary_of(lane_names[i], score)});
    sum += score;
  }
  made.final_score = std::round(10.0 * sum / static_cast<double>(lane_names.size())) / 10.0;
  made.result_state = !which.fixed_score && byte_of(digest, 4) % 8 == 0 ? "audited" : "clean";
  made.confidence_level = !which.fixed_score && byte_of(digest, 5) % 4 == 0 ? "medium" : "high";
  const auto [worst, best] = std::ranges::minmax(made.lanes, {}, &lane::score);
  made.strengths.push_back("Best in " + std::string(best.name) + ": " + best.summary);
  made.weaknesses.push_back("Least in " + std::string(worst.name) + ": " + worst.summary);
  made.improvement_priorities.push_back("Work on " + std::string(worst.name));
  return made;
}

}  // namespace arena::sandbox

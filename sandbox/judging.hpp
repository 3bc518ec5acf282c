// The judge: a moment after a submission its result is there, and it depends on the content alone, so that
// the same answer always has the same score; in a challenge with a fixed score every answer has that one.
#pragma once

#include "sandbox/model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::sandbox {

struct submission_step {
  std::string_view status;  // "received", "validated", …
  wall_time at;
};

// What has happened to the submission up to `now`, oldest first; never empty. `delay` is the real time from
// the submission to its end. The last status is terminal once `delay` has passed.
std::vector<submission_step> steps_of(const submission& which, wall_time now, milliseconds delay);

// When the result is (or will be) there.
wall_time judged_at(const submission& which, milliseconds delay) noexcept;
// Whether breakdown and result can be had: judging has ended, and with `completed`.
bool is_judged(const submission& which, wall_time now, milliseconds delay) noexcept;
// "rejected" and the like say why; empty while there is nothing to say.
std::string_view rejection_reason(const submission& which, wall_time now, milliseconds delay) noexcept;

struct lane {
  std::string_view name;
  int score = 0;  // 0 to 100
  std::string summary;
};

struct judgement {
  double final_score = 0;         // the mean of the lanes, one decimal
  std::string_view result_state;  // "clean", or "audited" for one answer in eight
  std::string_view confidence_level;
  std::vector<lane> lanes;
  std::vector<std::string> strengths;
  std::vector<std::string> weaknesses;
  std::vector<std::string> improvement_priorities;
};

judgement judge(const submission& which);

}  // namespace arena::sandbox

// Places where a test can make the daemon die, wait or fail, between any two steps of a bout. In the programs
// that users get they call empty functions, which nothing outside can change (no_fail_points.cpp);
// arena-connect-failing, which only the tests build, is the same daemon linked with fail_points.cpp
// (tests/crash).
//
//   ARENA_FAIL_POINTS     "submit.send=1*off->kill;journal.save=2*delay(20)": what each is to do
//   ARENA_FAIL_POINT_LOG  a file that the name of each point is added to when it is come by
#pragma once

#include "core/base/error.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace arena {

enum class fail_point_cause {
  every_bout,
  died_while_agent_worked,  // the daemon before this one did
  submission_refused,       // with 409, which may mean that it is in
};

struct fail_point_place {
  std::string_view name;
  // What has to happen for the daemon to come by here.
  fail_point_cause cause = fail_point_cause::every_bout;
};

// All there are, in the order of a bout. The crash test fails when one of them is not come by.
inline constexpr auto fail_point_places = std::to_array<fail_point_place>({
    {"bout.seen"},          // the arena has listed it, the journal does not know it
    {"keep.answer"},        // solution.json is written, if there is an answer
    {"keep.note"},          // and bout.json, but not the journal
    {"journal.commit"},     // in the transaction, before its end; may fail
    {"keep.done"},          // the journal knows, the next step is not begun
    {"open.send"},          //
    {"open.answered"},      //
    {"attempt.room"},       // what an earlier attempt left is put aside
    {"attempt.challenge"},  // challenge.json is there, the directory is not marked as this attempt's
    {"run.laid_out"},       //
    {"run.started"},        // the runner was started, and nobody was told
    {"event.noted"},        // the window and the stream are in the journal, the request is not sent
    {"event.answered"},     // and was answered, which the journal does not know
    {"event.kept"},         //
    {"run.ended"},          // the runner has ended
    {"run.read"},           // all its output was read
    {"answer.found"},       // and has an answer, which is not written yet
    {"announce.done"},      //
    {"submit.send"},        //
    {"submit.answered"},    //
    {"follow.answered"},    //
    {"score.answered"},     //
    {"bout.over"},          //
    {"resume.window", fail_point_cause::died_while_agent_worked},
    {"resume.bout", fail_point_cause::died_while_agent_worked},
    {"resume.runner", fail_point_cause::died_while_agent_worked},
    {"ask.answered", fail_point_cause::submission_refused},
});

// The name of a place in the table; anything else does not compile.
class fail_point_name {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is all that is ever given
  consteval fail_point_name(const char* text) : text_(text) {
    if (std::ranges::find(fail_point_places, text_, &fail_point_place::name) == fail_point_places.end()) {
      throw "there is no such fail point";
    }
  }
  constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

// Does what the environment asks for at this place; errc::io for `error(text)`. Thread-safe.
bouts::status may_fail(fail_point_name name);
// The same where nothing can fail: `error` is passed over.
void fail_point(fail_point_name name);

}  // namespace arena

#include "core/bout/machine.hpp"
#include "core/bout/resubmission.hpp"

#include <gtest/gtest.h>

namespace arena {
namespace {

using bouts::wall_time;
using std::chrono::minutes;

const wall_time now{std::chrono::hours(1'000'000)};

bout_record rejected() {
  bout_record record;
  record.assigned.entry_id = *bouts::entry_id::parse("e1");
  record.state = bout_state::rejected;
  record.closed = true;
  record.reason = "too large";
  record.session = *bouts::session_id::parse("s1");
  record.submit_by = now + minutes(1);
  record.idempotency_key = "old";
  return record;
}

TEST(Resubmission, GoesBackToPreparingTheAnswer) {
  const auto record = reopened(rejected(), answer_kind::mended, now);
  ASSERT_TRUE(record) << record.error().message;
  EXPECT_EQ(record->state, bout_state::submitting);
  EXPECT_FALSE(record->closed);
  EXPECT_EQ(record->reason, "");
  EXPECT_EQ(record->idempotency_key, "") << "another answer has another key";
  EXPECT_TRUE(may_follow(bout_state::rejected, record->state));

  bout_machine machine({}, *record, 0.5);
  ASSERT_TRUE(std::holds_alternative<act::prepare>(machine.begin(now)));
  const auto next = machine.next(happened::prepared{"new"}, now);
  EXPECT_TRUE(std::holds_alternative<act::submit>(next)) << "its events are over: none is announced again";
  EXPECT_EQ(machine.record().idempotency_key, "new");
}

TEST(Resubmission, IsRefusedWithTheReason) {
  struct example {
    const char* name;
    void (*change)(bout_record&);
    answer_kind answer;
    const char* reason;
  };
  for (const auto& [name, change, answer, reason] : std::vector<example>{
           {"judged", [](bout_record& r) { r.state = bout_state::judged; }, answer_kind::mended,
            "this bout is judged"},
           {"running", [](bout_record& r) { r.state = bout_state::running; }, answer_kind::same,
            "this bout is running"},
           {"no session", [](bout_record& r) { r.session = {}; }, answer_kind::mended, "no session"},
           {"too late", [](bout_record& r) { r.submit_by = now; }, answer_kind::mended, "was over at"},
           {"may be there", [](bout_record& r) { r.answer_lost = true; }, answer_kind::mended,
            "may have arrived"},
       }) {
    auto record = rejected();
    change(record);
    const auto refused = reopened(record, answer, now);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().kind, bouts::errc::conflict) << name;
    EXPECT_NE(refused.error().message.find(reason), std::string::npos) << refused.error().message;
  }
}

TEST(Resubmission, SendsTheSameAnswerAgainWhenItMayHaveArrived) {
  auto record = rejected();
  record.answer_lost = true;
  const auto again = reopened(record, answer_kind::same, now);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->answer_lost) << "a conflict may then be our own submission";
}

}  // namespace
}  // namespace arena

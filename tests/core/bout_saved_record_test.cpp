#include "core/bout/saved_record.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

namespace arena {
namespace {

using namespace std::chrono_literals;
using enum bout_state;

bout_record full_record() {
  bout_record r;
  r.assigned.entry_id = *bouts::entry_id::parse("entry-1");
  r.assigned.assigned_at = bouts::wall_time(1'774'173'600'000ms);
  auto& c = r.assigned.challenge;
  c.id = *bouts::challenge_id::parse("challenge-1");
  c.title = "A \"title\" \xE2\x80\xA6";
  c.description = std::string("nul \0 inside", 12);
  c.prompt = "prompt";
  c.category = "algorithms";
  c.format = "sprint";
  c.status = bouts::challenge_status::active;
  c.time_limit = 60min;
  c.starts_at = bouts::wall_time(1ms);
  c.ends_at = bouts::wall_time(2ms);
  c.entry_fee_cents = 0;
  r.state = judged;
  r.reason = "because";
  r.closed = true;
  r.open_repeated = true;
  r.session = *bouts::session_id::parse("session-1");
  r.expires_at = bouts::wall_time(3ms);
  r.adopted = true;
  r.by_key = true;
  r.attempt = 2;
  r.deadline = bouts::wall_time(4ms);
  r.grace = 10s;
  r.submit_by = bouts::wall_time(5ms);
  r.time_ran_out = true;
  r.usage = bout_usage{.input_tokens = 5, .cached_input_tokens = 4, .output_tokens = 3, .cost_usd = 0.25};
  r.idempotency_key = std::string(64, 'a');
  r.announced = true;
  r.on_its_way = true;
  r.answer_lost = true;
  r.submission = *bouts::submission_id::parse("submission-1");
  r.final_status = bouts::submission_status::completed;
  r.score = {.score = 87.5, .result_state = "clean", .rank = 3, .details = bouts::breakdown{}};
  r.score.details->final_score = 87.5;
  r.score.details->lanes["objective"] = {.score = 90.0, .summary = "good"};
  r.score.details->strengths = {"one", "two"};
  return r;
}

TEST(SavedRecord, ReadsBackWhatItWrote) {
  const auto back = load_record(save_record(full_record()));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, full_record());
  EXPECT_EQ(*load_record(save_record({})), bout_record{});
}

TEST(SavedRecord, EveryStateHasANameOfItsOwn) {
  for (int i = 0; i <= static_cast<int>(skipped); ++i) {
    bout_record r;
    r.state = static_cast<bout_state>(i);
    EXPECT_EQ(load_record(save_record(r))->state, r.state);
  }
}

TEST(SavedRecord, ReadsWhatALaterOrEarlierReleaseWrote) {
  const auto later = load_record(R"({"state":"running","invented_later":{"x":[1]}})");
  ASSERT_TRUE(later);
  EXPECT_EQ(later->state, running);
  const auto earlier = load_record("{}");
  ASSERT_TRUE(earlier);
  EXPECT_EQ(*earlier, bout_record{});
}

TEST(SavedRecord, RefusesWhatIsBroken) {
  for (const char* text : {"", "null", R"({"state":"unknown"})", R"({"state":3})", R"({"attempt":"x"})",
                           R"({"session":"../x"})", R"({"assigned":[]})", R"({"score":{"score":"x"}})"}) {
    EXPECT_FALSE(load_record(text)) << text;
  }
}

TEST(BoutState, AllowsOnlyTheStepsOfTheDesign) {
  struct step {
    bout_state from;
    std::vector<bout_state> to;
  };
  const std::vector<step> steps = {
      {seen, {opening, skipped, cancelled}},
      {opening, {running, refused, failed, cancelled}},
      {running, {submitting, failed, timed_out, cancelled}},
      {submitting, {submitted, rejected, cancelled}},
      {submitted, {judged}},
      {judged, {}},
      {rejected, {submitting}},
      {failed, {}},
      {timed_out, {}},
      {cancelled, {}},
      {refused, {}},
      {skipped, {seen}},
  };
  for (const auto& [from, allowed] : steps) {
    for (int i = 0; i <= static_cast<int>(skipped); ++i) {
      const auto to = static_cast<bout_state>(i);
      const bool expected = to == from || std::ranges::find(allowed, to) != allowed.end();
      EXPECT_EQ(may_follow(from, to), expected) << to_string(from) << " to " << to_string(to);
    }
  }
}

TEST(BoutState, MayHaveGoneOnWhileNothingCouldBeWritten) {
  EXPECT_TRUE(may_have_reached(opening, submitting));
  EXPECT_TRUE(may_have_reached(seen, judged));
  EXPECT_TRUE(may_have_reached(running, rejected));
  EXPECT_FALSE(may_have_reached(submitted, running));
  EXPECT_FALSE(may_have_reached(rejected, submitted)) << "only by being handed in again";
  EXPECT_FALSE(may_have_reached(skipped, opening));
  EXPECT_FALSE(may_have_reached(judged, submitted));
}

}  // namespace
}  // namespace arena

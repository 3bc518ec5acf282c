#include "daemon/pull_desk.hpp"

#include "daemon/clock.hpp"
#include "daemon/files.hpp"
#include "daemon/start.hpp"
#include "runner/stand_in.hpp"
#include "tests/support/run.hpp"

#include <gtest/gtest.h>

namespace arena {
namespace {

using bouts::errc;
using bouts::milliseconds;
using control::pull_request;

class PullDesk : public testing::Test {
 protected:
  // A bout of agent "nova" that has begun and ends in so many minutes.
  bouts::entry_id offer(std::string_view name, int minutes = 10, bool single = true) {
    const auto entry = *bouts::entry_id::parse(name);
    const auto directory = *run_directory::create(state.path(), entry);
    EXPECT_TRUE(directory.begin_attempt(1, "{\"entry_id\":\"" + entry.str() + "\"}"));
    const auto time = std::chrono::minutes(minutes);
    desk.offer({.agent = "nova",
                .single = single,
                .entry = entry,
                .directory = directory,
                .deadline = wall_now() + time,
                .here = mono_now() + time});
    return entry;
  }
  bouts::result<std::optional<control::pulled_bout>> next(pull_request what = {}) {
    return test_support::run(io, desk.next(std::move(what)));
  }
  // The entry that is given; empty for none.
  std::string given(pull_request what = {}) {
    const auto found = next(std::move(what));
    EXPECT_TRUE(found);
    return found && *found ? (*found)->entry.str() : "";
  }
  std::string file(const bouts::entry_id& entry, const char* name) {
    const auto text = read_file(run_directory::at(state.path(), entry).work() / name, 10'000);
    return text && *text ? **text : "";
  }

  temporary_directory state = *temporary_directory::create();
  boost::asio::io_context io;
  pull_desk desk{[](const std::string& name) { return name.empty() || name == "nova"; }};
};

TEST_F(PullDesk, GivesTheBoutThatEndsFirstWithItsChallenge) {
  offer("later", 20);
  offer("sooner", 5);
  const auto found = next();
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->entry.str(), "sooner");
  EXPECT_EQ((*found)->challenge, R"({"entry_id":"sooner"})");
  EXPECT_GT((*found)->time_left, std::chrono::minutes(4));
  EXPECT_LE((*found)->time_left, std::chrono::minutes(5));
}

TEST_F(PullDesk, HasNothingWhenNoneIsOfferedInTime) {
  EXPECT_EQ(given({.wait = milliseconds(20)}), "");
}

TEST_F(PullDesk, GivesABoutAsSoonAsItIsOffered) {
  test_support::started<bouts::result<std::optional<control::pulled_bout>>> asking(
      io, desk.next({.wait = std::chrono::minutes(1)}));
  io.poll();
  EXPECT_FALSE(asking.ended());
  offer("one");
  const auto found = asking.get();
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->entry.str(), "one");
}

TEST_F(PullDesk, KnowsThatAnAgentIsThereWhileItAsksAndAMomentLater) {
  EXPECT_FALSE(desk.is_asked("nova"));
  test_support::started<bouts::result<std::optional<control::pulled_bout>>> asking(
      io, desk.next({.agent = "nova", .wait = std::chrono::minutes(1)}));
  io.poll();
  EXPECT_TRUE(desk.is_asked("nova"));
  EXPECT_FALSE(desk.is_asked("other"));
  offer("one");
  asking.get();
  EXPECT_TRUE(desk.is_asked("nova"));
  given();  // whoever names no agent asks for each
  EXPECT_TRUE(desk.is_asked("other"));
}

TEST_F(PullDesk, KnowsNoAgentThatIsNotConfigured) {
  const auto found = next({.agent = "other"});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, errc::not_found);
}

TEST_F(PullDesk, GivesAgainWhatWasGivenInVainAndToNobodyElse) {
  offer("one", 10, false);
  EXPECT_EQ(given({.worker = "a"}), "one");
  EXPECT_EQ(given({.worker = "b"}), "");
  EXPECT_EQ(given({.worker = "a"}), "one");
}

TEST_F(PullDesk, EndsTheBoutOfAnAgentThatHasForgottenIt) {
  const auto entry = offer("one");
  EXPECT_EQ(given(), "one");
  EXPECT_TRUE(desk.say(entry, "[ARENA:progress:10] at it"));
  EXPECT_EQ(given(), "");
  EXPECT_TRUE(file(entry, runner::end_file).starts_with("1 the agent has vanished"))
      << file(entry, runner::end_file);
}

TEST_F(PullDesk, DoesNotTakeOneOfSeveralWorkersForOneThatForgot) {
  const auto entry = offer("one", 10, false);
  EXPECT_EQ(given(), "one");
  EXPECT_TRUE(desk.say(entry, "x"));
  EXPECT_EQ(given(), "");
  EXPECT_EQ(file(entry, runner::end_file), "");
}

TEST_F(PullDesk, KeepsWhatIsSaidAsLines) {
  const auto entry = offer("one");
  EXPECT_TRUE(desk.say(entry, "first"));
  EXPECT_TRUE(desk.say(entry, "second\n"));
  EXPECT_TRUE(desk.say(entry, ""));
  EXPECT_EQ(file(entry, runner::said_file), "first\nsecond\n");
}

TEST_F(PullDesk, TakesOneAnswerAndRefusesASecond) {
  const auto entry = offer("one");
  EXPECT_TRUE(desk.hand_in(entry, "2 3 5"));
  EXPECT_EQ(file(entry, ".arena-solution"), "2 3 5");
  EXPECT_EQ(file(entry, runner::end_file), "0");
  const auto again = desk.hand_in(entry, "7 11");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, errc::conflict);
  EXPECT_EQ(file(entry, ".arena-solution"), "2 3 5");
  EXPECT_EQ(desk.say(entry, "late").error().kind, errc::conflict);
}

TEST_F(PullDesk, AsksForAnotherAnswerWhenOneCannotBeHandedIn) {
  const auto entry = offer("one");
  EXPECT_EQ(desk.hand_in(entry, "").error().kind, errc::invalid);
  EXPECT_EQ(desk.hand_in(entry, std::string(100'001, 'x')).error().kind, errc::too_large);
  EXPECT_TRUE(desk.hand_in(entry, "2 3 5"));
}

TEST_F(PullDesk, TellsTheReasonOfAFailureOnOneLine) {
  const auto entry = offer("one");
  EXPECT_TRUE(desk.give_up(entry, "no idea\n at all\n"));
  EXPECT_EQ(file(entry, runner::end_file), "1 no idea\\n at all");
}

TEST_F(PullDesk, RefusesWhatComesWhenTheBoutIsOver) {
  const auto entry = offer("one");
  desk.withdraw(entry);
  EXPECT_EQ(desk.hand_in(entry, "2 3 5").error().kind, errc::conflict);
  EXPECT_EQ(given(), "");
}

}  // namespace
}  // namespace arena

#include "core/bout/retention.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arena {
namespace {

using bouts::wall_time;
using std::chrono::hours;

const wall_time now{hours(1'000'000)};

kept_run run(const std::string& entry, std::uint64_t bytes, std::optional<int> hours_ago) {
  return {.entry = *bouts::entry_id::parse(entry),
          .bytes = bytes,
          .closed_at = hours_ago ? std::optional(now - hours(*hours_ago)) : std::nullopt};
}

std::string removed(std::vector<kept_run> runs, int most_hours, std::uint64_t most_bytes) {
  std::string names;
  for (const auto& entry :
       runs_to_remove(std::move(runs), {.age = hours(most_hours), .bytes = most_bytes}, now)) {
    names += (names.empty() ? "" : " ") + entry.str();
  }
  return names;
}

TEST(Retention, RemovesWhatEndedTooLongAgo) {
  EXPECT_EQ(removed({run("new", 1, 5), run("old", 1, 11), run("older", 1, 20)}, 10, 1'000), "older old");
  EXPECT_EQ(removed({run("edge", 1, 10)}, 10, 1'000), "edge");
  EXPECT_EQ(removed({run("a", 1, 0)}, 0, 1'000), "a") << "0 keeps nothing";
  EXPECT_EQ(removed({}, 0, 0), "");
}

TEST(Retention, RemovesTheOldestUntilTheRestFits) {
  EXPECT_EQ(removed({run("b", 40, 2), run("a", 40, 3), run("c", 40, 1)}, 100, 80), "a");
  EXPECT_EQ(removed({run("b", 40, 2), run("a", 40, 3), run("c", 40, 1)}, 100, 79), "a b");
  EXPECT_EQ(removed({run("b", 40, 2), run("a", 40, 3), run("c", 40, 1)}, 100, 120), "");
}

TEST(Retention, KeepsWhatIsOwedHoweverOldAndLarge) {
  EXPECT_EQ(removed({run("owed", 1'000, std::nullopt), run("a", 1, 3), run("b", 1, 1)}, 2, 10), "a b")
      << "and it counts: the others go for its sake";
  EXPECT_EQ(removed({run("owed", 1'000, std::nullopt)}, 0, 0), "");
}

TEST(Retention, DoesNotMindAClockThatWentBack) {
  EXPECT_EQ(removed({run("ahead", 1, -5), run("old", 1, 20)}, 10, 1'000), "old");
}

}  // namespace
}  // namespace arena

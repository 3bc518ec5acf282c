#include "daemon/test_challenge.hpp"

#include <gtest/gtest.h>

namespace arena {
namespace {

using namespace std::chrono_literals;

TEST(ChallengeFile, HasTheKeysThatAnAgentIsGiven) {
  const auto read = parse_challenge_file(
      R"({"title":"Primes","description":"All of them","prompt":"List them","category":"algorithms",
          "format":"sprint","time_limit_minutes":20,"entry_id":"x","starts_at":null})");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->title, "Primes");
  EXPECT_EQ(read->description, "All of them");
  EXPECT_EQ(read->prompt, "List them");
  EXPECT_EQ(read->category, "algorithms");
  EXPECT_EQ(read->format, "sprint");
  EXPECT_EQ(read->time_limit, 20min);
}

TEST(ChallengeFile, NeedsLittle) {
  const auto read = parse_challenge_file(R"({"prompt":"Do it"})");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->title, "A challenge from a file");
  EXPECT_EQ(read->description, "Do it");
  EXPECT_EQ(read->time_limit, 5min);
}

TEST(ChallengeFile, IsRefusedWithTheReason) {
  struct row {
    const char* text;
    const char* why;
  };
  for (const auto& [text, why] :
       {row{"{", "it is not JSON"}, row{"[]", "it is not a JSON object"},
        row{"{}", "it has neither title nor description nor prompt"},
        row{R"({"title":3})", "'title' is not a text"},
        row{R"({"title":"x","time_limit_minutes":0})", "'time_limit_minutes' is not a whole"},
        row{R"({"title":"x","time_limit_minutes":"5"})", "'time_limit_minutes' is not a whole"}}) {
    const auto read = parse_challenge_file(text);
    ASSERT_FALSE(read) << text;
    EXPECT_TRUE(read.error().message.starts_with(why)) << read.error().message;
  }
}

TEST(TestTime, IsADuration) {
  EXPECT_EQ(*test_time({}), std::nullopt);
  EXPECT_EQ(*test_time({.timeout = "90s"}), 90s);
  EXPECT_FALSE(test_time({.timeout = "90"}));
  EXPECT_FALSE(test_time({.timeout = "0"}));
}

}  // namespace
}  // namespace arena

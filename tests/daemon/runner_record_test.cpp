#include "daemon/runner_process.hpp"

#include <gtest/gtest.h>

namespace arena {
namespace {

TEST(RunnerRecord, IsReadAsTheRunnerWritesIt) {
  const auto read = parse_runner_exit(
      R"({"reason":"deadline","exit_code":null,"signal":9,"term_sent":true,"kill_sent":true,"killed_processes":3,)"
      R"("stdout_bytes":100,"stderr_bytes":20,"stdout_cut":5,"stderr_cut":0,"drain_incomplete":true,)"
      R"("write_error":"No space left on device","spawn_error":null,"duration_ms":1500})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->reason, end_reason::deadline);
  EXPECT_EQ(read->exit_code, std::nullopt);
  EXPECT_EQ(read->signal, 9);
  EXPECT_TRUE(read->term_sent && read->kill_sent && read->drain_incomplete);
  EXPECT_EQ(read->killed_processes, 3U);
  EXPECT_EQ(read->stdout_cut, 5U);
  EXPECT_EQ(read->write_error, "No space left on device");
  EXPECT_EQ(read->duration, std::chrono::milliseconds(1500));
  EXPECT_EQ(read->describe(), "signal 9 (Killed)");
}

TEST(RunnerRecord, DescribesEachEnd) {
  EXPECT_EQ(parse_runner_exit(R"({"reason":"exited","exit_code":3})")->describe(), "exit code 3");
  EXPECT_EQ(parse_runner_exit(R"({"reason":"spawn_failed","spawn_error":"python4: not found"})")->describe(),
            "python4: not found");
  EXPECT_EQ(parse_runner_exit(R"({"reason":"exited"})")->describe(), "an unknown end");
}

TEST(RunnerRecord, ThatIsDamagedIsAnErrorAndNeverAGuess) {
  for (const char* text :
       {"", "{", "[]", "null", "{}", R"({"reason":"bored"})", R"({"reason":7})", "\x00\xFF"}) {
    const auto read = parse_runner_exit(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, bouts::errc::bad_answer);
  }
}

TEST(RunnerRecord, PassesOverNumbersThatAreNone) {
  const auto read =
      parse_runner_exit(R"({"reason":"exited","exit_code":0,"killed_processes":-1,"stdout_bytes":"many"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->killed_processes, 0U);
  EXPECT_EQ(read->stdout_bytes, 0U);
}

}  // namespace
}  // namespace arena

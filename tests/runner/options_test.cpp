#include "runner/options.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace arena::runner {
namespace {

using std::chrono::milliseconds;
using words = std::vector<const char*>;

const words required = {"--dir", "/run/1",     "--cwd", "/work",        "--timeout-ms",
                        "5000",  "--grace-ms", "100",   "--output-cap", "64"};

words with(words more) {
  words all = required;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(RunnerOptions, TakesWhatIsRequired) {
  const auto read = parse_options(with({"--", "agent", "--flag", "--"}));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->run_dir, "/run/1");
  EXPECT_EQ(read->cwd, "/work");
  EXPECT_EQ(read->timeout, milliseconds(5000));
  EXPECT_EQ(read->grace, milliseconds(100));
  EXPECT_EQ(read->output_cap, 64U);
  EXPECT_EQ(read->drain, milliseconds(2000));
  EXPECT_FALSE(read->memory || read->processes || read->open_files || read->user);
  EXPECT_EQ(read->cgroup, "");
  // What stands behind the first "--" is the agent's, whatever it looks like.
  EXPECT_EQ(read->command, (std::vector<std::string>{"agent", "--flag", "--"}));
}

TEST(RunnerOptions, TakesWhatIsOptional) {
  const auto read = parse_options(
      with({"--drain-ms", "0", "--memory", "4294967296", "--processes", "512", "--open-files", "4096",
            "--uid", "1000", "--gid", "0", "--cgroup", "/sys/fs/cgroup/a", "--", "agent"}));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->drain, milliseconds(0));
  EXPECT_EQ(read->memory, 4294967296U);
  EXPECT_EQ(read->processes, 512U);
  EXPECT_EQ(read->open_files, 4096U);
  ASSERT_TRUE(read->user);
  EXPECT_EQ(read->user->uid, 1000U);
  EXPECT_EQ(read->user->gid, 0U);
  EXPECT_EQ(read->cgroup, "/sys/fs/cgroup/a");
}

TEST(RunnerOptions, RefusesWithASentenceThatNamesTheOption) {
  const std::vector<std::pair<words, std::string>> cases = {
      {{}, "command is missing"},
      {with({}), "command is missing"},
      {with({"--"}), "command is missing"},
      {with({"--", ""}), "command is missing"},
      {{"--dir", "/run/1", "--", "agent"}, "--cwd is missing"},
      {with({"--colour", "red", "--", "agent"}), "'--colour'"},
      {with({"agent"}), "'agent'"},
      {with({"--memory"}), "--memory takes a value"},
      {with({"--dir", "/run/2", "--", "agent"}), "--dir was given twice"},
      {with({"--memory", "0", "--", "agent"}), "--memory takes a whole number from 1"},
      {with({"--processes", "-1", "--", "agent"}), "'-1'"},
      {with({"--open-files", "12k", "--", "agent"}), "'12k'"},
      {with({"--open-files", "", "--", "agent"}), "''"},
      {with({"--drain-ms", "99999999999999999999", "--", "agent"}),
       "--drain-ms takes a whole number from 0 to 31536000000"},
      {with({"--cgroup", "", "--", "agent"}), "--cgroup must not be empty"},
      {with({"--uid", "1000", "--", "agent"}), "only taken together"},
      {with({"--gid", "1000", "--", "agent"}), "only taken together"},
      {with({"--uid", "4294967295", "--gid", "1", "--", "agent"}),
       "--uid takes a whole number from 0 to 4294967294"},
  };
  for (const auto& [arguments, expected] : cases) {
    const auto read = parse_options(arguments);
    ASSERT_FALSE(read) << expected;
    EXPECT_EQ(read.error().kind, errc::invalid);
    EXPECT_NE(read.error().message.find(expected), std::string::npos) << read.error().message;
  }
}

TEST(RunnerOptions, UsageNamesEveryOption) {
  for (const auto* name : {"--dir", "--cwd", "--timeout-ms", "--grace-ms", "--output-cap", "--drain-ms",
                           "--memory", "--processes", "--open-files", "--uid", "--gid", "--cgroup"}) {
    EXPECT_NE(usage().find(name), std::string_view::npos) << name;
  }
}

}  // namespace
}  // namespace arena::runner

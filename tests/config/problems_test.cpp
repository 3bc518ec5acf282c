#include "config/problems.hpp"

#include "tests/config/support.hpp"

#include <gtest/gtest.h>

namespace arena::config {
namespace {

TEST(Problem, IsDescribedWithItsPlace) {
  EXPECT_EQ((problem{.file = "f.yaml", .line = 3, .column = 7, .message = "wrong"}.describe()),
            "f.yaml:3:7: wrong");
  EXPECT_EQ((problem{.file = "f.yaml", .line = 0, .column = 0, .message = "wrong"}.describe()),
            "f.yaml: wrong");
  EXPECT_EQ((problem{.file = "", .line = 0, .column = 0, .message = "--key: wrong"}.describe()),
            "--key: wrong");
}

TEST(Problem, IsOfTheKindThatTheExitCodeFollows) {
  const std::vector<std::pair<std::string, problem_kind>> table = {
      {"a: [1", problem_kind::bad_yaml},
      {"a: \xff", problem_kind::bad_yaml},
      {"? [a]\n: b", problem_kind::bad_yaml},
      {"<<: 1", problem_kind::bad_yaml},
      {std::string(2'000'000, '#'), problem_kind::bad_yaml},
      {"colour: red\n" + test::one_agent(), problem_kind::unknown_key},
      {"log: debug\n" + test::one_agent(), problem_kind::wrong_type},
      {test::one_agent("    retries: many\n"), problem_kind::wrong_type},
      {test::one_agent("    retries: 11\n"), problem_kind::bad_value},
      {"arena: {url: ftp://x}\n" + test::one_agent(), problem_kind::bad_url},
  };
  for (const auto& [yaml, kind] : table) {
    const auto outcome = test::parse_here(yaml);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().front().kind, kind) << outcome.error().front().describe();
  }
  flags given;
  given.config_file = "none.yaml";
  EXPECT_EQ(load(given, test::machine{}.around()).error().front().kind, problem_kind::no_file);
}

TEST(Nearest, FindsWhatWasMeant) {
  const std::vector<std::string> keys = {"api_key", "api_token", "command", "timeout",
                                         "name",    "env",       "workdir"};
  const std::vector<std::pair<const char*, std::optional<std::string>>> table = {
      {"comand", "command"},
      {"commnad", "command"},
      {"apikey", "api_key"},
      {"API-KEY", "api_key"},
      {"tiemout", "timeout"},
      {"nme", "name"},
      {"Env", "env"},
      {"work_dir", "workdir"},
      {"working_directory", std::nullopt},
      {"timeout_minutes", "timeout"},
      {"x", std::nullopt},
      {"", std::nullopt},
      {"en", "env"},
      {"colour", std::nullopt},
  };
  for (const auto& [written, meant] : table) {
    EXPECT_EQ(nearest(written, keys), meant) << written;
  }
  EXPECT_EQ(nearest(std::string(100'000, 'a'), keys), std::nullopt);
}

TEST(Shown, IsOneShortLineInQuotes) {
  EXPECT_EQ(shown("a\nb\tc"), "'a\\nb\\tc'");
  EXPECT_EQ(shown(""), "''");
  EXPECT_EQ(shown(std::string(100, 'x')), "'" + std::string(59, 'x') + "…'");
}

TEST(WithoutSecrets, MasksKeysTokensAndUsers) {
  EXPECT_EQ(without_secrets(test::valid_key), "aa_00…(67)");
  EXPECT_EQ(without_secrets("--key=" + test::valid_key + ";"), "--key=aa_00…(67);");
  EXPECT_EQ(without_secrets(test::valid_token + " " + test::valid_key), "bouts…(64) aa_00…(67)");
  EXPECT_EQ(without_secrets("http://me:pw@proxy:3128/x"), "http://…@proxy:3128/x");
  EXPECT_EQ(without_secrets("a http://u:p@w@h b https://x@y"), "a http://…@h b https://…@y");
}

TEST(WithoutSecrets, LeavesOtherTextsAlone) {
  for (const auto* text :
       {"", "aa_team", "baa_0123456789abcdef", "http://host/a@b", "user@host", "aa_", "bouts_sk_"}) {
    EXPECT_EQ(without_secrets(text), text);
  }
}

TEST(Joined, IsAListAsPeopleWriteIt) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"a"}), "a");
  EXPECT_EQ(joined({"a", "b"}), "a and b");
  EXPECT_EQ(joined({"a", "b", "c"}, "or"), "a, b or c");
}

}  // namespace
}  // namespace arena::config

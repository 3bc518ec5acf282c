#include "daemon/agent_environment.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <unistd.h>

namespace arena {
namespace {

attempt_facts some_facts() {
  attempt_facts facts;
  facts.assigned.entry_id = *bouts::entry_id::parse("entry-1");
  facts.assigned.challenge.id = *bouts::challenge_id::parse("challenge-1");
  facts.assigned.challenge.title = "A \"title\"";
  facts.assigned.challenge.description = "Do it.";
  facts.assigned.challenge.time_limit = std::chrono::minutes(60);
  facts.session = *bouts::session_id::parse("session-1");
  facts.agent = *bouts::agent_id::parse("agent-1");
  facts.deadline = *bouts::parse_iso8601("2026-03-22T11:00:00Z");
  facts.time_left = std::chrono::minutes(59);
  facts.attempt = 2;
  return facts;
}

run_directory some_directory(const std::filesystem::path& state) {
  return *run_directory::create(state, *bouts::entry_id::parse("entry-1"));
}

class AgentEnvironment : public testing::Test {
 protected:
  AgentEnvironment() {
    settings.api_key = bouts::secret("aa_secret-agent-key");
    settings.api_token = bouts::secret("bouts_sk_secret-token");
  }
  ~AgentEnvironment() override { std::filesystem::remove_all(state); }

  environment made(const environment& ours) {
    return agent_environment(settings, some_facts(), some_directory(state), ours);
  }

  config::agent_settings settings;
  std::filesystem::path state =
      std::filesystem::temp_directory_path() / ("arena-env-" + std::to_string(::getpid()));
};

TEST_F(AgentEnvironment, HasWhatThePresetsProgramReads) {
  settings.preset = "claude-code";
  settings.env = {{"ANTHROPIC_MODEL", "mine"}};
  const auto theirs = made({{"ANTHROPIC_API_KEY", "sk-1"},
                            {"ANTHROPIC_MODEL", "theirs"},
                            {"OPENAI_API_KEY", "sk-2"},
                            {"ANTHROPIC_AUTH_TOKEN", "x" + std::string(settings.api_key.reveal())}});
  EXPECT_EQ(theirs.at("ANTHROPIC_API_KEY"), "sk-1");
  EXPECT_EQ(theirs.at("ANTHROPIC_MODEL"), "mine");
  EXPECT_EQ(theirs.at("DISABLE_AUTOUPDATER"), "1");
  EXPECT_FALSE(theirs.contains("OPENAI_API_KEY"));
  EXPECT_FALSE(theirs.contains("ANTHROPIC_AUTH_TOKEN"));
}

TEST_F(AgentEnvironment, PassesOnWhatProgramsNeedAndNothingElse) {
  const auto theirs =
      made({{"PATH", "/bin"}, {"LC_ALL", "C"}, {"HOME", "/h"}, {"EDITOR", "vi"}, {"MY_VAR", "1"}});
  EXPECT_EQ(theirs.at("PATH"), "/bin");
  EXPECT_EQ(theirs.at("LC_ALL"), "C");
  EXPECT_EQ(theirs.at("HOME"), "/h");
  EXPECT_FALSE(theirs.contains("EDITOR"));
  EXPECT_FALSE(theirs.contains("MY_VAR"));
}

TEST_F(AgentEnvironment, AddsWhatEnvAndPassEnvName) {
  settings.env = {{"PYTHONUNBUFFERED", "1"}};
  settings.pass_env = {"MODEL_KEY", "NOT_SET"};
  const auto theirs = made({{"MODEL_KEY", "k"}});
  EXPECT_EQ(theirs.at("PYTHONUNBUFFERED"), "1");
  EXPECT_EQ(theirs.at("MODEL_KEY"), "k");
  EXPECT_FALSE(theirs.contains("NOT_SET"));
}

TEST_F(AgentEnvironment, NeverHoldsAnArenaKeyUnderAnyName) {
  settings.pass_whole_environment = true;
  settings.env = {{"COPIED", "x=aa_secret-agent-key"}};
  settings.pass_env = {"ALIAS"};
  const auto theirs = made({{"ARENA_API_KEY", "aa_secret-agent-key"},
                            {"BOUTS_API_KEY", "another"},
                            {"ALIAS", "bouts_sk_secret-token"},
                            {"SHELL_VAR", "kept"}});
  EXPECT_FALSE(theirs.contains("ARENA_API_KEY"));
  EXPECT_FALSE(theirs.contains("BOUTS_API_KEY"));
  EXPECT_FALSE(theirs.contains("ALIAS"));
  EXPECT_FALSE(theirs.contains("COPIED"));
  EXPECT_EQ(theirs.at("SHELL_VAR"), "kept");
}

TEST_F(AgentEnvironment, TellsTheAgentWhatItsBoutIs) {
  const auto theirs = made({});
  EXPECT_EQ(theirs.at("ARENA_CHALLENGE_ID"), "challenge-1");
  EXPECT_EQ(theirs.at("ARENA_ENTRY_ID"), "entry-1");
  EXPECT_EQ(theirs.at("ARENA_SESSION_ID"), "session-1");
  EXPECT_EQ(theirs.at("ARENA_AGENT_ID"), "agent-1");
  EXPECT_EQ(theirs.at("ARENA_TIME_LIMIT"), "60");
  EXPECT_EQ(theirs.at("ARENA_AGENT_TIMEOUT_MS"), "3540000");
  EXPECT_EQ(theirs.at("ARENA_DEADLINE"), "2026-03-22T11:00:00.000Z");
  EXPECT_EQ(theirs.at("ARENA_ATTEMPT"), "2");
  EXPECT_EQ(theirs.at("ARENA_WORKDIR"), (state / "runs/entry-1/work").string());
  EXPECT_TRUE(theirs.contains("ARENA_CHALLENGE_FILE"));
  EXPECT_TRUE(theirs.contains("ARENA_SOLUTION_FILE"));
}

TEST(ChallengeJson, HasEveryKeyOfTheContract) {
  const auto object = boost::json::parse(challenge_json(some_facts())).as_object();
  for (const char* key :
       {"challenge_id", "entry_id", "session_id", "agent_id", "title", "prompt", "description", "category",
        "format", "time_limit_minutes", "starts_at", "ends_at", "assigned_at", "deadline", "attempt"}) {
    EXPECT_TRUE(object.contains(key)) << key;
  }
  EXPECT_EQ(object.at("title").as_string(), "A \"title\"");
  EXPECT_EQ(object.at("time_limit_minutes").as_int64(), 60);
  EXPECT_TRUE(object.at("ends_at").is_null());
}

TEST(ChallengeJson, TakesTheDescriptionForAPromptWhereThereIsNone) {
  auto facts = some_facts();
  EXPECT_EQ(boost::json::parse(challenge_json(facts)).at("prompt").as_string(), "Do it.");
  facts.assigned.challenge.prompt = "Exactly this.";
  EXPECT_EQ(boost::json::parse(challenge_json(facts)).at("prompt").as_string(), "Exactly this.");
  EXPECT_EQ(boost::json::parse(challenge_json(facts)).at("description").as_string(), "Do it.");
}

}  // namespace
}  // namespace arena

#include "daemon/secrets.hpp"

#include "core/redact/redactor.hpp"

#include <gtest/gtest.h>

namespace arena {
namespace {

config::agent_settings agent() {
  config::agent_settings made;
  made.api_key = bouts::secret("aa_0123456789abcdef");
  made.api_token = bouts::secret("bouts_sk_0123456789");
  made.pass_env = {"PLAIN_NAME"};
  made.env = {{"DB_PASSWORD", "horse battery staple"}, {"MODE", "production"}};
  return made;
}

TEST(SecretsOf, AnAgentAreItsKeysWhatIsPassedOnAndWhatIsNamedLikeOne) {
  const environment ours = {{"PLAIN_NAME", "passed on value"}, {"MY_API_KEY", "of the environment"}};
  const redactor redact(secrets_of(agent(), ours));
  EXPECT_EQ(redact.text("x horse battery staple y").find("horse"), std::string::npos);
  EXPECT_EQ(redact.text("x passed on value y").find("passed"), std::string::npos);
  EXPECT_EQ(redact.text("in production"), "in production");
  EXPECT_EQ(redact.text("x of the environment y"), "x of the environment y") << "the agent does not get it";
}

TEST(SecretsOf, AnAgentWithTheWholeEnvironmentAreThoseOfTheEnvironmentToo) {
  auto all = agent();
  all.pass_whole_environment = true;
  const redactor redact(secrets_of(all, {{"my_api_key", "of the environment"}, {"EDITOR", "emacs -nw -q"}}));
  EXPECT_EQ(redact.text("x of the environment y").find("environment"), std::string::npos);
  EXPECT_EQ(redact.text("emacs -nw -q"), "emacs -nw -q");
}

TEST(SecretsOf, TheWholeConfigurationAreThoseOfEveryAgentAndWhatAgentsShowAtThePort) {
  config::settings all;
  all.agents = {agent()};
  all.control.pull_token = bouts::secret("what agents show");
  const redactor redact(secrets_of(all, {}));
  EXPECT_EQ(redact.text("x what agents show y").find("agents"), std::string::npos);
  EXPECT_EQ(redact.text("x horse battery staple y").find("horse"), std::string::npos);
}

}  // namespace
}  // namespace arena

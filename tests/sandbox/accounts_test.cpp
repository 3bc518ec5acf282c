#include "sandbox/accounts.hpp"

#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;

namespace {

struct people {
  id_source ids{"accounts"};
  accounts all{2, ids, start};
};

answer_or_refusal<caller> require(const people& some, const std::string& bearer, scope wanted) {
  return some.all.require(bearer, wanted, start);
}

}  // namespace

TEST(Accounts, FindAnAgentByItsKeyOnly) {
  const people some;
  EXPECT_EQ(some.all.find_by_key(some.all.at(1).key), 1);
  EXPECT_FALSE(some.all.find_by_key(some.all.at(1).token));
  EXPECT_FALSE(some.all.find_by_key(""));
}

TEST(Accounts, TellTheEnvironmentsOfTokensApart) {
  const people some;
  const auto production = some.all.find_bearer("Bearer " + some.all.at(1).token, start);
  ASSERT_TRUE(production);
  EXPECT_EQ(production->agent, 1);
  EXPECT_EQ(production->where, environment::production);
  const auto sandboxed = some.all.find_bearer("Bearer " + some.all.at(0).test_token, start);
  ASSERT_TRUE(sandboxed);
  EXPECT_EQ(sandboxed->where, environment::sandbox);
  EXPECT_FALSE(some.all.find_bearer(some.all.at(0).token, start)) << "a token needs its scheme";
  EXPECT_FALSE(some.all.find_bearer("", start));
  EXPECT_FALSE(some.all.find_bearer("Bearer ", start));
}

TEST(Accounts, GiveAnAgentKeyEveryScopeButEntering) {
  const people some;
  const std::string bearer = "Bearer " + some.all.at(0).key;
  for (const scope one :
       {scope::challenge_read, scope::submission_create, scope::submission_read, scope::result_read}) {
    EXPECT_TRUE(require(some, bearer, one)) << to_string(one);
  }
  const auto refused = require(some, bearer, scope::challenge_enter);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status, 403);
  EXPECT_EQ(refused.error().code, "UNAUTHORIZED");
}

TEST(Accounts, EchoTheBeginningOfAWrongKeyAsTheArenaDoes) {
  const people some;
  const auto by_key = some.all.connector("aa_1234567890abcdef");
  ASSERT_FALSE(by_key);
  EXPECT_EQ(by_key.error().status, 401);
  EXPECT_NE(by_key.error().message.find("aa_123456789"), std::string::npos);
  EXPECT_EQ(by_key.error().message.find("abcdef"), std::string::npos);
  const auto by_token = require(some, "Bearer bouts_sk_1234567890", scope::result_read);
  ASSERT_FALSE(by_token);
  EXPECT_EQ(by_token.error().status, 401);
  EXPECT_EQ(by_token.error().code, "UNAUTHORIZED");
  EXPECT_NE(by_token.error().message.find("bouts_sk_"), std::string::npos);
}

TEST(Accounts, RefuseAMissingCredential) {
  const people some;
  EXPECT_EQ(some.all.connector("").error().status, 401);
  EXPECT_EQ(require(some, "", scope::result_read).error().status, 401);
}

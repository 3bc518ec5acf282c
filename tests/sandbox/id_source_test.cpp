#include "sandbox/id_source.hpp"

#include <gtest/gtest.h>

#include <set>

using arena::sandbox::id_source;
using arena::sandbox::is_uuid;

TEST(IdSource, GivesTheSameForTheSameSeed) {
  id_source one("a");
  id_source same("a");
  id_source other("b");
  const auto first = one.uuid();
  EXPECT_EQ(first, same.uuid());
  EXPECT_NE(first, other.uuid());
  EXPECT_NE(first, one.uuid());
}

TEST(IdSource, MakesUuidsThatTheArenaItselfTakes) {
  id_source ids("a");
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto id = ids.uuid();
    EXPECT_TRUE(is_uuid(id)) << id;
    EXPECT_TRUE(seen.insert(id).second) << id;
  }
}

TEST(IdSource, MakesCredentialsOfTheDocumentedForm) {
  id_source ids("a");
  const auto key = ids.agent_key();
  EXPECT_TRUE(key.starts_with("aa_"));
  EXPECT_EQ(key.size(), 3U + 64U);
  const auto token = ids.token();
  EXPECT_TRUE(token.starts_with("bouts_sk_"));
  EXPECT_EQ(token.size(), 64U);
  const auto test_token = ids.test_token();
  EXPECT_TRUE(test_token.starts_with("bouts_sk_test_"));
  EXPECT_EQ(test_token.size(), 64U);
}

TEST(Uuid, NeedsAVersionAndAVariant) {
  EXPECT_TRUE(is_uuid("550e8400-e29b-41d4-a716-446655440000"));
  EXPECT_TRUE(is_uuid("550E8400-E29B-71D4-B716-446655440000"));
  for (const char* wrong : {"", "550e8400-e29b-41d4-a716-44665544000", "550e8400-e29b-01d4-a716-446655440000",
                            "550e8400-e29b-91d4-a716-446655440000", "550e8400-e29b-41d4-c716-446655440000",
                            "550e8400-e29b-41d4-7716-446655440000", "550e8400-e29b-41d4-a716-44665544000g",
                            "550e8400xe29b-41d4-a716-446655440000", "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_FALSE(is_uuid(wrong)) << wrong;
  }
}

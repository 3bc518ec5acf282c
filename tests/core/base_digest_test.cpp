#include "core/base/digest.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace bouts;

struct vector_of_bytes {
  std::string input;
  std::string expected;
};

// FIPS 180-4 examples, and the million times 'a' of its test suite.
TEST(Sha256, GivesTheKnownAnswers) {
  const vector_of_bytes vectors[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const auto& [input, expected] : vectors) {
    EXPECT_EQ(sha256_hex(input), expected) << input.size() << " bytes";
  }
}

TEST(Sha256, CountsBytesBehindANul) {
  using namespace std::string_view_literals;
  EXPECT_NE(sha256_hex("a\0b"sv), sha256_hex("a\0c"sv));
  EXPECT_EQ(sha256_hex(std::string_view()), sha256_hex(""));
}

// RFC 4231, test cases 1, 2, 3 and 6.
TEST(HmacSha256, GivesTheKnownAnswers) {
  EXPECT_EQ(hmac_sha256_hex(std::string(20, '\x0b'), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hmac_sha256_hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hmac_sha256_hex(std::string(20, '\xaa'), std::string(50, '\xdd')),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(
      hmac_sha256_hex(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// The value is the well-known HMAC of nothing under no key.
TEST(HmacSha256, TakesAnEmptyKeyAndAnEmptyText) {
  const std::string expected = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
  EXPECT_EQ(hmac_sha256_hex("", ""), expected);
  EXPECT_EQ(hmac_sha256_hex(std::string_view(), std::string_view()), expected);
}

TEST(EqualInConstantTime, ComparesLengthAndBytes) {
  using namespace std::string_view_literals;
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time(std::string_view(), ""));
  EXPECT_TRUE(equal_in_constant_time("same", "same"));
  EXPECT_FALSE(equal_in_constant_time("same", "sama"));
  EXPECT_FALSE(equal_in_constant_time("same", "same "));
  EXPECT_FALSE(equal_in_constant_time("a\0b"sv, "a\0c"sv));
}

// RFC 4648 §10: the beginnings of "foobar".
TEST(Base64, GivesTheKnownAnswers) {
  const std::string_view word = "foobar";
  const std::string_view expected[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
  for (std::size_t length = 0; length <= word.size(); ++length) {
    EXPECT_EQ(base64(word.substr(0, length)), expected[length]);
  }
  EXPECT_EQ(base64("\xfb\xff\xfe"), "+//+");
}

}  // namespace

#include "core/base/secret.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <ostream>
#include <string>

namespace {

using bouts::secret;

template <class T>
concept printable_to_a_stream = requires(std::ostream& out, const T& value) { out << value; };

static_assert(printable_to_a_stream<std::string>);
static_assert(!printable_to_a_stream<secret>, "a secret must not reach a log by a stream");
static_assert(!std::convertible_to<secret, std::string>);
static_assert(!std::convertible_to<secret, std::string_view>);
static_assert(!std::convertible_to<std::string, secret>, "making a secret must be said aloud");

TEST(Secret, RevealsWhatItWasMadeOf) {
  EXPECT_EQ(secret("aa_0123").reveal(), "aa_0123");
  EXPECT_TRUE(secret().empty());
  EXPECT_FALSE(secret("x").empty());
}

TEST(Secret, MaskedShowsKindAndLengthOfALongOne) {
  const std::string key = "aa_1f" + std::string(62, '9');
  EXPECT_EQ(secret(key).masked(), "aa_1f…(67)");
}

TEST(Secret, MaskedShowsNothingButTheLengthOfAShortOne) {
  EXPECT_EQ(secret("").masked(), "…(0)");
  EXPECT_EQ(secret("hunter2").masked(), "…(7)");
  EXPECT_EQ(secret(std::string(23, 'x')).masked(), "…(23)");
  EXPECT_EQ(secret(std::string(24, 'x')).masked(), "xxxxx…(24)");
}

TEST(Secret, MaskedIsPrintableWhateverTheSecretIsMadeOf) {
  EXPECT_EQ(secret("\x1b[31m" + std::string(30, 'x')).masked(), "…(35)");
  EXPECT_EQ(secret("pass\xC3\xA4" + std::string(30, 'x')).masked(), "…(36)") << "no half of a character";
}

TEST(Secret, EqualOnlyWhenEveryByteIs) {
  EXPECT_EQ(secret("abc"), secret("abc"));
  EXPECT_NE(secret("abc"), secret("abd"));
  EXPECT_NE(secret("abc"), secret("abcd"));
  EXPECT_EQ(secret(), secret(""));
}

}  // namespace

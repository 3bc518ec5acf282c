#include "sdk/query.hpp"

#include <gtest/gtest.h>

namespace {

using namespace bouts;

TEST(Query, LeavesOutWhatIsNotThere) {
  query made;
  made.add("status", "");
  made.add("page", std::optional<int>());
  EXPECT_EQ(made.str(), "");
}

TEST(Query, JoinsWhatIsThere) {
  query made;
  made.add("status", "active");
  made.add("page", std::optional<int>(2));
  EXPECT_EQ(made.str(), "?status=active&page=2");
}

TEST(Query, EncodesEverythingThatHasAMeaningInAUrl) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("a b&c=d/e?#%+"), "a%20b%26c%3Dd%2Fe%3F%23%25%2B");
  EXPECT_EQ(percent_encode("\r\n\x7f"), "%0D%0A%7F");
  EXPECT_EQ(percent_encode("\xc3\xa9"), "%C3%A9");
}

}  // namespace

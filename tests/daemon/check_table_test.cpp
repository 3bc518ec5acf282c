#include "daemon/check_table.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace arena {
namespace {

const std::vector<check_row> mixed = {
    {.mark = check_mark::good, .agent = {}, .subject = "DNS", .found = "the arena x is 127.0.0.1"},
    {.mark = check_mark::failed,
     .agent = "nova",
     .subject = "command",
     .found = "'python9' is not found",
     .remedy = "install it",
     .code = exit_code::agent_not_found},
    {.mark = check_mark::failed,
     .agent = "nova",
     .subject = "key",
     .found = "401\x1b[2J",
     .remedy = "a new one"},
    {.mark = check_mark::warned, .agent = "nova", .subject = "clock", .found = "9s late", .remedy = "NTP"},
    {.mark = check_mark::skipped, .agent = "nova", .subject = "token", .found = "none"},
};

TEST(CheckTable, StandsInColumnsWithEachRemedyBelow) {
  EXPECT_EQ(check_text(mixed),
            "ok          DNS      the arena x is 127.0.0.1\n"
            "FAIL  nova  command  'python9' is not found\n"
            "                     → install it\n"
            "FAIL  nova  key      401\\x1B[2J\n"
            "                     → a new one\n"
            "warn  nova  clock    9s late\n"
            "                     → NTP\n"
            "-     nova  token    none\n");
}

TEST(CheckTable, EndsWithTheCodeOfItsFirstFailure) {
  EXPECT_EQ(check_code(mixed), exit_code::agent_not_found);
  EXPECT_EQ(check_code({mixed[2]}), exit_code::check_failed);
  EXPECT_EQ(check_code({mixed[0], mixed[3], mixed[4]}), exit_code::ok);
}

TEST(CheckTable, IsJsonOnRequest) {
  const auto told = boost::json::parse(check_json(mixed, "arena: {}\n")).as_object();
  EXPECT_EQ(told.at("ok"), false);
  EXPECT_EQ(told.at("configuration"), "arena: {}\n");
  const auto& rows = told.at("checks").as_array();
  ASSERT_EQ(rows.size(), mixed.size());
  EXPECT_EQ(rows[0], boost::json::value({{"mark", "ok"},
                                         {"agent", nullptr},
                                         {"subject", "DNS"},
                                         {"found", "the arena x is 127.0.0.1"},
                                         {"remedy", nullptr}}));
  EXPECT_EQ(rows[1].at("mark"), "failed");
  EXPECT_EQ(rows[1].at("remedy"), "install it");
  EXPECT_TRUE(boost::json::parse(check_json({}, {})).at("configuration").is_null());
}

}  // namespace
}  // namespace arena

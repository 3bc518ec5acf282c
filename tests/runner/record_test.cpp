#include "runner/record.hpp"

#include "runner/json_object.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace arena::runner {
namespace {

constexpr wall_time some_time{milliseconds(1'774'173'600'007)};

TEST(RunnerRecord, HasTheAgreedKeys) {
  const runner_record record{.pid = 12,
                             .start_time = 34,
                             .boot_id = "3f0c",
                             .agent_pid = 56,
                             .agent_start_time = 78,
                             .cgroup = "/sys/fs/cgroup/a",
                             .started_at = some_time};
  EXPECT_EQ(to_json(record),
            R"({"pid":12,"start_time":34,"boot_id":"3f0c","agent_pid":56,"agent_start_time":78,)"
            R"("cgroup":"/sys/fs/cgroup/a","started_at":"2026-03-22T10:00:00.007Z"})"
            "\n");
}

TEST(ExitRecord, HasTheAgreedKeys) {
  exit_record record;
  record.exit_code = 3;
  record.kill_sent = true;
  record.killed_processes = 2;
  record.output = {.kept = 10, .cut = 20};
  record.errors = {.kept = 30, .cut = 40};
  record.started_at = some_time;
  record.ended_at = some_time + milliseconds(993);
  record.duration = milliseconds(993);
  record.cpu = milliseconds(12);
  record.max_rss_kib = 2048;
  EXPECT_EQ(
      to_json(record),
      R"({"reason":"exited","exit_code":3,"signal":null,"term_sent":false,"kill_sent":true,"killed_processes":2,)"
      R"("left_processes":0,"stdout_bytes":10,"stderr_bytes":30,"stdout_cut":20,"stderr_cut":40,)"
      R"("drain_incomplete":false,"write_error":null,"spawn_error":null,"started_at":"2026-03-22T10:00:00.007Z",)"
      R"("ended_at":"2026-03-22T10:00:01.000Z","duration_ms":993,"cpu_ms":12,"max_rss_kib":2048})"
      "\n");
}

TEST(ExitRecord, UnknownIsNullAndNotZero) {
  exit_record record;
  record.reason = end_reason::spawn_failed;
  record.spawn_error = "no";
  const auto json = boost::json::parse(to_json(record)).as_object();
  EXPECT_TRUE(json.at("exit_code").is_null());
  EXPECT_TRUE(json.at("signal").is_null());
  EXPECT_EQ(json.at("spawn_error").as_string(), "no");
}

TEST(JsonObject, EscapesWhatMustBe) {
  json_object json;
  json.add("a\"b", "\\ \" \n \x01 \x7F /");
  EXPECT_EQ(json.text(), R"({"a\"b":"\\ \" \u000a \u0001 \u007f /"})");
}

TEST(JsonObject, StaysValidUtf8WhateverAPathHolds) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"j\xC3\xBCrgen", "j\xC3\xBCrgen"},
      {"\xE2\x82\xAC \xF0\x9F\x98\x80", "\xE2\x82\xAC \xF0\x9F\x98\x80"},
      {"\xFC", "\xEF\xBF\xBD"},
      {"\xC3", "\xEF\xBF\xBD"},                                                  // cut
      {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},                                  // overlong
      {"\xE0\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},                  // overlong
      {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},                  // a surrogate
      {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},  // beyond U+10FFFF
      {"\xE2\x82x", "\xEF\xBF\xBD\xEF\xBF\xBDx"},
  };
  for (const auto& [given, expected] : cases) {
    json_object json;
    json.add("k", given);
    EXPECT_EQ(json.text(), "{\"k\":\"" + expected + "\"}");
    boost::system::error_code broken;
    boost::json::parse(json.text(), broken);
    EXPECT_FALSE(broken) << json.text();
  }
}

TEST(JsonObject, WritesNumbersOfEverySize) {
  json_object json;
  json.add("least", std::numeric_limits<std::int64_t>::min())
      .add("most", std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(json.text(), R"({"least":-9223372036854775808,"most":18446744073709551615})");
  EXPECT_EQ(json_object().text(), "{}");
}

TEST(Iso8601, HasThreeDigitsAndUtc) {
  EXPECT_EQ(format_iso8601(wall_time(milliseconds(0))), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_iso8601(wall_time(milliseconds(951'782'399'999))), "2000-02-28T23:59:59.999Z");
}

}  // namespace
}  // namespace arena::runner

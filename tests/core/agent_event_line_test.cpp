#include "core/agent/event_line.hpp"
#include "core/base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace arena {
namespace {

using bouts::agent_event;
using bouts::event_type;

const bouts::wall_time now = std::chrono::sys_days(std::chrono::year(2026) / 3 / 22) + std::chrono::hours(10);

agent_event event(event_type type) {
  agent_event made;
  made.type = type;
  made.timestamp = now;
  return made;
}

agent_event event(event_type type, std::string summary) {
  agent_event made = event(type);
  made.summary = std::move(summary);
  return made;
}

bool is_event(const line_meaning& meaning) {
  return std::holds_alternative<const bouts::event_view*>(meaning);
}
// REQUIRES one.
agent_event event_in(const line_meaning& meaning) {
  return std::get<const bouts::event_view*>(meaning)->copy();
}

struct event_case {
  const char* what;
  std::string line;
  agent_event expected;
  std::uint64_t lost = 0;
};

void expect_events(agent_stream stream, const std::vector<event_case>& cases) {
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    event_line dialect;
    const auto meaning = dialect.read(stream, one.line, now);
    ASSERT_TRUE(is_event(meaning)) << one.line;
    EXPECT_EQ(bouts::encode_event(event_in(meaning)), bouts::encode_event(one.expected));
    EXPECT_EQ(event_in(meaning), one.expected);
    EXPECT_EQ(dialect.lost_fields(), one.lost);
  }
}

void expect_text(agent_stream stream, const std::vector<std::string>& lines) {
  for (const auto& line : lines) {
    event_line dialect;
    EXPECT_TRUE(std::holds_alternative<std::monostate>(dialect.read(stream, line, now))) << line;
    EXPECT_EQ(dialect.lost_fields(), 0U);
  }
}

agent_event full_event() {
  agent_event all = event(event_type::command_run, "ran the tests");
  all.tool = "shell";
  all.filename = "src/a.py";
  all.language = "python";
  all.snippet = "print(1)\n";
  all.command = "pytest -q";
  all.exit_code = -1;
  all.output_summary = "3 passed";
  all.error_summary = "none";
  all.percent = 62.5;
  all.stage = "testing";
  all.timestamp = now + std::chrono::milliseconds(250);
  return all;
}

TEST(EventLine, ReadsEveryNameOfAnEvent) {
  for (const auto type : bouts::all_event_types) {
    event_line dialect;
    const std::string name(bouts::to_string(type));
    const std::string json = R"({"type":")" + name + R"(","summary":"s"})";
    EXPECT_EQ(event_in(dialect.read(agent_stream::out, json, now)), event(type, "s")) << name;
    const std::string marked = "[ARENA:" + name + "] s";
    EXPECT_EQ(event_in(dialect.read(agent_stream::err, marked, now)), event(type, "s")) << name;
  }
}

TEST(EventLine, ReadsJsonEventsOnStdout) {
  agent_event tab = event(event_type::thinking, "a\tb");
  agent_event nul = event(event_type::thinking, std::string("a\0b", 3));
  expect_events(
      agent_stream::out,
      {{"all fields",
        R"({"type":"command_run","summary":"ran the tests","tool":"shell","filename":"src/a.py","language":"python",)"
        R"("snippet":"print(1)\n","command":"pytest -q","exit_code":-1,"output_summary":"3 passed",)"
        R"("error_summary":"none","percent":62.5,"stage":"testing","timestamp":"2026-03-22T10:00:00.250Z"})",
        full_event()},
       {"alias", R"({"type":"error","summary":"x"})", event(event_type::error_hit, "x")},
       {"enclosed", R"({"event":{"type":"thinking","summary":"x"}})", event(event_type::thinking, "x")},
       {"enclosed, among others", R"({"v":1,"type":"event","event":{"type":"error","message":"x"},"z":[]})",
        event(event_type::error_hit, "x")},
       {"type last, nested unknown", R"({"data":{"type":"submission","x":[{}]},"type":"thinking"})",
        event(event_type::thinking)},
       {"last of two types", R"({"type":"thinking","type":"started"})", event(event_type::started)},
       {"white space around", " \t{ \"type\" : \"thinking\" , \"summary\" : \"x\" } \r",
        event(event_type::thinking, "x")},
       {"message", R"({"type":"thinking","message":"x"})", event(event_type::thinking, "x")},
       {"summary before message", R"({"type":"thinking","message":"x","summary":"y"})",
        event(event_type::thinking, "y")},
       {"unknown keys", R"({"type":"thinking","cost":1e400,"x":{"y":[null]},"summary":"x"})",
        event(event_type::thinking, "x")},
       {"null is absent",
        R"({"type":"thinking","summary":null,"percent":null,"exit_code":null,"timestamp":null})",
        event(event_type::thinking)},
       {"escapes", R"({"type":"thinking","summary":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"})",
        event(event_type::thinking, "\"\\/\b\f\n\r\té😀")},
       {"half surrogates", R"({"type":"thinking","summary":"\ud83d|\ude00|\ud83dx\ud83d\u0041"})",
        event(event_type::thinking, "�|�|�x�A")},
       {"escapes that are none",
        R"({"type":"thinking","summary":"C:\dir \u12 \x41 \"})"
        "\"}",
        event(event_type::thinking, R"(C:\dir \u12 \x41 "})")},
       {"raw tab in a string", "{\"type\":\"thinking\",\"summary\":\"a\tb\"}", tab},
       {"raw NUL in a string", std::string("{\"type\":\"thinking\",\"summary\":\"a") + '\0' + "b\"}", nul},
       {"escaped NUL", R"({"type":"thinking","summary":"a\u0000b"})", nul},
       {"broken UTF-8", "{\"type\":\"thinking\",\"summary\":\"a\xFF\xC3z\"}",
        event(event_type::thinking, "a��z")}});
}

TEST(EventLine, LosesTheFieldAndNotTheEvent) {
  agent_event kept = event(event_type::progress, "kept");
  agent_event half = kept;
  half.percent = 50;
  const auto with = [](const std::string& field) {
    return R"({"type":"progress",)" + field + R"(,"summary":"kept"})";
  };
  std::vector<event_case> cases;
  for (const char* field :
       {R"("percent":101)", R"("percent":-0.5)", R"("percent":"50")", R"("percent":true)",
        R"("percent":1e999)", R"("percent":[50])", R"("exit_code":1.5)", R"("exit_code":"0")",
        R"("exit_code":2147483648)", R"("exit_code":99999999999999999999)", R"("exit_code":false)",
        R"("tool":7)", R"("snippet":{"a":"b"})", R"("stage":["x"])", R"("message":1)",
        R"("timestamp":"yesterday")", R"("timestamp":1711101600)", R"("timestamp":"0001-01-01T00:00:00Z")",
        R"("command":[1,{"a":[]}],"language":"x","language":null)"}) {
    cases.push_back({field, with(field), kept, 1});
  }
  cases.back().expected.language = "x";
  cases.push_back({"each is counted", with(R"("percent":101,"exit_code":{},"tool":1)"), kept, 3});
  cases.push_back({"edges", with(R"("percent":50.0)"), half, 0});
  expect_events(agent_stream::out, cases);
}

TEST(EventLine, ReadsMarkersOnEitherStream) {
  agent_event percent = event(event_type::progress, "tests written");
  percent.percent = 40;
  agent_event fraction = event(event_type::progress);
  fraction.percent = 12.5;
  agent_event file = event(event_type::code_write, "wrote it");
  file.filename = "src/[id]/page.ts";
  agent_event tool = event(event_type::tool_call, "looking");
  tool.tool = "web:search";
  agent_event command = event(event_type::command_run, "ok");
  command.command = "npm run test:unit";
  agent_event json = event(event_type::tool_call, "x");
  json.tool = "grep";
  const std::vector<event_case> cases = {
      {"message", "[ARENA:thinking] reading the task", event(event_type::thinking, "reading the task")},
      {"no message", "[ARENA:started]", event(event_type::started)},
      {"no space", "[ARENA:thinking]x", event(event_type::thinking, "x")},
      {"indented, with CR", "  [ARENA:thinking]  x \r", event(event_type::thinking, "x")},
      {"alias", "[ARENA:error] boom", event(event_type::error_hit, "boom")},
      {"percent", "[ARENA:progress:40] tests written", percent},
      {"percent sign", "[ARENA:progress: 12.5 % ]", fraction},
      {"percent out of range", "[ARENA:progress:140] x", event(event_type::progress, "x"), 1},
      {"percent that is none", "[ARENA:progress:nan] x", event(event_type::progress, "x"), 1},
      {"file with brackets", "[ARENA:code_write:src/[id]/page.ts] wrote it", file},
      {"tool with a colon", "[ARENA:tool_call:web:search] looking", tool},
      {"command", "[ARENA:command_run:npm run test:unit] ok", command},
      {"detail without a meaning", "[ARENA:thinking:deep] x", event(event_type::thinking, "x")},
      {"empty detail", "[ARENA:tool_call:] x", event(event_type::tool_call, "x")},
      {"brackets in the message", "[ARENA:thinking] a[0] = b[1]]",
       event(event_type::thinking, "a[0] = b[1]]")},
      {"JSON form", R"([ARENA:event] {"type":"tool_call","tool":"grep","message":"x"})", json},
      {"JSON form, enclosed", R"([ARENA:event] {"event":{"type":"tool_call","tool":"grep","summary":"x"}})",
       json},
      {"broken UTF-8", "[ARENA:thinking] a\xC3(", event(event_type::thinking, "a�(")},
      {"NUL", std::string("[ARENA:thinking] a\0b", 20), event(event_type::thinking, std::string("a\0b", 3))},
  };
  expect_events(agent_stream::out, cases);
  expect_events(agent_stream::err, cases);
}

TEST(EventLine, TakesTheRestForText) {
  const std::vector<std::string> lines = {
      "",
      "   ",
      "plain words",
      "{",
      "}",
      "{}",
      "[]",
      "[ARENA:",
      "[ARENA:thinking",
      "[ARENA:dreaming] x",
      "[ARENA:Thinking] x",
      "[arena:thinking] x",
      "see [ARENA:thinking] x",
      "[ARENA:event] not JSON",
      R"([ARENA:event] {"type":"assistant"})",
      R"({"type":"thinking","summary":"never ends)",
      R"({"type":"thinking","summary":"x"},)",
      R"({"type":"thinking"} {"type":"thinking"})",
      R"([{"type":"thinking"}])",
      R"({"type":["thinking"]})",
      R"({"type":"assistant","message":{"content":[]}})",
      R"({"type":"thinking" "summary":"x"})",
      R"({"event":"thinking"})",
      R"({"event":{"type":"assistant"}})",
      R"({"event":{"event":{"type":"thinking"}}})",
      R"({"kind":"thinking","subtype":"x"})",
      R"("type":"thinking")",
  };
  expect_text(agent_stream::out, lines);
  expect_text(agent_stream::err, lines);
}

TEST(EventLine, TakesJsonOnStderrForLog) {
  expect_text(agent_stream::err, {R"({"type":"thinking","summary":"x"})", R"({"event":{"type":"thinking"}})",
                                  R"({"type":"submission","content":"x"})",
                                  R"([ARENA:event] {"type":"submission","content":"x"})"});
}

TEST(EventLine, BoundsWhatAFieldMayHold) {
  const std::string much(1'000'000, 'x');
  const std::string wide = [] {
    std::string text = "x";  // so that the limit falls into a character
    while (text.size() < 100'000) {
      text += "é";
    }
    return text;
  }();
  event_line dialect;
  for (const std::string& text : {much, wide}) {
    for (const std::string& line :
         {R"({"type":"thinking","summary":")" + text + "\"}", "[ARENA:thinking] " + text}) {
      const auto meaning = dialect.read(agent_stream::out, line, now);
      const auto summary = event_in(meaning).summary.value();
      EXPECT_LE(summary.size(), max_field_bytes);
      EXPECT_GE(summary.size(), max_field_bytes - 3);
      EXPECT_LE(summary.capacity(), 4 * max_field_bytes);
      EXPECT_TRUE(bouts::is_valid_utf8(summary));
    }
  }
  const auto broken =
      dialect.read(agent_stream::out, "[ARENA:thinking] " + std::string(1'000'000, '\xFF'), now);
  EXPECT_LE(event_in(broken).summary.value().size(), max_field_bytes);
}

TEST(EventLine, KeepsTextsApartOfWhichSomeHaveEscapes) {
  event_line dialect;
  const std::string line =
      R"({"type":"command_run","summary":"a\tb","command":"half \ud800 of","snippet":"none","stage":"\u00e9\n"})";
  agent_event expected = event(event_type::command_run, "a\tb");
  expected.command = "half \xEF\xBF\xBD of";
  expected.snippet = "none";
  expected.stage = "\xC3\xA9\n";
  const std::string longer = R"({"type":"thinking","summary":")" + std::string(5000, 'x') + R"(\n"})";
  for (int round = 0; round < 2; ++round) {  // the memory is used again, and grows between
    EXPECT_EQ(event_in(dialect.read(agent_stream::out, line, now)), expected);
    EXPECT_EQ(event_in(dialect.read(agent_stream::out, longer, now)).summary.value().size(), 5001U);
  }
}

TEST(EventLine, SurvivesDeepAndHugeJson) {
  event_line dialect;
  const std::string deep =
      R"({"type":"thinking","x":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}";
  const std::string torn = R"({"type":"thinking","x":)" + std::string(200'000, '[') + "}";
  EXPECT_TRUE(is_event(dialect.read(agent_stream::out, deep, now)));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(dialect.read(agent_stream::out, torn, now)));
  EXPECT_TRUE(is_event(dialect.read(agent_stream::out, R"({"type":"started"})", now)));
}

}  // namespace
}  // namespace arena

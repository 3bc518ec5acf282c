#include "core/agent/output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace arena {
namespace {

using bouts::solution;
using bouts::solution_file;

std::optional<found_solution> solution_after(const std::string& out,
                                             std::optional<std::string_view> file = std::nullopt,
                                             const std::string& err = "") {
  output_reader reader([](const bouts::event_view&) {});
  reader.feed(agent_stream::out, out, {});
  reader.feed(agent_stream::err, err, {});
  reader.finish({});
  return reader.solution(file);
}

found_solution plain(std::string content) {
  return {.answer = {.content = std::move(content), .files = {}}, .source = solution_source::plain_output};
}
found_solution json(std::string content, std::vector<solution_file> files = {}) {
  return {.answer = {.content = std::move(content), .files = std::move(files)},
          .source = solution_source::json_output};
}
found_solution line(std::string content, std::vector<solution_file> files = {}) {
  return {.answer = {.content = std::move(content), .files = std::move(files)},
          .source = solution_source::submission_line};
}
found_solution file(std::string content, std::vector<solution_file> files = {}) {
  return {.answer = {.content = std::move(content), .files = std::move(files)},
          .source = solution_source::file};
}

struct output_case {
  const char* what;
  std::string out;
  std::optional<found_solution> expected;
};

void expect_solutions(const std::vector<output_case>& cases) {
  for (const auto& one : cases) {
    const auto found = solution_after(one.out);
    EXPECT_EQ(found, one.expected) << one.what << ": " << (found ? found->answer.content : "nothing");
  }
}

TEST(Solution, TakesPlainOutputAsItIs) {
  expect_solutions({{"one line", "42\n", plain("42")},
                    {"no end", "42", plain("42")},
                    {"line ends and indentation stay", "\n  a\r\n\tb \n\n", plain("\n  a\r\n\tb ")},
                    {"events go", "a\n{\"type\":\"thinking\"}\n[ARENA:progress:5] x\nb\n", plain("a\nb")},
                    {"unknown markers stay", "[ARENA:note] x\n", plain("[ARENA:note] x")},
                    {"broken UTF-8", "a\xFFz\n", plain("a�z")},
                    {"NUL", std::string("a\0z\n", 4), plain(std::string("a\0z", 3))},
                    {"JSON without an answer", "{\"result\": 42}\n", plain("{\"result\": 42}")},
                    {"a list", "[{\"content\":\"x\"}]", plain("[{\"content\":\"x\"}]")},
                    {"code that ends in a brace", "int main() {\n}\n", plain("int main() {\n}")},
                    {"an object that code ends in", "const x = {\"content\": \"a\"}\n",
                     plain("const x = {\"content\": \"a\"}")},
                    {"an object in the middle", "{\"content\":\"x\"}\nis the format\n",
                     plain("{\"content\":\"x\"}\nis the format")},
                    {"files that are only names", R"({"name":"pkg","files":["dist"]})",
                     plain(R"({"name":"pkg","files":["dist"]})")}});
}

TEST(Solution, IsNotThereWhenOutputIsBlank) {
  expect_solutions({{"nothing", "", {}},
                    {"white space", " \n\t\r\n\n", {}},
                    {"only events", "{\"type\":\"thinking\"}\n[ARENA:submitted] done\n", {}},
                    {"an empty answer", "{\"content\":\"\"}\n", {}},
                    {"null", "{\"content\":null,\"files\":[]}\n", {}},
                    {"a submission without an answer", "{\"type\":\"submission\"}\n", {}},
                    {"a blank submission", "{\"type\":\"submission\",\"content\":\" \\n\"}\n", {}}});
  EXPECT_EQ(solution_after("", std::nullopt, "log\n{\"content\":\"x\"}\n"), std::nullopt);
}

TEST(Solution, TakesJsonOutput) {
  expect_solutions(
      {{"one line", R"({"content":"x"})", json("x")},
       {"submission_text", R"({"submission_text":"x","ok":true})", json("x")},
       {"submission", R"({"submission":"x"})", json("x")},
       {"by preference", R"({"submission":"c","submission_text":"b","content":"a"})", json("a")},
       {"not null ones first", R"({"content":null,"submission":"c"})", json("c")},
       {"many lines",
        "{\n  \"content\": \"a } \\\" { b\",\n  \"files\": [\n    {\n      \"path\": \"a.py\",\n"
        "      \"content\": \"{}\"\n    }\n  ]\n}\n\n",
        json("a } \" { b", {{"a.py", "{}", std::nullopt}})},
       {"behind a log", "loading {\n\"never closed\n{\"step\":1}\n{\"content\":\"x\"}\n", json("x")},
       {"behind a log, many lines", "step \"1\" }\n{\n \"content\": \"x\"\n}\n", json("x")},
       {"between events", "{\"type\":\"thinking\"}\n{\"content\":\n[ARENA:progress:50] half\n\"x\"}\n",
        json("x")},
       {"unicode and escapes", R"({"content":"\ud83d\ude00 \ud83d é\\n\n"})", json("😀 � é\\n\n")},
       {"broken UTF-8", "{\"content\":\"a\xFFz\"}", json("a�z")},
       {"raw line end in a text", "{\"content\":\"a\nb\tc\"}", json("a\nb\tc")},
       {"another type", R"({"content":{"answer": [1, 2]}})", json(R"({"answer": [1, 2]})")},
       {"a number", R"({"content": 42 })", json("42")},
       {"indented", "  {\"content\":\"x\"}  \n", json("x")}});
}

TEST(Solution, ReadsFiles) {
  const std::vector<solution_file> files = {
      {"a.py", "print(1)\n", "python"}, {"b", "", std::nullopt}, {"c.ts", "x", "typescript"}};
  expect_solutions(
      {{"with names and aliases",
        R"({"content":"x","files":[{"path":"a.py","content":"print(1)\n","language":"python","type":"no"},)"
        R"({"content":"","path":"b","language":null},{"name":"c.ts","content":"x","type":"typescript"}]})",
        json("x", files)},
       {"files alone", R"({"files":[{"path":"a","content":"x"}]})", json("", {{"a", "x", std::nullopt}})},
       {"broken ones are left out",
        R"({"content":"x","files":[1,"a",{"path":"a"},{"content":"c"},{"path":"","content":"c"},)"
        R"({"path":7,"content":"c"},{"path":"p","content":7},[{"path":"q","content":"c"}],{"path":"ok","content":"c"}]})",
        json("x", {{"ok", "c", std::nullopt}})},
       {"not a list", R"({"content":"x","files":{"path":"a","content":"c"}})", json("x")}});
}

TEST(Solution, TakesTheLastSubmissionLine) {
  const std::string first = R"({"type":"submission","content":"first"})";
  const std::string second =
      R"({"content":"second","files":[{"path":"a","content":"b"}],"type":"submission"})";
  expect_solutions({{"one", "log\n" + first + "\nmore log\n", line("first")},
                    {"two", first + "\n" + second + "\n", line("second", {{"a", "b", std::nullopt}})},
                    {"a blank one does not count", first + "\n{\"type\":\"submission\",\"content\":\"\"}\n",
                     line("first")},
                    {"before JSON output", first + "\n{\"content\":\"x\"}\n", line("first")},
                    {"aliases", R"({"type":"submission","submission_text":"x"})", line("x")},
                    {"enclosed", R"({"event":{"type":"submission","submission":"x"}})", line("x")},
                    {"marked", R"([ARENA:event] {"type":"submission","content":"x"})", line("x")},
                    {"files alone", R"({"type":"submission","files":[{"path":"a","content":"b"}]})",
                     line("", {{"a", "b", std::nullopt}})},
                    {"over many lines", "{\n\"type\":\"submission\",\n\"content\":\"x\"\n}\n", json("x")}});
}

TEST(Solution, PrefersTheSolutionFile) {
  const std::string out = "{\"type\":\"submission\",\"content\":\"from the line\"}\n";
  EXPECT_EQ(solution_after(out, "text\nof the file\n"), file("text\nof the file"));
  EXPECT_EQ(
      solution_after(out, "\xEF\xBB\xBF{\"content\":\"x\",\"files\":[{\"name\":\"a\",\"content\":\"b\"}]}\n"),
      file("x", {{"a", "b", std::nullopt}}));
  EXPECT_EQ(solution_after(out, R"({"type":"submission","content":"x"})"), file("x"));
  EXPECT_EQ(solution_after(out, R"({"other":"x"})"), file(R"({"other":"x"})"));
  EXPECT_EQ(solution_after(out, "log\n{\"content\":\"x\"}"), file("log\n{\"content\":\"x\"}"));
  EXPECT_EQ(solution_after(out, " \n"), line("from the line"));
  EXPECT_EQ(solution_after(out, ""), line("from the line"));
  EXPECT_EQ(solution_after("plain\n", "{\"content\":\"\"}"), plain("plain"));
}

TEST(Solution, CountsFileAndLineAsExplicit) {
  EXPECT_TRUE(is_explicit(solution_source::file));
  EXPECT_TRUE(is_explicit(solution_source::submission_line));
  EXPECT_FALSE(is_explicit(solution_source::json_output));
  EXPECT_FALSE(is_explicit(solution_source::plain_output));
}

}  // namespace
}  // namespace arena

// Whatever a file holds, it is a configuration or a list of problems.
#include "config/show.hpp"
#include "tests/config/support.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

namespace arena::config {
namespace {

std::string sample() {
  std::ifstream file(CONFIG_SAMPLE);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Problems have words, and no key in them; a configuration can be shown.
void read_one(const std::string& text, const test::machine& m) {
  const auto outcome = test::parse_here(text, m);
  if (outcome) {
    ASSERT_FALSE(show(outcome->config).empty());
    return;
  }
  ASSERT_FALSE(outcome.error().empty()) << text;
  for (const auto& one : outcome.error()) {
    ASSERT_FALSE(one.message.empty()) << text;
    ASSERT_EQ(one.message.find('\n'), std::string::npos) << one.message;
    ASSERT_EQ(one.message.find(test::valid_key.substr(20)), std::string::npos) << one.message;
  }
}

TEST(AnyText, CutShortAtEveryByte) {
  test::machine m;
  m.environment["ARENA_API_KEY"] = test::valid_key;
  const std::string whole =
      "arena: {url: 'https://h', timeout: 5s}\nagents:\n  - &a\n    name: \"x\\u00e9\"\n    api_key: "
      "${ARENA_API_KEY}\n"
      "    command: [a, 'b c', \"d\"]\n    env: {A: '1'}\n    submit:\n      files: [x]\n  - <<: *a\n    "
      "name: b\n";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    read_one(whole.substr(0, length), m);
  }
}

TEST(AnyText, WithBytesChangedAtRandom) {
  test::machine m;
  m.environment["ARENA_API_KEY"] = test::valid_key;
  const std::string whole = sample();
  const std::string pieces = "{}[]:,-#&*!|>'\"%@`$~<=\t\n \\0a\xC3\x80\x01";
  std::mt19937 random(20260322);
  for (int round = 0; round < 200; ++round) {
    std::string text = whole;
    for (int change = 0; change < 6; ++change) {
      const auto at = random() % text.size();
      const char piece = pieces[random() % pieces.size()];
      if (random() % 3 == 0) {
        text.erase(at, 1 + random() % 20);
      } else if (random() % 2 == 0) {
        text.insert(at, 1, piece);
      } else {
        text[at] = piece;
      }
    }
    read_one(text, m);
  }
}

TEST(AnyText, OfPiecesOfYaml) {
  const std::vector<std::string> pieces = {
      "agents", "arena", "log",  ":",  ": ", "- ",  "\n", "\n  ", "{",  "}",    "[",
      "]",      ",",     "&a ",  "*a", "<<", "!!x", "|",  ">",    "'",  "\"",   "? ",
      "---\n",  "...\n", "%TAG", "#",  " #", "\t",  "~",  "${A}", "$$", "!<x>", "name"};
  std::mt19937 random(7);
  for (int round = 0; round < 1'000; ++round) {
    std::string text;
    for (auto left = random() % 24; left > 0; --left) {
      text += pieces[random() % pieces.size()];
    }
    read_one(text, {});
  }
}

}  // namespace
}  // namespace arena::config

#include "core/base/text.hpp"
#include "core/redact/redactor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace arena {
namespace {

using bouts::agent_event;
using bouts::event_type;

static_assert(!std::is_default_constructible_v<redacted_event>);
static_assert(!std::is_constructible_v<redacted_event, agent_event>);

agent_event with_all_texts(const std::string& text) {
  agent_event event;
  for (const auto& field : bouts::event_text_fields()) {
    event.*field.member = text;
  }
  return event;
}

TEST(RedactedEvent, HidesSecretsInEveryText) {
  const redactor redact({bouts::secret("my own secret")});
  const auto shown = redact.event(with_all_texts("my own secret, sk-ant-0123456789")).event();
  for (const auto& field : bouts::event_text_fields()) {
    EXPECT_EQ((shown.*field.member).value(), "[redacted:secret], [redacted:key]") << field.name;
  }
}

TEST(RedactedEvent, KeepsTheRestAsItIs) {
  agent_event raw;
  raw.type = event_type::command_run;
  raw.timestamp = bouts::wall_time(std::chrono::milliseconds(1234));
  raw.exit_code = 3;
  raw.percent = 12.5;
  raw.command = "make\ttest\n";
  EXPECT_EQ(redactor().event(raw).event(), raw);
}

TEST(RedactedEvent, TakesOutControlsBeforeItLooks) {
  agent_event raw;
  raw.summary = "\x1b[31mpass\x1b[0mword" + std::string(1, '\0') + "=\x07hunter2\r\nend";
  raw.snippet = "a\xFF z";
  const auto shown = redactor().event(raw).event();
  EXPECT_EQ(shown.summary, "password=[redacted:credential]\nend");
  EXPECT_EQ(shown.snippet, "a� z");
}

TEST(RedactedEvent, ClampsAfterItLooked) {
  agent_event raw;
  raw.tool = std::string(90, 'x') + " sk-ant-0123456789abcdef";
  raw.filename = "/home/alice/" + std::string(300, 'd');
  const auto shown = redactor().event(raw).event();
  EXPECT_EQ(shown.tool, std::string(90, 'x') + " [redacte…");
  EXPECT_THAT(shown.filename.value(), testing::StartsWith("[redacted:home]/ddd"));
  EXPECT_EQ(bouts::utf16_length(shown.filename.value()), 255U);
}

// Texts of any script, of any length, with pieces of secrets and marks, some of them not UTF-8.
std::string random_text(std::mt19937& random) {
  const std::vector<std::string> pieces = {"a",
                                           "é",
                                           "語",
                                           "😀",
                                           " ",
                                           "\n",
                                           "\xFF",
                                           "\xC3",
                                           "\x1b[1m",
                                           std::string("\0", 1),
                                           "password=",
                                           "hunter2",
                                           "\"",
                                           "'",
                                           "token: ",
                                           "sk-ant-",
                                           "0123456789",
                                           "https://",
                                           "user:pw@",
                                           "host.org",
                                           "Authorization: ",
                                           "Bearer ",
                                           "/home/",
                                           "10.0.0.",
                                           "1",
                                           "[redacted:",
                                           "key]",
                                           "-----BEGIN PRIVATE KEY-----",
                                           "MIIEvQIBADANBg",
                                           "=",
                                           "parser.next",
                                           "abcdefghijklmnopqrstuvwxyz"};
  std::string text;
  const std::size_t size = random() % (random() % 4 == 0 ? 6000 : 300);
  while (text.size() < size) {
    const auto& piece = pieces[random() % pieces.size()];
    for (std::size_t i = 0, times = random() % 20 == 0 ? 1 + random() % 200 : 1; i < times; ++i) {
      text += piece;
    }
  }
  return text;
}

TEST(RedactedEvent, IsWithinTheLimitsForAnyText) {
  std::mt19937 random(13);
  const redactor redact({bouts::secret("hunter2hunter2")});
  for (int round = 0; round < 40; ++round) {
    agent_event raw;
    for (const auto& field : bouts::event_text_fields()) {
      raw.*field.member = random_text(random);
    }
    const auto shown = redact.event(raw).event();
    for (const auto& field : bouts::event_text_fields()) {
      const auto& text = (shown.*field.member).value();
      ASSERT_TRUE(bouts::is_valid_utf8(text)) << field.name;
      ASSERT_LE(bouts::utf16_length(text), field.max_units) << field.name;
      ASSERT_EQ(bouts::strip_controls(text), text) << field.name;
      ASSERT_EQ(text.find('\0'), std::string::npos) << field.name;
    }
    ASSERT_EQ(redact.event(shown).event(), shown) << "round " << round;
  }
}

TEST(Redactor, ChangesNothingTheSecondTime) {
  std::mt19937 random(17);
  const redactor redact({bouts::secret("hunter2hunter2")});
  for (int round = 0; round < 150; ++round) {
    const std::string raw = bouts::to_valid_utf8(random_text(random));
    const std::string once = redact.text(raw);
    ASSERT_TRUE(bouts::is_valid_utf8(once));
    ASSERT_EQ(redact.text(once), once) << raw;
  }
}

}  // namespace
}  // namespace arena

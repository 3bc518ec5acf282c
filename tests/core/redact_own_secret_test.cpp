#include "core/base/digest.hpp"
#include "core/base/text.hpp"
#include "core/redact/marks.hpp"
#include "core/redact/own_secrets.hpp"
#include "core/redact/redactor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace arena {
namespace {

using testing::HasSubstr;
using testing::Not;

// What base64url differs in.
std::string url_alphabet(std::string text) {
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::string escaped(std::string_view text, const char* format, bool all) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    std::array<char, 8> code{};
    std::snprintf(code.data(), code.size(), format, byte);
    out += plain && !all ? std::string(1, c) : std::string(code.data());
  }
  return out;
}

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '"' || c == '\\' || c == '/' ? "\\" : "";
    out += c;
  }
  return out;
}

std::string wrapped(std::string text, std::size_t width) {
  for (std::size_t at = width; at < text.size(); at += width + 1) {
    text.insert(at, 1, '\n');
  }
  return text;
}

// What of an encoded secret is the same whatever stands around it.
std::string base64_core(const std::string& secret, std::size_t alignment) {
  const std::string encoded = bouts::base64(std::string(alignment, 'x') + secret);
  const std::size_t front = alignment == 0 ? 0 : alignment + 1;
  return encoded.substr(front, (alignment + secret.size()) * 8 / 6 - front);
}

std::string random_secret(std::mt19937& random, std::size_t size) {
  std::string secret;
  while (secret.size() < size) {
    secret += static_cast<char>('!' + random() % ('~' - '!' + 1));
  }
  return secret;
}

// Every form of the secret, each one thing to look for afterwards.
std::vector<std::string> forms(const std::string& secret, std::mt19937& random) {
  std::vector<std::string> all = {secret,
                                  escaped(secret, "%%%02X", false),
                                  escaped(secret, "%%%02x", false),
                                  escaped(secret, "%%%02X", true),
                                  escaped(secret, "\\u%04x", true),
                                  escaped(secret, "\\u%04X", false),
                                  json_escaped(secret)};
  for (const std::size_t before : {0U, 1U, 2U, 3U, 4U, 5U}) {
    const std::string bytes = random_secret(random, before) + secret + random_secret(random, random() % 4);
    all.push_back(bouts::base64(bytes));
    all.push_back(url_alphabet(bouts::base64(bytes)));
    all.push_back(wrapped(bouts::base64(bytes), 20));
  }
  return all;
}

// By its value alone, without the patterns, which would hide many a random secret too.
std::string hidden(const std::string& text, const std::string& secret) {
  std::vector<redaction::span> spans;
  redaction::own_secrets({bouts::secret(secret)}).find(text, spans);
  return redaction::replaced(text, spans).value_or(text);
}

TEST(OwnSecret, IsHiddenInEveryForm) {
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    const std::string secret = random_secret(random, 8 + random() % 60);
    for (const auto& form : forms(secret, random)) {
      const std::string shown = hidden("| " + form + " |", secret);
      EXPECT_THAT(shown, HasSubstr("[redacted")) << form;
      EXPECT_THAT(shown, Not(HasSubstr(secret))) << form;
      for (const std::size_t alignment : {0U, 1U, 2U}) {
        const std::string core = base64_core(secret, alignment);
        EXPECT_THAT(shown, Not(HasSubstr(core))) << form;
        EXPECT_THAT(shown, Not(HasSubstr(url_alphabet(core)))) << form;
      }
      EXPECT_EQ(hidden(shown, secret), shown);
    }
  }
}

TEST(OwnSecret, LeavesNothingOfItsFormBehind) {
  const redactor redact({bouts::secret("correct/horse\"battery")});
  for (const char* form : {"correct/horse\"battery", "correct%2Fhorse%22battery", "correct%2fhorse\"battery",
                           "correct\\/horse\\\"battery", "c\\u006frrect/horse\\u0022battery",
                           "%63orrect/horse\"battery", "Y29ycmVjdC9ob3JzZSJiYXR0ZXJ5",
                           "eHhjb3JyZWN0L2hvcnNlImJhdHRlcnk=", "eGNvcnJlY3QvaG9yc2UiYmF0dGVyeQ==",
                           "Y29ycmVjdC9ob3JzZSJi\nYXR0ZXJ5", "Y29ycmVjdC9ob3Jz\\nZSJiYXR0ZXJ5"}) {
    const std::string shown = redact.text(std::string("<") + form + ">");
    EXPECT_TRUE(shown == "<[redacted:secret]>" || shown == "<e[redacted:secret]>") << shown;
  }
}

TEST(OwnSecret, MayHoldTheCharactersOfEscapes) {
  for (const char* secret :
       {"back\\slash\\nine", "per%41cent%", "\\\\\\\\\\\\\\\\", "%%%%%%%%%%", "a\\u0041bcdef"}) {
    const redactor redact({bouts::secret(secret)});
    EXPECT_EQ(redact.text(std::string("<") + secret + ">"), "<[redacted:secret]>");
    EXPECT_EQ(redact.text("<" + json_escaped(secret) + ">"), "<[redacted:secret]>");
    EXPECT_EQ(redact.text("<" + escaped(secret, "%%%02X", false) + ">"), "<[redacted:secret]>");
  }
}

TEST(OwnSecret, MayBeOfAnyScript) {
  const redactor redact({bouts::secret("пароль😀")});
  EXPECT_EQ(redact.text("«пароль😀»"), "«[redacted:secret]»");
  EXPECT_EQ(redact.text(R"(«\u043f\u0430\u0440\u043e\u043b\u044c\ud83d\ude00»)"), "«[redacted:secret]»");
  EXPECT_EQ(redact.text("«%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C%F0%9F%98%80»"), "«[redacted:secret]»");
}

TEST(OwnSecret, IsIgnoredWhenShorterThanEightCharacters) {
  const redactor redact({bouts::secret("seven77"), bouts::secret(""), bouts::secret("a")});
  EXPECT_EQ(redact.text("seven77 a"), "seven77 a");
}

TEST(OwnSecret, IsFoundAmongSeveralAndSideBySide) {
  const redactor redact(
      {bouts::secret("firstsecret"), bouts::secret("secondsecret"), bouts::secret("stsecretsec")});
  EXPECT_EQ(redact.text("firstsecret,secondsecret"), "[redacted:secret],[redacted:secret]");
  EXPECT_EQ(redact.text("firstsecretsecondsecret"), "[redacted:secret]");
}

// An agent cuts its texts where it likes; neither half may show more than a few characters.
TEST(OwnSecret, IsHiddenWhereverATextIsSplit) {
  std::mt19937 random(5);
  constexpr std::size_t shown_at_most = 11;
  for (int round = 0; round < 400; ++round) {
    const std::string secret = random_secret(random, 30 + random() % 40);
    const std::string form = forms(secret, random)[random() % 2 == 0 ? 0 : 7];  // raw or base64
    const std::string text = "(" + form + ")";
    const std::size_t cut = 1 + random() % (text.size() - 1);
    const std::string form_core = form == secret ? secret : base64_core(secret, 0);
    for (const std::string& half : {text.substr(0, cut), text.substr(cut)}) {
      const std::string shown = hidden(half, secret);
      for (std::size_t from = 0; from + shown_at_most < form_core.size(); ++from) {
        ASSERT_THAT(shown, Not(HasSubstr(form_core.substr(from, shown_at_most + 1)))) << half;
      }
    }
  }
}

TEST(OwnSecret, IsHiddenInAnyText) {
  std::mt19937 random(9);
  const std::string secret = "aa_" + std::string(32, '7') + "/+\"x";
  const redactor redact({bouts::secret(secret)});
  const std::vector<std::string> filling = {" ",         "\n", "=", "\"", "é",         "😀",
                                            "password=", "\\", "%", "a",  "[redacted", "]"};
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (std::size_t i = 0, count = 1 + random() % 12; i < count; ++i) {
      text += random() % 4 == 0 ? secret : filling[random() % filling.size()];
    }
    const std::string shown = redact.text(text);
    ASSERT_THAT(shown, Not(HasSubstr(secret))) << text;
    ASSERT_TRUE(bouts::is_valid_utf8(shown));
    ASSERT_EQ(redact.text(shown), shown);
  }
}

}  // namespace
}  // namespace arena

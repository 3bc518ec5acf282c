#include "core/base/text.hpp"
#include "core/wire/decode.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace bouts;
using namespace std::string_literals;

TEST(DecodeError, TakesTheKindFromTheStatus) {
  const struct {
    int status;
    errc kind;
  } rows[] = {
      {300, errc::bad_answer}, {308, errc::bad_answer}, {400, errc::validation},   {401, errc::unauthorized},
      {402, errc::validation}, {403, errc::forbidden},  {404, errc::not_found},    {405, errc::validation},
      {408, errc::timed_out},  {409, errc::conflict},   {410, errc::gone},         {413, errc::validation},
      {422, errc::validation}, {425, errc::server},     {429, errc::rate_limited}, {451, errc::validation},
      {500, errc::server},     {502, errc::server},     {503, errc::server},       {504, errc::server},
      {599, errc::server},     {600, errc::bad_answer}, {999, errc::bad_answer},   {0, errc::bad_answer}};
  for (const auto& row : rows) {
    for (const auto* const body : {"", "{}", R"({"error":"text"})", "<html>", "null"}) {
      const auto read = decode_error(row.status, body);
      EXPECT_EQ(read.kind, row.kind) << row.status << body;
      EXPECT_EQ(read.status, row.status);
      EXPECT_FALSE(read.message.empty()) << row.status << body;
    }
  }
}

TEST(DecodeError, ReadsTheEnvelopeOfTheResources) {
  const auto read = decode_error(
      409,
      R"({"error":{"message":"Already submitted","code":"DUPLICATE_SUBMISSION","request_id":"5f0c-1"}})");
  EXPECT_EQ(read.message, "Already submitted");
  EXPECT_EQ(read.code, "DUPLICATE_SUBMISSION");
  EXPECT_EQ(read.request_id, "5f0c-1");
  EXPECT_EQ(read.attempts, 1);
  EXPECT_EQ(read.describe(), "Already submitted (HTTP 409, DUPLICATE_SUBMISSION, request 5f0c-1)");
}

TEST(DecodeError, ReadsTheTextOfTheConnectorEndpoints) {
  EXPECT_EQ(decode_error(403, R"({"error":"Challenge has not started yet"})").message,
            "Challenge has not started yet");
}

TEST(DecodeError, ReadsMixtures) {
  const auto beside = decode_error(
      400,
      R"({"error":"Bad Request","message":"content is missing","code":"VALIDATION_ERROR","request_id":"r1"})");
  EXPECT_EQ(beside.message, "Bad Request: content is missing");
  EXPECT_EQ(beside.code, "VALIDATION_ERROR");
  EXPECT_EQ(beside.request_id, "r1");
  EXPECT_EQ(decode_error(404, R"({"error":{"code":404,"message":"No such page"}})").code, "404");
  EXPECT_EQ(decode_error(400, R"({"error":{"message":"inner"},"request_id":"r2"})").request_id, "r2");
  EXPECT_EQ(decode_error(400, R"({"message":"only this"})").message, "only this");
}

TEST(DecodeError, AddsDetailsAndHintButNeverDebug) {
  EXPECT_EQ(
      decode_error(
          400,
          R"({"error":"Invalid event","details":"type is unknown","hint":"Use one of ten.","debug":"stack"})")
          .message,
      "Invalid event: type is unknown: Use one of ten.");
  EXPECT_EQ(
      decode_error(400,
                   R"({"error":"Invalid event.","details":[{"path":["event","type"],"message":"bad enum"}]})")
          .message,
      R"(Invalid event. [{"path":["event","type"],"message":"bad enum"}])");
  EXPECT_EQ(
      decode_error(400, R"({"error":{"message":"Bad","details":{"fieldErrors":{"content":["Required"]}}}})")
          .message,
      R"(Bad: {"fieldErrors":{"content":["Required"]}})");
  EXPECT_EQ(decode_error(400, R"({"error":"Same","details":"Same","hint":""})").message, "Same");
  EXPECT_EQ(decode_error(400, R"({"error":"Bad","details":{},"hint":[]})").message, "Bad");
}

TEST(DecodeError, TakesNothingButCodeAndRequestFromA401) {
  const auto own = std::string(describe(errc::unauthorized));
  for (const auto* const body :
       {R"({"error":"Invalid API key: aa_1f0c"})", R"({"error":{"message":"bad key aa_1f0c"}})",
        R"({"error":"Unauthorized","details":"aa_1f0c","hint":"aa_1f0c"})", "<title>aa_1f0c</title>",
        "aa_1f0c", "", R"({"error":{"message":"no","code":"aa_1f0c"}})"}) {
    const auto read = decode_error(401, body);
    EXPECT_EQ(read.message, own) << body;
    EXPECT_FALSE(read.describe().contains("aa_")) << body;
  }
  const auto read =
      decode_error(401, R"({"error":{"message":"x","code":"UNAUTHORIZED","request_id":"r-1"}})");
  EXPECT_EQ(read.code, "UNAUTHORIZED");
  EXPECT_EQ(read.request_id, "r-1");
}

TEST(DecodeError, TakesTheTitleOfAWebPage) {
  const std::string page = "A web page came instead of an answer: ";
  const struct {
    std::string body;
    std::string title;
  } rows[] = {
      {"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>x</body></html>",
       "502 Bad Gateway"},
      {"\xEF\xBB\xBF\n <HTML><TITLE lang=en>\n  404:\tThis page\n could not be found.  </TITLE>",
       "404: This page could not be found."},
      {"<title>A &amp; B &lt;C&gt; &quot;D&quot; &#39;E&#x27; &unknown; &amp;lt;</title>",
       "A & B <C> \"D\" 'E' &unknown; &lt;"},
      {"<html><titlebar>no</titlebar><title>yes</title>", "yes"},
      {"<html><title></title><h1>Service <b>Unavailable</b></h1>", "Service Unavailable"},
      {"<html><title>never closed <b>at all", "never closed at all"},
      {"<title>caf\xE9\x01\x1b[31m</title>", "caf\uFFFD\\x01\\x1B[31m"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(decode_error(502, row.body).message, page + row.title) << row.body;
  }
}

TEST(DecodeError, SpeaksForItselfWhenTheBodyDoesNot) {
  const auto of_kind = [](errc kind) { return std::string(describe(kind)); };
  for (const auto& body : {""s,
                           " \n"s,
                           "{}"s,
                           "[]"s,
                           "7"s,
                           "null"s,
                           R"("just text")"s,
                           R"({"error":null})"s,
                           R"({"error":17})"s,
                           R"({"error":""})"s,
                           R"({"error":{}})"s,
                           R"({"error":"  "})"s,
                           "Internal Server Error"s,
                           "<html></html>"s,
                           "<title"s,
                           "<title>"s,
                           "<"s,
                           R"({"error":"cut of)"s,
                           std::string(100, '\0'),
                           "\xFF\xFE"s}) {
    EXPECT_EQ(decode_error(500, body).message, of_kind(errc::server)) << testing::PrintToString(body);
  }
  EXPECT_EQ(decode_error(413, "Request Entity Too Large\n\nFUNCTION_PAYLOAD_TOO_LARGE\n").message,
            "The request is larger than the arena takes.");
  EXPECT_TRUE(decode_error(308, "Redirecting...\n").message.contains("redirect"));
  EXPECT_EQ(decode_error(405, "").message, "The arena does not allow this method here.");
}

TEST(DecodeError, IsOnePrintableLineOfAtMostThreeHundredUnits) {
  const auto hostile = decode_error(
      400, R"({"error":{"message":"a\nb\u0000\u001b]0;x\u0007\u202e","code":"X\nY","request_id":"r\n1"}})");
  EXPECT_EQ(hostile.message, "a\\nb\\x00\\x1B]0;x\\x07\\u202E");
  EXPECT_EQ(hostile.code, "X\\nY");
  EXPECT_EQ(hostile.request_id, "") << "not a safe token";

  for (const auto& body : {R"({"error":")" + std::string(1'000'000, 'x') + "\"}",
                           R"({"error":"x","details":[")" + std::string(1'000'000, 'x') + "\"]}",
                           "<title>" + std::string(1'000'000, 'x') + "</title>",
                           R"({"error":{"message":"x","code":")" + std::string(1'000'000, 'x') + "\"}}"}) {
    const auto read = decode_error(500, body);
    EXPECT_LE(utf16_length(read.message), 300u);
    EXPECT_LE(utf16_length(read.code), 100u);
  }
}

TEST(DecodeError, IsQuickOnAPageMadeToBeSlow) {
  std::string page = "<html>";
  while (page.size() < 1'000'000) {
    page += "<titlex><h1x>&am<";
  }
  EXPECT_EQ(decode_error(503, page).message, std::string(describe(errc::server)));
}

}  // namespace

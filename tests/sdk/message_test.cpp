#include "sdk/message.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace bouts;

http_request request(std::string method, std::string body = {}) {
  return {.method = std::move(method), .target = "/x", .headers = {}, .body = std::move(body)};
}

// Feeds it whole, then byte by byte: the pieces of a stream must not matter.
result<http_response> parse(std::string_view bytes, std::size_t limit, std::size_t piece, bool ends) {
  answer_parser parser(limit, answer_parser::body::read);
  while (!bytes.empty() && !parser.done()) {
    if (auto fed = parser.feed(bytes.substr(0, piece)); !fed) {
      return std::unexpected(fed.error());
    }
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  if (!parser.done() && ends) {
    if (auto finished = parser.finish(); !finished) {
      return std::unexpected(finished.error());
    }
  }
  return parser.done() ? result<http_response>(parser.take()) : fail(errc::invalid, "not done");
}

constexpr std::size_t in_one_piece = 1'000'000;
const std::vector<std::size_t> pieces = {in_one_piece, 1, 7, 16384};

TEST(WriteRequest, WritesHeadAndBody) {
  http_request made = request("POST", "{}");
  made.headers.emplace_back("Accept", "application/json");
  EXPECT_EQ(*write_request(made, "/x", "a.example", "me/1"),
            "POST /x HTTP/1.1\r\nHost: a.example\r\nUser-Agent: me/1\r\nAccept: application/json\r\n"
            "Content-Length: 2\r\n\r\n{}");
}

TEST(WriteRequest, SaysThatAPostHasNoBody) {
  EXPECT_TRUE(write_request(request("POST"), "/x", "a", "me")->contains("Content-Length: 0\r\n"));
  EXPECT_FALSE(write_request(request("GET"), "/x", "a", "me")->contains("Content-Length"));
}

TEST(WriteRequest, RefusesWhatWouldBreakTheHead) {
  http_request with_break = request("GET");
  with_break.headers.emplace_back("Authorization", "Bearer hunter2\n");
  const auto made = write_request(with_break, "/x", "a", "me");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, errc::invalid);
  EXPECT_TRUE(made.error().message.contains("Authorization"));
  EXPECT_FALSE(made.error().message.contains("hunter2"));

  http_request odd_name = request("GET");
  odd_name.headers.emplace_back("a b", "c");
  EXPECT_FALSE(write_request(odd_name, "/x", "a", "me"));
  EXPECT_FALSE(write_request(request("GET"), "/x y", "a", "me"));
  EXPECT_FALSE(write_request(request("GET"), "", "a", "me"));
  EXPECT_FALSE(write_request(request("G ET"), "/x", "a", "me"));
}

TEST(AnswerParser, ReadsEveryFraming) {
  struct row {
    std::string bytes;
    int status;
    std::string body;
    bool ends;
  };
  const std::vector<row> table = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", false},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", 200,
       "hello", false},
      {"HTTP/1.1 200 OK\r\n\r\nhello", 200, "hello", true},
      {"HTTP/1.0 200 OK\r\n\r\nhello", 200, "hello", true},
      {"HTTP/1.1 204 No Content\r\n\r\n", 204, "", false},
      {"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", 304, "", false},
      {"HTTP/1.1 405 \r\nContent-Length: 0\r\n\r\n", 405, "", false},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
       200, "ok", false},
  };
  for (const row& one : table) {
    for (const std::size_t piece : pieces) {
      const auto made = parse(one.bytes, 100, piece, one.ends);
      ASSERT_TRUE(made) << made.error().message << "\n" << one.bytes;
      EXPECT_EQ(made->status, one.status);
      EXPECT_EQ(made->body, one.body);
    }
  }
}

TEST(AnswerParser, KnowsGarbageAndLimits) {
  struct row {
    std::string bytes;
    errc expected;
  };
  std::string interim;
  for (int i = 0; i < 20; ++i) {
    interim += "HTTP/1.1 100 Continue\r\n\r\n";
  }
  std::string many_headers = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 10'000; ++i) {
    many_headers += "Header: value\r\n";
  }
  const std::vector<row> table = {
      {"SSH-2.0-OpenSSH_9.2\r\n", errc::bad_answer},
      {"\x15\x03\x01", errc::bad_answer},
      {"<html>", errc::bad_answer},
      {"HTTP/2 200", errc::bad_answer},
      {"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", errc::bad_answer},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", errc::bad_answer},
      {interim, errc::bad_answer},
      {"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n", errc::too_large},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n12345678\r\n",
       errc::too_large},
      {"HTTP/1.1 200 OK\r\n\r\n12345678901", errc::too_large},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n", errc::too_large},
      {many_headers, errc::too_large},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(100'000, 'x'),
       errc::too_large},
  };
  for (const row& one : table) {
    for (const std::size_t piece : pieces) {
      const auto made = parse(one.bytes, 10, piece, false);
      ASSERT_FALSE(made) << one.bytes.substr(0, 80);
      EXPECT_EQ(made.error().kind, one.expected) << one.bytes.substr(0, 80) << made.error().message;
    }
  }
}

TEST(AnswerParser, KnowsThatAnAnswerIsNotComplete) {
  const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto made = parse(whole.substr(0, length), 100, in_one_piece, true);
    ASSERT_FALSE(made) << length;
    EXPECT_EQ(made.error().kind, errc::network) << length;
  }
}

TEST(AnswerParser, SaysWhetherTheConnectionIsUsable) {
  struct row {
    std::string bytes;
    bool usable;
  };
  const std::vector<row> table = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true},
      {"HTTP/1.1 204 No Content\r\n\r\n", true},
      {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false},
      {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false},
      {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore", false},
  };
  for (const row& one : table) {
    answer_parser parser(100, answer_parser::body::read);
    ASSERT_TRUE(parser.untouched());
    ASSERT_TRUE(parser.feed(one.bytes));
    ASSERT_TRUE(parser.done());
    EXPECT_FALSE(parser.untouched());
    EXPECT_EQ(parser.leaves_connection_usable(), one.usable) << one.bytes;
  }
}

TEST(HttpResponse, FindsHeadersWhateverTheirCase) {
  http_response answer;
  answer.headers = {{"content-type", "a"}, {"Content-Type", "b"}};
  EXPECT_EQ(answer.header("Content-TYPE"), "a");
  EXPECT_EQ(answer.header("Content"), std::nullopt);
}

}  // namespace

#include "tests/control/made_up_view.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace arena::control::test {
namespace {

class BoutStream : public testing::Test {
 protected:
  BoutStream() {
    std::string name = testing::TempDir() + "bout-stream-XXXXXX";
    daemon.logs = ::mkdtemp(name.data());
  }
  ~BoutStream() override { std::filesystem::remove_all(daemon.logs); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(daemon.logs / name, std::ios::app) << text;
  }
  static std::vector<json::object> objects_in(const std::string& text) {
    std::vector<json::object> all;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      all.push_back(json::parse(line).as_object());
    }
    return all;
  }

  made_up_view daemon;
};

TEST_F(BoutStream, TellsABoutThatHasEndedWithAllItSaid) {
  daemon.add("entry-1", bout_state::judged, false);
  write("entry-1.events", "{\"type\":\"thinking\",\"summary\":\"hm\"}\nno json\n");
  write("entry-1.out", "line aa_0123456789abcdef\nwithout an end");
  write("entry-1.err", "\x1b[31maside\n");
  auto given = ask(daemon, "GET", "/v1/bouts/entry-1?follow=1");
  EXPECT_EQ(given.content_type, "application/x-ndjson");
  const auto all = objects_in(text_of(std::move(given)));
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[0].at("type"), "bout");
  EXPECT_EQ(all[0].at("bout").at("state"), "judged");
  EXPECT_EQ(all[1].at("event").at("summary"), "hm") << "what is no JSON is left out";
  EXPECT_EQ(all[2].at("stream"), "stdout");
  EXPECT_EQ(all[2].at("text"), "line [redacted:secret]\n");
  EXPECT_EQ(all[3].at("text"), "aside\n");
  EXPECT_EQ(all[4].at("text"), "without an end");
}

TEST_F(BoutStream, GoesOnUntilTheBoutHasEnded) {
  auto& one = daemon.add("entry-1", bout_state::running, true);
  write("entry-1.out", "first\n");
  auto given = ask(daemon, "GET", "/v1/bouts/entry-1?follow=1");
  asio::io_context context(1);
  const auto next = [&] {
    const auto piece = wait_for(context, given.stream->next());
    return piece ? json::parse(*piece).as_object() : json::object();
  };
  EXPECT_EQ(next().at("bout").at("state"), "running");
  EXPECT_EQ(next().at("text"), "first\n");
  one.percent = 40;
  EXPECT_EQ(next().at("bout").at("percent"), 40);
  write("entry-1.out", "last\n");
  one.at_work = false;
  one.record.state = bout_state::judged;
  EXPECT_EQ(next().at("text"), "last\n");
  EXPECT_EQ(next().at("bout").at("state"), "judged");
  EXPECT_TRUE(next().empty());
}

TEST_F(BoutStream, BeginsWithTheLastLines) {
  daemon.add("entry-1", bout_state::judged, false);
  write("entry-1.out", "one\ntwo\nthree\n");
  const auto all = objects_in(text_of(ask(daemon, "GET", "/v1/bouts/entry-1?follow=1&tail=1")));
  EXPECT_EQ(all.at(1).at("text"), "three\n");
}

TEST_F(BoutStream, OneLookHasTheLastLinesToo) {
  daemon.add("entry-1", bout_state::judged, false);
  write("entry-1.out", "one\ntwo\nthree\n");
  write("entry-1.events", "{\"type\":\"progress\",\"percent\":10}\n");
  const auto told = json_of(ask(daemon, "GET", "/v1/bouts/entry-1?tail=2"));
  EXPECT_EQ(told.at_pointer("/tails/stdout"), json::array({"two", "three"}));
  EXPECT_EQ(told.at_pointer("/tails/stderr"), json::array());
  EXPECT_EQ(told.at_pointer("/tails/events/0/percent"), 10);
}

}  // namespace
}  // namespace arena::control::test

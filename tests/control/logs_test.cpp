#include "control/log_stream.hpp"
#include "tests/control/made_up_view.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace arena::control::test {
namespace {

const std::string private_key =
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq0\nqLkR8vXw3TzN1yHs\n-----END RSA PRIVATE "
    "KEY-----\n";

TEST(LogText, ReleasesWholeLines) {
  log_text text;
  text.feed("one\ntwo\nthr");
  EXPECT_EQ(text.take(), "one\ntwo\n");
  EXPECT_EQ(text.take(), "");
  text.feed("ee\n");
  EXPECT_EQ(text.take(), "three\n");
  text.feed("rest");
  EXPECT_EQ(text.finish(), "rest");
  EXPECT_EQ(text.finish(), "");
}

TEST(LogText, MakesTextOfAnything) {
  log_text text;
  text.feed("\x1b[31mred\x1b[0m \xff\n");
  EXPECT_EQ(text.take(), "red \xEF\xBF\xBD\n");
}

TEST(LogText, KeepsAPrivateKeyTogetherWhereverItIsCut) {
  const redactor redact;
  const std::string all = "before\n" + private_key + "after\n";
  for (std::size_t cut = 0; cut <= all.size(); ++cut) {
    log_text text;
    text.feed(all.substr(0, cut));
    std::string shown = redact.text(text.take());
    text.feed(all.substr(cut));
    shown += redact.text(text.take());
    shown += redact.text(text.finish());
    EXPECT_EQ(shown.find("qLkR8"), std::string::npos) << cut;
    EXPECT_TRUE(shown.starts_with("before\n") && shown.ends_with("after\n")) << shown;
  }
}

TEST(LogText, HoldsNoMoreThanItsBound) {
  log_text text;
  text.feed(std::string(max_held_bytes, 'x') + " y");
  EXPECT_EQ(text.take().size(), max_held_bytes);
  text.feed("-----BEGIN PRIVATE KEY-----\n" + std::string(max_held_bytes, 'x'));
  EXPECT_GT(text.take().size(), 0U);
}

class Logs : public testing::Test {
 protected:
  Logs() {
    std::string name = (std::filesystem::temp_directory_path() / "control-XXXXXX").string();
    daemon.logs = ::mkdtemp(name.data());
    daemon.add("entry-1", bout_state::running, true);
  }
  ~Logs() override { std::filesystem::remove_all(daemon.logs); }

  std::filesystem::path file() const { return daemon.logs / "entry-1.out"; }
  void write(const std::string& text) const { std::ofstream(file(), std::ios::app) << text; }
  void end_bout() { daemon.all[0].at_work = false; }
  std::string get(const std::string& query) {
    return text_of(ask(daemon, "GET", "/v1/bouts/entry-1/logs" + query));
  }

  made_up_view daemon;
};

TEST_F(Logs, AreToldWithoutSecrets) {
  write("the key is aa_0123456789abcdef, a line\n" + private_key + "no end");
  const auto text = get("");
  EXPECT_EQ(text.find("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(text.find("qLkR8"), std::string::npos);
  EXPECT_TRUE(text.starts_with("the key is [redacted")) << text;
  EXPECT_TRUE(text.ends_with("no end"));
  EXPECT_EQ(get("?stream=stderr"), "");
}

TEST_F(Logs, GiveTheLastLines) {
  write("one\ntwo\nthree\n");
  EXPECT_EQ(get("?tail=0"), "");
  EXPECT_EQ(get("?tail=1"), "three\n");
  EXPECT_EQ(get("?tail=2"), "two\nthree\n");
  EXPECT_EQ(get("?tail=3"), "one\ntwo\nthree\n");
  EXPECT_EQ(get("?tail=9"), "one\ntwo\nthree\n");
  write("four");
  EXPECT_EQ(get("?tail=2"), "three\nfour");
  std::string many;
  for (int i = 0; i < 30'000; ++i) {
    many += "\nline " + std::to_string(i);
  }
  write(many);
  EXPECT_EQ(get("?tail=1"), "line 29999");
  EXPECT_EQ(get("?tail=30001"), "four" + many);
}

TEST_F(Logs, FollowAFileThatGrowsUntilTheBoutEnds) {
  auto given = ask(daemon, "GET", "/v1/bouts/entry-1/logs?follow=1&tail=1");
  asio::io_context context(1);
  std::vector<std::string> pieces;
  const auto step = [&](const std::function<void()>& meanwhile) {
    context.restart();
    asio::co_spawn(context, given.stream->next(),
                   [&](const std::exception_ptr&, const std::optional<std::string>& piece) {
                     pieces.push_back(piece.value_or("(end)"));
                   });
    context.poll();
    meanwhile();
    context.run();
  };
  step([&] { write("one\ntwo\n"); });  // it was not even there
  step([&] { write("three\n"); });
  step([&] {  // a new attempt has a new file
    std::filesystem::rename(file(), file().string() + ".1");
    write("again\n");
  });
  step([&] {
    write("last, without an end");
    end_bout();
  });
  step([] {});
  EXPECT_EQ(pieces,
            (std::vector<std::string>{"two\n", "three\n", "again\n", "last, without an end", "(end)"}));
}

TEST_F(Logs, DoNotFollowLinks) {
  end_bout();
  std::filesystem::create_symlink("/etc/passwd", file());
  EXPECT_EQ(get(""), "");
  std::filesystem::remove(file());
  ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
  EXPECT_EQ(get(""), "");
}

}  // namespace
}  // namespace arena::control::test

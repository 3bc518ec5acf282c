#include "daemon/log.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <functional>

namespace arena {
namespace {

const std::string secret = "aa_0123456789abcdef0123456789abcdef";

std::shared_ptr<const redactor> knowing_the_secret() {
  return std::make_shared<const redactor>(std::vector<bouts::secret>{bouts::secret(secret)});
}

std::string said(config::log_format format, const std::function<void(const logger&)>& say,
                 config::log_level level = config::log_level::info) {
  testing::internal::CaptureStderr();
  const logger log({.level = level, .format = format}, knowing_the_secret());
  say(log);
  return testing::internal::GetCapturedStderr();
}

// systemd's journal, as far as a sender sees it.
class made_up_journal {
 public:
  made_up_journal() {
    std::string name = testing::TempDir() + "journal-XXXXXX";
    directory_ = ::mkdtemp(name.data());
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path().copy(std::begin(address.sun_path), sizeof(address.sun_path) - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  }
  ~made_up_journal() {
    ::close(socket_);
    std::filesystem::remove_all(directory_);
  }
  made_up_journal(const made_up_journal&) = delete;
  made_up_journal& operator=(const made_up_journal&) = delete;

  std::string path() const { return directory_ + "/socket"; }
  // Empty when none is there.
  std::string next() const {
    std::array<char, 65536> bytes{};
    const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    return got < 0 ? std::string() : std::string(bytes.data(), static_cast<std::size_t>(got));
  }
  void close_mailbox() const { std::filesystem::remove(path()); }

 private:
  std::string directory_;
  int socket_ = -1;
};

TEST(Log, IsALineOfTextWithAgentAndEntry) {
  const auto text = said(config::log_format::text, [](const logger& log) {
    log.info("begins");
    log.named("nova").warn("a warning");
    log.named("nova", "8a40eb58-cb84-47df").error("an error");
    log.debug("not at this level");
  });
  EXPECT_NE(text.find("Z info    begins\n"), std::string::npos) << text;
  EXPECT_NE(text.find("Z warning nova: a warning\n"), std::string::npos) << text;
  EXPECT_NE(text.find("Z error   nova/8a40eb58: an error\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("not at this level"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << "colours are for terminals";
}

TEST(Log, IsAnObjectALineAsJson) {
  const auto text = said(config::log_format::json, [](const logger& log) {
    log.named("nova", "8a40eb58-cb84-47df").warn("a \"quoted\" line");
  });
  const auto line = boost::json::parse(text).as_object();
  EXPECT_EQ(line.at("level"), "warning");
  EXPECT_EQ(line.at("agent"), "nova");
  EXPECT_EQ(line.at("entry"), "8a40eb58-cb84-47df");
  EXPECT_EQ(line.at("message"), "a \"quoted\" line");
  EXPECT_TRUE(line.at("time").as_string().ends_with("Z"));
}

TEST(Log, GoesToTheJournalWithFields) {
  const made_up_journal journal;
  const logger log({.format = config::log_format::journal}, knowing_the_secret(), journal.path());
  log.named("nova", "8a40eb58-cb84-47df").warn("the key is " + secret + "\nAGENT=other");
  const auto fields = journal.next();
  EXPECT_EQ(
      fields,
      "MESSAGE=the key is [redacted:secret]\\nAGENT=other\nPRIORITY=4\nSYSLOG_IDENTIFIER=arena-connect\n"
      "AGENT=nova\nENTRY=8a40eb58-cb84-47df\n")
      << "a line break from outside makes no field";
  log.error("of nobody");
  EXPECT_EQ(journal.next(), "MESSAGE=of nobody\nPRIORITY=3\nSYSLOG_IDENTIFIER=arena-connect\n");
}

TEST(Log, IsNotLostWhenTheJournalIsGone) {
  const made_up_journal journal;
  testing::internal::CaptureStderr();
  const logger log({.format = config::log_format::journal}, knowing_the_secret(), journal.path());
  journal.close_mailbox();
  log.info("still here");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "still here\n");
}

// A journal that takes nothing must not hold up a ping.
TEST(Log, NeverWaitsForTheJournal) {
  const made_up_journal journal;
  testing::internal::CaptureStderr();
  const logger log({.format = config::log_format::journal}, knowing_the_secret(), journal.path());
  for (int agent = 0; agent < 5'000; ++agent) {  // more than a mailbox holds
    log.named("agent-" + std::to_string(agent)).info("said");
  }
  EXPECT_NE(testing::internal::GetCapturedStderr().find("said\n"), std::string::npos);
}

TEST(Log, ShowsNoSecretInAnyFormat) {
  for (const auto format : {config::log_format::text, config::log_format::json}) {
    const auto text = said(format, [](const logger& log) { log.error("refused: " + secret); });
    EXPECT_EQ(text.find(secret), std::string::npos) << text;
    EXPECT_NE(text.find("[redacted:"), std::string::npos) << text;
  }
}

TEST(Log, LetsNothingFromOutsideReachATerminal) {
  const auto text = said(config::log_format::text, [](const logger& log) {
    log.info("title \x1b]0;owned\x07 \x1b[2J\r\n\u202Efake line \xff");
  });
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  EXPECT_EQ(text.find_first_of("\x1b\x07\r"), std::string::npos) << text;
  EXPECT_EQ(text.find("\u202E"), std::string::npos) << text;
}

TEST(Log, HoldsBackWhatOnePlaceSaysTooOften) {
  const auto text = said(config::log_format::text, [](const logger& log) {
    for (int i = 0; i < 1'000; ++i) {
      log.warn("again");
    }
    log.warn("another place");
    for (int agent = 0; agent < 100; ++agent) {
      log.named("agent-" + std::to_string(agent)).info("each agent has a limit of its own");
    }
  });
  int again = 0;
  for (auto at = text.find("again"); at != std::string::npos; at = text.find("again", at + 1)) {
    ++again;
  }
  EXPECT_EQ(again, 20);
  EXPECT_NE(text.find("another place"), std::string::npos);
  EXPECT_NE(text.find("agent-99: "), std::string::npos);
}

}  // namespace
}  // namespace arena

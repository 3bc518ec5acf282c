// The program itself: its first line, its end, its arguments.
#include "sandbox/loopback_client.hpp"
#include "tests/support/wait_until.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

using arena::sandbox::exchange;
namespace json = boost::json;

namespace {

// A child with its stdout in a pipe and stderr thrown away.
class program {
 public:
  explicit program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), ARENA_SANDBOX_PROGRAM);
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::dup2(::open("/dev/null", O_RDWR | O_CLOEXEC), STDERR_FILENO);
      std::vector<char*> argv;
      for (std::string& one : arguments) {
        argv.push_back(one.data());
      }
      argv.push_back(nullptr);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    out_ = ::fdopen(ends[0], "r");
  }
  ~program() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    std::fclose(out_);
  }
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  std::string line() {
    std::string text;
    for (int c = std::fgetc(out_); c != EOF && c != '\n'; c = std::fgetc(out_)) {
      text += static_cast<char>(c);
    }
    return text;
  }
  void tell(int signal) const { ::kill(pid_, signal); }
  // The exit code; 128 + n when it was killed by a signal.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  std::FILE* out_ = nullptr;
};

std::string text_of(const json::value& in, const char* pointer) {
  return std::string(in.at_pointer(pointer).as_string());
}

}  // namespace

TEST(Program, SaysWhereItIsInOneLine) {
  program arena({"--agents", "2", "--seed", "s", "--quiet"});
  const auto ready = json::parse(arena.line());
  EXPECT_TRUE(text_of(ready, "/url").starts_with("http://127.0.0.1:"));
  ASSERT_EQ(ready.at("agents").as_array().size(), 2U);
  EXPECT_TRUE(text_of(ready, "/agents/0/key").starts_with("aa_"));
  EXPECT_TRUE(text_of(ready, "/agents/0/token").starts_with("bouts_sk_"));
  EXPECT_TRUE(text_of(ready, "/agents/1/token_test").starts_with("bouts_sk_test_"));
  EXPECT_EQ(exchange(text_of(ready, "/url"), {})->status, 200);
}

TEST(Program, GivesTheSameIdsForTheSameSeedAndOthersWithoutOne) {
  const auto agents = [](std::vector<std::string> arguments) {
    program arena(std::move(arguments));
    return json::parse(arena.line()).at("agents");
  };
  EXPECT_EQ(agents({"--seed", "s"}), agents({"--seed", "s"}));
  EXPECT_NE(agents({}), agents({}));
}

TEST(Program, EndsCleanlyOnTermAndInt) {
  for (const int signal : {SIGTERM, SIGINT}) {
    program arena({"--quiet"});
    ASSERT_FALSE(arena.line().empty());
    arena.tell(signal);
    EXPECT_EQ(arena.wait(), 0);
  }
}

TEST(Program, AssignsFromTheShell) {
  program arena({"--quiet"});
  const auto url = text_of(json::parse(arena.line()), "/url");
  program assign({"assign", "--url", url, "--agent", "0", "--title", "From the shell", "--time-limit-minutes",
                  "5", "--ends-in", "90", "--count", "2"});
  const auto made = json::parse(assign.line());
  EXPECT_EQ(assign.wait(), 0);
  EXPECT_EQ(text_of(made, "/title"), "From the shell");
  EXPECT_EQ(made.at("entries").as_array().size(), 2U);
  program refused({"assign", "--url", url, "--agent", "7"});
  EXPECT_EQ(refused.wait(), 1);
  program nowhere({"assign", "--url", "http://127.0.0.1:1"});
  EXPECT_EQ(nowhere.wait(), 1);
}

TEST(Program, RefusesWrongArguments) {
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"--nonsense"},
                                                {"--agents", "0"},
                                                {"--port", "70000"},
                                                {"--time-scale", "0"},
                                                {"--judge-after", "2"},
                                                {"--judge-after", "-1s"},
                                                {"--tls-cert", "x"},
                                                {"assign"}}) {
    program arena(wrong);
    EXPECT_EQ(arena.wait(), 2) << wrong.front();
  }
  program help({"--help"});
  EXPECT_EQ(help.wait(), 0);
}

TEST(Program, DiesWithItsParentWhenAskedTo) {
  // A child starts the arena and tells us its pid; then the child is gone.
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    program arena({"--quiet", "--die-with-parent"});
    const std::string ready = arena.line() + "\n";
    [[maybe_unused]] const auto written = ::write(ends[1], ready.data(), ready.size());
    ::_exit(0);
  }
  ::close(ends[1]);
  std::FILE* const from = ::fdopen(ends[0], "r");
  std::array<char, 4096> text{};
  ASSERT_NE(std::fgets(text.data(), text.size(), from), nullptr);
  std::fclose(from);
  ::waitpid(parent, nullptr, 0);
  const auto url = text_of(json::parse(text.data()), "/url");
  EXPECT_TRUE(test_support::wait_until([&] { return !exchange(url, {}); }));
}

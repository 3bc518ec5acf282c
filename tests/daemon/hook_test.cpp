#include "daemon/hook.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <stdlib.h>

#include <exception>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace arena {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using how = hook_end::how;

class Hook : public testing::Test {
 protected:
  Hook() {
    std::string name = (fs::temp_directory_path() / "arena-hook-XXXXXX").string();
    place = ::mkdtemp(name.data());
  }
  ~Hook() override { fs::remove_all(place); }

  hook_end run(std::vector<std::string> command, std::chrono::milliseconds limit = std::chrono::seconds(60)) {
    hook_order order{.which = hook_kind::after_run,
                     .command = std::move(command),
                     .directory = place,
                     .working_directory = {},
                     .input = R"({"hook":"after_run"})",
                     .variables = {{"PATH", "/usr/bin:/bin"}},
                     .time_limit = limit};
    asio::io_context context(1);
    hook_end end;
    asio::co_spawn(context, keep(std::move(order), end), [](const std::exception_ptr&) {});
    context.run();
    return end;
  }
  static asio::awaitable<void> keep(hook_order order, hook_end& into) {
    into = co_await run_hook(std::move(order));
  }

  static std::string text(const fs::path& path) {
    std::ostringstream all;
    all << std::ifstream(path).rdbuf();
    return all.str();
  }

  fs::path place;
};

TEST_F(Hook, GetsItsInputAndIsKeptByRun) {
  const auto first = run({"cat"});
  EXPECT_EQ(first.ended, how::succeeded) << first.detail;
  EXPECT_EQ(first.said, R"({"hook":"after_run"})");
  EXPECT_EQ(first.directory, place / "after_run");
  const auto second = run({"sh", "-c", "echo two"});
  EXPECT_EQ(second.directory, place / "after_run.2");
  EXPECT_EQ(text(first.directory / "stdout.log"), R"({"hook":"after_run"})");
  EXPECT_EQ(text(second.directory / "stdout.log"), "two\n");
}

TEST_F(Hook, FailsByItsExitCodeAndItsFirstLineIsTheReason) {
  const auto end = run({"sh", "-c", "echo '  no money left  '; echo more; exit 7"});
  EXPECT_EQ(end.ended, how::failed);
  EXPECT_EQ(end.detail, "exit code 7");
  EXPECT_EQ(end.said, "no money left");
  EXPECT_EQ(run({"sh", "-c", "echo only here >&2; exit 1"}).said, "only here");
}

TEST_F(Hook, IsBrokenWhenItsTimeIsUpOrItCannotBeStarted) {
  const auto late = run({"sleep", "1000"}, std::chrono::milliseconds(200));
  EXPECT_EQ(late.ended, how::broken);
  EXPECT_EQ(late.detail, "its time was up");
  const auto missing = run({"/nowhere/hook"});
  EXPECT_EQ(missing.ended, how::broken);
  EXPECT_NE(missing.detail.find("/nowhere/hook"), std::string::npos) << missing.detail;
  EXPECT_EQ(run({"sh", "-c", "kill -9 $$"}).ended, how::broken);
}

TEST_F(Hook, PutsNoControlCharactersIntoItsReason) {
  EXPECT_EQ(run({"sh", "-c", "printf '\\033[2Jgone\\n'; exit 1"}).said, "\\x1B[2Jgone");
}

TEST(HookInput, TellsWhatIsKnownAndNullForTheRest) {
  bout_record record;
  record.assigned.entry_id = *bouts::entry_id::parse("entry");
  record.assigned.challenge.title = "Primes";
  const auto told = boost::json::parse(hook_input(hook_kind::before_run, "nova", record, "/runs/entry"));
  EXPECT_EQ(told.at("hook"), "before_run");
  EXPECT_EQ(told.at("agent"), "nova");
  EXPECT_EQ(told.at("entry_id"), "entry");
  EXPECT_EQ(told.at("challenge").at("title"), "Primes");
  EXPECT_EQ(told.at("run_directory"), "/runs/entry");
  for (const char* unknown : {"session_id", "submission_id", "reason", "deadline", "score", "rank"}) {
    EXPECT_TRUE(told.at(unknown).is_null()) << unknown;
  }
}

}  // namespace
}  // namespace arena

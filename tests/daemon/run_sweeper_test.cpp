// Clearing away, with a real journal and real directories.
#include "daemon/run_sweeper.hpp"

#include "daemon/clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

namespace arena {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using std::chrono::hours;

class Sweeper : public testing::Test {
 protected:
  Sweeper() {
    std::string name = (fs::temp_directory_path() / "sweep-XXXXXX").string();
    state_ = ::mkdtemp(name.data());
    fs::create_directories(state_ / "runs");
    kept_ = std::move(journal::open(state_).value().opened);
  }
  ~Sweeper() override { fs::remove_all(state_); }

  static bouts::entry_id id(const std::string& entry) { return *bouts::entry_id::parse(entry); }
  fs::path run_of(const std::string& entry) const { return state_ / "runs" / entry; }

  // A run directory of about that size, and what the journal knows of it.
  void add(const std::string& entry, std::size_t bytes, bool closed) {
    fs::create_directories(run_of(entry) / "work");
    std::ofstream(run_of(entry) / "work/file") << std::string(bytes, 'x');
    bout_record record;
    record.assigned.entry_id = id(entry);
    record.state = closed ? bout_state::judged : bout_state::running;
    record.closed = closed;
    wait_for(kept_->save("nova", record, std::nullopt, std::nullopt));
  }
  bool is_known(const std::string& entry) { return wait_for(kept_->find(id(entry))).value().has_value(); }

  void sweep(hours age, std::uint64_t bytes) {
    config::retention_settings limits;
    limits.runs = age;
    limits.size = bytes;
    const auto redact = std::make_shared<const redactor>();
    run_sweeper sweeper(
        state_, limits, *kept_,
        [this](const bouts::entry_id& entry) { return in_use_.contains(entry.str()); },
        logger({.level = config::log_level::error}, redact));
    wait_for_end(sweeper.sweep());
  }

  template <class T>
  T wait_for(asio::awaitable<T> task) {
    std::optional<T> outcome;
    asio::co_spawn(context_, std::move(task),
                   [&](const std::exception_ptr&, T given) { outcome = std::move(given); });
    context_.restart();
    context_.run();
    return *std::move(outcome);
  }
  void wait_for_end(asio::awaitable<void> task) {
    asio::co_spawn(context_, std::move(task), [](const std::exception_ptr&) {});
    context_.restart();
    context_.run();
  }

  std::set<std::string> in_use_;

 private:
  fs::path state_;
  asio::io_context context_{1};
  std::unique_ptr<journal> kept_;
};

TEST_F(Sweeper, RemovesOldRunsAndForgetsThem) {
  add("done", 10, true);
  add("owed", 10, false);
  sweep(hours(1), 1'000'000);
  EXPECT_TRUE(fs::exists(run_of("done")));
  sweep(hours(0), 1'000'000);
  EXPECT_FALSE(fs::exists(run_of("done")));
  EXPECT_FALSE(is_known("done"));
  EXPECT_TRUE(fs::exists(run_of("owed")));
  EXPECT_TRUE(is_known("owed"));
}

TEST_F(Sweeper, RemovesTheOldestWhenAllAreTooLargeButKeepsTheirHistory) {
  add("first", 100'000, true);
  add("second", 100'000, true);
  sweep(hours(1), 150'000);
  EXPECT_FALSE(fs::exists(run_of("first")));
  EXPECT_TRUE(is_known("first"));
  EXPECT_TRUE(fs::exists(run_of("second")));
}

TEST_F(Sweeper, LeavesWhatNobodyKnowsAndWhatIsInUse) {
  fs::create_directories(run_of("stranger"));
  add("busy", 10, true);
  in_use_.insert("busy");
  sweep(hours(0), 0);
  EXPECT_TRUE(fs::exists(run_of("stranger")));
  EXPECT_TRUE(fs::exists(run_of("busy")));
  EXPECT_TRUE(is_known("busy"));
}

TEST_F(Sweeper, FinishesARemovalThatWasCutShort) {
  fs::create_directories(run_of(".removing-gone") / "work");
  sweep(hours(1), 1'000'000);
  EXPECT_FALSE(fs::exists(run_of(".removing-gone")));
}

TEST_F(Sweeper, ForgetsABoutWithoutADirectory) {
  add("done", 10, true);
  fs::remove_all(run_of("done"));
  sweep(hours(0), 1'000'000);
  EXPECT_FALSE(is_known("done"));
}

}  // namespace
}  // namespace arena

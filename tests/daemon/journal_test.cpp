// The journal on a real SQLite file: what it keeps, what it refuses, and what it makes of a file that is
// broken.

#include "daemon/journal.hpp"

#include "daemon/bout_note.hpp"
#include "daemon/clock.hpp"
#include "daemon/files.hpp"
#include "daemon/start.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace arena {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using bouts::errc;
using testing::HasSubstr;

bouts::entry_id entry(const std::string& name) {
  return *bouts::entry_id::parse(name);
}

bout_record seen(const std::string& name) {
  bout_record r;
  r.assigned.entry_id = entry(name);
  r.assigned.challenge.id = *bouts::challenge_id::parse("challenge");
  r.assigned.challenge.title = "Title of " + name;
  return r;
}

bout_record in_state(const std::string& name, bout_state state) {
  auto r = seen(name);
  r.state = state;
  r.session = *bouts::session_id::parse("session");
  r.attempt = 1;
  return r;
}

bout_checkpoint some_checkpoint() {
  stream_state stream;
  bouts::agent_event event;
  event.summary = "waits";
  stream.waiting.push_back({.event = event, .place = rank::trouble, .since = mono_now(), .order = 1});
  stream.account.produced = 1;
  return {.position = {.attempt = 1, .out = 10, .err = 20, .events_bytes = 30}, .stream = stream};
}

class Journal : public testing::Test {
 protected:
  void SetUp() override { open(); }

  void open() {
    opened.reset();
    auto opening = journal::open(state);
    ASSERT_TRUE(opening) << opening.error().message;
    opened = std::move(opening->opened);
    warning = opening->warning.value_or("");
  }

  template <class T>
  T wait(boost::asio::awaitable<T> task) {
    auto future = boost::asio::co_spawn(io, std::move(task), boost::asio::use_future);
    io.restart();
    io.run();
    return future.get();
  }

  bouts::status save(const bout_record& record, std::optional<bout_checkpoint> checkpoint = {},
                     std::optional<event_account> account = {}) {
    return wait(opened->save("nova", record, std::move(checkpoint), std::move(account)));
  }

  fs::path file() const { return state / "journal.db"; }

  temporary_directory place = *temporary_directory::create();
  fs::path state = place.path();
  boost::asio::io_context io;
  std::unique_ptr<journal> opened;
  std::string warning;
};

TEST_F(Journal, KeepsABoutOverAReopening) {
  auto r = seen("a");
  const auto before = wall_now();
  ASSERT_TRUE(save(r));
  r.state = bout_state::opening;
  ASSERT_TRUE(save(r, some_checkpoint()));
  open();
  const auto bouts = wait(opened->open_bouts("nova"));
  ASSERT_TRUE(bouts);
  ASSERT_EQ(bouts->size(), 1U);
  EXPECT_EQ(bouts->front().record, r);
  EXPECT_EQ(bouts->front().agent, "nova");
  EXPECT_GE(bouts->front().seen_at, before);
  EXPECT_GE(bouts->front().changed_at, bouts->front().seen_at);
  EXPECT_FALSE(bouts->front().ended_at);
  EXPECT_EQ(wait(opened->checkpoint(entry("a")))->value().position, some_checkpoint().position);
  EXPECT_TRUE(wait(opened->open_bouts("another"))->empty());
  EXPECT_FALSE(*wait(opened->find(entry("b"))));
}

TEST_F(Journal, RefusesAStepThatTheDesignDoesNotHave) {
  ASSERT_TRUE(save(in_state("a", bout_state::submitted)));
  const auto back = save(in_state("a", bout_state::running));
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().kind, errc::invalid);
  EXPECT_THAT(back.error().message, HasSubstr("from submitted to running"));
  EXPECT_EQ(wait(opened->find(entry("a")))->value().record.state, bout_state::submitted);
}

TEST_F(Journal, ListsEndedBoutsWithTheirAccountTheLatestFirst) {
  event_account account{.produced = 5, .sent = 2, .merged = 1, .dropped = {{"stale", 2}}, .longest_lag = 3s};
  for (const char* name : {"a", "b", "c"}) {
    auto r = in_state(name, bout_state::judged);
    r.closed = true;
    r.score.score = 50;
    ASSERT_TRUE(save(r, {}, account));
  }
  ASSERT_TRUE(save(in_state("d", bout_state::running)));
  const auto all = wait(opened->history({}));
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), 4U);
  const auto ended = wait(opened->find(entry("b")))->value();
  EXPECT_TRUE(ended.ended_at);
  EXPECT_EQ(ended.account, account);
  EXPECT_EQ(wait(opened->history({.limit = 2}))->size(), 2U);
  EXPECT_TRUE(wait(opened->history({.agent = "another"}))->empty());
  EXPECT_EQ(wait(opened->open_bouts("nova"))->size(), 1U);
}

TEST_F(Journal, ForgetsOnlyWhatIsClosed) {
  auto closed = in_state("closed", bout_state::failed);
  closed.closed = true;
  ASSERT_TRUE(save(closed, some_checkpoint()));
  ASSERT_TRUE(save(in_state("owed", bout_state::submitting), some_checkpoint()));
  ASSERT_TRUE(wait(opened->forget({entry("closed"), entry("owed"), entry("unknown")})));
  EXPECT_FALSE(*wait(opened->find(entry("closed"))));
  EXPECT_FALSE(*wait(opened->checkpoint(entry("closed"))));
  EXPECT_TRUE(*wait(opened->find(entry("owed"))));
  EXPECT_TRUE(*wait(opened->checkpoint(entry("owed"))));
}

TEST_F(Journal, KeepsTheWindowAndTheClock) {
  ASSERT_TRUE(save(in_state("a", bout_state::running)));
  const window_state window{.ends = {mono_now() - 5s}, .in_flight = true, .held_until = mono_now() + 9s};
  ASSERT_TRUE(wait(opened->save_relay("nova", entry("a"), some_checkpoint(), window)));
  const bouts::clock_anchor clock{.server = wall_now() + 1h, .mono = mono_now()};
  ASSERT_TRUE(wait(opened->save_clock(clock)));
  open();
  EXPECT_EQ(*wait(opened->window("nova")), window);
  EXPECT_EQ(*wait(opened->window("another")), window_state{});
  EXPECT_EQ(**wait(opened->clock()), clock);
  EXPECT_TRUE(*wait(opened->checkpoint(entry("a"))));
}

TEST_F(Journal, PutsADamagedFileAsideAndReadsTheRunDirectories) {
  ASSERT_TRUE(save(in_state("a", bout_state::running)));
  opened.reset();
  auto submitting = in_state("submitting", bout_state::submitting);
  submitting.idempotency_key = std::string(64, 'b');
  auto judged = in_state("judged", bout_state::judged);
  judged.closed = true;
  for (const auto& r : {in_state("running", bout_state::running), submitting, judged}) {
    const auto directory = *run_directory::create(state, r.assigned.entry_id);
    ASSERT_TRUE(write_bout_note(directory, {.agent = "nova", .record = r}));
    ASSERT_TRUE(write_durably(directory.out(), "0123456789"));
  }
  ASSERT_TRUE(write_durably(run_directory::create(state, entry("strange"))->note(), "{"));
  std::ofstream(file(), std::ios::in | std::ios::out) << "this is not what SQLite wrote";
  open();
  EXPECT_THAT(warning, HasSubstr("journal.db.damaged-2"));
  EXPECT_THAT(warning, HasSubstr("3 bout(s) were read from the run directories, 2 of them unfinished"));
  EXPECT_THAT(warning, HasSubstr("nothing could be read of 1, the first is strange"));
  EXPECT_FALSE(*wait(opened->find(entry("a")))) << "it had no run directory";
  EXPECT_TRUE(wait(opened->find(entry("judged")))->value().ended_at);
  EXPECT_TRUE(wait(opened->find(entry("submitting")))->value().record.answer_lost);
  EXPECT_FALSE(wait(opened->find(entry("running")))->value().record.answer_lost);
  const auto shown = wait(opened->checkpoint(entry("running")))->value();
  EXPECT_EQ(shown.position.out, 10U) << "what is there counts as shown";
  const auto aside = [](const fs::directory_entry& one) {
    return one.path().filename().string().starts_with("journal.db.damaged-");
  };
  EXPECT_GE(std::count_if(fs::directory_iterator(state), fs::directory_iterator(), aside), 1);
}

// Every byte of a small file cut off or turned over, one at a time: it opens, as it was or set aside.
TEST_F(Journal, OpensWhateverHappenedToItsFile) {
  for (const char* name : {"a", "b"}) {
    ASSERT_TRUE(save(in_state(name, bout_state::running), some_checkpoint()));
  }
  opened.reset();  // writes the log back into the file
  std::ifstream in(file(), std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), {});
  ASSERT_GT(whole.size(), 8'000U);
  for (std::size_t at = 0; at < whole.size(); at += 997) {
    for (const bool cut : {false, true}) {
      auto broken = whole.substr(0, cut ? at : std::string::npos);
      if (!cut) {
        broken[at] = static_cast<char>(broken[at] ^ 0xff);
      }
      fs::remove(file().string() + "-wal");
      fs::remove(file().string() + "-shm");
      std::ofstream(file(), std::ios::binary | std::ios::trunc) << broken;
      const auto opening = journal::open(state);
      ASSERT_TRUE(opening) << at << (cut ? " cut: " : " turned: ") << opening.error().message;
    }
  }
}

TEST_F(Journal, LeavesTheFileOfALaterReleaseAlone) {
  opened.reset();
  const auto later = "python3 -c \"import sqlite3; d = sqlite3.connect('" + file().string() +
                     "'); d.execute('PRAGMA user_version = 99'); d.commit()\"";
  ASSERT_EQ(std::system(later.c_str()), 0);
  const auto opening = journal::open(state);
  ASSERT_FALSE(opening);
  EXPECT_EQ(opening.error().kind, errc::invalid);
  EXPECT_THAT(opening.error().message, HasSubstr("written by a later release (version 99"));
}

TEST_F(Journal, IsForItsOwnerOnly) {
  ASSERT_TRUE(save(seen("a")));
  for (const char* suffix : {"", "-wal"}) {
    const auto mode = fs::status(file().string() + suffix).permissions() & fs::perms::mask;
    EXPECT_EQ(mode, fs::perms::owner_read | fs::perms::owner_write) << suffix;
  }
}

// A real full disk: a small file system in memory.
TEST_F(Journal, SaysThatTheDiskIsFullAndGoesOnWhenItHasRoom) {
  const auto disk = state / "disk";
  fs::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=512k") != 0) {
    GTEST_SKIP() << "no file system may be mounted here: " << std::strerror(errno);
  }
  {
    auto opening = journal::open(disk);
    ASSERT_TRUE(opening) << opening.error().message;
    auto& small = *opening->opened;
    std::ofstream(disk / "ballast") << std::string(420'000, 'x');
    auto large = seen("a");
    large.assigned.challenge.description = std::string(150'000, 'y');
    const auto full = wait(small.save("nova", large, {}, {}));
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().kind, errc::io);
    EXPECT_THAT(full.error().message, HasSubstr("full"));
    EXPECT_FALSE(*wait(small.find(entry("a"))));
    fs::remove(disk / "ballast");
    EXPECT_TRUE(wait(small.save("nova", large, {}, {})));
    EXPECT_EQ(wait(small.find(entry("a")))->value().record, large);
  }
  ::umount(disk.c_str());
}

}  // namespace
}  // namespace arena

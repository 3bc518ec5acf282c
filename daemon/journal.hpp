// What the daemon knows of its bouts, on the disk: the only thing it needs to go on after a crash beside the
// run directories. SQLite in `journal.db` of the state directory, on a thread of its own
// (docs/journal.md).
//
// A change of a bout is one transaction and on the disk when save() comes back. A record may only take the
// steps of the design (may_follow); another one is refused and changes nothing.
//
// Used from one thread; each call suspends until the journal's own thread has done it, in the order of the
// calls. Not cancellable. errc::io, with SQLite's words, when the disk or the file fails; what could not be
// written was not written at all, and may be tried again.
#pragma once

#include "aio/background.hpp"
#include "control/meters.hpp"
#include "core/base/error.hpp"
#include "core/bout/record.hpp"
#include "core/relay/account.hpp"
#include "core/relay/checkpoint.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace arena {

// A bout as it stands in the journal.
struct journaled_bout {
  std::string agent;  // its name in the configuration
  bout_record record;
  std::optional<event_account> account;  // once its stream was closed
  bouts::wall_time seen_at{};            // by this machine's clock, as the next two
  bouts::wall_time changed_at{};
  std::optional<bouts::wall_time> ended_at;
};

struct history_query {
  std::optional<std::string> agent;
  bool closed_only = false;
  std::size_t limit = 50;  // the latest
};

struct closed_bout {
  bouts::entry_id entry;
  bouts::wall_time ended_at{};
};

class journal {
 public:
  struct opening {
    std::unique_ptr<journal> opened;
    // Words for the operator when the old file could not be used: where it was put, and what was found again
    // in the run directories.
    std::optional<std::string> warning;
  };
  // Opens or creates STATE/journal.db. Blocks. A file that is damaged is put aside under a dated name, and
  // the bouts are read from the run directories as far as these tell. errc::io when the directory cannot be
  // used, errc::invalid when a later release wrote the file.
  static bouts::result<opening> open(const std::filesystem::path& state);
  ~journal();
  journal(const journal&) = delete;
  journal& operator=(const journal&) = delete;

  // Writes the bout's record, and with `checkpoint` that as well, in one transaction. A bout the journal does
  // not know is begun. errc::invalid for a step that the design does not have.
  boost::asio::awaitable<bouts::status> save(std::string agent, bout_record record,
                                             std::optional<bout_checkpoint> checkpoint,
                                             std::optional<event_account> account);
  // How far a bout is shown (nothing when its stream was closed meanwhile), and its agent's use of the
  // window, in one transaction. Survives the daemon's death; after a power cut the last ones may be missing,
  // but then the window has passed (after_reboot()).
  boost::asio::awaitable<bouts::status> save_relay(std::string agent, bouts::entry_id bout,
                                                   std::optional<bout_checkpoint> checkpoint,
                                                   window_state window);

  // Where its latencies are counted from now on; outlives the journal.
  void measure_into(control::meters& measured) noexcept { measured_ = &measured; }
  // False when something that was asked of it has been open for longer than `patience`.
  bool is_alive(bouts::mono_time now, bouts::milliseconds patience) const noexcept {
    return open_calls_ == 0 || now - last_move_ <= patience;
  }

  // Bouts of this agent, or of all, that are not closed, oldest first.
  boost::asio::awaitable<bouts::result<std::vector<journaled_bout>>> open_bouts(
      std::optional<std::string> agent);
  boost::asio::awaitable<bouts::result<std::optional<journaled_bout>>> find(bouts::entry_id bout);
  boost::asio::awaitable<bouts::result<std::vector<journaled_bout>>> history(history_query query);
  // The entries that begin so, at most `limit` of them.
  boost::asio::awaitable<bouts::result<std::vector<bouts::entry_id>>> find_by_prefix(std::string prefix,
                                                                                     std::size_t limit);
  boost::asio::awaitable<bouts::result<std::vector<closed_bout>>> closed();
  // Its checkpoint; times of another boot count as now.
  boost::asio::awaitable<bouts::result<std::optional<bout_checkpoint>>> checkpoint(bouts::entry_id bout);
  boost::asio::awaitable<bouts::result<window_state>> window(std::string agent);
  // Forgets closed bouts. One that is not closed stays, whatever is asked.
  boost::asio::awaitable<bouts::status> forget(std::vector<bouts::entry_id> closed);

  // The arena's time as this machine's monotonic clock has it. Not written again while it says the same:
  // agents learn it with every answer.
  boost::asio::awaitable<bouts::status> save_clock(bouts::clock_anchor clock);
  // Nothing when none was kept in this boot.
  boost::asio::awaitable<bouts::result<std::optional<bouts::clock_anchor>>> clock();

 private:
  class database;
  explicit journal(std::unique_ptr<database> opened);

  enum class purpose { read, write };
  // Runs `work` on the thread; counts how long it took.
  template <class Work>
  boost::asio::awaitable<std::invoke_result_t<Work&>> on_thread(purpose why, Work work);

  std::unique_ptr<database> database_;  // touched on the thread only, after open()
  control::meters* measured_ = nullptr;
  int open_calls_ = 0;
  bouts::mono_time last_move_{};              // when a call came to an idle journal, or one was answered
  std::optional<bouts::clock_anchor> clock_;  // as it was last written
  aio::background thread_;                    // ends first
};

}  // namespace arena

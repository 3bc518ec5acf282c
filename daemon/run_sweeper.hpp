// Clears away what is older or larger than `retention` says: run directories of closed bouts, and in time
// what the journal knows of them. At the start, every hour, and when a bout has ended. What a directory is
// worth is decided in core/bout/retention.
//
// Looking at directories and removing them has a thread of its own. Single thread otherwise.
#pragma once

#include "aio/background.hpp"
#include "aio/event.hpp"
#include "config/config.hpp"
#include "core/bout/retention.hpp"
#include "daemon/journal.hpp"
#include "daemon/log.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <vector>

namespace arena {

class run_sweeper {
 public:
  // Whether somebody works with a run at this moment, whatever the journal says: it stays then.
  using in_use = std::function<bool(const bouts::entry_id&)>;

  // `kept` outlives the sweeper.
  run_sweeper(const std::filesystem::path& state, const config::retention_settings& limits, journal& kept,
              in_use is_in_use, logger log);

  // The loop; ends only by cancellation.
  boost::asio::awaitable<void> run();
  // From a reloaded configuration.
  void change(const config::retention_settings& limits);
  // A bout has ended: there may be something to do.
  void nudge() { wanted_.set(); }
  // One round.
  boost::asio::awaitable<void> sweep();

 private:
  boost::asio::awaitable<std::vector<kept_run>> look(const std::vector<closed_bout>& closed);
  boost::asio::awaitable<void> remove(bouts::entry_id entry);
  boost::asio::awaitable<void> forget(const std::vector<closed_bout>& closed, bouts::wall_time now);

  std::filesystem::path runs_;
  retention_limits limits_;
  journal& journal_;
  in_use is_in_use_;
  logger log_;
  aio::event wanted_;
  std::map<bouts::entry_id, std::uint64_t> sizes_;  // of closed runs, which grow no more
  bool removal_fails_ = false;
  aio::background thread_;  // ends first
};

}  // namespace arena

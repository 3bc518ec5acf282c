#include "daemon/run_sweeper.hpp"

#include "daemon/clock.hpp"
#include "daemon/tree.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace arena {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::hours between_sweeps{1};
// Bouts that end together are one reason to sweep.
constexpr std::chrono::seconds gathering{1};
// A directory on its way out; no entry's id begins with a dot, so that it is nobody's run any more.
constexpr const char* removing_prefix = ".removing-";

// The entries that have a directory. What an interrupted removal left goes at once.
std::vector<bouts::entry_id> runs_in(const fs::path& runs) {
  std::vector<bouts::entry_id> found;
  std::error_code ec;
  for (fs::directory_iterator it(runs, ec), end; !ec && it != end; it.increment(ec)) {
    const auto name = it->path().filename().string();
    if (name.starts_with(removing_prefix)) {
      [[maybe_unused]] const auto gone = remove_tree(it->path());  // else at the next sweep
    } else if (auto entry = bouts::entry_id::parse(name)) {
      found.push_back(std::move(*entry));
    }
  }
  return found;
}

bouts::status remove_run(const fs::path& runs, const bouts::entry_id& entry) {
  const auto going = runs / (removing_prefix + entry.str());
  std::error_code ec;
  fs::rename(runs / entry.str(), going, ec);
  if (ec && ec != std::errc::no_such_file_or_directory) {
    return bouts::fail(bouts::errc::io,
                       "cannot remove " + (runs / entry.str()).string() + ": " + ec.message());
  }
  return remove_tree(going);
}

}  // namespace

run_sweeper::run_sweeper(const fs::path& state, const config::retention_settings& limits, journal& kept,
                         in_use is_in_use, logger log)
    : runs_(state / "runs"),
      limits_{.age = limits.runs, .bytes = limits.size},
      journal_(kept),
      is_in_use_(std::move(is_in_use)),
      log_(std::move(log)) {}

void run_sweeper::change(const config::retention_settings& limits) {
  limits_ = {.age = limits.runs, .bytes = limits.size};
  nudge();
}

asio::awaitable<void> run_sweeper::run() {
  for (;;) {
    wanted_.reset();
    co_await sweep();
    co_await wanted_.wait_until(mono_now() + between_sweeps);
    co_await aio::sleep_for(gathering);
  }
}

// Every run directory; those that nobody knows as closed are owed something.
asio::awaitable<std::vector<kept_run>> run_sweeper::look(const std::vector<closed_bout>& closed) {
  std::map<bouts::entry_id, bouts::wall_time> ends;
  for (const auto& one : closed) {
    ends.emplace(one.entry, one.ended_at);
  }
  const auto list = [runs = runs_] { return runs_in(runs); };
  auto entries = co_await thread_.run(list);
  std::vector<kept_run> found;
  for (auto& entry : entries) {
    kept_run one{.entry = std::move(entry), .bytes = 0, .closed_at = {}};
    const auto end = ends.find(one.entry);
    if (end != ends.end() && !is_in_use_(one.entry)) {
      one.closed_at = end->second;
    }
    const auto known = sizes_.find(one.entry);
    if (one.closed_at && known != sizes_.end()) {
      one.bytes = known->second;
    } else {
      const auto measure = [path = runs_ / one.entry.str()] { return tree_bytes(path); };
      one.bytes = co_await thread_.run(measure);
    }
    found.push_back(std::move(one));
  }
  sizes_.clear();
  for (const auto& one : found) {
    if (one.closed_at) {
      sizes_.emplace(one.entry, one.bytes);
    }
  }
  co_return found;
}

asio::awaitable<void> run_sweeper::remove(bouts::entry_id entry) {
  if (is_in_use_(entry)) {  // taken up again meanwhile
    co_return;
  }
  const auto clear = [runs = runs_, entry] { return remove_run(runs, entry); };
  const auto removed = co_await thread_.run(clear);
  if (!removed && !std::exchange(removal_fails_, true)) {
    log_.warn("an old run could not be cleared away: " + removed.error().message);
  }
  if (removed) {
    removal_fails_ = false;
    sizes_.erase(entry);
    log_.debug("cleared away the run directory of " + entry.str());
  }
}

// What the journal knows of a bout is kept for as long as its directory may be, whether it was too large or
// not.
asio::awaitable<void> run_sweeper::forget(const std::vector<closed_bout>& closed, bouts::wall_time now) {
  std::vector<bouts::entry_id> old;
  for (const auto& one : closed) {
    const bool gone = !sizes_.contains(one.entry) && !is_in_use_(one.entry);
    if (gone && one.ended_at + limits_.age <= now) {
      old.push_back(one.entry);
    }
  }
  if (!old.empty()) {
    const auto forgotten = co_await journal_.forget(std::move(old));
    if (!forgotten) {
      log_.warn("old bouts could not be cleared away: " + forgotten.error().message);
    }
  }
}

asio::awaitable<void> run_sweeper::sweep() {
  const auto closed = co_await journal_.closed();
  if (!closed) {
    log_.warn("nothing is cleared away: " + closed.error().message);
    co_return;
  }
  auto runs = co_await look(*closed);
  const auto now = wall_now();
  const auto going = runs_to_remove(std::move(runs), limits_, now);
  for (const auto& entry : going) {
    co_await remove(entry);
  }
  co_await forget(*closed, now);
}

}  // namespace arena

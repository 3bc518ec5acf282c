// What the control API needs of a daemon. The daemon implements it; the routes know nothing else of it.
#pragma once

#include "control/meters.hpp"
#include "core/base/error.hpp"
#include "core/bout/record.hpp"
#include "core/relay/account.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::control {

struct daemon_state {
  std::string version;
  int pid = 0;
  bouts::wall_time started_at{};
  std::string arena;  // its URL
  std::string state_dir;
  bool draining = false;  // no new bouts are begun
};

// One of an agent's loops: "ping", "poll" or "relay".
struct loop_state {
  std::string_view name;
  std::string_view doing;  // "waiting", "asking", … (core/http/loop_watch.hpp)
  bouts::wall_time since{};
  std::optional<bouts::wall_time> until;  // the end of the wait, where that is known
  int failures = 0;                       // in a row
  bool alive = true;                      // it does what it should, be it waiting out an outage
};

// Since the daemon began.
struct agent_counts {
  std::uint64_t pings_answered = 0;
  std::uint64_t pings_failed = 0;
  std::uint64_t polls_answered = 0;
  std::uint64_t polls_failed = 0;
  std::map<bout_state, std::uint64_t> bouts;  // ended, by how
  event_account events;                       // of all streams
  bout_usage usage;                           // of all runs of the agent that told theirs
};

struct agent_trouble {
  std::string text;
  bouts::wall_time at{};
};

struct agent_state {
  std::string name;
  bouts::agent_id id;     // none before the first ping was answered
  bool online = false;    // the last ping was answered
  bool known = false;     // the arena has us online: answered lately, and not turned away
  bool draining = false;  // it takes no new bouts
  std::optional<bouts::wall_time> online_since;  // the first of the pings answered in a row
  std::optional<bouts::wall_time> last_ping;     // that was answered
  std::optional<bouts::wall_time> last_poll;
  std::string trouble;                      // why ping or poll fail at present; empty when they do not
  std::optional<agent_trouble> last_error;  // the last of ping, poll and relay, also when it is over
  std::vector<loop_state> loops;
  agent_counts counts;
  int window_used = 0;  // event requests in the present window …
  int window_limit = 0;
  int places = 0;  // `concurrency`
  int places_taken = 0;
};

// A bout as it stands, or as it ended.
struct bout_state_now {
  std::string agent;  // its name in the configuration
  bout_record record;
  bool at_work = false;
  std::optional<bouts::wall_time> began_at;  // when it was first seen
  std::optional<bouts::wall_time> ended_at;
  std::optional<event_account> events;      // what became of its events, once that is known
  std::optional<double> percent;            // how far it is, as the agent last said
  std::optional<bouts::milliseconds> left;  // until the agent is asked to stop, by the arena's clock
  bool has_runner = false;                  // the agent runs now
};

struct bout_query {
  std::optional<std::string> agent;  // of this agent only
  bool finished_only = false;
  std::size_t limit = 50;
};

enum class log_kind { out, err, events };

// Single thread. Whatever fails does so with a kind that has a status: not_found, conflict (it does not allow
// that), invalid, too_large, busy, io.
class view {
 public:
  virtual ~view() = default;

  virtual daemon_state daemon() const = 0;
  virtual std::vector<agent_state> agents() const = 0;
  virtual bouts::wall_time now() const = 0;

  virtual const meters& measured() const = 0;
  virtual process_figures process() const = 0;
  // False when what was asked of the journal has been open for too long.
  virtual bool journal_is_alive() const = 0;

  // Known without asking anybody, so that the status is to be had when the journal is stuck.
  virtual std::vector<bout_state_now> at_work() const = 0;
  virtual bool is_at_work(const bouts::entry_id& entry) const = 0;
  // At work and ended, the newest first.
  virtual boost::asio::awaitable<bouts::result<std::vector<bout_state_now>>> list(bout_query which) = 0;
  virtual boost::asio::awaitable<bouts::result<std::optional<bout_state_now>>> find(
      bouts::entry_id entry) = 0;
  // The entries that begin so, at most `limit` of them.
  virtual boost::asio::awaitable<bouts::result<std::vector<bouts::entry_id>>> find_by_prefix(
      std::string prefix, std::size_t limit) = 0;

  // The file may not be there: not yet, or not any more.
  virtual std::filesystem::path log_file(const bouts::entry_id& entry, log_kind which) const = 0;
  // Without a secret. REQUIRES valid UTF-8.
  virtual std::string redacted(std::string_view text) const = 0;

  // Stops a bout that is at work. Comes back when it has been told, not when it has ended.
  virtual boost::asio::awaitable<bouts::status> cancel(bouts::entry_id entry) = 0;
  // Hands in again what the arena or its limits did not let in: the mended answer, or the one that was kept.
  virtual boost::asio::awaitable<bouts::status> resubmit(bouts::entry_id entry,
                                                         std::optional<std::string> mended) = 0;
  // Takes no new bouts, for this agent or for all; what runs goes on. And again takes them. not_found for an
  // agent that is not in the configuration, conflict when the daemon is about to stop.
  virtual bouts::status drain(std::optional<std::string> agent) = 0;
  virtual bouts::status resume(std::optional<std::string> agent) = 0;
  // Reads the configuration anew and says what has changed. invalid with every problem of it, conflict when
  // the daemon is about to stop; then nothing has changed.
  virtual bouts::result<std::string> reload() = 0;

 protected:
  view() = default;
  view(const view&) = default;
  view& operator=(const view&) = default;
};

}  // namespace arena::control

// An outbox against a simulated arena, in virtual time: random streams on one side, random delays and answers
// on the other, and between them every promise that can be checked from outside, at every step.
#pragma once

#include "tests/core/relay_events.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <vector>

namespace arena::test {

enum class matter { trouble, tool, write, progress, thinking };
inline constexpr std::size_t matter_count = 5;

// What the agents of a simulation do and what becomes of it.
struct climate {
  const char* name;
  int simulations;
  int most_streams;  // of one simulation
  int most_events;   // of one stream
  milliseconds longest_gap;
  milliseconds trouble_gap;  // the least time between two events of that rank, over all streams
  bool complete = false;
  bool any_limit = false;  // else 30 in 60 s
  // Per mille of the answers.
  int lost = 0;
  int failing = 0;
  int throttled = 0;
  int not_yet = 0;
  int parked = 0;
  int refused = 0;
  int over = 0;
  bool restarts = false;   // the daemon dies at any moment and goes on with what was kept
  bool cut_short = false;  // streams may end by not_after, by give_up, or be closed at any time
  milliseconds flush = std::chrono::minutes(3);

  // A request whose answer nobody heard, because the daemon died, counts as one.
  bool has_faults() const {
    return restarts || lost + failing + throttled + not_yet + parked + refused + over > 0;
  }
  friend void PrintTo(const climate& one, std::ostream* out) { *out << one.name; }
};

class simulation {
 public:
  simulation(const climate& of, unsigned seed);

  // Runs until all streams are closed.
  void run();

  std::size_t streams() const { return streams_.size(); }
  std::uint64_t pushed() const { return pushed_; }

 private:
  struct step {
    mono_time at;
    std::size_t stream;
    enum { open, push, wind_up, close } what;
    matter kind = matter::tool;
  };
  struct pushed_event {
    mono_time at;
    int order;  // of all events of its stream
  };
  struct stream {
    bouts::entry_id id;
    mono_time not_after = mono_time::max();
    mono_time give_up = mono_time::max();
    mono_time flush_until = mono_time::max();
    bool cut_short = false;
    bool opened = false;
    bool winding_up = false;
    bool last_begun = false;
    bool closed = false;
    std::array<std::vector<pushed_event>, matter_count> pushed{};  // the index is the event's stage
    std::array<std::set<std::size_t>, matter_count> shown{};
    std::map<std::string, std::size_t> newest_write{};  // by file
    int newest_order = -1;
    int pushes = 0;
    bool started_shown = false;
    bool last_shown = false;
    std::uint64_t delivered = 0;
  };
  struct request {
    std::size_t stream;
    bouts::agent_event event;
    mono_time arrives;
    mono_time answered;
    event_answer answer = event_answer::delivered;
    std::optional<milliseconds> retry_after{};
  };
  struct past_request {
    mono_time arrived;
    mono_time answered;
  };

  outbox_options choose_options();
  int between(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
  bool chance(int per_mille) { return between(0, 999) < per_mille; }
  milliseconds up_to(milliseconds most) { return milliseconds(between(0, static_cast<int>(most.count()))); }

  void write_script(std::size_t number);
  matter choose_matter(mono_time at);
  void cut_short(stream& one, std::size_t number, mono_time begin, mono_time end);

  bool is_over() const;
  void perform(const step& one);
  void decide();
  void begin_request(const outbox::sendable& out);
  void choose_answer(request& made);
  void end_request();
  void close(stream& one);
  void restart();

  int used() const;
  bool trouble_waits() const;
  void check_pace(rank place, const stream& of) const;
  void check_content(const bouts::agent_event& event, stream& of);
  void check_idleness() const;
  void check_accounts() const;
  void check_window() const;
  void check_what_arrived(const stream& one, const event_account& account) const;

  climate climate_;
  std::mt19937 random_;
  outbox_options options_ = choose_options();
  outbox box_{options_};
  mono_time start_ = mono_time{} + std::chrono::hours(1);
  mono_time now_ = start_;
  std::vector<step> script_;
  std::size_t performed_ = 0;
  std::vector<stream> streams_;
  std::vector<past_request> past_;
  std::optional<request> in_flight_;
  std::optional<mono_time> wake_;
  mono_time chatter_answered_ = start_ - std::chrono::hours(1);
  std::vector<mono_time> troubles_;
  std::map<std::pair<std::size_t, int>, int>
      server_failures_;  // by stream and order; an event is not to fail too often
  std::uint64_t pushed_ = 0;
};

}  // namespace arena::test

// What the tests of the bout machine share: a fresh machine that is led to any action, and short names.
#pragma once

#include "core/bout/machine.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace arena::test {

inline constexpr std::array<std::string_view, std::variant_size_v<action>> action_names = {
    "await_place", "open_session", "run_agent",   "prepare", "announce", "submit",
    "ask_session", "follow",       "fetch_score", "wait",    "finish"};

inline std::string name(const action& what) {
  return std::string(action_names.at(what.index()));
}

inline const wall_time noon =
    std::chrono::sys_days(std::chrono::year(2026) / 3 / 22) + std::chrono::hours(12);

inline bouts::error failure(bouts::errc kind, int status = 0, std::string code = {}) {
  bouts::error made;
  made.kind = kind;
  made.status = status;
  made.code = std::move(code);
  return made;
}

inline const bouts::error no_network = failure(bouts::errc::network);
inline const bouts::error bad_gateway = failure(bouts::errc::server, 502);
inline const bouts::error duplicate = failure(bouts::errc::conflict, 409, "DUPLICATE_SUBMISSION");
inline const bouts::error session_closed = failure(bouts::errc::validation, 400, "SESSION_CLOSED");
inline const bouts::error unauthorized = failure(bouts::errc::unauthorized, 401);
inline const bouts::error forbidden = failure(bouts::errc::forbidden, 403);
inline const bouts::error not_found = failure(bouts::errc::not_found, 404);
inline const bouts::error invalid = failure(bouts::errc::validation, 400, "VALIDATION_ERROR");

inline bouts::error rate_limited(std::optional<milliseconds> retry_after) {
  auto made = failure(bouts::errc::rate_limited, 429);
  made.retry_after = retry_after;
  return made;
}

// Begins at noon and ends at one.
inline bouts::assignment an_hour() {
  bouts::assignment assigned;
  assigned.entry_id = *bouts::entry_id::parse("entry");
  assigned.challenge.id = *bouts::challenge_id::parse("challenge");
  assigned.challenge.time_limit = std::chrono::minutes(60);
  assigned.challenge.ends_at = noon + std::chrono::hours(1);
  return assigned;
}

inline happened::opened opened(bool existing = false,
                               std::optional<wall_time> expires = noon + std::chrono::hours(1)) {
  happened::opened what;
  what.session.session_id = *bouts::session_id::parse("session");
  what.session.existing = existing;
  what.session.expires_at = expires;
  return what;
}

inline happened::agent_ended exited(int code, bool has_solution, bool is_explicit = false) {
  return {.how = agent_end::exited,
          .exit_code = code,
          .has_solution = has_solution,
          .is_explicit = is_explicit,
          .detail = "exit code " + std::to_string(code)};
}

inline const happened::agent_ended answered_well = exited(0, true, true);
inline const happened::prepared prepared{std::string(64, 'a')};

inline happened::submitted submitted(std::string_view id = "submission") {
  happened::submitted what;
  what.submission.id = id.empty() ? bouts::submission_id() : *bouts::submission_id::parse(id);
  return what;
}

inline happened::session_seen session(std::string status, std::optional<int> submissions) {
  happened::session_seen what;
  what.session.status = bouts::word<bouts::session_status>(std::move(status));
  what.session.submission_count = submissions;
  return what;
}

inline happened::submission_seen judged_as(bouts::submission_status status, std::string reason = {}) {
  happened::submission_seen what;
  what.submission.status = status;
  what.submission.rejection_reason = std::move(reason);
  return what;
}

// A machine with its clock; `step` performs nothing but says what happened.
class driven {
 public:
  explicit driven(bout_rules rules = {}, bouts::assignment assigned = an_hour())
      : driven(rules, bout_record{.assigned = std::move(assigned)}) {}
  driven(bout_rules rules, bout_record record, double random = 0.5)
      : machine(rules, std::move(record), random), last(machine.begin(noon)) {}

  std::string step(const happening& what) {
    last = machine.next(what, now);
    return name(last);
  }
  template <class... Happening>
  std::string steps(const Happening&... each) {
    (step(each), ...);
    return name(last);
  }

  // Waits as long as the last action says; what comes then.
  std::string wait() {
    now += std::get<act::wait>(last).time;
    return step(happened::woke{});
  }
  milliseconds waits() const { return std::get<act::wait>(last).time; }

  driven& to_open() { return go("open_session", happened::place_granted{}); }
  driven& to_run() { return to_open().go("run_agent", opened()); }
  driven& to_prepare() { return to_run().go("prepare", answered_well); }
  driven& to_announce() { return to_prepare().go("announce", prepared); }
  driven& to_submit() { return to_announce().go("submit", happened::announced{}); }
  driven& to_ask() { return to_submit().go("ask_session", happened::call_failed{duplicate}); }
  driven& to_follow() { return to_submit().go("follow", submitted()); }
  driven& to_score() { return to_follow().go("fetch_score", judged_as(bouts::submission_status::completed)); }
  driven& to_finish() { return go("finish", happened::cancelled{}); }

  bout_state state() const { return machine.record().state; }
  const bout_record& record() const { return machine.record(); }

  wall_time now = noon;
  bout_machine machine;
  action last;

 private:
  driven& go(std::string_view expected, const happening& what) {
    if (step(what) != expected) {
      throw std::logic_error("expected " + std::string(expected) + ", not " + name(last));
    }
    return *this;
  }
};

}  // namespace arena::test

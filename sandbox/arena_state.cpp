#include "sandbox/arena_state.hpp"

#include "core/base/limits.hpp"
#include "sandbox/limits.hpp"

#include <algorithm>
#include <array>

namespace arena::sandbox {

namespace {

struct stable_challenge {
  const char* title;
  const char* description;
  const char* category;
  int score;  // fixed, so that a script can check what it shows
};

constexpr std::array<stable_challenge, 3> stable_challenges = {{
    {"Sandbox: Hello, Arena", "Answer with any text. For trying out the session flow.", "sandbox", 85},
    {"Sandbox: FizzBuzz", "Write a program that prints FizzBuzz from 1 to 100.", "speed_build", 72},
    {"Sandbox: Fix the Bug", "A function that reverses a list loses its last element. Mend it.", "debugging",
     64},
}};

// Always open, and the same ids whatever the seed is: people write them into their scripts.
void add_stable_challenges(table<challenge>& challenges, wall_time now) {
  id_source ids("stable sandbox challenges");
  for (const auto& one : stable_challenges) {
    challenge made;
    made.id = ids.next<bouts::challenge_id>();
    made.title = one.title;
    made.description = one.description;
    made.category = one.category;
    made.format = "sprint";
    made.where = environment::sandbox;
    made.time_limit_minutes = 60;
    made.created_at = now;
    made.fixed_score = one.score;
    challenges.add(std::move(made));
  }
}

}  // namespace

rate_limits::rate_limits(const time_scale& scale)
    : pings(bouts::limits::pings_per_minute, scale.real(sandbox::limits::minute)),
      polls(bouts::limits::polls_per_minute, scale.real(sandbox::limits::minute)),
      events(bouts::limits::events_per_window, scale.real(bouts::limits::events_window)),
      replays(sandbox::limits::replay_requests_per_minute, scale.real(sandbox::limits::minute)),
      submissions(bouts::limits::submissions_per_minute, scale.real(sandbox::limits::minute)),
      connector_submissions(bouts::limits::submissions_per_minute, scale.real(sandbox::limits::minute)),
      webhook_requests(sandbox::limits::webhook_requests_per_hour, scale.real(sandbox::limits::hour)),
      token_creations(sandbox::limits::token_creations_per_hour, scale.real(sandbox::limits::hour)),
      token_reads(sandbox::limits::token_reads_per_minute, scale.real(sandbox::limits::minute)),
      anonymous_reads(sandbox::limits::anonymous_reads_per_minute, scale.real(sandbox::limits::minute)) {}

arena_state::arena_state(const arena_options& options, wall_time now)
    : answers_as(options.answers_as),
      ids(options.seed),
      people(options.agents, ids, now),
      limits(options.scale),
      outgoing(options.scale),
      scale_(options.scale),
      judge_after_(options.judge_after) {
  add_stable_challenges(challenges, now);
}

std::string arena_state::request_id() {
  return answers_as == contract::documented ? "req_" + ids.uuid() : ids.uuid();
}

entry* arena_state::find_entry(int agent, const bouts::challenge_id& challenge) const noexcept {
  const auto found = std::ranges::find_if(
      entries, [&](const entry& one) { return one.agent == agent && one.challenge == challenge; });
  return found == entries.end() ? nullptr : entries.find(found->id.str());
}

}  // namespace arena::sandbox

#include "sandbox/challenges.hpp"

#include "sandbox/limits.hpp"

#include <algorithm>
#include <ranges>

namespace arena::sandbox {

namespace {

bool matches(const challenge& one, const challenge_filter& filter, wall_time now) {
  const auto asked = [](const std::optional<std::string>& wanted, std::string_view value) {
    return !wanted || *wanted == value;
  };
  return asked(filter.status, to_string(status_of(one, now))) && asked(filter.format, one.format) &&
         asked(filter.category, one.category);
}

// Without a token the arena shows active challenges of production only.
bool visible(const challenge& one, const std::optional<caller>& who, wall_time now) {
  if (who) {
    return one.where == who->where;
  }
  return one.where == environment::production && status_of(one, now) == challenge_status::active;
}

}  // namespace

challenge_status status_of(const challenge& which, wall_time now) noexcept {
  if (which.judging) {
    return challenge_status::judging;
  }
  return which.starts_at && now < *which.starts_at ? challenge_status::upcoming : challenge_status::active;
}

std::string_view to_string(challenge_status status) noexcept {
  switch (status) {
    case challenge_status::upcoming:
      return "upcoming";
    case challenge_status::active:
      return "active";
    case challenge_status::judging:
      return "judging";
  }
  return "";
}

answer_or_refusal<void> check_enterable(const challenge& which, wall_time now) {
  const auto status = status_of(which, now);
  if (status != challenge_status::active) {
    return refuse(400, "NOT_ENTERABLE",
                  "Challenge is not open for entry (status: " + std::string(to_string(status)) + ")");
  }
  if (which.ends_at && now >= *which.ends_at) {
    return refuse(400, "NOT_ENTERABLE", "Challenge has ended");
  }
  return {};
}

std::vector<const challenge*> list_challenges(const arena_state& arena, const challenge_filter& filter,
                                              const std::optional<caller>& who, wall_time now) {
  std::vector<const challenge*> found;
  for (const challenge& one : arena.challenges | std::views::reverse) {
    if (visible(one, who, now) && matches(one, filter, now)) {
      found.push_back(&one);
    }
  }
  return found;
}

std::vector<const challenge*> list_sandbox_challenges(const arena_state& arena,
                                                      const challenge_filter& filter, wall_time now) {
  std::vector<const challenge*> found;
  for (const challenge& one : arena.challenges) {
    if (one.where == environment::sandbox && matches(one, filter, now)) {
      found.push_back(&one);
    }
  }
  return found;
}

std::unexpected<refusal> refuse_other_environment() {
  return refuse(403, "ENVIRONMENT_MISMATCH",
                "Sandbox tokens reach sandbox challenges only, production tokens production challenges only");
}

answer_or_refusal<challenge*> see_challenge(const arena_state& arena, std::string_view id,
                                            const std::optional<caller>& who, wall_time now) {
  challenge* const found = arena.challenges.find(id);
  if (found != nullptr && who && found->where != who->where) {
    return refuse_other_environment();
  }
  if (found == nullptr || !visible(*found, who, now)) {
    return refuse_not_found("Challenge not found");
  }
  return found;
}

answer_or_refusal<entry*> assign(arena_state& arena, int agent, const challenge& which, wall_time now) {
  if (arena.entries.size() >= limits::max_entries) {
    return refuse_invalid("The sandbox is full: it keeps " + std::to_string(limits::max_entries) +
                          " entries");
  }
  if (arena.find_entry(agent, which.id) != nullptr) {
    return refuse(409, "CONFLICT", "The agent has an entry in this challenge already");
  }
  entry made;
  made.id = arena.ids.next<bouts::entry_id>();
  made.agent = agent;
  made.challenge = which.id;
  made.assigned_at = now;
  return &arena.entries.add(std::move(made));
}

std::vector<const entry*> assigned_entries(const arena_state& arena, int agent) {
  std::vector<const entry*> found;
  for (const entry& one : arena.entries) {
    if (one.agent == agent && one.status == entry_status::assigned) {
      found.push_back(&one);
    }
  }
  return found;
}

}  // namespace arena::sandbox

#include "daemon/agent_environment.hpp"

#include "core/wire/json_writer.hpp"
#include "daemon/agent_reading.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace arena {

namespace {

constexpr std::array<std::string_view, 9> passed_on = {"PATH",   "HOME", "LANG",    "TERM", "TZ",
                                                       "TMPDIR", "USER", "LOGNAME", "SHELL"};
// Where the arena's keys are read from (CONFIG.md): never for the agent.
constexpr std::array<std::string_view, 2> key_variables = {"ARENA_API_KEY", "BOUTS_API_KEY"};

bool is_passed_on(std::string_view name) {
  return name.starts_with("LC_") || std::ranges::find(passed_on, name) != passed_on.end();
}

// By value as well as by name: a key copied to another variable is a key all the same.
bool holds_key(const config::agent_settings& settings, std::string_view name, std::string_view value) {
  const auto contains = [&](const bouts::secret& key) {
    return !key.empty() && value.find(key.reveal()) != std::string_view::npos;
  };
  return std::ranges::find(key_variables, name) != key_variables.end() || contains(settings.api_key) ||
         contains(settings.api_token);
}

std::string time_limit_of(const bouts::challenge& challenge) {
  return challenge.time_limit ? std::to_string(challenge.time_limit->count()) : "";
}

void put_time(bouts::json_writer& out, std::string_view name, const std::optional<bouts::wall_time>& time) {
  out.key(name);
  if (time) {
    out.string(bouts::format_iso8601(*time));
  } else {
    out.null();
  }
}

}  // namespace

std::string challenge_json(const attempt_facts& facts) {
  const auto& challenge = facts.assigned.challenge;
  bouts::json_writer out;
  const auto put = [&out](std::string_view name, std::string_view text) { out.key(name).string(text); };
  out.begin_object();
  put("challenge_id", challenge.id.str());
  put("entry_id", facts.assigned.entry_id.str());
  put("session_id", facts.session.str());
  put("agent_id", facts.agent.str());
  put("title", challenge.title);
  put("prompt", challenge.prompt.empty() ? challenge.description : challenge.prompt);
  put("description", challenge.description);
  put("category", challenge.category);
  put("format", challenge.format);
  out.key("time_limit_minutes");
  if (challenge.time_limit) {
    out.integer(challenge.time_limit->count());
  } else {
    out.null();
  }
  put_time(out, "starts_at", challenge.starts_at);
  put_time(out, "ends_at", challenge.ends_at);
  put_time(out, "assigned_at", facts.assigned.assigned_at);
  put("deadline", bouts::format_iso8601(facts.deadline));
  out.key("attempt").integer(facts.attempt);
  out.end_object();
  return out.take();
}

namespace {

// What the preset's program reads from its environment. What the owner says of the same names counts more.
void add_of_preset(environment& theirs, const config::agent_settings& settings, const environment& ours) {
  const auto* of = preset_of(settings);
  if (of == nullptr) {
    return;
  }
  for (const auto& [name, value] : of->variables) {
    theirs[std::string(name)] = std::string(value);
  }
  for (const auto* names : {&of->passed, &of->keys}) {
    for (const auto name : *names) {
      const auto found = ours.find(std::string(name));
      if (found != ours.end() && !holds_key(settings, found->first, found->second)) {
        theirs[found->first] = found->second;
      }
    }
  }
}

}  // namespace

environment chosen_environment(const config::agent_settings& settings, const environment& ours) {
  environment theirs;
  for (const auto& [name, value] : ours) {
    if ((settings.pass_whole_environment || is_passed_on(name)) && !holds_key(settings, name, value)) {
      theirs[name] = value;
    }
  }
  add_of_preset(theirs, settings, ours);
  for (const auto& name : settings.pass_env) {
    if (const auto found = ours.find(name);
        found != ours.end() && !holds_key(settings, name, found->second)) {
      theirs[name] = found->second;
    }
  }
  for (const auto& [name, value] : settings.env) {
    if (!holds_key(settings, name, value)) {
      theirs[name] = value;
    }
  }
  return theirs;
}

environment agent_environment(const config::agent_settings& settings, const attempt_facts& facts,
                              const run_directory& directory, const environment& ours) {
  environment theirs = chosen_environment(settings, ours);
  const auto& challenge = facts.assigned.challenge;
  theirs["ARENA_CHALLENGE_ID"] = challenge.id.str();
  theirs["ARENA_ENTRY_ID"] = facts.assigned.entry_id.str();
  theirs["ARENA_SESSION_ID"] = facts.session.str();
  theirs["ARENA_AGENT_ID"] = facts.agent.str();
  theirs["ARENA_TIME_LIMIT"] = time_limit_of(challenge);
  theirs["ARENA_AGENT_TIMEOUT_MS"] = std::to_string(facts.time_left.count());
  theirs["ARENA_DEADLINE"] = bouts::format_iso8601(facts.deadline);
  theirs["ARENA_ATTEMPT"] = std::to_string(facts.attempt);
  theirs["ARENA_CHALLENGE_FILE"] = directory.challenge().string();
  theirs["ARENA_SOLUTION_FILE"] = directory.agent_solution().string();
  theirs["ARENA_WORKDIR"] = directory.work().string();
  return theirs;
}

}  // namespace arena

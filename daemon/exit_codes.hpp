// What this program's exit codes mean, one thing each. `arena-connect --help` prints this table.
#pragma once

#include <array>
#include <string_view>

namespace arena {

enum class exit_code : int {
  ok = 0,
  failed = 1,
  usage = 2,
  no_config = 3,
  bad_yaml = 4,
  unknown_key = 5,
  wrong_type = 6,
  bad_value = 7,
  bad_url = 8,
  bad_state = 9,
  agent_not_found = 10,
  no_solution = 11,
  bad_solution = 12,
  no_arena = 13,
  no_daemon = 14,
  no_such_bout = 15,
  check_failed = 16,
  interrupted = 130,
};

struct exit_meaning {
  exit_code code;
  std::string_view meaning;
};

inline constexpr std::array<exit_meaning, 18> exit_meanings = {{
    {exit_code::ok, "all went well"},
    {exit_code::failed, "it did not succeed: the bout was not judged, or something unforeseen"},
    {exit_code::usage, "the command line is wrong"},
    {exit_code::no_config, "there is no configuration, or it cannot be read"},
    {exit_code::bad_yaml, "the configuration is not YAML"},
    {exit_code::unknown_key, "the configuration has an unknown key"},
    {exit_code::wrong_type, "a value of the configuration has the wrong type"},
    {exit_code::bad_value, "a value of the configuration is missing or out of its range"},
    {exit_code::bad_url, "the arena's URL, or the proxy's, cannot be used"},
    {exit_code::bad_state, "the state directory cannot be used"},
    {exit_code::agent_not_found, "the agent's command cannot be started"},
    {exit_code::no_solution, "the agent gave no answer"},
    {exit_code::bad_solution, "the agent's answer breaks a limit of the arena"},
    {exit_code::no_arena, "the local arena (arena-sandbox) could not be started"},
    {exit_code::no_daemon, "no daemon answers on the control socket"},
    {exit_code::no_such_bout, "there is no such bout, or it does not allow that"},
    {exit_code::check_failed, "`check` found something that does not work, beside what has a code above"},
    {exit_code::interrupted, "stopped at once by a third signal"},
}};

constexpr int to_int(exit_code code) noexcept {
  return static_cast<int>(code);
}

}  // namespace arena

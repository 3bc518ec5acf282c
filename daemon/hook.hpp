// The owner's own commands around a bout (CONFIG.md, hooks). Each gets one JSON object on standard input, has
// a limited time, and is run by arena-runner like an agent: what it prints is kept in a directory of its own,
// and nothing of it is left behind.
#pragma once

#include "config/config.hpp"
#include "core/bout/record.hpp"
#include "daemon/programs.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

enum class hook_kind {
  before_run,  // before the session is opened; may refuse the bout
  after_run,   // the agent has ended for good
  on_result,   // the score is known
};
std::string_view to_string(hook_kind which) noexcept;
const std::vector<std::string>& command_of(const config::hook_settings& hooks, hook_kind which) noexcept;

inline constexpr std::chrono::seconds hook_time_limit{30};

struct hook_order {
  hook_kind which = hook_kind::before_run;
  std::vector<std::string> command;         // not empty
  std::filesystem::path directory;          // below it each run of the hook gets one
  std::filesystem::path working_directory;  // empty: that one
  std::string input;
  environment variables;
  std::chrono::milliseconds time_limit = hook_time_limit;
};

// `run`: the bout's directory.
hook_order order_hook(hook_kind which, const config::agent_settings& agent, const bout_record& record,
                      const std::filesystem::path& run, const environment& ours);

// What the hook gets: hook, agent, entry_id, session_id, submission_id, challenge {…}, state, reason,
// attempt, deadline, score, result_state, rank, run_directory. What is not known is null.
std::string hook_input(hook_kind which, const std::string& agent, const bout_record& record,
                       const std::filesystem::path& run);

struct hook_end {
  enum class how {
    succeeded,
    failed,  // it ended by itself, with another exit code than 0
    broken,  // it could not be started, was killed, or its time was up
  };
  how ended = how::broken;
  std::string detail;               // "exit code 3", "its time was up"
  std::string said;                 // the first line that it printed, as text for people; often empty
  std::filesystem::path directory;  // where what it printed is kept
};

// To its end. Cancelled by Asio it leaves the hook to its runner, which keeps the time.
boost::asio::awaitable<hook_end> run_hook(hook_order order);

}  // namespace arena

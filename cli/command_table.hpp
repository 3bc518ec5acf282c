// Every command of `bouts` in one table: how it is called, what it takes, what it says of itself. Parsing,
// `--help`, the completions of three shells and the manual page are all made of it.
#pragma once

#include "core/base/error.hpp"

#include <boost/asio/awaitable.hpp>

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bouts::cli {

struct console;
struct context;
class values;

// What a parameter takes; the command line is refused when it is something else.
enum class takes {
  flag,    // nothing: it is there or not
  text,    // anything
  number,  // a whole number from `least` to `most`
  id,      // one of the arena's ids
  word,    // one of `words`
  hint,    // anything; `words` are those that are known, for the completion
  file,    // the path of a file
};

struct parameter {
  std::string_view name;   // "--file"; in capitals without dashes when it stands by its place: "SESSION"
  std::string_view value;  // what help calls the value of an option: "FILE"; empty for all others
  std::string_view help;   // a sentence without its full stop
  cli::takes takes = takes::text;
  bool required = false;
  bool many = false;  // may be given more than once
  std::vector<std::string_view> words{};
  int least = 1;
  int most = std::numeric_limits<int>::max();

  bool is_option() const noexcept { return name.starts_with("--"); }
  bool has_value() const noexcept { return takes != takes::flag; }
};

// What a command cannot do without. A token may be the agent's key, which the arena takes in its place.
enum class needs { nothing, token, agent_key };

// A command that asks the arena, and one that needs no client of it. Both give an exit code, or why they
// failed. Both arguments outlive the call.
using remote_action = boost::asio::awaitable<result<int>> (*)(context&, const values&);
using local_action = result<int> (*)(const console&, const values&);

struct command {
  std::string_view group;  // "challenges"; empty for a command that stands alone
  std::string_view name;
  std::string_view help;  // a sentence without its full stop
  std::vector<parameter> parameters;
  // One of the two; `needs` is seen to before a remote one is called.
  cli::needs needs = needs::nothing;
  remote_action remote = nullptr;
  local_action local = nullptr;
  std::string_view more{};  // further sentences, for the manual page and the command's own help

  // "challenges list", "ping".
  std::string path() const;
};

struct command_group {
  std::string_view name;
  std::string_view help;
};

std::span<const command_group> groups();
// In the order of the groups; those of a group stand together.
std::span<const command> commands();
// What may stand anywhere on the command line.
std::span<const parameter> global_parameters();

// The rows, each beside what it does; commands() puts them together.
std::vector<command> challenge_commands();
std::vector<command> session_commands();
std::vector<command> submission_commands();
std::vector<command> webhook_commands();
std::vector<command> token_commands();
std::vector<command> connector_commands();
std::vector<command> try_out_commands();
std::vector<command> login_commands();
std::vector<command> doctor_commands();
std::vector<command> shell_commands();

}  // namespace bouts::cli

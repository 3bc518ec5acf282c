// From a YAML file, the environment and flags to one checked configuration, or every problem at once.
#pragma once

#include "config/config.hpp"

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::config {

enum class problem_kind { no_file, bad_yaml, unknown_key, wrong_type, bad_value, bad_url };

// One thing that is wrong, for a person: "config.yaml:12:5: unknown key 'comand' in agents[0]; did you mean
// 'command'?"
struct problem {
  std::string file;  // empty: a flag or the environment
  int line = 0;      // from 1; 0: the file as a whole
  int column = 0;    // from 1
  std::string message;
  problem_kind kind = problem_kind::bad_value;  // decides the exit code

  std::string describe() const;
  bool operator==(const problem&) const = default;
};

struct loaded {
  settings config;
  std::vector<std::string> warnings;  // one line each; no secret in them
};

// Everything outside the text itself that the meaning of a configuration depends on, so that loading stays a
// function of its arguments.
struct surroundings {
  std::map<std::string, std::string> environment;
  std::string current_directory;  // absolute
  bool is_root = false;
  // The text of a file, for "file:/path" and "credential:NAME"; nothing when it cannot be read.
  std::function<std::optional<std::string>(const std::string& path)> read_file;
  // Whether every user of the machine can read it; a function that is not there says no.
  std::function<bool(const std::string& path)> is_open_to_all;
};

// What the command line says; each overrides environment and file.
struct flags {
  std::optional<std::string> config_file;    // --config
  std::optional<std::string> key;            // --key
  std::optional<std::string> token;          // --token
  std::optional<std::string> agent_command;  // --agent, split by shell quoting rules
  std::optional<std::string> arena_url;      // --arena-url
  std::optional<int> agent_timeout_minutes;  // --agent-timeout-minutes
  bool auto_enter = false;                   // --auto-enter
  bool verbose = false;                      // --verbose
  std::optional<std::string> state_dir;      // --state-dir
};

// Finds the file by CONFIG.md's order ($ARENA_CONFIG, /etc/arena-connect/config.yaml, $XDG_CONFIG_HOME/…; at
// last ./arena.json, the npm connector's), reads it and applies environment and flags. Without any file,
// flags and environment alone may make a configuration.
std::expected<loaded, std::vector<problem>> load(const flags& given, const surroundings& around);

// The same from a text that is already here; `file` is the name that problems carry, `directory` what
// relative paths are taken from. A file of the npm connector is known by its name, arena.json.
std::expected<loaded, std::vector<problem>> parse(std::string_view yaml, const std::string& file,
                                                  const std::string& directory, const flags& given,
                                                  const surroundings& around);

// Splits like a POSIX shell would split words: white space, '…', "…" with \" and \\, and \ outside of quotes.
// Nothing when a quote is left open. No expansion of any kind.
std::optional<std::vector<std::string>> split_words(std::string_view line);

// "250ms", "5s", "30m", "2h", "30d"; a bare 0 too. Nothing for anything else or on overflow.
std::optional<milliseconds> parse_duration(std::string_view text);
// "512", "64K", "64M", "4G" (powers of 1024). Nothing for anything else or on overflow.
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace arena::config

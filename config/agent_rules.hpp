// The rules of single values of an agent that no general kind of key covers: names, keys, the command, its
// place and its environment.
#pragma once

#include "config/config.hpp"
#include "config/fields.hpp"
#include "config/reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::config {

// Each reads one scalar, and gives nothing after noting a problem.
std::optional<std::string> read_name(reader& r, const place& where);  // is_safe_id: it names the state
std::optional<std::string> read_line(reader& r, const place& where);  // not empty, no line feed
std::optional<std::string> read_soul_excerpt(reader& r,
                                             const place& where);      // the arena's limit (API.md, ping)
std::optional<std::string> read_label(reader& r, const place& where);  // a category, a format: not empty
std::optional<std::string> read_pattern(reader& r,
                                        const place& where);  // a glob within the working directory
std::optional<std::string> read_expression(reader& r,
                                           const place& where);       // a regular expression for the redactor
std::optional<std::string> read_user(reader& r, const place& where);  // only as root
std::optional<std::string> read_passed_name(reader& r,
                                            const place& where);  // a variable that an agent may get

// "aa_" and 64 hex (API.md, credentials); against a loopback arena "aa_" and anything.
reader::secret_shape api_key_shape();
// "bouts_sk_…", sandbox tokens included.
reader::secret_shape api_token_shape();
bool is_api_key(std::string_view text) noexcept;
bool is_api_token(std::string_view text) noexcept;

// The variables that hold the arena's secrets; no agent gets them.
bool is_arena_secret_variable(std::string_view name) noexcept;

// A list of words or a string, at least one word, the first not empty.
field<agent_settings> command_key(std::string name, std::vector<std::string> agent_settings::* target);
field<agent_settings> workdir_key();
field<agent_settings> env_key();  // its values are shown masked: they are where an agent's own keys stand

// What the keys alone do not say: defaults that depend on where the configuration stands, and keys that are
// missing. `alone`: it is the only agent.
void complete_agent(reader& r, const place& where, bool alone, agent_settings& agent);

}  // namespace arena::config

// The parts of `arena-connect check`: each looks at one thing and says what it found. Nothing is changed,
// here or at the arena, but that the agent shows as online for a while: its id is told by a ping alone.
#pragma once

#include "config/config.hpp"
#include "daemon/check_table.hpp"
#include "daemon/programs.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace arena {

// This machine: the state directory, and each agent's command, working directory and user.
std::vector<check_row> check_machine(const config::settings& settings, const environment& ours);

// What the agent's preset needs: its program and which version that is, a key for its model, what its sandbox
// is made of. Nothing without a preset, and behind a launcher, where all is another machine's. Starts the
// program, unless it is not to ask for its version.
std::vector<check_row> check_preset(const config::agent_settings& agent, const environment& ours,
                                    bool ask_version = true);

// The way to the arena: name look-up, TCP, TLS; by way of the proxy where there is one.
boost::asio::awaitable<std::vector<check_row>> check_way(const config::settings& settings,
                                                         const environment& ours);

// Key, token, its scopes, whether both are of one account, the clocks. REQUIRES that the way is good.
boost::asio::awaitable<std::vector<check_row>> check_agent(const config::settings& settings,
                                                           const config::agent_settings& agent,
                                                           const environment& ours);

}  // namespace arena

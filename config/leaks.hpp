// No agent gets the arena's keys, under any name (AGENT-CONTRACT.md).
#pragma once

#include "config/config.hpp"
#include "config/reader.hpp"

namespace arena::config {

// Notes a problem for every value of `env`, every variable of `pass_env` and every word of `command` and
// `launcher` that holds a key or token of any agent. `top` is the place of the whole tree that `config` was
// read from.
void check_leaks(reader& r, const place& top, const settings& config);

}  // namespace arena::config

// One run, from the directory to exit.json.
#pragma once

#include "runner/descriptor.hpp"
#include "runner/failure.hpp"
#include "runner/options.hpp"

namespace arena::runner {

// Fails when the run could not be set up (then the agent's command was never executed) or exit.json not
// written (then the agent is gone all the same). An agent that could not be started is no failure: exit.json
// says so. `signals` is take_signals()'s; `handed` is what stdin was (see run_directory::open). REQUIRES
// detach().
status run_agent(const options& settings, const descriptor& signals, descriptor handed);

}  // namespace arena::runner

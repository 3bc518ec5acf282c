// `POST /_arena/fault`: the fault that is asked for.
#pragma once

#include "sandbox/faults.hpp"
#include "sandbox/refusal.hpp"

#include <boost/json/object.hpp>

namespace arena::sandbox {

// Keys: path, method, mode, status, count, retry_after, delay_ms, bytes, pause_ms, chance, seed; each may be
// left out, an unknown one is refused (docs/sandbox.md). `usual_seed` is taken when none is given.
answer_or_refusal<fault> read_fault(const boost::json::object& body, std::string_view usual_seed);

}  // namespace arena::sandbox

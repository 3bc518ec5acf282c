// Counts how long each call of the arena took, by endpoint and by what came back. Single thread.
#pragma once

#include "control/meters.hpp"
#include "sdk/transport.hpp"

#include <memory>
#include <string_view>

namespace arena {

// The same transport, counting into `measured`, which outlives it.
std::shared_ptr<bouts::transport> measured_transport(std::shared_ptr<bouts::transport> inner,
                                                     control::meters& measured);

// "ping", "assigned", "event", "session", "submission", "result" or "other". Any text; ids are not in it.
std::string_view endpoint_of(std::string_view target) noexcept;
// "2xx", "3xx", "4xx", "429", "5xx"; "none" for 0, when there was no answer.
std::string_view status_class(int status) noexcept;

}  // namespace arena

// `bouts webhooks listen`: a receiver of deliveries for this machine.
#pragma once

#include "cli/command_table.hpp"
#include "cli/console.hpp"
#include "cli/values.hpp"
#include "core/base/error.hpp"

#include <vector>

namespace bouts::cli {

// Blocks until SIGINT or SIGTERM: then no more is taken, the commands that wait are run, and a second signal
// kills. errc::config without a secret, errc::busy for a port that is taken.
result<int> listen(const console& here, const values& given);

std::vector<parameter> listen_parameters();

}  // namespace bouts::cli

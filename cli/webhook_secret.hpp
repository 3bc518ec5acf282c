// The secret that deliveries are signed with: --secret, else --secret-file, else $BOUTS_WEBHOOK_SECRET.
#pragma once

#include "cli/command_table.hpp"
#include "cli/console.hpp"
#include "cli/values.hpp"
#include "core/base/error.hpp"
#include "core/base/secret.hpp"

#include <vector>

namespace bouts::cli {

// Nothing in it when none is given. errc::io, errc::config for a file that cannot be used.
result<secret> find_webhook_secret(const console& here, const values& given);

std::vector<parameter> webhook_secret_parameters();

}  // namespace bouts::cli

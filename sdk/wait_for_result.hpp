// Following a submission until the arena has judged it.
#pragma once

#include "core/base/error.hpp"
#include "core/wire/models.hpp"
#include "sdk/client.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace bouts {

struct result_wait {
  std::chrono::milliseconds interval{5'000};
  std::chrono::milliseconds limit{300'000};
};

// Asks every `interval` until the status is a terminal one (is_terminal()), which need not be a good one.
// Failures that may pass are waited out. errc::timed_out when it is still being judged after `limit`; any
// other failure as it came. `api` must outlive the call.
boost::asio::awaitable<result<submission>> wait_for_result(client& api, submission_id id,
                                                           result_wait wait = {});

}  // namespace bouts

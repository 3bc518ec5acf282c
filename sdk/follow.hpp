// Following a submission until the arena has judged it. Private to this room.
#pragma once

#include "sdk/caller.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace bouts {

// See submissions::wait_for_result() in calls.hpp.
boost::asio::awaitable<result<submission>> follow(std::shared_ptr<client_state> with, submission_id id,
                                                  result_wait wait);

}  // namespace bouts

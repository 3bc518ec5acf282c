// The control API's answers about bouts.
#pragma once

#include "control/call.hpp"
#include "control/view.hpp"
#include "httpd/message.hpp"

#include <boost/asio/awaitable.hpp>

namespace arena::control {

boost::asio::awaitable<httpd::answer> list_bouts(view& of, call in, bool finished_only);

enum class bout_place { bout, logs, cancel, resubmit };
// REQUIRES three segments in the path, the third one naming the entry. What agents print is told only
// `with_tails`.
boost::asio::awaitable<httpd::answer> serve_bout(view& of, call in, bout_place where, bool with_tails);

}  // namespace arena::control

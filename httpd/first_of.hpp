// Work that is worth nothing once something else has happened.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace arena::httpd {

// Runs both at once until one of them ends, cancels the other and waits for it. What `work` came back with;
// false when `interruption` came first. Cancelled itself it cancels both and throws operation_aborted.
boost::asio::awaitable<bool> first_of(boost::asio::awaitable<bool> work,
                                      boost::asio::awaitable<void> interruption);

}  // namespace arena::httpd

// Making an HTTP proxy open a tunnel (CONNECT, RFC 9110 §9.3.6). Which proxy to use is choose_proxy() in
// transport.hpp.
#pragma once

#include "core/base/error.hpp"
#include "sdk/connection.hpp"
#include "sdk/deadline.hpp"
#include "sdk/url.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace bouts {

// `link` is connected to the proxy; afterwards it leads to `target`. A refusal is errc::network with the
// proxy's status. `link` must outlive the call.
boost::asio::awaitable<status> open_tunnel(connection& link, proxy_address proxy, origin target,
                                           std::string user_agent, deadline until);

}  // namespace bouts

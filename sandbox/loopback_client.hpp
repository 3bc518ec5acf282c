// One request to a server on this machine, and its answer: what `arena-sandbox assign`, the deliveries of
// webhooks and the tests speak with.
#pragma once

#include "core/base/error.hpp"
#include "httpd/message.hpp"
#include "sandbox/loopback_url.hpp"
#include "sandbox/refusal.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace arena::sandbox {

using client_request = httpd::request;

struct client_reply {
  int status = 0;
  std::vector<http_header> headers;
  std::string body;

  // Of the first header with this name, whatever its case; empty without one.
  std::string header(std::string_view name) const;
};

// How much of the answer is wanted: where it is the head alone, the body is not waited for.
enum class wanted_reply : std::uint8_t { whole, head };

// The answer, or errc::timed_out when it is not there within `timeout`, errc::network when there is no
// connection or no answer on it, errc::bad_answer when what came is not HTTP, errc::cancelled. `to.target` is
// not looked at. Certificates are not checked: there is nobody between us. Redirects are not followed.
boost::asio::awaitable<bouts::result<client_reply>> exchange_with(loopback_url to, client_request what,
                                                                  std::chrono::milliseconds timeout,
                                                                  wanted_reply wanted = wanted_reply::whole);

// The same, and blocks until it has ended. errc::bad_url unless `base_url` names this machine.
bouts::result<client_reply> exchange(const std::string& base_url, client_request what,
                                     std::chrono::milliseconds timeout = std::chrono::seconds(10));

}  // namespace arena::sandbox

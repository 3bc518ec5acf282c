// The two kinds of URL that a transport is given: an origin and a proxy.
#pragma once

#include "core/base/error.hpp"
#include "core/base/secret.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bouts {

struct origin {
  bool tls = false;
  std::string host;  // lower case; an IPv6 address without brackets
  std::uint16_t port = 0;
  bool is_address = false;  // an IPv4 or IPv6 address, not a name

  // "example.org:443", "[::1]:8080": for CONNECT and for messages.
  std::string authority() const;
  // What the Host header says: the port only where it is not the scheme's own (RFC 9110 §7.2).
  std::string host_header() const;
  bool operator==(const origin&) const = default;
};

// Scheme, host and port of an http or https URL; path, user and query are passed over. errc::bad_url
// otherwise.
result<origin> parse_origin(std::string_view url);

struct proxy_address {
  bouts::origin server;
  secret authorization;  // the value of Proxy-Authorization; empty: none
};

// "http://[user:password@]host[:port]". errc::bad_url otherwise; the message never holds the URL, which may
// hold a password.
result<proxy_address> parse_proxy(std::string_view url);

}  // namespace bouts

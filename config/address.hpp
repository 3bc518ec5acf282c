// Network addresses in a configuration: the arena's URL, a proxy, the control port. Pure checks of text. An
// error is what was expected, as a phrase to stand between "expected " and ", found …".
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace arena::config {

struct arena_address {
  std::string url;        // "scheme://host[:port]", lower case; "/api/v1" and a trailing "/" cut off
  std::string host;       // without brackets
  bool secure = false;    // https
  bool loopback = false;  // this machine: the local arena, for which some rules are softer
};

std::expected<arena_address, std::string> parse_arena_url(std::string_view text);

// "http://[user:password@]host[:port]", the only kind of proxy that is spoken to; given back as it is.
std::expected<std::string, std::string> parse_proxy(std::string_view text);

struct listen_address {
  std::string host;  // an IP address, or "localhost"; without brackets
  int port = 0;      // 0: any free one
  bool loopback = false;
};

// "127.0.0.1:9464", "[::1]:9464", "localhost:9464".
std::expected<listen_address, std::string> parse_listen(std::string_view text);

// localhost and its subdomains, 127.0.0.0/8, ::1.
bool is_loopback_host(std::string_view host) noexcept;

}  // namespace arena::config

#include "config/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace arena::config {

namespace {

constexpr std::string_view api_path = "/api/v1";
constexpr int max_port = 65'535;
constexpr std::size_t max_host = 253;  // RFC 1035 §2.3.4, without the root's dot

std::string lower(std::string_view text) {
  std::string done(text);
  std::ranges::transform(done, done.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return done;
}

bool is_address(int family, std::string_view text) {
  std::array<unsigned char, sizeof(in6_addr)> parsed{};
  return inet_pton(family, std::string(text).c_str(), parsed.data()) == 1;
}

bool is_host_name(std::string_view host) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  };
  return !host.empty() && host.size() <= max_host && host.front() != '.' && host.front() != '-' &&
         host.find("..") == std::string_view::npos && std::ranges::all_of(host, allowed);
}

std::optional<int> parse_port(std::string_view text) {
  int port = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (failed != std::errc{} || end != text.data() + text.size() || port < 0 || port > max_port) {
    return std::nullopt;
  }
  return port;
}

struct host_port {
  std::string host;
  bool bracketed = false;
  std::optional<int> port;
};

// "host", "host:port", "[v6]" or "[v6]:port".
std::expected<host_port, std::string> split_authority(std::string_view text) {
  host_port parts;
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || !is_address(AF_INET6, text.substr(1, end - 1))) {
      return std::unexpected(std::string("an IPv6 address between the brackets"));
    }
    parts.host = lower(text.substr(1, end - 1));
    parts.bracketed = true;
    rest = text.substr(end + 1);
  } else {
    const auto end = std::min(text.find(':'), text.size());
    parts.host = lower(text.substr(0, end));
    rest = text.substr(end);
    if (!is_host_name(parts.host)) {
      return std::unexpected(
          std::string(parts.host.empty() ? "a host behind http:// or https://" : "a usable host name"));
    }
  }
  if (!rest.empty()) {
    parts.port = rest.front() == ':' ? parse_port(rest.substr(1)) : std::nullopt;
    if (!parts.port) {
      return std::unexpected(std::string("a port from 1 to 65535 behind the host"));
    }
  }
  return parts;
}

struct url_parts {
  std::string scheme;
  std::string_view authority;
  std::string_view rest;  // path, query and fragment
};

std::optional<url_parts> split_url(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) {
    return std::nullopt;
  }
  const auto begin = scheme + 3;
  const auto end = std::min(text.find_first_of("/?#", begin), text.size());
  return url_parts{.scheme = lower(text.substr(0, scheme)),
                   .authority = text.substr(begin, end - begin),
                   .rest = text.substr(end)};
}

std::string_view without_api_path(std::string_view path) {
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  if (path.ends_with(api_path)) {
    path.remove_suffix(api_path.size());
  }
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return path;
}

}  // namespace

bool is_loopback_host(std::string_view host) noexcept {
  return host == "localhost" || host.ends_with(".localhost") || host == "::1" ||
         (host.starts_with("127.") && is_address(AF_INET, host));
}

std::expected<arena_address, std::string> parse_arena_url(std::string_view text) {
  const auto parts = split_url(text);
  if (!parts || (parts->scheme != "http" && parts->scheme != "https")) {
    return std::unexpected(std::string("a URL that begins with https:// or http://"));
  }
  if (parts->authority.find('@') != std::string_view::npos) {
    return std::unexpected(std::string("a URL without user and password"));
  }
  const auto authority = split_authority(parts->authority);
  if (!authority) {
    return std::unexpected(authority.error());
  }
  if (authority->port == 0) {
    return std::unexpected(std::string("a port from 1 to 65535 behind the host"));
  }
  if (!without_api_path(parts->rest).empty()) {
    return std::unexpected(std::string("nothing but /api/v1 behind the host"));
  }
  arena_address address;
  address.host = authority->host;
  address.secure = parts->scheme == "https";
  address.loopback = is_loopback_host(address.host);
  address.url = parts->scheme + "://" + (authority->bracketed ? "[" + address.host + "]" : address.host);
  if (authority->port) {
    address.url += ":" + std::to_string(*authority->port);
  }
  return address;
}

std::expected<std::string, std::string> parse_proxy(std::string_view text) {
  const std::string wanted = "a proxy such as http://user:password@host:3128";
  const auto parts = split_url(text);
  if (!parts || parts->scheme != "http" || !without_api_path(parts->rest).empty()) {
    return std::unexpected(wanted);
  }
  const auto user_end = parts->authority.rfind('@');
  const auto begin = user_end == std::string_view::npos ? 0 : user_end + 1;
  if (!split_authority(parts->authority.substr(begin))) {
    return std::unexpected(wanted);
  }
  return std::string(text);
}

std::expected<listen_address, std::string> parse_listen(std::string_view text) {
  const auto parts = split_authority(text);
  const bool numeric =
      parts && (parts->bracketed || parts->host == "localhost" || is_address(AF_INET, parts->host));
  if (!numeric || !parts->port) {
    return std::unexpected(std::string("an address and a port such as 127.0.0.1:9464"));
  }
  return listen_address{.host = parts->host, .port = *parts->port, .loopback = is_loopback_host(parts->host)};
}

}  // namespace arena::config

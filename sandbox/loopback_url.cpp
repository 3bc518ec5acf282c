#include "sandbox/loopback_url.hpp"

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <charconv>
#include <optional>

namespace arena::sandbox {

namespace urls = boost::urls;

namespace {

constexpr std::uint16_t usual_port = 80;
constexpr std::uint16_t usual_tls_port = 443;

std::optional<std::string> loopback_address(const urls::url_view& url) {
  const std::string host = url.host_address();
  if (host == "localhost") {
    return "127.0.0.1";
  }
  if (const auto v4 = urls::parse_ipv4_address(host); v4 && v4->is_loopback()) {
    return host;
  }
  if (const auto v6 = urls::parse_ipv6_address(host); v6 && v6->is_loopback()) {
    return "::1";
  }
  return std::nullopt;
}

// `usual` without one; 0 when it is none from 1 to 65535.
std::uint16_t port_of(const urls::url_view& url, std::uint16_t usual) {
  const std::string text(url.port());
  if (text.empty()) {
    return usual;
  }
  std::uint16_t port = 0;
  const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
  return failed == std::errc{} && stop == text.data() + text.size() ? port : 0;
}

}  // namespace

bouts::result<loopback_url> parse_loopback_url(std::string_view text) {
  const auto parsed = urls::parse_uri({text.data(), text.size()});
  if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https")) {
    return bouts::fail(bouts::errc::bad_url, "not a URL like http://127.0.0.1:8080");
  }
  if (parsed->has_userinfo()) {
    return bouts::fail(bouts::errc::bad_url, "a URL with a user name in it cannot be used");
  }
  // Boost.URL 1.81 reads "127.0.0.1.example.org" as 127.0.0.1 with the path ".example.org".
  const bool whole_host = parsed->encoded_path().empty() || parsed->encoded_path().starts_with('/');
  const auto address = whole_host ? loopback_address(*parsed) : std::nullopt;
  if (!address) {
    return bouts::fail(bouts::errc::bad_url,
                       "the sandbox speaks with this machine only: 127.0.0.1, [::1] or localhost");
  }
  loopback_url made;
  made.tls = parsed->scheme() == "https";
  made.address = *address;
  made.port = port_of(*parsed, made.tls ? usual_tls_port : usual_port);
  if (made.port == 0) {
    return bouts::fail(bouts::errc::bad_url, "the port must be from 1 to 65535");
  }
  made.authority = std::string(parsed->encoded_host_and_port());
  made.target = std::string(parsed->encoded_target());
  if (!made.target.starts_with('/')) {
    made.target.insert(0, 1, '/');  // "http://127.0.0.1:8080?x=1"
  }
  return made;
}

}  // namespace arena::sandbox

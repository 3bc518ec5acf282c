#include "sandbox/loopback_url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <optional>

namespace arena::sandbox {

namespace urls = boost::urls;

namespace {

constexpr std::uint16_t usual_port = 80;
constexpr std::uint16_t usual_tls_port = 443;

std::optional<std::string> loopback_address(const urls::url_view& url) {
  switch (url.host_type()) {
    case urls::host_type::ipv4:
      return url.host_ipv4_address().is_loopback() ? std::optional(std::string(url.host_address()))
                                                   : std::nullopt;
    case urls::host_type::ipv6:
      return url.host_ipv6_address().is_loopback() ? std::optional<std::string>("::1") : std::nullopt;
    default:
      return url.host_name() == "localhost" ? std::optional<std::string>("127.0.0.1") : std::nullopt;
  }
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
  const auto address = loopback_address(*parsed);
  if (!address) {
    return bouts::fail(bouts::errc::bad_url,
                       "the sandbox speaks with this machine only: 127.0.0.1, [::1] or localhost");
  }
  loopback_url made;
  made.tls = parsed->scheme() == "https";
  made.address = *address;
  made.port = made.tls ? usual_tls_port : usual_port;
  if (!parsed->port().empty()) {
    made.port = parsed->port_number();
  }
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

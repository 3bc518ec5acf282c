#include "sdk/url.hpp"

#include "core/base/digest.hpp"
#include "core/base/text.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <cctype>

namespace bouts {

namespace urls = boost::urls;

namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;
constexpr std::size_t shown_url_units = 200;

std::string lower(std::string_view text) {
  std::string made(text);
  std::ranges::transform(made, made.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return made;
}

bool is_host_name(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_');
  });
}

// Why it cannot be used, or the origin.
std::expected<origin, std::string> read_origin(const urls::url_view& url) {
  origin made;
  if (url.scheme_id() == urls::scheme::https) {
    made.tls = true;
  } else if (url.scheme_id() != urls::scheme::http) {
    return std::unexpected("its scheme must be http or https");
  }
  switch (url.host_type()) {
    case urls::host_type::ipv4:
    case urls::host_type::ipv6:
      made.is_address = true;
      made.host = url.host_address();
      break;
    case urls::host_type::name:
      made.host = lower(url.host_name());
      break;
    case urls::host_type::ipvfuture:
    case urls::host_type::none:
      break;
  }
  if (!made.is_address && !is_host_name(made.host)) {
    return std::unexpected("it has no usable host name");
  }
  // Boost 1.81 reads "host:name" as a host with the path "name", and so what follows an address.
  if (!url.encoded_path().empty() && !url.encoded_path().starts_with('/')) {
    return std::unexpected("its host or port is malformed");
  }
  made.port = made.tls ? https_port : http_port;
  if (url.has_port() && !url.port().empty()) {
    made.port = url.port_number();  // 0 when it does not fit
    if (made.port == 0) {
      return std::unexpected("its port must be 1 to 65535");
    }
  }
  return made;
}

}  // namespace

std::string origin::authority() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string origin::host_header() const {
  const std::string full = authority();
  return port == (tls ? https_port : http_port) ? full.substr(0, full.rfind(':')) : full;
}

result<origin> parse_origin(std::string_view url) {
  // A URL with a user part may hold a password, so it is not shown.
  const std::string shown = url.find('@') == std::string_view::npos
                                ? "'" + printable(to_valid_utf8(url), shown_url_units) + "' "
                                : "";
  const auto parsed = urls::parse_uri(url);
  if (!parsed) {
    return fail(errc::bad_url, "the URL " + shown + "is not one like https://example.org");
  }
  auto made = read_origin(*parsed);
  if (!made) {
    return fail(errc::bad_url, "the URL " + shown + "cannot be used: " + made.error());
  }
  return *std::move(made);
}

result<proxy_address> parse_proxy(std::string_view url) {
  const auto parsed = urls::parse_uri(url);
  if (!parsed) {
    return fail(errc::bad_url, "the proxy is not a URL like http://proxy.example:3128");
  }
  auto server = read_origin(*parsed);
  if (!server) {
    return fail(errc::bad_url, "the proxy's URL cannot be used: " + server.error());
  }
  if (server->tls) {
    return fail(errc::bad_url, "the proxy's URL cannot be used: only http:// proxies are known");
  }
  proxy_address made{.server = *std::move(server), .authorization = {}};
  if (parsed->has_userinfo()) {
    made.authorization = secret("Basic " + base64(parsed->user() + ":" + parsed->password()));
  }
  return made;
}

}  // namespace bouts

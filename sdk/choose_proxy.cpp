#include "core/base/text.hpp"
#include "sdk/options.hpp"
#include "sdk/url.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cctype>

namespace bouts {

namespace {

std::string lower(std::string_view text) {
  std::string made(text);
  std::ranges::transform(made, made.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return made;
}

bool is_loopback(const origin& target) {
  if (!target.is_address) {
    return target.host == "localhost" || target.host.ends_with(".localhost");  // RFC 6761 §6.3
  }
  boost::system::error_code failed;
  const auto address = boost::asio::ip::make_address(target.host, failed);
  return !failed && address.is_loopback();
}

// One entry of NO_PROXY: "*", "host", ".suffix", each with or without a port. A name stands for its
// subdomains too, as curl and Go have it.
bool covers(std::string_view entry, const origin& target) {
  if (entry == "*") {
    return true;
  }
  const std::string port = ":" + std::to_string(target.port);
  const bool one_colon = std::ranges::count(entry, ':') == 1;
  if (one_colon || entry.find("]:") != std::string_view::npos) {
    if (!entry.ends_with(port)) {
      return false;
    }
    entry.remove_suffix(port.size());
  }
  if (entry.starts_with('[') && entry.ends_with(']')) {
    entry = entry.substr(1, entry.size() - 2);
  }
  if (entry.starts_with('.')) {
    entry.remove_prefix(1);
  }
  const std::string name = lower(entry);
  return !name.empty() && (target.host == name || (!target.is_address && target.host.ends_with("." + name)));
}

bool is_excepted(const origin& target, std::string_view no_proxy) {
  while (!no_proxy.empty()) {
    const std::size_t comma = std::min(no_proxy.find(','), no_proxy.size());
    if (covers(trim(no_proxy.substr(0, comma)), target)) {
      return true;
    }
    no_proxy.remove_prefix(std::min(comma + 1, no_proxy.size()));
  }
  return false;
}

}  // namespace

std::optional<std::string> choose_proxy(std::string_view base_url, const proxy_environment& environment) {
  const auto target = parse_origin(base_url);
  if (!target || is_loopback(*target) || is_excepted(*target, environment.no_proxy)) {
    return std::nullopt;
  }
  const std::string_view value = trim(target->tls ? environment.https_proxy : environment.http_proxy);
  if (value.empty()) {
    return std::nullopt;
  }
  // "proxy:3128" is how many write it.
  return value.find("://") == std::string_view::npos ? "http://" + std::string(value) : std::string(value);
}

}  // namespace bouts

#include "core/base/text.hpp"
#include "sdk/options.hpp"

#include <cstdlib>

namespace bouts {

namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string either(const char* lower, const char* upper) {
  std::string value = variable(lower);
  return value.empty() ? variable(upper) : value;
}

// A key that came with the line feed of the file it was read from.
secret key_from(const char* name) {
  return secret(std::string(trim(variable(name))));
}

}  // namespace

proxy_environment read_proxy_environment() {
  return {.https_proxy = either("https_proxy", "HTTPS_PROXY"),
          .http_proxy = either("http_proxy", "HTTP_PROXY"),
          .no_proxy = either("no_proxy", "NO_PROXY")};
}

settings with_environment(settings given) {
  if (given.api_key.empty()) {
    given.api_key = key_from("BOUTS_API_KEY");
  }
  if (given.agent_key.empty()) {
    given.agent_key = key_from("ARENA_API_KEY");
  }
  if (given.base_url.empty()) {
    given.base_url = variable("BOUTS_BASE_URL");
  }
  if (given.base_url.empty()) {
    given.base_url = public_arena_url;
  }
  if (!given.proxy) {
    given.proxy = choose_proxy(given.base_url, read_proxy_environment());
  }
  return given;
}

transport_options transport_options_of(const settings& complete) {
  transport_options made;
  made.base_url = complete.base_url;
  made.ca_file = complete.ca_file;
  made.proxy = complete.proxy;
  made.read_timeout = complete.calls.timeout;
  return made;
}

}  // namespace bouts

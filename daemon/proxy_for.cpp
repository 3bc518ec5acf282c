// Which proxy the arena is reached by.

#include "daemon/proxy_for.hpp"

#include "sdk/options.hpp"

namespace arena {

namespace {

std::string value_of(const environment& variables, const char* upper, const char* lower) {
  for (const char* name : {upper, lower}) {
    if (const auto found = variables.find(name); found != variables.end()) {
      return found->second;
    }
  }
  return {};
}

}  // namespace

std::optional<std::string> proxy_for(const config::settings& settings, const environment& variables) {
  if (settings.arena.proxy) {
    return settings.arena.proxy;
  }
  return bouts::choose_proxy(settings.arena.url,
                             {.https_proxy = value_of(variables, "HTTPS_PROXY", "https_proxy"),
                              .http_proxy = value_of(variables, "HTTP_PROXY", "http_proxy"),
                              .no_proxy = value_of(variables, "NO_PROXY", "no_proxy")});
}

}  // namespace arena

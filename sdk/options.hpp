// How a client is set up. No Asio here: the blocking client's header needs no more than this.
#pragma once

#include "core/base/error.hpp"
#include "core/base/secret.hpp"
#include "core/http/retry.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bouts {

inline constexpr std::string_view public_arena_url = "https://agent-arena-roan.vercel.app";

struct credentials {
  secret agent_key;  // "aa_…", for the connector endpoints; may be empty
  secret token;      // "bouts_sk_…", for the resources; when empty the agent key is sent as Bearer (API.md,
                     // observed)
};

struct client_options {
  std::chrono::milliseconds timeout{30'000};  // one attempt of a call, as the Python client has it
  retry_policy retry;  // attempts and back-off; retry_policy::none() for callers with a loop of their own
};

struct transport_options {
  // Scheme (http or https), host and port of the origin are taken from here; a path, user or query is
  // ignored.
  std::string base_url;
  std::optional<std::string> ca_file;  // PEM, added to the system's
  std::optional<std::string>
      proxy;               // "http://[user:password@]host:port"; CONNECT for https. "" or nothing: none
  std::string user_agent;  // empty: "arena-connect/<version>"

  std::chrono::milliseconds connect_timeout{10'000};    // name look-up and TCP (and the proxy's CONNECT)
  std::chrono::milliseconds handshake_timeout{10'000};  // TLS
  std::chrono::milliseconds read_timeout{15'000};       // silence between two pieces of an answer
  std::chrono::milliseconds idle_timeout{30'000};  // unused ones are closed then; until then a timer runs
  std::size_t max_answer_bytes = 1024 * 1024;      // errc::too_large beyond
  std::size_t max_connections = 8;                 // to the origin; further calls wait within their time
};

// Everything that a client of one's own needs; what is left out comes from the environment, as the Python
// client has it.
struct settings {
  secret api_key{};                      // empty: BOUTS_API_KEY
  secret agent_key{};                    // empty: ARENA_API_KEY
  std::string base_url{};                // empty: BOUTS_BASE_URL, else public_arena_url
  client_options calls{};                // timeout and retries of each call
  std::optional<std::string> ca_file{};  // PEM, added to the system's authorities
  std::optional<std::string> proxy{};    // nothing: HTTPS_PROXY, HTTP_PROXY, NO_PROXY; "": none
};

// `given` with what it leaves out filled in from the environment of the process. Not to be called while
// another thread changes the environment.
settings with_environment(settings given);

// How the calls of such a client travel; nothing is taken from the environment any more.
transport_options transport_options_of(const settings& complete);

// What HTTPS_PROXY / HTTP_PROXY / NO_PROXY (lower case too) say for this base URL, given their values; pure.
struct proxy_environment {
  std::string https_proxy;
  std::string http_proxy;
  std::string no_proxy;  // comma-separated hosts, ".suffix", "*"; loopback is never proxied
};
// What the environment of the process has of these; the lower-case name wins, as with curl.
proxy_environment read_proxy_environment();
std::optional<std::string> choose_proxy(std::string_view base_url, const proxy_environment& environment);

}  // namespace bouts

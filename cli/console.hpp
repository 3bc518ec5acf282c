// What a command has around it: the streams, the terminal, the environment, and the options that every
// command has.
#pragma once

#include "core/base/error.hpp"
#include "core/base/secret.hpp"
#include "sdk/options.hpp"

#include <chrono>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace bouts::cli {

// What is taken from the environment. No key comes from an argument: everybody on the machine sees those.
struct environment {
  std::string base_url;          // BOUTS_BASE_URL
  std::string token;             // BOUTS_API_KEY
  std::string agent_key;         // ARENA_API_KEY
  std::string webhook_secret;    // BOUTS_WEBHOOK_SECRET
  std::string config_directory;  // $XDG_CONFIG_HOME/bouts, else ~/.config/bouts; empty without a home
  bool no_color = false;         // NO_COLOR is set and not empty (no-color.org)
  proxy_environment proxy;
};

struct streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  // 0: standard output is no terminal, and lines are as long as they like.
  int columns = 0;
  bool progress = false;  // standard error is a terminal
  // Asks on the terminal and reads a line without showing it; empty: standard input is no terminal.
  std::function<result<secret>(std::string_view prompt)> ask_secret{};
};

inline constexpr std::chrono::seconds default_timeout{30};  // one call, as the Python client has it

struct console {
  const streams& with;
  const environment& from;

  std::string base_url{};
  std::optional<std::string> ca_file{};
  std::optional<std::string> token_file{};
  std::optional<std::string> agent_key_file{};
  bool sandbox = false;
  std::chrono::seconds timeout = default_timeout;
  bool json = false;
  std::string field{};  // empty: all of the document

  bool colour() const { return with.columns > 0 && !from.no_color; }
};

}  // namespace bouts::cli

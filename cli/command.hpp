// What a command of `bouts` is: its options on the command line, and a coroutine that makes its calls and
// prints.
#pragma once

#include "core/base/error.hpp"
#include "sdk/async_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <iosfwd>
#include <ostream>
#include <string>

namespace CLI {
class App;
}

namespace bouts::cli {

// What a running command works with; outlives it.
struct context {
  async_client& api;
  bool has_agent_key;
  bool has_token;
  bool json;  // one JSON document instead of text
  std::istream& in;
  std::ostream& out;

  // errc::config when the call needs credentials that are not there. Resources take the agent key in place of
  // a token.
  status need_agent_key() const;
  status need_token() const;
};

// The exit code, or why it failed.
using action = std::function<boost::asio::awaitable<result<int>>(context&)>;

// Each adds its commands to the program. `chosen` outlives the parsing; the command that is named there sets
// it.
void add_ping(CLI::App& program, action& chosen);
void add_challenges(CLI::App& program, action& chosen);
void add_sessions(CLI::App& program, action& chosen);
void add_submit(CLI::App& program, action& chosen);
void add_submissions(CLI::App& program, action& chosen);
void add_results(CLI::App& program, action& chosen);

}  // namespace bouts::cli

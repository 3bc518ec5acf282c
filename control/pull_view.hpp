// What the routes for agents that ask for their work need of the daemon (agent.mode: pull).
#pragma once

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace arena::control {

struct pull_request {
  std::string agent;   // its name in the configuration; empty: any
  std::string worker;  // which one asks, where several share the name
  bouts::milliseconds wait{0};
};

struct pulled_bout {
  bouts::entry_id entry;
  std::string challenge;        // the JSON that an agent gets on standard input
  bouts::wall_time deadline{};  // by the server's clock
  bouts::milliseconds time_left{0};
};

// Single thread. conflict: the bout is not at work (any more), or was answered already.
class pull_view {
 public:
  virtual ~pull_view() = default;

  // A bout to work on; nothing when there is none in time. One that was given to this worker before and of
  // which it has said nothing is given again; one of which it has is over then, as it has forgotten it.
  // not_found: no such agent.
  virtual boost::asio::awaitable<bouts::result<std::optional<pulled_bout>>> next(pull_request what) = 0;
  // Lines as an agent prints them on standard output. too_large when there were too many.
  virtual bouts::status say(const bouts::entry_id& entry, std::string_view lines) = 0;
  // Its answer, which is kept when this comes back. invalid or too_large: another may be given.
  virtual bouts::status hand_in(const bouts::entry_id& entry, std::string_view answer) = 0;
  // It has none.
  virtual bouts::status give_up(const bouts::entry_id& entry, std::string_view why) = 0;

 protected:
  pull_view() = default;
  pull_view(const pull_view&) = default;
  pull_view& operator=(const pull_view&) = default;
};

}  // namespace arena::control

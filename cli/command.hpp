// What a command that asks the arena works with.
#pragma once

#include "cli/command_table.hpp"
#include "cli/console.hpp"
#include "cli/values.hpp"
#include "core/base/error.hpp"
#include "sdk/async_client.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <ostream>

namespace bouts::cli {

struct context {
  async_client& api;
  const console& here;
  const credentials& keys;
};

// A client of the arena that the options name. errc::bad_url, errc::io (the CA file).
result<async_client> make_client(boost::asio::io_context& io, const console& here, const credentials& keys);

// Runs the loop until the coroutine has come back. REQUIRES that nothing else keeps it from that.
result<int> run_to_end(boost::asio::io_context& io, boost::asio::awaitable<result<int>> task);

}  // namespace bouts::cli

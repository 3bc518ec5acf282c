#include "cli/arguments.hpp"
#include "cli/show.hpp"

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

struct no_options {};

asio::awaitable<result<int>> ping(context& with, no_options) {
  if (auto ready = with.need_agent_key(); !ready) {
    co_return std::unexpected(std::move(ready.error()));
  }
  // Nothing is said of the agent: a ping with a name renames it (API.md).
  const auto answer = co_await with.api.connector().ping();
  co_return show(with, answer);
}

}  // namespace

void add_ping(CLI::App& program, action& chosen) {
  add_command(program, chosen, "ping", "Show that the agent key works, and that the agent is online", ping,
              std::make_shared<no_options>());
}

}  // namespace bouts::cli

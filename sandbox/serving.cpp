#include "sandbox/serving.hpp"

#include "aio/task_scope.hpp"
#include "sandbox/loopback_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <random>

namespace arena::sandbox {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

void complain(const std::string& why) {
  std::fprintf(stderr, "arena-sandbox: %s\n", why.c_str());
}

// False when the parent is gone already: it may have died before the signal was asked for.
bool follow_parent() {
  const pid_t parent = ::getppid();
  return ::prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && ::getppid() == parent;
}

asio::awaitable<void> stop_on_signal(asio::signal_set& signals, http_server& server) {
  co_await signals.async_wait(asio::as_tuple(asio::use_awaitable));
  server.stop();
}

}  // namespace

std::string random_seed() {
  std::random_device source;
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08x%08x%08x%08x", source(), source(), source(), source());
  return text.data();
}

std::string ready_line(const service& all, const std::string& url) {
  json::array agents;
  for (const agent& one : all.arena.people.all()) {
    agents.push_back({{"agent_id", one.id.str()},
                      {"key", one.key},
                      {"token", one.token},
                      {"token_test", one.test_token},
                      {"web_session", one.web_session}});
  }
  return json::serialize(json::object{{"url", url}, {"agents", std::move(agents)}});
}

int serve_until_told(const serving_options& options) {
  if (options.die_with_parent && !follow_parent()) {
    return 0;
  }
  std::signal(SIGPIPE, SIG_IGN);  // a log that nobody reads any more must not end the arena
  const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  service all(options.arena, now);
  asio::io_context context(1);
  asio::signal_set signals(context, SIGTERM, SIGINT);
  server_options how{options.port, options.tls, {}};
  if (!options.quiet) {
    how.log = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  }
  auto server = http_server::open(context.get_executor(), all, std::move(how));
  if (!server) {
    complain(server.error().message);
    return 1;
  }
  std::printf("%s\n", ready_line(all, (*server)->url()).c_str());
  std::fflush(stdout);

  aio::task_scope tasks(context.get_executor());
  tasks.spawn("signals", stop_on_signal(signals, **server));
  tasks.spawn("server", (*server)->run());
  context.run();
  return 0;
}

int assign_from_shell(const assigning_options& options) {
  client_request call;
  call.method = "POST";
  call.target = "/_arena/assign";
  call.body = options.body;
  const auto reply = exchange(options.url, std::move(call));
  if (!reply) {
    complain(reply.error().message);
    return 1;
  }
  if (reply->status != 201) {
    complain("the arena refused (HTTP " + std::to_string(reply->status) + "): " + reply->body);
    return 1;
  }
  std::printf("%s\n", reply->body.c_str());
  return 0;
}

}  // namespace arena::sandbox

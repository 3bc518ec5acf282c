#include "tests/sandbox/live_arena.hpp"

#include "aio/task_scope.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace arena::sandbox::test {

namespace {

wall_time real_now() {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

live_arena::live_arena(std::optional<tls_files> tls, const arena_options& arena)
    : context_(1), all_(arena, real_now()), who_(all_.arena.people.at(0)) {
  server_options options;
  options.tls = std::move(tls);
  server_ = http_server::open(context_.get_executor(), all_, std::move(options)).value();
  url_ = server_->url();
  thread_ = std::thread([this] {
    aio::task_scope tasks(context_.get_executor());
    tasks.spawn("server", server_->run());
    context_.run();
  });
}

live_arena::~live_arena() {
  boost::asio::post(context_, [this] { server_->stop(); });
  thread_.join();
}

client_reply live_arena::ask(client_request what) const {
  const auto reply = exchange(url_, std::move(what));
  EXPECT_TRUE(reply) << reply.error().message;
  return reply.value_or(client_reply{});
}

client_reply live_arena::ask(std::string method, std::string target, std::string body) const {
  client_request what;
  what.method = std::move(method);
  what.target = std::move(target);
  what.body = std::move(body);
  what.headers = {{"x-arena-api-key", who_.key},
                  {"Authorization", "Bearer " + who_.token},
                  {"Idempotency-Key", key_of_64()}};
  return ask(std::move(what));
}

}  // namespace arena::sandbox::test

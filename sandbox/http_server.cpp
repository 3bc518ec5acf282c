#include "sandbox/http_server.hpp"

#include "aio/clock.hpp"
#include "aio/event.hpp"
#include "core/base/text.hpp"
#include "sandbox/answers.hpp"
#include "sandbox/delivering.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/sent_body.hpp"

#include <utility>

namespace arena::sandbox {

namespace asio = boost::asio;

namespace {

using aio::wall_now;

request request_of(httpd::request from) {
  request made;
  made.authorization = from.header_value("Authorization");
  made.api_key = from.header_value("x-arena-api-key");
  made.idempotency_key = from.header_value("Idempotency-Key");
  made.method = std::move(from.method);
  made.target = std::move(from.target);
  made.body = std::move(from.body);
  return made;
}

httpd::answer answer_of(answer from) {
  httpd::answer made;
  made.status = from.status;
  made.content_type = std::move(from.content_type);
  made.headers = std::move(from.headers);
  if (from.sent_as) {
    made.length = from.body.size() + from.sent_as->padding;
    made.stream = make_sent_body(std::move(from.body), *from.sent_as);
  } else {
    made.body = std::move(from.body);
  }
  return made;
}

}  // namespace

struct http_server::state {
  state(const asio::any_io_executor& executor, service& serving, server_options given)
      : all(serving), options(std::move(given)), webhooks(executor, serving.arena) {}

  asio::awaitable<std::optional<httpd::answer>> answer_request(httpd::request from);
  httpd::answer refuse_body(const httpd::request& from);
  void log(const request& in, std::string_view outcome, wall_time since) const;

  service& all;
  server_options options;
  webhook_sender webhooks;
  std::unique_ptr<httpd::server> server;
};

asio::awaitable<std::optional<httpd::answer>> http_server::state::answer_request(httpd::request from) {
  const wall_time arrived = wall_now();
  const request in = request_of(std::move(from));
  const plan what = all.admit(in, arrived);
  if (what.delay > milliseconds(0)) {
    co_await aio::sleep_for(what.delay);
  }
  auto given = all.carry_out(what, in, wall_now());
  webhooks.look_again();
  if (!given) {
    log(in, "closed without an answer", arrived);
    co_return std::nullopt;
  }
  if (given->after_delivery) {
    co_await webhooks.wait_for_end(*given->after_delivery);
    given = all.finish(*std::move(given));
  }
  if (!what.control) {
    log(in, std::to_string(given->status), arrived);
  }
  co_return answer_of(*std::move(given));
}

httpd::answer http_server::state::refuse_body(const httpd::request& from) {
  const request in = request_of(from);
  log(in, "413", wall_now());
  return answer_of(all.too_large(in, wall_now()));
}

void http_server::state::log(const request& in, std::string_view outcome, wall_time since) const {
  if (!options.log) {
    return;
  }
  constexpr std::size_t longest_target = 200;
  options.log(bouts::format_iso8601(since) + " " + in.method + " " +
              bouts::printable(in.target, longest_target) + " -> " + std::string(outcome) + " in " +
              bouts::format_duration(wall_now() - since));
}

http_server::http_server(std::unique_ptr<state> with) : state_(std::move(with)) {}
http_server::~http_server() = default;

bouts::result<std::unique_ptr<http_server>> http_server::open(asio::any_io_executor executor, service& all,
                                                              server_options options) {
  auto made = std::make_unique<state>(executor, all, std::move(options));
  httpd::serving how;
  how.name = "arena-sandbox";
  how.limits.body_bytes = limits::host_body_bytes;
  how.handle = [self = made.get()](httpd::request in) { return self->answer_request(std::move(in)); };
  how.too_large = [self = made.get()](const httpd::request& in) { return self->refuse_body(in); };
  httpd::loopback_place where{made->options.port, made->options.tls};
  auto server = httpd::server::open(std::move(executor), std::move(where), std::move(how));
  if (!server) {
    return std::unexpected(std::move(server).error());
  }
  made->server = *std::move(server);
  return std::unique_ptr<http_server>(new http_server(std::move(made)));
}

std::string http_server::url() const {
  return state_->server->where();
}

asio::awaitable<void> http_server::run() {
  state_->webhooks.start();
  co_await state_->server->run();
  co_await state_->webhooks.stop();
}

void http_server::stop() noexcept {
  state_->server->stop();
}

}  // namespace arena::sandbox

#include "tests/support/scripted_server.hpp"

#include "aio/event.hpp"
#include "aio/task_scope.hpp"
#include "tests/support/server_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cctype>
#include <deque>
#include <map>

namespace test_support {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto use_error_code = asio::as_tuple(asio::use_awaitable);

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// One line up to CR LF, taken off the front.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 2, text.size()));
  return line;
}

seen_request read_head(std::string_view head) {
  seen_request request;
  const std::string_view first = next_line(head);
  const std::size_t space = first.find(' ');
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, first.rfind(' ') - space - 1);
  while (!head.empty()) {
    const std::string_view line = next_line(head);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
      std::string_view value = line.substr(colon + 1);
      value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
      request.headers.emplace_back(line.substr(0, colon), value);
    }
  }
  return request;
}

}  // namespace

std::string seen_request::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [name](const auto& one) { return same_name(one.first, name); });
  return found == headers.end() ? std::string() : found->second;
}

bool seen_request::has(std::string_view name) const {
  return std::ranges::any_of(headers, [name](const auto& one) { return same_name(one.first, name); });
}

struct scripted_server::state : std::enable_shared_from_this<state> {
  explicit state(const asio::any_io_executor& executor)
      : acceptor(executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0)), scope(executor) {}

  tcp::acceptor acceptor;
  aio::task_scope scope;
  std::optional<asio::ssl::context> tls;
  std::deque<reply> script;
  std::function<reply(const seen_request&)> fallback;
  std::string greeting;

  std::vector<seen_request> requests;
  std::vector<std::string> server_names;
  std::map<int, server_stream*> streams;
  int accepted = 0;
  int failed_handshakes = 0;

  reply next(const seen_request& request) {
    if (script.empty()) {
      return fallback(request);
    }
    reply answer = std::move(script.front());
    script.pop_front();
    return answer;
  }

  static asio::awaitable<void> accept(std::shared_ptr<state> self);
  static asio::awaitable<void> serve(std::shared_ptr<state> self, tcp::socket socket, int number);
  static asio::awaitable<void> serve_requests(std::shared_ptr<state> self,
                                              std::shared_ptr<server_stream> stream, int number);
  static asio::awaitable<std::optional<seen_request>> read_request(std::shared_ptr<server_stream> stream,
                                                                   std::string& buffer);
  static asio::awaitable<bool> perform(std::shared_ptr<state> self, std::shared_ptr<server_stream> stream,
                                       reply::one_step one, const seen_request& request);
};

asio::awaitable<void> scripted_server::state::accept(std::shared_ptr<state> self) {
  while (true) {
    auto [failed, socket] = co_await self->acceptor.async_accept(use_error_code);
    if (failed) {
      co_return;
    }
    const int number = ++self->accepted;
    self->scope.spawn("connection", serve(self, std::move(socket), number));
  }
}

asio::awaitable<void> scripted_server::state::serve(std::shared_ptr<state> self, tcp::socket socket,
                                                    int number) {
  const auto stream = std::make_shared<server_stream>(std::move(socket), self->tls ? &*self->tls : nullptr);
  self->streams[number] = stream.get();
  struct leave {
    state& all;
    int number;
    ~leave() { all.streams.erase(number); }
  } const guard{*self, number};
  if (!self->greeting.empty()) {
    const bool greeted = co_await stream->write(self->greeting);
    stream->finish();
    while (greeted && !(co_await stream->read()).empty()) {
    }
    co_return;
  }
  const bool safe = co_await stream->handshake();
  if (!safe) {
    ++self->failed_handshakes;
    co_return;
  }
  if (self->tls) {
    self->server_names.push_back(stream->server_name());
  }
  co_await serve_requests(self, stream, number);
}

asio::awaitable<void> scripted_server::state::serve_requests(std::shared_ptr<state> self,
                                                             std::shared_ptr<server_stream> stream,
                                                             int number) {
  std::string buffer;
  while (true) {
    std::optional<seen_request> request = co_await read_request(stream, buffer);
    if (!request) {
      co_return;
    }
    request->connection = number;
    self->requests.push_back(*request);
    const reply answer = self->next(*request);
    for (const reply::one_step& one : answer.steps) {
      const bool goes_on = co_await perform(self, stream, one, *request);
      if (!goes_on) {
        co_return;
      }
    }
  }
}

asio::awaitable<std::optional<seen_request>> scripted_server::state::read_request(
    std::shared_ptr<server_stream> stream, std::string& buffer) {
  while (buffer.find("\r\n\r\n") == std::string::npos) {
    const std::string piece = co_await stream->read();
    if (piece.empty()) {
      co_return std::nullopt;
    }
    buffer += piece;
  }
  const std::size_t end = buffer.find("\r\n\r\n");
  seen_request request = read_head(std::string_view(buffer).substr(0, end));
  buffer.erase(0, end + 4);
  const std::string length = request.header("Content-Length");
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  while (buffer.size() < size) {
    const std::string piece = co_await stream->read();
    if (piece.empty()) {
      co_return std::nullopt;
    }
    buffer += piece;
  }
  request.body = buffer.substr(0, size);
  buffer.erase(0, size);
  co_return request;
}

// False when the connection is over.
asio::awaitable<bool> scripted_server::state::perform(std::shared_ptr<state> self,
                                                      std::shared_ptr<server_stream> stream,
                                                      reply::one_step one, const seen_request& request) {
  if (auto* bytes = std::get_if<step::send>(&one)) {
    const bool sent = co_await stream->write(std::move(bytes->bytes));
    co_return sent;
  }
  if (const auto* pause = std::get_if<step::pause>(&one)) {
    co_await aio::sleep_for(pause->length);
    co_return true;
  }
  if (const auto* wait = std::get_if<step::wait>(&one)) {
    co_await wait->gate->wait();
    co_return true;
  }
  if (std::holds_alternative<step::silence>(one)) {
    while (!(co_await stream->read()).empty()) {
    }
  }
  if (std::holds_alternative<step::tunnel>(one)) {
    co_await pass_on(stream, self->acceptor.get_executor(), request.target);
  }
  co_return false;
}

scripted_server::scripted_server(asio::any_io_executor executor, std::optional<certificate> tls)
    : state_(std::make_shared<state>(executor)) {
  if (tls) {
    state_->tls.emplace(asio::ssl::context::tls_server);
    state_->tls->use_certificate_chain(asio::buffer(tls->chain));
    state_->tls->use_private_key(asio::buffer(tls->key), asio::ssl::context::pem);
  }
  state_->fallback = [](const seen_request& request) {
    return reply::with(500, "nothing is scripted for " + request.method + " " + request.target);
  };
  state_->scope.spawn("accept", state::accept(state_));
}

scripted_server::~scripted_server() {
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
  state_->scope.cancel();
}

std::uint16_t scripted_server::port() const {
  return state_->acceptor.local_endpoint().port();
}

std::string scripted_server::url(const std::string& host) const {
  return (state_->tls ? "https://" : "http://") + host + ":" + std::to_string(port());
}

scripted_server& scripted_server::then(reply answer) {
  state_->script.push_back(std::move(answer));
  return *this;
}

void scripted_server::otherwise(std::function<reply(const seen_request&)> answer) {
  state_->fallback = std::move(answer);
}

void scripted_server::greet(std::string bytes) {
  state_->greeting = std::move(bytes);
}

const std::vector<seen_request>& scripted_server::requests() const {
  return state_->requests;
}
int scripted_server::accepted() const {
  return state_->accepted;
}
int scripted_server::open() const {
  return static_cast<int>(state_->streams.size());
}
int scripted_server::failed_handshakes() const {
  return state_->failed_handshakes;
}
std::vector<std::string> scripted_server::server_names() const {
  return state_->server_names;
}

void scripted_server::drop_connections() {
  for (const auto& [number, stream] : state_->streams) {
    stream->close();
  }
}

}  // namespace test_support

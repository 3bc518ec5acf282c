// One call again and again on a warm connection, in one of two ways, for callgrind to count: bench/calls.py
// runs it.
//
//   call_cost bare|client URL-PORT CALLS session|list
#include "sdk/async_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::chrono::seconds timeout{30};
constexpr std::string_view token = "bouts_sk_0123456789abcdef0123456789abcdef0123456789abcdef0123456";

struct plan {
  unsigned short port;
  int calls;
  bool list;
};

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "call_cost: %s\n", why.c_str());
  std::exit(1);
}

// What a programmer writes who has Beast and simdjson and no library between: the same headers, a deadline,
// the answer parsed and looked at.
asio::awaitable<void> bare(plan what) {
  beast::tcp_stream stream(co_await asio::this_coro::executor);
  const asio::ip::tcp::endpoint server(asio::ip::make_address("127.0.0.1"), what.port);
  co_await stream.async_connect(server, asio::use_awaitable);
  beast::flat_buffer buffer;
  for (int i = 0; i < what.calls; ++i) {
    http::request<http::empty_body> request(
        http::verb::get, what.list ? "/api/v1/challenges?status=active" : "/api/v1/sessions/s1", 11);
    request.set(http::field::host, "127.0.0.1:" + std::to_string(what.port));
    request.set(http::field::user_agent, "bare");
    request.set(http::field::authorization, "Bearer " + std::string(token));
    request.set(http::field::accept, "application/json");
    stream.expires_after(timeout);
    co_await http::async_write(stream, request, asio::use_awaitable);
    http::response<http::string_body> answer;
    co_await http::async_read(stream, buffer, answer, asio::use_awaitable);
    simdjson::dom::parser parser;
    const simdjson::dom::element read = parser.parse(answer.body());
    if (answer.result() != http::status::ok || read["data"].error() != simdjson::SUCCESS) {
      give_up("the answer is not the one to be measured");
    }
  }
}

asio::awaitable<void> by_client(plan what) {
  bouts::settings given;
  given.api_key = bouts::secret(std::string(token));
  given.base_url = "http://127.0.0.1:" + std::to_string(what.port);
  given.proxy = "";
  auto made = bouts::async_client::make(co_await asio::this_coro::executor, given);
  const bouts::async_client& api = made.value();
  const auto id = bouts::session_id::parse("s1").value();
  for (int i = 0; i < what.calls; ++i) {
    bool good = false;
    if (what.list) {
      const auto answer = co_await api.challenges().list({.status = "active"});
      good = answer.has_value() && !answer->empty();
    } else {
      const auto answer = co_await api.sessions().get(id);
      good = answer.has_value();
    }
    if (!good) {
      give_up("the call failed");
    }
  }
}

}  // namespace

int main(int count, char** values) try {
  if (count != 5) {
    give_up("see bench/calls.py");
  }
  const plan what{.port = static_cast<unsigned short>(std::atoi(values[2])),
                  .calls = std::atoi(values[3]),
                  .list = std::string_view(values[4]) == "list"};
  asio::io_context io(1);
  const bool bare_one = std::string_view(values[1]) == "bare";
  asio::co_spawn(io, bare_one ? bare(what) : by_client(what), [&io](const std::exception_ptr& thrown) {
    if (thrown) {
      std::rethrow_exception(thrown);
    }
    io.stop();  // the client's idle connection would keep it running
  });
  io.run();
} catch (const std::exception& thrown) {
  give_up(thrown.what());
}

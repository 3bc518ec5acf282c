#include "daemon/local_arena.hpp"

#include "core/wire/json_writer.hpp"
#include "daemon/programs.hpp"
#include "daemon/start.hpp"
#include "sdk/transport.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace arena {

namespace asio = boost::asio;
namespace json = boost::json;
using bouts::errc;
using bouts::fail;

namespace {

constexpr std::size_t max_greeting_bytes = 64 * 1024;
constexpr std::chrono::seconds ask_time{5};

// {"url":"…","agents":[{"agent_id":"…","key":"…","token":"…"}]}
bouts::result<arena_seat> read_greeting(const std::string& line) {
  json::error_code ec;
  const auto value = json::parse(line, ec);
  const auto text = [&](std::string_view pointer) -> std::string {
    json::error_code missing;
    const auto* found = value.find_pointer(pointer, missing);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
  };
  if (ec) {
    return fail(errc::spawn, "arena-sandbox greeted with something else than JSON");
  }
  arena_seat seat{.url = text("/url"),
                  .agent_id = text("/agents/0/agent_id"),
                  .key = bouts::secret(text("/agents/0/key")),
                  .token = bouts::secret(text("/agents/0/token"))};
  if (seat.url.empty() || seat.key.empty() || seat.token.empty()) {
    return fail(errc::spawn, "arena-sandbox's greeting names no agent");
  }
  return seat;
}

}  // namespace

asio::awaitable<bouts::result<std::unique_ptr<local_arena>>> local_arena::start() {
  const auto program = find_program("arena-sandbox");
  if (!program) {
    co_return std::unexpected(program.error());
  }
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    co_return fail(errc::spawn, "no pipe to arena-sandbox could be made");
  }
  const spawn_request request{
      .program = *program,
      .arguments = {"--port", "0", "--agents", "1", "--judge-after", "1s", "--quiet", "--die-with-parent"},
      .variables = own_environment(),
      .out = ends[1]};
  const auto pid = spawn(request);
  ::close(ends[1]);
  asio::posix::stream_descriptor from(co_await asio::this_coro::executor, ends[0]);
  if (!pid) {
    co_return std::unexpected(pid.error());
  }
  std::unique_ptr<local_arena> made(new local_arena(*pid, {}));
  std::string greeting;
  boost::system::error_code ec;
  auto into = asio::dynamic_buffer(greeting, max_greeting_bytes);
  co_await asio::async_read_until(from, into, '\n', asio::redirect_error(asio::use_awaitable, ec));
  if (ec) {
    co_return fail(errc::spawn, "arena-sandbox did not start: " + ec.message());
  }
  auto seat = read_greeting(greeting);
  if (!seat) {
    co_return std::unexpected(seat.error());
  }
  made->seat_ = std::move(*seat);
  co_return made;
}

local_arena::~local_arena() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

asio::awaitable<bouts::result<std::string>> local_arena::ask(std::string method, std::string path,
                                                             std::string body) const {
  bouts::transport_options options;
  options.base_url = seat_.url;
  auto transport = bouts::make_transport(co_await asio::this_coro::executor, std::move(options));
  if (!transport) {
    co_return std::unexpected(transport.error());
  }
  bouts::http_request request;
  request.method = std::move(method);
  request.target = std::move(path);
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
  auto answer = co_await (*transport)->exchange(std::move(request), ask_time);
  (*transport)->close_idle();
  if (!answer) {
    co_return std::unexpected(answer.error());
  }
  constexpr int redirects = 300;
  if (answer->status >= redirects) {
    co_return fail(errc::bad_answer, "arena-sandbox refused: HTTP " + std::to_string(answer->status));
  }
  co_return std::move(answer->body);
}

asio::awaitable<bouts::result<std::string>> local_arena::assign(std::string body) const {
  const auto answer = co_await ask("POST", "/_arena/assign", std::move(body));
  if (!answer) {
    co_return std::unexpected(answer.error());
  }
  json::error_code ec;
  const auto value = json::parse(*answer, ec);
  const auto* entry = ec || !value.is_object() ? nullptr : value.get_object().if_contains("entry_id");
  if (entry == nullptr || !entry->is_string()) {
    co_return fail(errc::bad_answer, "arena-sandbox assigned nothing");
  }
  co_return std::string(entry->get_string());
}

asio::awaitable<bouts::result<std::string>> local_arena::assign(std::string title, std::string description,
                                                                int minutes) const {
  bouts::json_writer body;
  body.begin_object();
  body.key("agent").integer(0);
  body.key("title").string(title);
  body.key("description").string(description);
  body.key("time_limit_minutes").integer(minutes);
  body.end_object();
  return assign(body.take());
}

}  // namespace arena

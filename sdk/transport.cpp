#include "sdk/transport.hpp"

#include "sdk/dialer.hpp"
#include "sdk/message.hpp"
#include "sdk/pool.hpp"
#include "sdk/tls_context.hpp"
#include "sdk/url.hpp"
#include "sdk/version.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace bouts {

namespace asio = boost::asio;

namespace {

// A request goes out in pieces of this size, so that a slow but moving upload is not taken for silence.
constexpr std::size_t write_piece_bytes = 64 * 1024;
constexpr std::size_t read_piece_bytes = 16 * 1024;

mono_time now() {
  return mono_time::clock::now();
}

class pooled_transport final : public transport {
 public:
  pooled_transport(const asio::any_io_executor& executor, transport_options options, route way);

  asio::awaitable<result<http_response>> exchange(http_request request, milliseconds timeout) override;
  void close_idle() override { pool_->close_idle(); }

 private:
  struct round_trip;

  result<std::string> to_wire(const http_request& request) const;
  asio::awaitable<status> send(connection& link, std::string_view bytes, call_budget budget) const;
  asio::awaitable<status> receive(connection& link, answer_parser& parser, call_budget budget) const;
  asio::awaitable<round_trip> make_round_trip(connection& link, std::string_view bytes,
                                              call_budget budget) const;

  transport_options options_;
  route way_;
  std::shared_ptr<connection_pool> pool_;
  dialer dialer_;
};

// What came of a request on one connection.
struct pooled_transport::round_trip {
  result<http_response> answer;
  bool answer_began = false;
  bool connection_usable = false;

  bool died_before_the_answer() const {
    return !answer && !answer_began && answer.error().kind == errc::network;
  }
};

pooled_transport::pooled_transport(const asio::any_io_executor& executor, transport_options options,
                                   route way)
    : options_(std::move(options)),
      way_(std::move(way)),
      pool_(std::make_shared<connection_pool>(
          executor, way_.peer(),
          pool_limits{.max_connections = std::max<std::size_t>(options_.max_connections, 1),
                      .idle_timeout = options_.idle_timeout})),
      dialer_(executor, way_) {}

result<std::string> pooled_transport::to_wire(const http_request& request) const {
  const std::string host = way_.target.host_header();
  if (!way_.proxy || way_.target.tls) {
    return write_request(request, request.target, host, way_.user_agent);
  }
  // A proxy that relays plain HTTP is told the whole URL (RFC 9112 §3.2.2).
  if (way_.proxy->authorization.empty()) {
    return write_request(request, "http://" + host + request.target, host, way_.user_agent);
  }
  http_request with_key = request;
  with_key.headers.emplace_back("Proxy-Authorization", std::string(way_.proxy->authorization.reveal()));
  return write_request(with_key, "http://" + host + request.target, host, way_.user_agent);
}

asio::awaitable<status> pooled_transport::send(connection& link, std::string_view bytes,
                                               call_budget budget) const {
  status sent;
  while (sent && !bytes.empty()) {
    const deadline until = budget.limit(phase::sending, options_.read_timeout, now());
    sent = co_await link.write(bytes.substr(0, write_piece_bytes), until);
    bytes.remove_prefix(std::min(bytes.size(), write_piece_bytes));
  }
  co_return sent;
}

asio::awaitable<status> pooled_transport::receive(connection& link, answer_parser& parser,
                                                  call_budget budget) const {
  std::array<char, read_piece_bytes> piece;
  while (!parser.done()) {
    const deadline until = budget.limit(phase::reading, options_.read_timeout, now());
    const auto count = co_await link.read_some(asio::buffer(piece), until);
    if (!count) {
      co_return std::unexpected(count.error());
    }
    status taken = *count == 0 ? parser.finish() : parser.feed({piece.data(), *count});
    if (!taken) {
      taken.error().message = link.peer() + ": " + taken.error().message;
      co_return taken;
    }
  }
  co_return status{};
}

asio::awaitable<pooled_transport::round_trip> pooled_transport::make_round_trip(connection& link,
                                                                                std::string_view bytes,
                                                                                call_budget budget) const {
  answer_parser parser(options_.max_answer_bytes, answer_parser::body::read);
  const status sent = co_await send(link, bytes, budget);
  if (!sent && sent.error().kind == errc::timed_out) {
    co_return round_trip{.answer = std::unexpected(sent.error())};
  }
  // A server that refuses a large body answers and closes without reading it, so a failed write is no reason
  // not to look for the answer.
  const status received = co_await receive(link, parser, budget);
  if (!received) {
    const error& cause = sent || !parser.untouched() ? received.error() : sent.error();
    co_return round_trip{.answer = std::unexpected(cause), .answer_began = !parser.untouched()};
  }
  const bool usable = sent && parser.leaves_connection_usable();
  co_return round_trip{.answer = parser.take(), .answer_began = true, .connection_usable = usable};
}

asio::awaitable<result<http_response>> pooled_transport::exchange(http_request request,
                                                                  milliseconds timeout) {
  const auto bytes = to_wire(request);
  if (!bytes) {
    co_return std::unexpected(bytes.error());
  }
  const call_budget budget(now(), timeout);
  const deadline until = budget.whole(phase::waiting);
  if (timeout <= milliseconds::zero()) {
    co_return std::unexpected(timed_out(until, way_.peer()));
  }
  auto lease = co_await pool_->acquire(until);
  if (!lease) {
    co_return std::unexpected(std::move(lease.error()));
  }
  while (true) {
    if (!lease->link()) {
      auto dialed = co_await dialer_.dial(budget);
      if (!dialed) {
        co_return std::unexpected(std::move(dialed.error()));
      }
      lease->replace(*std::move(dialed));
    }
    round_trip done = co_await make_round_trip(*lease->link(), *bytes, budget);
    if (done.died_before_the_answer() && lease->reused() && request.resend_when_stale) {
      lease->replace(nullptr);
      continue;
    }
    if (done.connection_usable) {
      lease->keep();
    }
    co_return std::move(done.answer);
  }
}

bool same_name(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::optional<std::string_view> http_response::header(std::string_view name) const noexcept {
  const auto found =
      std::ranges::find_if(headers, [name](const auto& one) { return same_name(one.first, name); });
  return found == headers.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

result<std::shared_ptr<transport>> make_transport(asio::any_io_executor executor, transport_options options) {
  auto target = parse_origin(options.base_url);
  if (!target) {
    return std::unexpected(std::move(target.error()));
  }
  route way{.target = *std::move(target),
            .proxy = {},
            .tls = {},
            .user_agent =
                options.user_agent.empty() ? "arena-connect/" + std::string(version()) : options.user_agent,
            .connect_timeout = options.connect_timeout,
            .handshake_timeout = options.handshake_timeout};
  if (options.proxy && !options.proxy->empty()) {
    auto proxy = parse_proxy(*options.proxy);
    if (!proxy) {
      return std::unexpected(std::move(proxy.error()));
    }
    way.proxy = *std::move(proxy);
  }
  if (way.target.tls || options.ca_file) {
    auto context = make_tls_context(options.ca_file);
    if (!context) {
      return std::unexpected(std::move(context.error()));
    }
    way.tls = *std::move(context);
  }
  return std::make_shared<pooled_transport>(executor, std::move(options), std::move(way));
}

}  // namespace bouts

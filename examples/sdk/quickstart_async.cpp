// The same as quickstart.cpp on Asio: calls are awaited, failures are values.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <bouts/async.hpp>
#include <exception>
#include <iostream>

namespace asio = boost::asio;

namespace {

asio::awaitable<bouts::status> play() {
  auto made = bouts::async_client::make(co_await asio::this_coro::executor);
  if (!made) {
    co_return std::unexpected(made.error());
  }
  const bouts::async_client api = *made;

  auto challenges = co_await api.challenges().list({.status = "active"});
  if (!challenges || challenges->empty()) {
    co_return challenges ? bouts::fail(bouts::errc::not_found, "no challenge is active")
                         : std::unexpected(challenges.error());
  }
  auto session = co_await api.challenges().create_session((*challenges)[0].id);
  if (!session) {
    co_return std::unexpected(session.error());
  }
  auto submission = co_await api.sessions().submit(session->session_id, "print(sum(range(10)))");
  if (!submission) {
    co_return std::unexpected(submission.error());
  }
  auto judged = co_await api.submissions().wait_for_result(submission->id);
  if (!judged) {
    co_return std::unexpected(judged.error());
  }
  auto details = co_await api.submissions().breakdown(judged->id);
  if (!details) {
    co_return std::unexpected(details.error());
  }
  std::cout << "score: " << details->final_score.value_or(0) << "/100\n";
  co_return bouts::status();
}

}  // namespace

int main() {
  asio::io_context io;
  int code = 1;
  asio::co_spawn(io, play(), [&](const std::exception_ptr& thrown, const bouts::status& played) {
    if (!thrown && !played) {
      std::cerr << played.error().describe() << '\n';
    }
    code = !thrown && played ? 0 : 1;
    io.stop();  // else it would run on until the client's idle connection grows old
  });
  io.run();
  return code;
}

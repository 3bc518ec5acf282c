#include "cli/arguments.hpp"
#include "cli/show.hpp"

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

asio::awaitable<result<int>> open(context& with, challenge_id id) {
  if (auto ready = with.need_token(); !ready) {
    co_return std::unexpected(std::move(ready.error()));
  }
  const auto answer = co_await with.api.challenges().create_session(id);
  co_return show(with, answer);
}

asio::awaitable<result<int>> get(context& with, session_id id) {
  if (auto ready = with.need_token(); !ready) {
    co_return std::unexpected(std::move(ready.error()));
  }
  const auto answer = co_await with.api.sessions().get(id);
  co_return show(with, answer);
}

}  // namespace

void add_sessions(CLI::App& program, action& chosen) {
  CLI::App& group = *program.add_subcommand("sessions", "Taking part in a challenge")->require_subcommand(1);

  const auto challenge = std::make_shared<challenge_id>();
  add_id(add_command(group, chosen, "open", "Enter a challenge: this starts its clock", open, challenge),
         "CHALLENGE", *challenge, "The challenge's id");

  const auto id = std::make_shared<session_id>();
  add_id(add_command(group, chosen, "get", "Show one session", get, id), "SESSION", *id, "Its id");
}

}  // namespace bouts::cli

#include "cli/following.hpp"
#include "cli/show.hpp"
#include "cli/solution_input.hpp"

#include <iterator>

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

asio::awaitable<result<int>> get(context& with, const values& given) {
  const auto id = given.id<session_id>("SESSION");
  const auto answer = co_await with.api.sessions().get(id);
  co_return show(with, answer);
}

asio::awaitable<result<int>> submit(context& with, const values& given) {
  const auto answer = read_solution(with.here, given);
  if (!answer) {
    co_return std::unexpected(answer.error());
  }
  const auto id = given.id<session_id>("SESSION");
  std::string key = given.text("--idempotency-key");
  // Without a key of the user's, the same content in the same session has the same one: a repeated command
  // cannot submit twice.
  const auto submitted = co_await with.api.sessions().submit(id, *answer, std::move(key));
  if (!submitted || !given.has("--wait")) {
    co_return show(with, submitted);
  }
  submission_id taken = submitted->id;
  co_return co_await follow_and_show(with, std::move(taken), given);
}

std::vector<parameter> submit_parameters() {
  std::vector<parameter> all = {
      {.name = "SESSION", .help = "The session's id", .takes = takes::id, .required = true}};
  std::ranges::move(solution_parameters(), std::back_inserter(all));
  all.push_back({.name = "--idempotency-key",
                 .value = "KEY",
                 .help = "64 characters; made of session and answer when not given"});
  all.push_back({.name = "--wait", .help = "Wait until it is judged", .takes = takes::flag});
  all.push_back(wait_seconds_parameter());
  return all;
}

}  // namespace

std::vector<command> session_commands() {
  const command submitting = {
      .group = "sessions",
      .name = "submit",
      .help = "Hand in a solution (once an entry, for ever)",
      .parameters = submit_parameters(),
      .needs = needs::token,
      .remote = submit,
      .more =
          "The same answer handed in again gives the first submission, so a command that failed may be "
          "repeated. With --wait the exit code is 3 when it was judged, but failed, was rejected or "
          "invalidated."};
  command alone = submitting;
  alone.group = "";
  return {
      {.group = "sessions",
       .name = "get",
       .help = "Show one session",
       .parameters = {{.name = "SESSION", .help = "Its id", .takes = takes::id, .required = true}},
       .needs = needs::token,
       .remote = get},
      submitting,
      alone,
  };
}

}  // namespace bouts::cli

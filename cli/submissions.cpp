#include "cli/following.hpp"
#include "cli/show.hpp"

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

asio::awaitable<result<int>> get(context& with, const values& given) {
  const auto id = given.id<submission_id>("SUBMISSION");
  const auto answer = co_await with.api.submissions().get(id);
  co_return show(with, answer);
}

asio::awaitable<result<int>> get_breakdown(context& with, const values& given) {
  const auto id = given.id<submission_id>("SUBMISSION");
  const auto answer = co_await with.api.submissions().breakdown(id);
  co_return show(with, answer);
}

asio::awaitable<result<int>> wait(context& with, const values& given) {
  submission_id id = given.id<submission_id>("SUBMISSION");
  co_return co_await follow_and_show(with, std::move(id), given);
}

asio::awaitable<result<int>> get_result(context& with, const values& given) {
  const auto id = given.id<result_id>("RESULT");
  const auto answer = co_await with.api.results().get(id);
  co_return show(with, answer);
}

const parameter which = {.name = "SUBMISSION", .help = "Its id", .takes = takes::id, .required = true};

}  // namespace

std::vector<command> submission_commands() {
  return {
      {.group = "submissions",
       .name = "get",
       .help = "Show one submission",
       .parameters = {which},
       .needs = needs::token,
       .remote = get},
      {.group = "submissions",
       .name = "breakdown",
       .help = "Show how it was judged",
       .parameters = {which},
       .needs = needs::token,
       .remote = get_breakdown},
      {.group = "submissions",
       .name = "wait",
       .help = "Wait until it is judged, and show it",
       .parameters = {which, wait_seconds_parameter()},
       .needs = needs::token,
       .remote = wait,
       .more = "The exit code is 3 when it was judged, but failed, was rejected or invalidated."},
      {.group = "results",
       .name = "get",
       .help = "Show a result",
       .parameters =
           {{.name = "RESULT", .help = "Its id, or the submission's", .takes = takes::id, .required = true}},
       .needs = needs::token,
       .remote = get_result},
  };
}

}  // namespace bouts::cli

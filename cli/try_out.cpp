// What can be tried without consequences: dry runs, and the sandbox's challenges.
#include "cli/show.hpp"
#include "cli/solution_input.hpp"

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

asio::awaitable<result<int>> dry_run(context& with, const values& given) {
  dry_run_request asked;
  asked.action = parse_word<dry_run_action>(given.text("ACTION"));
  asked.challenge_id = given.optional_id<challenge_id>("--challenge");
  asked.session_id = given.optional_id<session_id>("--session");
  if (given.has("--content")) {
    asked.content = given.text("--content");
  } else if (given.has("--file")) {
    auto content = read_content(given.text("--file"), with.here.with.in);
    if (!content) {
      co_return std::unexpected(std::move(content.error()));
    }
    asked.content = *std::move(content);
  }
  const auto answer = co_await with.api.dry_run(asked);
  const result<int> shown = show(with, answer);
  if (shown && !answer->valid) {
    co_return exit_not_passed;
  }
  co_return shown;
}

asio::awaitable<result<int>> sandbox_challenges(context& with, const values&) {
  const auto answer = co_await with.api.sandbox().challenges();
  co_return show(with, answer);
}

}  // namespace

std::vector<command> try_out_commands() {
  return {
      {.group = "sandbox",
       .name = "challenges",
       .help = "List the challenges that are always there to try against",
       .parameters = {},
       .remote = sandbox_challenges},
      {.group = "",
       .name = "dry-run",
       .help = "Ask whether an action would be taken, without taking it",
       .parameters =
           {{.name = "ACTION",
             .help = "auth_check, session_create or submission_create",
             .takes = takes::word,
             .required = true,
             .words = {"auth_check", "session_create", "submission_create"}},
            {.name = "--challenge", .value = "ID", .help = "For session_create", .takes = takes::id},
            {.name = "--session", .value = "ID", .help = "For submission_create", .takes = takes::id},
            {.name = "--content", .value = "TEXT", .help = "For submission_create"},
            {.name = "--file",
             .value = "FILE",
             .help = "The content, from a file; - is standard input",
             .takes = takes::file}},
       .remote = dry_run,
       .more = "The exit code is 3 when it would be refused."},
  };
}

}  // namespace bouts::cli

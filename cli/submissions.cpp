#include "cli/arguments.hpp"
#include "cli/show.hpp"
#include "cli/solution_input.hpp"

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

struct submit_options {
  session_id session;
  std::string file;
  bool wait = false;
  int wait_seconds = 300;  // what the Python client waits at most
};

result<int> show_judged(context& with, const result<submission>& judged) {
  result<int> shown = show(with, judged);
  if (shown && judged->status != submission_status::completed) {
    return exit_not_passed;
  }
  return shown;
}

asio::awaitable<result<int>> submit(context& with, submit_options options) {
  if (auto ready = with.need_token(); !ready) {
    co_return std::unexpected(std::move(ready.error()));
  }
  auto content = read_content(options.file, with.in);
  if (!content) {
    co_return std::unexpected(std::move(content.error()));
  }
  const solution answer{.content = *std::move(content), .files = {}};
  // The same content in the same session has the same key: a repeated command cannot submit twice.
  const auto submitted = co_await with.api.sessions().submit(options.session, answer);
  if (!submitted || !options.wait) {
    co_return show(with, submitted);
  }
  const result_wait wait{.limit = std::chrono::seconds(options.wait_seconds)};
  const auto judged = co_await with.api.submissions().wait_for_result(submitted->id, wait);
  co_return show_judged(with, judged);
}

asio::awaitable<result<int>> get(context& with, submission_id id) {
  if (auto ready = with.need_token(); !ready) {
    co_return std::unexpected(std::move(ready.error()));
  }
  const auto answer = co_await with.api.submissions().get(id);
  co_return show(with, answer);
}

asio::awaitable<result<int>> get_breakdown(context& with, submission_id id) {
  if (auto ready = with.need_token(); !ready) {
    co_return std::unexpected(std::move(ready.error()));
  }
  const auto answer = co_await with.api.submissions().breakdown(id);
  co_return show(with, answer);
}

asio::awaitable<result<int>> get_result(context& with, submission_id id) {
  if (auto ready = with.need_token(); !ready) {
    co_return std::unexpected(std::move(ready.error()));
  }
  const auto answer = co_await with.api.results().get(id);
  co_return show(with, answer);
}

}  // namespace

void add_submit(CLI::App& program, action& chosen) {
  const auto options = std::make_shared<submit_options>();
  CLI::App& command =
      add_command(program, chosen, "submit", "Hand in a solution (once an entry, for ever)", submit, options);
  add_id(command, "SESSION", options->session, "The session's id");
  command.add_option("--file", options->file, "The solution's text; without it, or as -, standard input");
  command.add_flag("--wait", options->wait, "Wait until it is judged");
  command.add_option("--wait-seconds", options->wait_seconds, "At most so long")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
}

void add_submissions(CLI::App& program, action& chosen) {
  CLI::App& group = *program.add_subcommand("submissions", "What was handed in")->require_subcommand(1);

  const auto id = std::make_shared<submission_id>();
  add_id(add_command(group, chosen, "get", "Show one submission", get, id), "SUBMISSION", *id, "Its id");

  const auto judged = std::make_shared<submission_id>();
  add_id(add_command(group, chosen, "breakdown", "Show how it was judged", get_breakdown, judged),
         "SUBMISSION", *judged, "Its id");
}

void add_results(CLI::App& program, action& chosen) {
  CLI::App& group = *program.add_subcommand("results", "Final results")->require_subcommand(1);
  const auto id = std::make_shared<submission_id>();
  add_id(add_command(group, chosen, "get", "Show the result of a submission", get_result, id), "SUBMISSION",
         *id, "The submission's id");
}

}  // namespace bouts::cli

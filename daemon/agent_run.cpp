#include "daemon/agent_run.hpp"

#include "daemon/clock.hpp"
#include "daemon/files.hpp"
#include "daemon/output_follower.hpp"

#include <boost/asio/this_coro.hpp>

namespace arena {

namespace asio = boost::asio;

namespace {

// A solution file may hold files beside the content; what is larger could never be handed in.
constexpr std::size_t max_solution_file_bytes = 8 * 1024 * 1024;

agent_end how_it_ended(const runner_exit& exit) {
  switch (exit.reason) {
    case end_reason::deadline:
      return agent_end::deadline;
    case end_reason::cancelled:
      return agent_end::cancelled;
    case end_reason::spawn_failed:
      return agent_end::not_started;
    case end_reason::exited:
      break;
  }
  return exit.exit_code ? agent_end::exited : agent_end::killed;
}

}  // namespace

agent_run::agent_run(run_directory directory, runner_order order, event_handler on_event)
    : directory_(std::move(directory)), order_(std::move(order)), reader_(std::move(on_event)) {}

agent_run::~agent_run() = default;

void agent_run::cancel() {
  cancelled_ = true;
  if (runner_) {
    runner_->cancel();
  }
}

asio::awaitable<bouts::result<runner_exit>> agent_run::supervise() {
  const auto executor = co_await asio::this_coro::executor;
  auto follower = output_follower::open(
      executor, directory_.out(), directory_.err(),
      [this](agent_stream stream, std::string_view bytes) { reader_.feed(stream, bytes, wall_now()); });
  if (!follower) {
    co_return std::unexpected(follower.error());
  }
  const auto program = find_program("arena-runner");
  if (!program) {
    co_return std::unexpected(program.error());
  }
  auto started = runner_process::start(executor, *program, order_);
  if (!started) {
    co_return std::unexpected(started.error());
  }
  runner_.emplace(std::move(*started));
  if (cancelled_) {
    runner_->cancel();
  }
  aio::task_scope beside(executor);
  beside.spawn("output", (*follower)->follow());
  auto exit = co_await runner_->wait();
  beside.cancel();
  co_await beside.join();
  co_await (*follower)->drain();
  reader_.finish(wall_now());
  co_return exit;
}

asio::awaitable<run_outcome> agent_run::run() {
  const auto exit = co_await supervise();
  co_return conclude(exit);
}

run_outcome agent_run::conclude(const bouts::result<runner_exit>& exit) {
  run_outcome outcome;
  outcome.counts = reader_.counts();
  if (!exit) {
    outcome.end = {.how = agent_end::not_started, .detail = exit.error().message};
    return outcome;
  }
  outcome.exit = *exit;
  const auto file = read_file(directory_.agent_solution(), max_solution_file_bytes);
  const bool has_file = file && *file;
  outcome.solution = reader_.solution(has_file ? std::optional<std::string_view>(**file) : std::nullopt);
  outcome.end = {.how = how_it_ended(*exit),
                 .exit_code = exit->exit_code.value_or(0),
                 .has_solution = outcome.solution.has_value(),
                 .is_explicit = outcome.solution && is_explicit(outcome.solution->source),
                 .detail = exit->describe()};
  if (!file) {
    outcome.end.detail += "; " + file.error().message;
  }
  return outcome;
}

}  // namespace arena

// `arena-connect test`: the agent alone, on a made-up challenge, with nothing on the network.

#include "aio/task_scope.hpp"
#include "core/base/text.hpp"
#include "daemon/agent_run.hpp"
#include "daemon/clock.hpp"
#include "daemon/commands.hpp"
#include "daemon/layout.hpp"
#include "daemon/printing.hpp"
#include "daemon/secrets.hpp"
#include "daemon/start.hpp"
#include "daemon/test_challenge.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdio>

namespace arena {

namespace asio = boost::asio;
using bouts::milliseconds;

namespace {

attempt_facts facts_of(const config::agent_settings& agent, bouts::challenge challenge,
                       std::optional<milliseconds> time) {
  attempt_facts facts;
  facts.assigned.entry_id = *bouts::entry_id::parse("00000000-0000-4000-8000-000000000001");
  facts.assigned.challenge = std::move(challenge);
  facts.assigned.challenge.id = *bouts::challenge_id::parse("00000000-0000-4000-8000-000000000002");
  facts.assigned.assigned_at = wall_now();
  facts.session = *bouts::session_id::parse("00000000-0000-4000-8000-000000000003");
  facts.agent = *bouts::agent_id::parse("00000000-0000-4000-8000-000000000004");
  const milliseconds limit = *facts.assigned.challenge.time_limit;
  facts.time_left = agent.timeout > milliseconds(0) ? std::min(agent.timeout, limit) : limit;
  facts.time_left = time.value_or(facts.time_left);
  facts.deadline = wall_now() + facts.time_left;
  return facts;
}

// The settings of the agent to test: from the command alone, or one of the configuration.
std::variant<config::agent_settings, exit_code> choose_agent(const test_options& options) {
  if (options.given.agent_command && !options.given.config_file && !options.given.key) {
    config::agent_settings agent;
    agent.name = "agent";
    agent.pass_whole_environment = true;
    agent.workdir = std::filesystem::current_path().string();
    const auto words = config::split_words(*options.given.agent_command);
    if (!words || words->empty()) {
      std::fprintf(stderr, "arena-connect: --agent is not a command: a quote is left open, or it is empty\n");
      return exit_code::usage;
    }
    agent.command = *words;
    return agent;
  }
  auto loaded = load_configuration(options.given);
  if (const auto* code = std::get_if<exit_code>(&loaded)) {
    return *code;
  }
  for (const auto& agent : std::get<config::loaded>(loaded).config.agents) {
    if (!options.agent_name || agent.name == *options.agent_name) {
      return agent;
    }
  }
  std::fprintf(stderr, "arena-connect: the configuration has no agent '%s'\n", options.agent_name->c_str());
  return exit_code::usage;
}

asio::awaitable<void> run_it(agent_run& run, runner_order order, std::optional<run_outcome>& outcome) {
  aio::task_scope beside(co_await asio::this_coro::executor);
  beside.spawn("signals", watch_signals([&run] { run.cancel(); }));
  auto ended = co_await run.run(std::move(order));
  if (ended) {
    outcome = std::move(*ended);
  } else {
    outcome.emplace();
    outcome->end = {.how = agent_end::not_started, .detail = ended.error().message};
  }
  beside.cancel();
  co_await beside.join();
}

exit_code tell(const run_outcome& outcome, const redactor& redact) {
  std::printf("agent      ended: %s; %llu lines, %llu events\n",
              bouts::printable(outcome.end.detail, 300).c_str(),
              static_cast<unsigned long long>(outcome.counts.lines),
              static_cast<unsigned long long>(outcome.counts.events));
  if (outcome.end.how == agent_end::not_started) {
    std::fprintf(stderr, "arena-connect: the agent could not be started: %s\n", outcome.end.detail.c_str());
    return exit_code::agent_not_found;
  }
  if (!outcome.end.own_failure.empty()) {
    std::printf("agent      failed by its own account: %s\n", redact.text(outcome.end.own_failure).c_str());
  }
  if (!outcome.solution) {
    std::fprintf(stderr,
                 "arena-connect: the agent gave no answer (see AGENT-CONTRACT: a file, a submission line, or "
                 "output)\n");
    return exit_code::no_solution;
  }
  std::printf("%s", solution_lines(*outcome.solution, redact).c_str());
  if (const auto checked = check_solution(outcome.solution->answer); !checked) {
    std::fprintf(stderr, "arena-connect: %s\n", checked.error().message.c_str());
    return exit_code::bad_solution;
  }
  if (outcome.files_left > 0 || outcome.tree_cut) {
    std::printf("files      %llu of its files are not handed in: too large, too many, or no text%s\n",
                static_cast<unsigned long long>(outcome.files_left),
                outcome.tree_cut ? "; there are more than are looked at" : "");
  }
  const bool ended_well =
      outcome.end.how == agent_end::exited && outcome.end.exit_code == 0 && outcome.end.own_failure.empty();
  return ended_well || outcome.end.is_explicit ? exit_code::ok : exit_code::failed;
}

}  // namespace

exit_code test_command(const test_options& options) {
  auto challenge = challenge_to_test(options);
  const auto time = test_time(options);
  if (!challenge || !time) {
    const auto& why = challenge ? time.error() : challenge.error();
    std::fprintf(stderr, "arena-connect: %s\n", bouts::printable(why.message, 500).c_str());
    return exit_code::usage;
  }
  const auto chosen = choose_agent(options);
  if (const auto* code = std::get_if<exit_code>(&chosen)) {
    return *code;
  }
  const auto& agent = std::get<config::agent_settings>(chosen);
  const auto facts = facts_of(agent, *std::move(challenge), *time);
  const auto place = temporary_directory::create();
  const auto laid = place ? lay_out(place->path(), agent, facts, agent.grace, own_environment())
                          : bouts::result<layout>(std::unexpected(place.error()));
  if (!laid) {
    std::fprintf(stderr, "arena-connect: %s\n", laid.error().describe().c_str());
    return exit_code::bad_state;
  }
  const redactor redact(secrets_of(agent, own_environment()), agent.events.redact);
  std::printf("challenge  %s, %s\n", bouts::printable(facts.assigned.challenge.title, 200).c_str(),
              bouts::format_duration(facts.time_left).c_str());
  std::printf("agent      %s\n", bouts::printable(laid->order.command.front(), 200).c_str());

  const auto began = mono_now();
  agent_run run(
      laid->directory, reading_of(agent, laid->directory),
      [&](const bouts::event_view& event) {
        const auto since = std::chrono::floor<milliseconds>(mono_now() - began);
        std::printf("%s\n", event_line(since, redact.event(event)).c_str());
        std::fflush(stdout);
      },
      wall_now);
  std::optional<run_outcome> outcome;
  asio::io_context context(1);
  run_to_end(context, run_it(run, laid->order, outcome));
  return tell(*outcome, redact);
}

}  // namespace arena

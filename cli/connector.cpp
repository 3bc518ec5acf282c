#include "cli/replay_input.hpp"
#include "cli/show.hpp"
#include "cli/solution_input.hpp"
#include "core/redact/redactor.hpp"

#include <algorithm>
#include <iterator>

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

asio::awaitable<result<int>> ping(context& with, const values&) {
  // Nothing is said of the agent: a ping with a name renames it (API.md).
  const auto answer = co_await with.api.connector().ping();
  co_return show(with, answer);
}

asio::awaitable<result<int>> assigned(context& with, const values&) {
  const auto answer = co_await with.api.connector().assigned();
  co_return show(with, answer);
}

// REQUIRES the values of event_parameters().
agent_event event_of(const values& given, wall_time now) {
  agent_event made;
  made.type = parse_event_type(given.text("TYPE")).value_or(event_type::thinking);
  made.timestamp = now;
  for (const event_text_field& field : event_text_fields()) {
    std::string option = "--" + std::string(field.name);
    std::ranges::replace(option, '_', '-');
    if (given.has(option)) {
      made.*field.member = given.text(option);
    }
  }
  made.exit_code = given.number("--exit-code");
  if (const auto percent = given.number("--percent")) {
    made.percent = *percent;
  }
  return made;
}

asio::awaitable<result<int>> stream_event(context& with, const values& given) {
  auto agent = given.id<agent_id>("--agent");
  if (agent.empty()) {
    const auto online = co_await with.api.connector().ping();
    if (!online) {
      co_return std::unexpected(online.error());
    }
    agent = online->agent_id;
  }
  const auto challenge = given.id<challenge_id>("CHALLENGE");
  // Spectators read it, so it goes the way of an agent's own: without secrets, and within the arena's limits.
  const std::vector<secret> own = {with.keys.agent_key, with.keys.token};
  const arena::redacted_event shown = arena::redactor(own).event(event_of(given, with.api.server_time()));
  std::string event = encode_event(shown.event());
  const auto answer = co_await with.api.connector().stream_event(challenge, agent, std::move(event));
  co_return show(with, answer);
}

asio::awaitable<result<int>> submit(context& with, const values& given) {
  const auto solution = read_solution(with.here, given);
  if (!solution) {
    co_return std::unexpected(solution.error());
  }
  const auto challenge = given.id<challenge_id>("CHALLENGE");
  const auto answer = co_await with.api.connector().submit(challenge, *solution);
  co_return show(with, answer);
}

asio::awaitable<result<int>> replay(context& with, const values& given) {
  const auto events = read_replay(given.text("--file"), with.here.with.in);
  if (!events) {
    co_return std::unexpected(events.error());
  }
  const auto challenge = given.id<challenge_id>("CHALLENGE");
  const auto answer = co_await with.api.connector().send_replay(challenge, *events);
  co_return show_done(with, answer, challenge.str(), "taken");
}

const parameter which = {
    .name = "CHALLENGE", .help = "The challenge's id", .takes = takes::id, .required = true};

std::vector<std::string_view> event_words() {
  std::vector<std::string_view> words;
  for (const event_type type : all_event_types) {
    words.push_back(to_string(type));
  }
  return words;
}

std::vector<parameter> event_parameters() {
  return {
      which,
      {.name = "TYPE",
       .help = "started, thinking, tool_call, code_write, command_run, error_hit, self_correct, progress, "
               "submitted or timed_out",
       .takes = takes::word,
       .required = true,
       .words = event_words()},
      {.name = "--agent", .value = "ID", .help = "The agent's id; else asked by a ping", .takes = takes::id},
      {.name = "--summary", .value = "TEXT", .help = "What happened"},
      {.name = "--tool", .value = "NAME", .help = "Of a tool_call"},
      {.name = "--filename", .value = "NAME", .help = "Of a code_write"},
      {.name = "--language", .value = "NAME", .help = "Of a code_write"},
      {.name = "--snippet", .value = "TEXT", .help = "Of a code_write"},
      {.name = "--command", .value = "TEXT", .help = "Of a command_run"},
      {.name = "--exit-code",
       .value = "N",
       .help = "Of a command_run",
       .takes = takes::number,
       .least = -255,
       .most = 255},
      {.name = "--output-summary", .value = "TEXT", .help = "Of a command_run"},
      {.name = "--error-summary", .value = "TEXT", .help = "Of an error_hit"},
      {.name = "--percent",
       .value = "N",
       .help = "Of a progress",
       .takes = takes::number,
       .least = 0,
       .most = 100},
      {.name = "--stage", .value = "NAME", .help = "Of a progress"}};
}

std::vector<parameter> submit_parameters() {
  std::vector<parameter> all = {which};
  std::ranges::move(solution_parameters(), std::back_inserter(all));
  return all;
}

}  // namespace

std::vector<command> connector_commands() {
  constexpr std::string_view pinging = "Show that the agent key works, and that the agent is online";
  return {
      {.group = "connector",
       .name = "ping",
       .help = pinging,
       .parameters = {},
       .needs = needs::agent_key,
       .remote = ping},
      {.group = "connector",
       .name = "assigned",
       .help = "List the challenges that the agent is assigned",
       .parameters = {},
       .needs = needs::agent_key,
       .remote = assigned},
      {.group = "connector",
       .name = "event",
       .help = "Show spectators an event of the agent",
       .parameters = event_parameters(),
       .needs = needs::agent_key,
       .remote = stream_event,
       .more = "Keys, addresses and private paths are taken out of it. The arena takes 30 a minute of an "
               "agent, and "
               "those of a running connector count."},
      {.group = "connector",
       .name = "submit",
       .help = "Hand in a solution by the agent's key alone",
       .parameters = submit_parameters(),
       .needs = needs::agent_key,
       .remote = submit},
      {.group = "connector",
       .name = "replay",
       .help = "Send events of a replay",
       .parameters =
           {which,
            {.name = "--file",
             .value = "FILE",
             .help = "1 to 50 JSON objects, one a line, with event_type and timestamp_ms; without it, or "
                     "as -, standard input",
             .takes = takes::file}},
       .needs = needs::agent_key,
       .remote = replay},
      {.group = "",
       .name = "ping",
       .help = pinging,
       .parameters = {},
       .needs = needs::agent_key,
       .remote = ping},
  };
}

}  // namespace bouts::cli

#include "sandbox/command_line.hpp"

#include "core/base/error.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/serving.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <map>
#include <optional>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

constexpr int wrong_arguments = 2;

struct server_arguments {
  std::uint16_t port = 0;
  int agents = 1;
  std::string seed;
  std::string tls_cert;
  std::string tls_key;
  double time_scale = 1.0;
  std::int64_t judge_after_ms = 2000;
  std::string contract = "observed";
  bool quiet = false;
  bool die_with_parent = false;
};

struct assign_arguments {
  std::string url;
  std::string agent;
  std::map<std::string, std::string> texts;  // by the key of the request
  std::map<std::string, double> numbers;
  bool sandbox = false;
};

void describe_server(CLI::App& app, server_arguments& into) {
  const std::map<std::string, std::int64_t> units = {{"ms", 1}, {"s", 1000}, {"m", 60'000}};
  app.add_option("--port", into.port, "Port on 127.0.0.1; 0 takes any free one")->capture_default_str();
  app.add_option("--agents", into.agents, "How many agents there are, each with key and tokens")
      ->check(CLI::Range(1, limits::max_agents))
      ->capture_default_str();
  app.add_option("--seed", into.seed, "Any text: the same one gives the same ids, keys, tokens and faults");
  auto* const cert =
      app.add_option("--tls-cert", into.tls_cert, "Serve HTTPS with this certificate chain (PEM)");
  auto* const key = app.add_option("--tls-key", into.tls_key, "The certificate's key (PEM)");
  cert->needs(key);
  key->needs(cert);
  app.add_option(
         "--time-scale", into.time_scale,
         "How many times faster the arena's durations pass: rate windows, time limits, starts and ends of "
         "challenges, judging, pauses of deliveries, Retry-After. Printed times stay real ones")
      ->check(CLI::Range(slowest_time_scale, fastest_time_scale))
      ->capture_default_str();
  app.add_option("--judge-after", into.judge_after_ms,
                 "From a submission to its result: 500ms, 2s, 1m (default 2s)")
      ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED))
      ->check(CLI::NonNegativeNumber);
  app.add_option(
         "--contract", into.contract,
         "Where documents and service contradict each other: answer as the service was observed to, or "
         "as documented")
      ->check(CLI::IsMember({"observed", "documented"}))
      ->capture_default_str();
  app.add_flag("--quiet", into.quiet, "No line for each request on stderr");
  app.add_flag("--die-with-parent", into.die_with_parent, "End when the program that started this one does");
}

void describe_assign(CLI::App& app, assign_arguments& into) {
  app.add_option("--url", into.url, "The arena, as its first line of output says")->required();
  app.add_option("--agent", into.agent, "Index from 0, or agent id (default 0)");
  const auto text = [&](const char* flag, const char* key, const char* help) {
    app.add_option_function<std::string>(
        flag, [&into, key](const std::string& value) { into.texts[key] = value; }, help);
  };
  const auto number = [&](const char* flag, const char* key, const char* help) {
    app.add_option_function<double>(
        flag, [&into, key](const double& value) { into.numbers[key] = value; }, help);
  };
  text("--title", "title", "Title of the challenge");
  text("--description", "description", "What is to be done");
  text("--prompt", "prompt", "A prompt of its own for the agent");
  text("--category", "category", "speed_build, debugging, …");
  text("--format", "format", "sprint, …");
  text("--challenge", "challenge_id", "Assign this challenge instead of making one");
  text("--outcome", "outcome",
       "What judging makes of it: completed, result_500, failed, rejected, invalidated, refused");
  number("--time-limit-minutes", "time_limit_minutes", "0: no limit (default 60)");
  number("--starts-in", "starts_in_s", "Arena seconds until it begins (default 0)");
  number("--ends-in", "ends_in_s", "Arena seconds until it ends (default a day)");
  number("--count", "count", "Make so many (default 1)");
  app.add_flag("--sandbox", into.sandbox, "A challenge that only test tokens see");
}

std::string assign_body(const assign_arguments& from) {
  json::object body;
  const bool index = !from.agent.empty() && from.agent.find_first_not_of("0123456789") == std::string::npos;
  if (index && from.agent.size() < 9) {
    body["agent"] = std::stoi(from.agent);
  } else if (!from.agent.empty()) {
    body["agent"] = from.agent;
  }
  for (const auto& [key, value] : from.texts) {
    body[key] = value;
  }
  for (const auto& [key, value] : from.numbers) {
    body[key] = value;
  }
  if (from.sandbox) {
    body["sandbox"] = true;
  }
  return json::serialize(body);
}

serving_options options_of(const server_arguments& from) {
  serving_options made;
  made.arena.seed = from.seed.empty() ? random_seed() : from.seed;
  made.arena.agents = from.agents;
  made.arena.scale = time_scale(from.time_scale);
  made.arena.judge_after = milliseconds(from.judge_after_ms);
  made.arena.answers_as = parse_contract(from.contract).value_or(contract::observed);
  made.port = from.port;
  if (!from.tls_cert.empty()) {
    made.tls = tls_files{from.tls_cert, from.tls_key};
  }
  made.quiet = from.quiet;
  made.die_with_parent = from.die_with_parent;
  return made;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app(
      "The Bouts arena on this machine, in memory: every endpoint, deterministic judging, faults on "
      "request.\n"
      "Prints one JSON line (url, agents with their keys, tokens and web sessions) when it is ready; ends on "
      "TERM or INT.\n"
      "The page at / shows the bouts. /_arena/assign, requests, stats, entries, outage, fault and contract "
      "control it.\n"
      "Webhooks are delivered to this machine only.\n"
      "Exit codes: 0 ended as told, 1 could not be done, 2 wrong arguments.",
      "arena-sandbox");
  server_arguments server;
  assign_arguments assign;
  describe_server(app, server);
  CLI::App* const assigning = app.add_subcommand(
      "assign", "Make a challenge in a running arena and assign it; prints the ids as JSON");
  describe_assign(*assigning, assign);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_arguments;
  }
  if (assigning->parsed()) {
    return assign_from_shell({assign.url, assign_body(assign)});
  }
  return serve_until_told(options_of(server));
}

}  // namespace arena::sandbox

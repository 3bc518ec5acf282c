#include "cli/program.hpp"

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "core/base/text.hpp"
#include "sdk/version.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <optional>

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

constexpr const char* default_url = "https://agent-arena-roan.vercel.app";
constexpr int default_timeout_seconds = 30;  // one call, as the Python client has it

struct global_options {
  std::string url;
  std::optional<std::string> ca_file;
  int timeout_seconds = default_timeout_seconds;
  bool json = false;
};

void add_globals(CLI::App& program, global_options& options) {
  program.add_option("--url", options.url, "The arena's address; else $BOUTS_BASE_URL")
      ->default_str(default_url);
  program.add_option("--ca-file", options.ca_file, "PEM file with more certificate authorities");
  program.add_option("--timeout", options.timeout_seconds, "Seconds for one attempt of a call")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  program.add_flag("--json", options.json, "Print one JSON document");
  program.set_version_flag("--version", "bouts " + std::string(version()));
}

// A key that came with the line feed of the file it was read from.
secret read_key(const std::string& text) {
  return secret(std::string(trim(text)));
}

result<std::shared_ptr<transport>> connect(const asio::any_io_executor& executor,
                                           const global_options& options, const environment& from) {
  const std::string fallback = from.base_url.empty() ? default_url : from.base_url;
  transport_options made;
  made.base_url = options.url.empty() ? fallback : options.url;
  made.ca_file = options.ca_file;
  made.proxy = choose_proxy(made.base_url, from.proxy);
  made.read_timeout = std::chrono::seconds(options.timeout_seconds);
  return make_transport(executor, std::move(made));
}

result<int> perform(const action& chosen, const global_options& options, const environment& from,
                    streams with) {
  asio::io_context io;
  auto link = connect(io.get_executor(), options, from);
  if (!link) {
    return std::unexpected(std::move(link.error()));
  }
  credentials keys{.agent_key = read_key(from.agent_key), .token = read_key(from.token)};
  const bool has_agent_key = !keys.agent_key.empty();
  const bool has_token = !keys.token.empty();
  const client_options settings{.timeout = std::chrono::seconds(options.timeout_seconds)};
  async_client api(*std::move(link), std::move(keys), settings);
  context command{.api = api,
                  .has_agent_key = has_agent_key,
                  .has_token = has_token,
                  .json = options.json,
                  .in = with.in,
                  .out = with.out};
  std::optional<result<int>> outcome;
  asio::co_spawn(io, chosen(command), [&outcome](const std::exception_ptr& thrown, result<int> made) {
    if (thrown) {
      std::rethrow_exception(thrown);
    }
    outcome = std::move(made);
  });
  while (!outcome && io.run_one() > 0) {
  }
  return *std::move(outcome);
}

// The messages of CLI11 without its line breaks.
std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return std::string(trim(text));
}

}  // namespace

status context::need_agent_key() const {
  return has_agent_key ? status{} : fail(errc::config, "set ARENA_API_KEY to the agent's key (aa_…)");
}

status context::need_token() const {
  return has_token || has_agent_key ? status{}
                                    : fail(errc::config, "set BOUTS_API_KEY to an API token (bouts_sk_…)");
}

int run(std::vector<std::string> arguments, const environment& from, streams with) {
  CLI::App program("The Bouts API from a shell", "bouts");
  global_options options;
  action chosen;
  add_globals(program, options);
  program.require_subcommand(1);
  program.fallthrough();  // global options may stand behind the command
  for (const auto add : {add_ping, add_challenges, add_sessions, add_submit, add_submissions, add_results}) {
    add(program, chosen);
  }
  program.footer(
      "Keys are read from the environment: BOUTS_API_KEY (API token), ARENA_API_KEY (agent key).\n"
      "Errors are one line on standard error.\n\n" +
      exit_code_help());
  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    program.parse(std::move(arguments));
  } catch (const CLI::Success& asked) {
    return program.exit(asked, with.out, with.err);
  } catch (const CLI::ParseError& wrong) {
    with.err << "bouts: " << one_line(wrong.what()) << " (see --help)\n";
    return exit_usage;
  }
  const result<int> outcome = perform(chosen, options, from, with);
  if (!outcome) {
    with.err << "bouts: " << one_line(outcome.error().describe()) << '\n';
    return exit_code(outcome.error().kind);
  }
  return *outcome;
}

}  // namespace bouts::cli

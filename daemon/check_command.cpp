// `arena-connect check`: everything that a bout needs, looked at before there is one.

#include "config/show.hpp"
#include "daemon/check.hpp"
#include "daemon/commands.hpp"
#include "daemon/secrets.hpp"
#include "daemon/start.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace arena {

namespace asio = boost::asio;

namespace {

void add(std::vector<check_row>& rows, std::vector<check_row> more) {
  std::ranges::move(more, std::back_inserter(rows));
}

std::vector<check_row> problem_rows(const std::vector<config::problem>& problems) {
  std::vector<check_row> rows;
  for (const auto& problem : problems) {
    rows.push_back({.mark = check_mark::failed,
                    .agent = {},
                    .subject = "configuration",
                    .found = problem.describe(),
                    .code = code_of(problem.kind)});
  }
  return rows;
}

std::vector<check_row> configuration_rows(const config::loaded& loaded) {
  const auto agents = loaded.config.agents.size();
  std::vector<check_row> rows = {{.mark = check_mark::good,
                                  .agent = {},
                                  .subject = "configuration",
                                  .found = std::to_string(agents) + (agents == 1 ? " agent" : " agents") +
                                           ", arena " + loaded.config.arena.url}};
  for (const auto& warning : loaded.warnings) {
    rows.push_back({.mark = check_mark::warned, .agent = {}, .subject = "configuration", .found = warning});
  }
  return rows;
}

asio::awaitable<void> look_at_arena(const config::settings& settings, const environment& ours,
                                    std::vector<check_row>& rows) {
  auto way = co_await check_way(settings, ours);
  const bool reachable = check_code(way) == exit_code::ok;
  add(rows, std::move(way));
  for (const auto& agent : settings.agents) {
    if (!reachable) {
      rows.push_back({.mark = check_mark::skipped,
                      .agent = agent.name,
                      .subject = "key",
                      .found = "not asked: the arena is not reached"});
      continue;
    }
    auto told = co_await check_agent(settings, agent, ours);
    add(rows, std::move(told));
  }
}

exit_code tell(const std::vector<check_row>& rows, const std::optional<std::string>& shown, bool json) {
  if (json) {
    std::fputs(check_json(rows, shown).c_str(), stdout);
  } else {
    std::fputs(check_text(rows).c_str(), stdout);
    std::fputs(shown ? (std::string("\n") + "In force, with secrets masked:\n\n" + *shown).c_str() : "",
               stdout);
  }
  return check_code(rows);
}

}  // namespace

exit_code check_command(const check_options& options) {
  auto loaded = config::load(options.given, own_surroundings());
  if (!loaded) {
    return tell(problem_rows(loaded.error()), std::nullopt, options.json);
  }
  const auto& settings = loaded->config;
  const auto ours = own_environment();
  auto rows = configuration_rows(*loaded);
  add(rows, check_machine(settings, ours));
  const auto of_this_machine = static_cast<std::ptrdiff_t>(rows.size());
  if (!options.offline) {
    asio::io_context context(1);
    run_to_end(context, look_at_arena(settings, ours, rows));
  }
  const redactor redact(secrets_of(settings, ours), redacted_patterns(settings));
  // What the arena said may repeat a key. What is on this machine is its owner's own: a path stays whole.
  std::for_each(rows.begin() + of_this_machine, rows.end(),
                [&redact](check_row& row) { row.found = redact.text(row.found); });
  return tell(rows, config::show(settings), options.json);
}

}  // namespace arena

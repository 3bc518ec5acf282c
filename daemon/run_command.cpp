#include "daemon/application.hpp"
#include "daemon/bout_cgroup.hpp"
#include "daemon/commands.hpp"
#include "daemon/first_process.hpp"
#include "daemon/start.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <cstdio>
#include <utility>

namespace arena {

namespace asio = boost::asio;

namespace {

// A file with a problem changes nothing.
bouts::result<std::string> reload(application& app, const config::flags& given, const logger& log) {
  auto loaded = config::load(given, own_surroundings());
  if (!loaded) {
    for (const auto& problem : loaded.error()) {
      log.error("not reloaded: " + problem.describe());
    }
    return bouts::fail(bouts::errc::invalid,
                       "not reloaded, nothing has changed:\n" + problem_lines(loaded.error()));
  }
  auto told = app.reload(std::move(*loaded));
  if (!told) {
    log.error(told.error().message);
  }
  return told;
}

asio::awaitable<void> work(application& app) {
  aio::task_scope beside(co_await asio::this_coro::executor);
  const auto on_reload = [&app] {
    [[maybe_unused]] const auto told = app.reload_now();  // which was logged
  };
  beside.spawn("signals", watch_signals([&app] { app.stop(); }, on_reload));
  co_await app.run();
  beside.cancel();
  co_await beside.join();
}

}  // namespace

exit_code run_command(const config::flags& given) {
  if (const auto ended = serve_as_first_process()) {
    return static_cast<exit_code>(*ended);
  }
  auto loaded = load_configuration(given);
  if (const auto* code = std::get_if<exit_code>(&loaded)) {
    return *code;
  }
  auto& [settings, warnings] = std::get<config::loaded>(loaded);
  const auto log = make_logger(settings);
  for (const auto& warning : warnings) {
    log.warn(warning);
  }
  settle_in_cgroup();
  asio::io_context context(1);
  application app(context.get_executor(), std::move(settings), own_environment(), bout_watcher{}, log);
  app.on_reload([&app, &given, &log] { return reload(app, given, log); });
  if (const auto opened = app.open(); !opened) {
    const auto why = opened.error().describe();
    std::fprintf(stderr, "arena-connect: %s\n", why.c_str());
    tell_manager(why);
    return opened.error().kind == bouts::errc::bad_url ? exit_code::bad_url : exit_code::bad_state;
  }
  run_to_end(context, work(app));
  return exit_code::ok;
}

}  // namespace arena

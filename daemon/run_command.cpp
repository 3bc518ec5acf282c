#include "daemon/application.hpp"
#include "daemon/bout_cgroup.hpp"
#include "daemon/commands.hpp"
#include "daemon/first_process.hpp"
#include "daemon/start.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <cstdio>

namespace arena {

namespace asio = boost::asio;

namespace {

asio::awaitable<void> work(application& app) {
  aio::task_scope beside(co_await asio::this_coro::executor);
  beside.spawn("signals", watch_signals([&app] { app.stop(); }));
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
  application app(context.get_executor(), settings, own_environment(), bout_watcher{}, log);
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

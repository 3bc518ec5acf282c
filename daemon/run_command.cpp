#include "daemon/application.hpp"
#include "daemon/commands.hpp"
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
  auto loaded = load_configuration(given);
  if (const auto* code = std::get_if<exit_code>(&loaded)) {
    return *code;
  }
  auto& [settings, warnings] = std::get<config::loaded>(loaded);
  const auto log = make_logger(settings);
  for (const auto& warning : warnings) {
    log.warn(warning);
  }
  asio::io_context context(1);
  application app(context.get_executor(), settings, own_environment(), bout_watcher{}, log);
  if (const auto opened = app.open(); !opened) {
    std::fprintf(stderr, "arena-connect: %s\n", opened.error().describe().c_str());
    return opened.error().kind == bouts::errc::bad_url ? exit_code::bad_url : exit_code::bad_state;
  }
  run_to_end(context, work(app));
  return exit_code::ok;
}

}  // namespace arena

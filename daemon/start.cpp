#include "daemon/start.hpp"

#include "daemon/files.hpp"
#include "daemon/secrets.hpp"
#include "daemon/service_manager.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <system_error>

extern char** environ;

namespace arena {

namespace asio = boost::asio;

namespace {

constexpr std::size_t max_config_bytes = 1024 * 1024;

// Unlike read_file(), follows links: a configuration may well be one.
std::optional<std::string> read_configuration_file(const std::string& path) {
  std::error_code ec;
  const auto real = std::filesystem::canonical(path, ec);
  if (ec) {
    return std::nullopt;
  }
  auto text = read_file(real, max_config_bytes);
  return text ? std::move(*text) : std::nullopt;
}

// Reading takes more than the file's own mode: the way there has to be open too.
bool is_open_to_all(const std::string& path) {
  using std::filesystem::perms;
  std::error_code ec;
  auto at = std::filesystem::canonical(path, ec);
  const auto has = [&ec](const std::filesystem::path& one, perms wanted) {
    return (std::filesystem::status(one, ec).permissions() & wanted) != perms::none && !ec;
  };
  if (ec || !has(at, perms::others_read)) {
    return false;
  }
  while (at.has_relative_path()) {
    at = at.parent_path();
    if (!has(at, perms::others_exec)) {
      return false;
    }
  }
  return true;
}

}  // namespace

exit_code code_of(config::problem_kind kind) {
  switch (kind) {
    case config::problem_kind::no_file:
      return exit_code::no_config;
    case config::problem_kind::bad_yaml:
      return exit_code::bad_yaml;
    case config::problem_kind::unknown_key:
      return exit_code::unknown_key;
    case config::problem_kind::wrong_type:
      return exit_code::wrong_type;
    case config::problem_kind::bad_value:
      return exit_code::bad_value;
    case config::problem_kind::bad_url:
      return exit_code::bad_url;
  }
  return exit_code::bad_value;
}

environment own_environment() {
  environment variables;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string_view text(*one);
    if (const auto equals = text.find('='); equals != std::string_view::npos) {
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return variables;
}

config::surroundings own_surroundings() {
  std::error_code ec;
  return {.environment = own_environment(),
          .current_directory = std::filesystem::current_path(ec).string(),
          .is_root = geteuid() == 0,
          .read_file = read_configuration_file,
          .is_open_to_all = is_open_to_all};
}

void tell_manager(const std::string& why) {
  service_manager(own_environment(), ::getpid()).status(why);
}

std::variant<config::loaded, exit_code> load_configuration(const config::flags& given) {
  auto loaded = config::load(given, own_surroundings());
  if (loaded) {
    return std::move(*loaded);
  }
  for (const auto& problem : loaded.error()) {
    std::fprintf(stderr, "arena-connect: %s\n", problem.describe().c_str());
  }
  if (!loaded.error().empty()) {
    tell_manager(loaded.error().front().describe());
  }
  return loaded.error().empty() ? exit_code::failed : code_of(loaded.error().front().kind);
}

logger make_logger(const config::settings& settings) {
  return {settings.log, std::make_shared<const redactor>(secrets_of(settings, own_environment()),
                                                         redacted_patterns(settings))};
}

bouts::result<temporary_directory> temporary_directory::create() {
  std::error_code ec;
  std::string name = (std::filesystem::temp_directory_path(ec) / "arena-connect-XXXXXX").string();
  if (ec || mkdtemp(name.data()) == nullptr) {
    return bouts::fail(bouts::errc::io, "no temporary directory could be made: " +
                                            (ec ? ec.message() : std::generic_category().message(errno)));
  }
  return temporary_directory(name);
}

temporary_directory::~temporary_directory() {
  if (!path_.empty()) {
    std::error_code ec;
    std::filesystem::remove_all(path_, ec);
  }
}

void run_to_end(asio::io_context& context, asio::awaitable<void> task) {
  asio::co_spawn(context, std::move(task), [](const std::exception_ptr& thrown) {
    if (thrown) {
      std::rethrow_exception(thrown);
    }
  });
  context.run();
}

asio::awaitable<void> watch_signals(std::function<void()> on_stop) {
  constexpr int at_once = 3;  // DESIGN.md, Signals: the first drains, the second cancels, the third exits
  asio::signal_set signals(co_await asio::this_coro::executor, SIGTERM, SIGINT, SIGHUP);
  for (int stops = 0;;) {
    const int signal = co_await signals.async_wait(asio::use_awaitable);
    if (signal == SIGHUP) {
      continue;
    }
    if (++stops >= at_once) {
      ::_exit(to_int(exit_code::interrupted));
    }
    on_stop();
  }
}

}  // namespace arena

// What several commands begin with: this process's environment, the configuration or its problems, the
// signals.
#pragma once

#include "config/load.hpp"
#include "daemon/exit_codes.hpp"
#include "daemon/log.hpp"
#include "daemon/runner_process.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <optional>
#include <variant>

namespace arena {

environment own_environment();
config::surroundings own_surroundings();

// The exit code that says what kind of problem it is.
exit_code code_of(config::problem_kind kind);

// Why this program does not start, for whoever looks at the service: beside what is on standard error.
void tell_manager(const std::string& why);

// Loads the configuration. When that fails, the problems are on standard error, one line each, and the exit
// code says of which kind the first one is.
std::variant<config::loaded, exit_code> load_configuration(const config::flags& given);

// A logger that hides every key and token of the configuration, and what agents are passed from our
// environment.
logger make_logger(const config::settings& settings);

// A directory of its own under $TMPDIR, for its owner only; removed with all that is in it
// unless release() was called.
class temporary_directory {
 public:
  static bouts::result<temporary_directory> create();
  ~temporary_directory();
  temporary_directory(temporary_directory&& other) noexcept : path_(std::move(other.path_)) {
    other.path_.clear();
  }
  temporary_directory& operator=(temporary_directory&&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }
  void release() noexcept { path_.clear(); }

 private:
  explicit temporary_directory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

// Runs the context until the task, and all it started, has ended. An exception that leaves it is a bug of
// ours and goes on to the caller.
void run_to_end(boost::asio::io_context& context, boost::asio::awaitable<void> task);

// Calls `on_stop` for every TERM or INT; the third ends the process at once. Ignores HUP. Ends by
// cancellation.
boost::asio::awaitable<void> watch_signals(std::function<void()> on_stop);

}  // namespace arena

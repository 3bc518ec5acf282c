// The owner's hooks around a bout. Only before_run is waited for; the others run beside, so that none of them
// delays an answer or loses it.

#include "daemon/bout_task.hpp"
#include "daemon/run_directory.hpp"

#include <utility>

namespace arena {

namespace asio = boost::asio;

namespace {

void tell_failure(const logger& log, hook_kind which, const hook_end& end) {
  log.warn("the " + std::string(to_string(which)) + " hook failed: " + end.detail +
           (end.said.empty() ? "" : ": " + end.said) +
           (end.directory.empty() ? "" : "; what it printed is in " + end.directory.string()));
}

asio::awaitable<void> run_beside(hook_order order, logger log) {
  const auto which = order.which;
  const auto end = co_await run_hook(std::move(order));
  if (end.ended != hook_end::how::succeeded) {
    tell_failure(log, which, end);
  }
}

}  // namespace

asio::awaitable<std::optional<std::string>> bout_task::ask_hook() {
  if (around_.agent->hooks.before_run.empty()) {
    co_return std::nullopt;
  }
  const auto run = run_directory::at(around_.settings.state_dir, record().assigned.entry_id);
  auto order = order_hook(hook_kind::before_run, *around_.agent, record(), run.path(), around_.variables);
  const auto end = co_await run_hook(std::move(order));
  if (end.ended == hook_end::how::failed) {
    co_return end.said.empty() ? end.detail : end.said;
  }
  // A hook that does not work is no reason to miss a challenge.
  if (end.ended == hook_end::how::broken) {
    tell_failure(log_, hook_kind::before_run, end);
  }
  co_return std::nullopt;
}

void bout_task::start_hook(hook_kind which) {
  if (command_of(around_.agent->hooks, which).empty()) {
    return;
  }
  const auto run = run_directory::at(around_.settings.state_dir, record().assigned.entry_id);
  around_.beside(
      "hook " + std::string(to_string(which)) + " of " + record().assigned.entry_id.str(),
      run_beside(order_hook(which, *around_.agent, record(), run.path(), around_.variables), log_));
}

}  // namespace arena

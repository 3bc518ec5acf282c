// Taking over a configuration that was read anew, while bouts are at work.

#include "daemon/application.hpp"
#include "daemon/secrets.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace asio = boost::asio;

void application::start_agent(const config::agent_settings& agent) {
  workers_.push_back(std::make_unique<agent_worker>(
      executor_, settings_, std::make_shared<const config::agent_settings>(agent), variables_, transport_,
      *journal_, watcher_, measured_, log_));
  workers_.back()->start();
}

void application::on_reload(std::function<bouts::result<std::string>()> read_and_reload) {
  reload_ = std::move(read_and_reload);
}

bouts::result<std::string> application::reload_now() {
  if (!reload_) {
    return bouts::fail(bouts::errc::conflict, "this daemon was started without a configuration");
  }
  if (reports_) {
    reports_->begins_reload();
  }
  auto told = reload_();
  if (reports_) {
    reports_->reloaded(told ? "" : told.error().message);
  }
  return told;
}

bouts::result<std::string> application::reload(config::loaded anew) {
  if (stops_ > 0) {
    return bouts::fail(bouts::errc::conflict, "the daemon is stopping; nothing is reloaded");
  }
  const auto found = config::compare(settings_, anew.config);
  remember_secrets();
  settings_ = config::taken_over(settings_, std::move(anew.config));
  remember_secrets();
  log_.change(settings_.log.level, std::make_shared<const redactor>(hidden_, hidden_patterns_));
  for (const auto& warning : anew.warnings) {
    log_.warn(warning);
  }
  if (sweeper_) {
    sweeper_->change(settings_.retention);
  }
  take_over_agents(found);
  const std::string told = "configuration reloaded: " + found.describe();
  found.in_vain.empty() ? log_.info(told) : log_.warn(told);
  return told;
}

void application::remember_secrets() {
  for (auto& secret : secrets_of(settings_, variables_)) {
    if (std::ranges::find(hidden_, secret) == hidden_.end()) {
      hidden_.push_back(std::move(secret));
    }
  }
  for (auto& pattern : redacted_patterns(settings_)) {
    if (std::ranges::find(hidden_patterns_, pattern) == hidden_patterns_.end()) {
      hidden_patterns_.push_back(std::move(pattern));
    }
  }
}

void application::take_over_agents(const config::changes& found) {
  const auto is_in = [](const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
  };
  std::set<std::string> known;
  for (const auto& worker : workers_) {
    known.insert(worker->name());
    if (is_in(found.removed, worker->name())) {
      worker->retire();
      if (leaving_.insert(worker->name()).second) {
        seeing_off_.spawn("farewell of " + worker->name(), see_off(*worker));
      }
    }
  }
  for (const auto& agent : settings_.agents) {
    if (!known.contains(agent.name)) {
      start_agent(agent);
    } else if (is_in(found.changed, agent.name) || is_in(found.added, agent.name)) {
      const auto worker =
          std::ranges::find_if(workers_, [&](const auto& one) { return one->name() == agent.name; });
      (*worker)->adopt(std::make_shared<const config::agent_settings>(agent));
    }
  }
}

// An agent that is no more in the configuration goes when its bouts have ended, unless it comes back before.
asio::awaitable<void> application::see_off(agent_worker& worker) {
  const std::string name = worker.name();
  co_await worker.join_bouts();
  if (worker.is_retired() && stops_ == 0) {
    worker.stop_loops();
    co_await worker.join();
    const bool is_back = !worker.is_retired();  // named again meanwhile: its loops have ended all the same
    std::erase_if(workers_, [&](const auto& one) { return one.get() == &worker; });
    const auto agent = std::ranges::find(settings_.agents, name, &config::agent_settings::name);
    if (is_back && agent != settings_.agents.end()) {
      start_agent(*agent);
    } else {
      log_.named(name).info("gone: the configuration names it no more");
    }
  }
  leaving_.erase(name);
}

}  // namespace arena

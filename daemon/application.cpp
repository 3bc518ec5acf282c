#include "daemon/application.hpp"

#include "daemon/clock.hpp"
#include "daemon/files.hpp"
#include "sdk/version.hpp"

#include <utility>

namespace arena {

namespace asio = boost::asio;

namespace {

std::string value_of(const environment& variables, const char* upper, const char* lower) {
  for (const char* name : {upper, lower}) {
    if (const auto found = variables.find(name); found != variables.end()) {
      return found->second;
    }
  }
  return {};
}

std::optional<std::string> proxy_for(const config::settings& settings, const environment& variables) {
  if (settings.arena.proxy) {
    return settings.arena.proxy;
  }
  return bouts::choose_proxy(settings.arena.url,
                             {.https_proxy = value_of(variables, "HTTPS_PROXY", "https_proxy"),
                              .http_proxy = value_of(variables, "HTTP_PROXY", "http_proxy"),
                              .no_proxy = value_of(variables, "NO_PROXY", "no_proxy")});
}

}  // namespace

application::application(asio::any_io_executor executor, config::settings settings, environment variables,
                         bout_watcher watcher, logger log)
    : executor_(std::move(executor)),
      settings_(std::move(settings)),
      variables_(std::move(variables)),
      watcher_(std::move(watcher)),
      log_(std::move(log)) {
  watcher_.on_gone = [this, told = std::move(watcher_.on_gone)] {
    told();
    changed_.set();
  };
}

application::~application() = default;

bouts::status application::open() {
  bouts::transport_options options;
  options.base_url = settings_.arena.url;
  options.ca_file = settings_.arena.ca_file;
  options.proxy = proxy_for(settings_, variables_);
  auto made = bouts::make_transport(executor_, std::move(options));
  if (!made) {
    return std::unexpected(made.error());
  }
  transport_ = std::move(*made);
  return make_directory(std::filesystem::path(settings_.state_dir) / "runs");
}

asio::awaitable<void> application::run() {
  log_.info("arena-connect " + std::string(bouts::version()) + ", arena " + settings_.arena.url + ", " +
            std::to_string(settings_.agents.size()) + (settings_.agents.size() == 1 ? " agent" : " agents"));
  for (const auto& agent : settings_.agents) {
    workers_.push_back(
        std::make_unique<agent_worker>(executor_, settings_, agent, variables_, transport_, watcher_, log_));
    workers_.back()->start();
  }
  while (stops_ == 0) {
    changed_.reset();
    co_await changed_.wait();
  }
  co_await shut_down();
}

void application::stop() {
  ++stops_;
  changed_.set();
}

std::size_t application::bouts_at_work() const {
  std::size_t count = 0;
  for (const auto& worker : workers_) {
    count += worker->bouts_at_work();
  }
  return count;
}

// Until no bout is left, the time is up, or stop() was called more than `patience` times.
asio::awaitable<void> application::wait_for_bouts(bouts::milliseconds time, int patience) {
  const auto until = mono_now() + time;
  while (bouts_at_work() > 0 && stops_ <= patience && mono_now() < until) {
    changed_.reset();
    co_await changed_.wait_until(until);
  }
}

asio::awaitable<void> application::shut_down() {
  // 1. No more work; what has begun may finish. The agents stay online meanwhile.
  for (const auto& worker : workers_) {
    worker->drain();
  }
  if (bouts_at_work() > 0) {
    log_.info("stopping: waiting up to " + bouts::format_duration(settings_.shutdown.drain) + " for " +
              std::to_string(bouts_at_work()) + " bout(s); stop again to cancel");
  }
  co_await wait_for_bouts(settings_.shutdown.drain, 1);
  // 2. What still runs is stopped.
  if (bouts_at_work() > 0) {
    log_.warn("cancelling " + std::to_string(bouts_at_work()) + " bout(s)");
    for (const auto& worker : workers_) {
      worker->cancel_bouts();
    }
    co_await wait_for_bouts(settings_.shutdown.cancel, 2);
  }
  // 3. What does not end in time is left; its runner ends the agent.
  // 4. Pings, polls and events stop.
  for (const auto& worker : workers_) {
    worker->abandon_bouts();
    worker->stop_loops();
  }
  for (const auto& worker : workers_) {
    co_await worker->join();
  }
  // 5. The connections are closed.
  workers_.clear();
  transport_->close_idle();
  log_.info("stopped");
}

}  // namespace arena

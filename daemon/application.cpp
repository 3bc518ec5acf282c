#include "daemon/application.hpp"

#include "control/status_line.hpp"
#include "daemon/clock.hpp"
#include "daemon/files.hpp"
#include "daemon/measured_transport.hpp"
#include "daemon/proxy_for.hpp"
#include "daemon/start_memory.hpp"
#include "sdk/version.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <utility>

namespace arena {

namespace asio = boost::asio;

namespace {

// Every agent has pinged and polled by then.
constexpr std::chrono::seconds start_is_over{7};

asio::awaitable<void> give_back_after_start() {
  co_await aio::sleep_for(start_is_over);
  give_back_start_memory();
}

}  // namespace

application::application(asio::any_io_executor executor, config::settings settings, environment variables,
                         bout_watcher watcher, logger log)
    : executor_(std::move(executor)),
      settings_(std::move(settings)),
      variables_(std::move(variables)),
      watcher_(std::move(watcher)),
      log_(std::move(log)),
      desk_([this](const std::string& name) {
        return std::ranges::any_of(settings_.agents, [&](const config::agent_settings& one) {
          return one.mode == config::agent_mode::pull && (name.empty() || one.name == name);
        });
      }),
      seeing_off_(executor_),
      serving_(executor_),
      sweeping_(executor_),
      reporting_(executor_) {
  watcher_.on_gone = [this, told = std::move(watcher_.on_gone)] {
    told();
    if (sweeper_) {
      sweeper_->nudge();
    }
    changed_.set();
  };
  watcher_.on_offer = [this](offered_bout bout) { desk_.offer(std::move(bout)); };
  watcher_.is_asked = [this](const std::string& agent) { return desk_.is_asked(agent); };
  watcher_.on_withdraw = [this](const bouts::entry_id& entry) { desk_.withdraw(entry); };
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
  transport_ = measured_transport(std::move(*made), measured_);
  return open_state();
}

bouts::status application::open_state() {
  const std::filesystem::path state(settings_.state_dir);
  if (auto done = make_directory(state / "runs"); !done) {
    return done;
  }
  auto lock = state_lock::take(state);
  if (!lock) {
    return std::unexpected(lock.error());
  }
  lock_.emplace(std::move(*lock));
  auto opening = journal::open(state);
  if (!opening) {
    return std::unexpected(opening.error());
  }
  if (opening->warning) {
    log_.error(*opening->warning);
  }
  journal_ = std::move(opening->opened);
  journal_->measure_into(measured_);
  return {};
}

void application::open_control() {
  control_ = std::make_unique<control_service>(settings_, workers_, *journal_, measured_, log_);
  control_->on_reload([this] { return reload_now(); });
  sweeper_ = std::make_unique<run_sweeper>(
      settings_.state_dir, settings_.retention, *journal_,
      [this](const bouts::entry_id& entry) { return control_->is_at_work(entry); }, log_);
  sweeping_.spawn("retention", sweeper_->run());
  sweeping_.spawn("start memory", give_back_after_start());
  open_doors();
}

void application::open_reports() {
  reports_ = std::make_unique<service_reports>(
      service_manager(variables_, ::getpid()),
      service_reports::source{.status =
                                  [this] {
                                    return control::status_line(control_->agents(), control_->at_work(),
                                                                control_->now(), stops_ > 0);
                                  },
                              .is_healthy = [this] { return control_->is_healthy(); }});
  reporting_.spawn("service manager", reports_->run());
}

// Whoever follows a log is told that it ends; the sweeper is done with the journal.
asio::awaitable<void> application::close_control() {
  for (const auto& server : control_servers_) {
    server->stop();
  }
  co_await serving_.join();
  sweeping_.cancel();
  co_await sweeping_.join();
}

asio::awaitable<void> application::run() {
  log_.info("arena-connect " + std::string(bouts::version()) + ", arena " + settings_.arena.url + ", " +
            std::to_string(settings_.agents.size()) + (settings_.agents.size() == 1 ? " agent" : " agents"));
  for (const auto& agent : settings_.agents) {
    start_agent(agent);
  }
  open_control();
  open_reports();
  co_await tell_orphans();
  while (stops_ == 0) {
    changed_.reset();
    co_await changed_.wait();
  }
  co_await shut_down();
}

// Bouts that nobody goes on with, because the configuration has lost or renamed their agent.
asio::awaitable<void> application::tell_orphans() const {
  const auto unfinished = co_await journal_->open_bouts(std::nullopt);
  std::map<std::string, int> orphans;
  for (const auto& one : unfinished ? *unfinished : std::vector<journaled_bout>()) {
    const auto is_owner = [&](const config::agent_settings& agent) { return agent.name == one.agent; };
    if (std::ranges::none_of(settings_.agents, is_owner)) {
      ++orphans[one.agent];
    }
  }
  for (const auto& [agent, count] : orphans) {
    log_.warn(std::to_string(count) + " unfinished bout(s) belong to the agent '" + agent +
              "', which is not in the configuration: nobody goes on with them");
  }
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
  reports_->stops();
  // 0. Where agents are left to their runners there is nothing to wait for: the next daemon goes on.
  if (settings_.shutdown.leave_running && bouts_at_work() > 0) {
    log_.info("stopping; " + std::to_string(bouts_at_work()) + " bout(s) are left to the next daemon");
    co_return co_await stop_at_once();
  }
  control_->stops();
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
  co_await stop_at_once();
}

asio::awaitable<void> application::stop_at_once() {
  // 3. What does not end in time is left: the journal knows how far it is, and a runner ends its agent.
  // 4. Pings, polls and events stop.
  for (const auto& worker : workers_) {
    worker->abandon_bouts();
    worker->stop_loops();
  }
  co_await seeing_off_.join();
  for (const auto& worker : workers_) {
    co_await worker->join();
  }
  // 5. The control socket goes, then the connections are closed, then the journal.
  reporting_.cancel();
  co_await reporting_.join();
  co_await close_control();
  workers_.clear();
  transport_->close_idle();
  journal_.reset();
  lock_.reset();
  log_.info("stopped");
}

}  // namespace arena

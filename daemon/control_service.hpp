// What the control API sees of this daemon, and what it may do with it: the workers' present and the
// journal's past as one.
#pragma once

#include "control/view.hpp"
#include "daemon/agent_worker.hpp"
#include "daemon/journal.hpp"

#include <memory>
#include <set>
#include <vector>

namespace arena {

class control_service final : public control::view {
 public:
  using workers = std::vector<std::unique_ptr<agent_worker>>;

  // All of these but the log outlive the service. `all` may change between calls. `log` knows what must not
  // be shown: a second redactor of a fleet's secrets would cost 1.5 KiB an agent.
  control_service(const config::settings& settings, const workers& all, journal& kept,
                  const control::meters& measured, logger log);
  ~control_service() override;

  // How the configuration is read anew, for reload(). REQUIRES to be called before anybody asks.
  void on_reload(std::function<bouts::result<std::string>()> reload) { reload_ = std::move(reload); }
  // From now on the status says so, and nothing is handed in again nor taken up.
  void stops() noexcept { stopping_ = true; }
  // Every loop of every agent does what it should, and so does the journal.
  bool is_healthy() const;

  control::daemon_state daemon() const override;
  std::vector<control::agent_state> agents() const override;
  bouts::wall_time now() const override;
  std::vector<control::bout_state_now> at_work() const override;
  // At work, or on its way there.
  bool is_at_work(const bouts::entry_id& entry) const override;
  boost::asio::awaitable<bouts::result<std::vector<control::bout_state_now>>> list(
      control::bout_query which) override;
  boost::asio::awaitable<bouts::result<std::optional<control::bout_state_now>>> find(
      bouts::entry_id entry) override;
  boost::asio::awaitable<bouts::result<std::vector<bouts::entry_id>>> find_by_prefix(
      std::string prefix, std::size_t limit) override;
  std::filesystem::path log_file(const bouts::entry_id& entry, control::log_kind which) const override;
  std::string redacted(std::string_view text) const override { return log_.redacted(text); }
  boost::asio::awaitable<bouts::status> cancel(bouts::entry_id entry) override;
  boost::asio::awaitable<bouts::status> resubmit(bouts::entry_id entry,
                                                 std::optional<std::string> mended) override;
  const control::meters& measured() const override { return measured_; }
  control::process_figures process() const override;
  bool journal_is_alive() const override;
  bouts::status drain(std::optional<std::string> agent) override;
  bouts::status resume(std::optional<std::string> agent) override;
  bouts::result<std::string> reload() override { return reload_(); }

 private:
  bouts::result<std::vector<agent_worker*>> meant(const std::optional<std::string>& agent) const;
  agent_worker* worker_of(const bouts::entry_id& entry) const;
  agent_worker* worker_named(const std::string& agent) const;
  control::bout_state_now shown(journaled_bout kept) const;
  boost::asio::awaitable<bouts::status> reopen(bouts::entry_id entry, std::optional<std::string> mended);
  bouts::status replace_answer(const bouts::entry_id& entry, const std::string& mended) const;

  const config::settings& settings_;
  const workers& workers_;
  journal& journal_;
  logger log_;
  bouts::wall_time started_at_;
  const control::meters& measured_;
  std::function<bouts::result<std::string>()> reload_;
  bool stopping_ = false;
  std::set<bouts::entry_id> reopening_;
};

}  // namespace arena

// Enters challenges without being asked (CONFIG.md, enter): looks at the active ones every minute and opens a
// session on those that the owner's rules want, one after another. From there it is a bout like any other.
// Which ones, core/bout/entering decides.
//
// What is about to be entered is written down first, so that a session whose answer was lost, or that a
// killed daemon had opened, is known again as our own. Single thread.
#pragma once

#include "config/config.hpp"
#include "core/bout/record.hpp"
#include "core/http/streak.hpp"
#include "daemon/journal.hpp"
#include "daemon/log.hpp"
#include "daemon/programs.hpp"
#include "sdk/async_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace arena {

// What entering needs of its agent; what it refers to outlives the enterer.
struct entering_means {
  std::filesystem::path state_dir;
  const environment& variables;
  bouts::async_client& client;
  journal& kept;
  std::function<std::shared_ptr<const config::agent_settings>()> agent;  // as they are now
  std::function<bool()> has_room;                                        // for one more bout
  std::function<void(bout_record)> begin;  // the record is journaled and its session open
};

class enterer {
 public:
  enterer(entering_means means, logger log);

  // This challenge is played, or was: it is not entered again.
  void note(const bouts::challenge_id& challenge);
  // The loop; ends only by cancellation. Does nothing while `enter.enabled` is false.
  boost::asio::awaitable<void> run();
  // One look.
  boost::asio::awaitable<void> look();

 private:
  boost::asio::awaitable<bool> remember();
  boost::asio::awaitable<bouts::result<std::vector<bouts::challenge>>> active();
  boost::asio::awaitable<void> enter(bouts::challenge chosen);
  boost::asio::awaitable<bool> is_vetoed(const bouts::challenge& chosen);
  boost::asio::awaitable<bouts::result<bouts::opened_session>> open(const bouts::challenge& chosen);
  boost::asio::awaitable<void> take_up(bouts::challenge chosen, bouts::opened_session opened);
  void on_refused(const bouts::challenge& chosen, const bouts::error& why);
  void tell_failure(const bouts::error& why);
  std::filesystem::path directory() const;
  std::filesystem::path intent() const;
  void forget_intent();

  entering_means means_;
  logger log_;
  bool remembers_ = false;
  std::set<bouts::challenge_id> known_;
  std::set<bouts::challenge_id> ours_;  // a session of ours may be open
  bouts::streak streak_;
};

}  // namespace arena

// Shows one agent's bouts to spectators: carries out what the outbox decides, one request at a time
// (core/relay). One relay serves one agent key and all its bouts.
//
// A slow or failing arena never delays anything but this loop. Single thread.
#pragma once

#include "aio/event.hpp"
#include "core/http/streak.hpp"
#include "core/relay/outbox.hpp"
#include "daemon/log.hpp"
#include "sdk/client.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace arena {

class event_relay {
 public:
  event_relay(outbox_options options, std::shared_ptr<bouts::client> client, logger log);

  // The arena counts events by agent; without its id none can be sent, so they wait.
  void identify(bouts::agent_id agent);

  void open(const bouts::entry_id& bout, const bouts::challenge_id& challenge,
            std::optional<bouts::mono_time> not_after);
  void announce(const bouts::entry_id& bout, const redacted_event& event);
  void push(const bouts::entry_id& bout, const redacted_event& event);
  // Sends what still waits of the bout, then `last` where there is one, and comes back when that was answered
  // or given up: at the latest after `time`. Nothing of the bout is sent from then on.
  boost::asio::awaitable<event_account> finish(bouts::entry_id bout, std::optional<redacted_event> last,
                                               bouts::milliseconds time);

  // The loop; ends only by cancellation.
  boost::asio::awaitable<void> run();

  int window_used() const;

 private:
  boost::asio::awaitable<void> step();
  boost::asio::awaitable<void> send(outbox::sendable out);
  event_answer classify(const bouts::result<bouts::event_receipt>& answer) const;
  void tell(const bouts::result<bouts::event_receipt>& answer);

  outbox outbox_;
  std::shared_ptr<bouts::client> client_;
  logger log_;
  bouts::agent_id agent_;
  bouts::streak streak_;
  aio::event changed_;   // something was pushed: decide anew
  aio::event answered_;  // an answer came: somebody may have waited for it
};

}  // namespace arena

// Shows one agent's bouts to spectators: carries out what the outbox decides, one request at a time
// (core/relay). One relay serves one agent key and all its bouts.
//
// Before an event goes out, and after its answer, the journal learns how far the bout is shown: what was sent
// is not sent again after a crash, but for one event whose answer nobody heard.
//
// A slow or failing arena never delays anything but this loop. Single thread.
#pragma once

#include "aio/event.hpp"
#include "control/view.hpp"
#include "core/http/loop_watch.hpp"
#include "core/http/streak.hpp"
#include "core/relay/outbox.hpp"
#include "daemon/journal.hpp"
#include "daemon/log.hpp"
#include "sdk/async_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace arena {

class event_relay {
 public:
  // How far a bout's output was read at this moment.
  using position_source = std::function<output_position()>;

  // `kept` outlives the relay.
  event_relay(outbox_options options, std::string agent_name, std::shared_ptr<bouts::async_client> client,
              journal& kept, logger log);

  // The window as it was used before. REQUIRES that nothing was sent yet.
  void restore_window(const window_state& kept);

  // From a reloaded configuration.
  void change(outbox_options options);

  // The arena counts events by agent; without its id none can be sent, so they wait.
  void identify(bouts::agent_id agent);

  void open(const bouts::entry_id& bout, const bouts::challenge_id& challenge,
            std::optional<bouts::mono_time> not_after, position_source position);
  // Goes on with a stream that was kept. REQUIRES that it was just opened.
  void restore(const bouts::entry_id& bout, const stream_state& kept, const redactor& redact);
  // Nothing while the stream is not open.
  std::optional<stream_state> state(const bouts::entry_id& bout) const;

  // False, and without effect, when an event of this type was announced before, even by an earlier daemon.
  bool announce(const bouts::entry_id& bout, const redacted_event& event);
  void push(const bouts::entry_id& bout, const redacted_event& event);
  // Sends what still waits of the bout, then `last` where there is one, and comes back when that was answered
  // or given up: at the latest after `time`. Nothing of the bout is sent from then on.
  boost::asio::awaitable<event_account> finish(bouts::entry_id bout, std::optional<redacted_event> last,
                                               bouts::milliseconds time);

  // Ends the stream unsent, if it is open.
  void drop(const bouts::entry_id& bout);

  // The loop; ends only by cancellation.
  boost::asio::awaitable<void> run();

  // Whether the stream's last event is behind it.
  bool last_is_through(const bouts::entry_id& bout) const { return outbox_.last_is_through(bout); }
  int window_used() const;

  // For the control API: what became of all events so far, what the loop is doing, and its last failure, also
  // when it is over.
  event_account total() const;
  control::loop_state loop(bouts::milliseconds patience) const;
  bool is_alive(bouts::milliseconds patience) const;
  const std::optional<control::agent_trouble>& last_error() const noexcept { return last_error_; }

 private:
  boost::asio::awaitable<void> step();
  boost::asio::awaitable<void> send(outbox::sendable out);
  boost::asio::awaitable<void> keep(const bouts::entry_id& bout);
  event_answer classify(const bouts::result<bouts::event_receipt>& answer) const;
  void tell(const bouts::result<bouts::event_receipt>& answer);
  event_account close(const bouts::entry_id& bout);

  outbox outbox_;
  std::string agent_name_;
  journal& journal_;
  std::map<bouts::entry_id, position_source> positions_;
  bool journal_fails_ = false;
  std::shared_ptr<bouts::async_client> client_;
  logger log_;
  bouts::agent_id agent_;
  bouts::streak streak_;
  bouts::loop_watch watch_;
  std::optional<control::agent_trouble> last_error_;
  event_account ended_;  // of the streams that were closed
  aio::event changed_;   // something was pushed: decide anew
  aio::event answered_;  // an answer came: somebody may have waited for it
};

}  // namespace arena

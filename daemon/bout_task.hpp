// One bout, carried out: performs the actions of the bout machine one after another and tells it what came of
// each (core/bout decides, this acts). Single thread.
#pragma once

#include "aio/event.hpp"
#include "core/bout/machine.hpp"
#include "core/redact/redactor.hpp"
#include "daemon/agent_environment.hpp"
#include "daemon/agent_run.hpp"
#include "daemon/event_relay.hpp"
#include "daemon/files.hpp"
#include "daemon/hook.hpp"
#include "daemon/journal.hpp"
#include "daemon/pull_desk.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace arena {

// Told what happens in bouts while it happens; `demo` prints it.
struct bout_watcher {
  std::function<void(const bout_record&)> on_state = [](const bout_record&) {};
  std::function<void(const bout_record&, const redacted_event&)> on_event = [](const bout_record&,
                                                                               const redacted_event&) {};
  std::function<void()> on_gone = [] {};  // a bout has ended and is forgotten
  // An attempt whose agent asks for its work has begun or goes on, and is over.
  std::function<void(offered_bout)> on_offer = [](const offered_bout&) {};
  std::function<void(const bouts::entry_id&)> on_withdraw = [](const bouts::entry_id&) {};
  // Whether such an agent, by its name, is there to ask for one.
  std::function<bool(const std::string&)> is_asked = [](const std::string&) { return true; };
};

// What a bout needs of its agent; what it refers to outlives the bout.
struct bout_surroundings {
  const config::settings& settings;
  std::shared_ptr<const config::agent_settings> agent;  // as they are when it begins, to its end
  const environment& variables;                         // the daemon's own environment
  bouts::async_client& client;
  event_relay& relay;
  std::shared_ptr<const redactor> redact;
  journal& kept;
  const bout_watcher& watcher;
  std::function<void(const bouts::entry_id&, std::optional<bouts::wall_time>)>
      want_place;  // grant_place() follows
  std::function<void(const bouts::entry_id&)> leave_place;
  std::function<bouts::agent_id()> agent_id;
  std::function<void(std::string name, boost::asio::awaitable<void>)> beside;  // runs it beside all bouts
  std::function<void(const bout_usage&)> count_usage;                          // of a run of the agent, once
  std::function<void()> tell_by_key;  // a session was refused, and the agent key alone is used instead
};

class bout_task {
 public:
  // A new one, or one that an earlier daemon began.
  bout_task(bout_surroundings around, bout_record record, logger log);
  ~bout_task();
  bout_task(const bout_task&) = delete;
  bout_task& operator=(const bout_task&) = delete;

  // From here to the end. Once. Cancelled by Asio it leaves everything as it is, for the next daemon: the
  // journal knows of every step before it is taken.
  boost::asio::awaitable<void> run();

  // A place to run is free for it.
  void grant_place();
  // No new bouts: ends it if it has not begun; one that has begun is not disturbed.
  void drain();
  // Stops it. An answer that is on its way in still arrives.
  void cancel();

  const bout_record& record() const noexcept { return machine_.record(); }
  // How far the agent is, as it last said in this process.
  std::optional<double> percent() const noexcept { return percent_; }
  bool has_runner() const noexcept { return running_ != nullptr; }

 private:
  enum class stop { none, drain, cancel };

  boost::asio::awaitable<happening> perform(action what);
  boost::asio::awaitable<happening> await_place();
  boost::asio::awaitable<happening> open_session();
  // Why the owner's hook does not want this bout; nothing when it does, or there is none.
  boost::asio::awaitable<std::optional<std::string>> ask_hook();
  void start_hook(hook_kind which);
  boost::asio::awaitable<happening> run_agent();
  boost::asio::awaitable<happening> announce();
  boost::asio::awaitable<happening> submit();
  boost::asio::awaitable<happening> ask_session();
  boost::asio::awaitable<happening> follow();
  boost::asio::awaitable<happening> fetch_score();
  boost::asio::awaitable<happening> wait(bouts::milliseconds time);
  boost::asio::awaitable<happening> prepare();

  // Keeping what happened (bout_keeping.cpp).
  // False when `next` must not be performed: nothing of it is written down, and we are to stop.
  boost::asio::awaitable<bool> keep(action next);
  boost::asio::awaitable<bouts::status> save();
  boost::asio::awaitable<void> pick_up();
  bouts::status keep_note();
  bouts::status keep_answer();
  std::optional<bouts::mono_time> hold_until(const action& next) const;
  bool tell_kept(const bouts::status& kept);
  bout_checkpoint checkpoint() const;
  output_position position() const;

  // The agent's part (bout_agent.cpp).
  boost::asio::awaitable<bouts::result<run_outcome>> attempt();
  boost::asio::awaitable<bouts::status> find_answer_again();
  void tell_run(const run_outcome& outcome);
  void add_transcript(bouts::solution& answer);
  // While it lives, an agent that asks for its work can get this attempt.
  class offer;
  void open_stream();
  void on_agent_event(const bouts::event_view& event);
  void record_event(const redacted_event& event);

  bool must_cancel() const;
  bool agent_is_there() const;
  void leave_place();
  void tell_begin();
  void tell_state();
  void tell_end() const;

  bouts::wall_time server_now() const;
  bouts::mono_time to_mono(bouts::wall_time server_time) const;
  redacted_event own_event(bouts::event_type type, std::string summary) const;

  bout_surroundings around_;
  logger log_;
  bout_machine machine_;
  std::optional<bout_record> saved_;  // as the journal has it
  bool journal_fails_ = false;
  std::optional<run_directory> directory_;
  std::optional<append_file> event_log_;
  bool event_log_fails_ = false;
  std::optional<double> percent_;
  output_position shown_;  // of the agent's output, while none runs
  std::unique_ptr<agent_run> running_;
  std::optional<found_solution> found_;
  std::optional<bouts::solution> answer_;  // what is handed in
  bool answer_kept_ = false;
  std::optional<event_account> account_;  // once the stream is closed
  aio::event woken_;                      // a place was granted, or we are to stop
  stop stop_ = stop::none;
  bool stop_told_ = false;
  bool has_place_ = false;
};

}  // namespace arena

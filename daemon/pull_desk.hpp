// Where agents that live elsewhere get their work and bring what they say and answer (agent.mode: pull).
//
// To the rest of the daemon such a bout is like any other: its runner has an agent, which is only a stand-in
// (runner/stand_in.hpp). What the real one says is put into files that the stand-in prints and obeys. So
// whatever holds of an agent's output, deadline and answer, and of a daemon that dies meanwhile, holds here
// without another line.
//
// docs/decisions/0011-pulled-bouts-have-a-stand-in.md
#pragma once

#include "aio/event.hpp"
#include "control/pull_view.hpp"
#include "core/bout/record.hpp"
#include "daemon/run_directory.hpp"

#include <functional>
#include <map>
#include <string>

namespace arena {

// An attempt at a bout that waits for an agent to ask for it.
struct offered_bout {
  std::string agent;   // its name in the configuration
  bool single = true;  // one bout at a time: whoever asks again has forgotten the one it had
  bouts::entry_id entry;
  run_directory directory;
  bouts::wall_time deadline{};  // by the server's clock
  bouts::mono_time here{};      // by ours
};

class pull_desk final : public control::pull_view {
 public:
  // Whether there is such an agent, and asks for its work; with "" whether there is any.
  using agent_check = std::function<bool(const std::string& name)>;
  explicit pull_desk(agent_check known) : known_(std::move(known)) {}

  // The attempt has begun, or goes on after a restart.
  void offer(offered_bout bout);
  // Whether somebody asks for this agent's bouts, or did a moment ago: before that no session is opened for
  // one.
  bool is_asked(const std::string& agent) const;
  // It is over.
  void withdraw(const bouts::entry_id& entry);

  boost::asio::awaitable<bouts::result<std::optional<control::pulled_bout>>> next(
      control::pull_request what) override;
  bouts::status say(const bouts::entry_id& entry, std::string_view lines) override;
  bouts::status hand_in(const bouts::entry_id& entry, std::string_view answer) override;
  bouts::status give_up(const bouts::entry_id& entry, std::string_view why) override;

 private:
  struct held {
    offered_bout bout;
    bool taken = false;
    bool heard = false;  // of whoever took it
    std::string worker;
  };
  held* find_for(const control::pull_request& who);
  void end_forgotten(const control::pull_request& who);
  bouts::result<held*> at_work(const bouts::entry_id& entry);

  agent_check known_;
  std::map<bouts::entry_id, held> held_;
  std::map<std::string, int> asking_;  // by the agent that was named
  std::map<std::string, bouts::mono_time> asked_;
  aio::event offered_;
};

// Makes the run directory ready for a stand-in: nothing is said yet. The command that the runner is to start
// for it.
bouts::result<std::vector<std::string>> stand_in_command(const run_directory& directory);

}  // namespace arena

#include "daemon/pull_desk.hpp"

#include "core/agent/output.hpp"
#include "core/base/text.hpp"
#include "daemon/clock.hpp"
#include "daemon/files.hpp"
#include "daemon/programs.hpp"
#include "runner/stand_in.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::errc;
using bouts::fail;

namespace {

namespace fs = std::filesystem;

// As much as is kept of an agent's output by default; it is in this file and once more in the log.
constexpr std::uint64_t most_said = 64ULL * 1024 * 1024;
// An agent that asks again and again is there in between as well.
constexpr std::chrono::seconds between_questions{5};
constexpr std::size_t longest_reason = 500;  // UTF-16 units
constexpr std::size_t largest_challenge = 4ULL * 1024 * 1024;

fs::path said_of(const run_directory& directory) {
  return directory.work() / runner::said_file;
}
fs::path end_of(const run_directory& directory) {
  return directory.work() / runner::end_file;
}

bouts::status end(const run_directory& directory, int exit_code, std::string_view why) {
  return write_durably(end_of(directory),
                       std::to_string(exit_code) + (why.empty() ? "" : " ") + std::string(why));
}

}  // namespace

bouts::result<std::vector<std::string>> stand_in_command(const run_directory& directory) {
  for (const auto& left : {said_of(directory), end_of(directory)}) {
    std::error_code ec;
    fs::remove(left, ec);
    if (ec) {
      return fail(errc::io, "cannot remove " + left.string() + ": " + ec.message());
    }
  }
  auto program = find_program("arena-runner");
  if (!program) {
    return std::unexpected(program.error());
  }
  return std::vector<std::string>{program->string(), "--stand-in", directory.work().string()};
}

void pull_desk::offer(offered_bout bout) {
  const auto entry = bout.entry;
  held_.insert_or_assign(entry, held{.bout = std::move(bout)});
  offered_.set();
}

bool pull_desk::is_asked(const std::string& agent) const {
  for (const auto& name : {agent, std::string()}) {
    const auto asking = asking_.find(name);
    const auto asked = asked_.find(name);
    if ((asking != asking_.end() && asking->second > 0) ||
        (asked != asked_.end() && mono_now() < asked->second + between_questions)) {
      return true;
    }
  }
  return false;
}

void pull_desk::withdraw(const bouts::entry_id& entry) {
  held_.erase(entry);
}

// The one that ends first of those that are free or were given to this worker in vain.
pull_desk::held* pull_desk::find_for(const control::pull_request& who) {
  held* best = nullptr;
  for (auto& [entry, one] : held_) {
    const bool meant = who.agent.empty() || one.bout.agent == who.agent;
    const bool free = !one.taken || (!one.heard && one.worker == who.worker);
    std::error_code ec;
    const bool ends_later = best != nullptr && best->bout.here <= one.bout.here;
    if (meant && free && !ends_later && !fs::exists(end_of(one.bout.directory), ec)) {
      best = &one;
    }
  }
  return best;
}

// What this worker was given and has spoken of, and now asks for more: it has been started anew.
void pull_desk::end_forgotten(const control::pull_request& who) {
  for (auto& [entry, one] : held_) {
    const bool theirs = who.agent.empty() || one.bout.agent == who.agent;
    const bool told_apart = one.bout.single || !who.worker.empty();
    if (theirs && told_apart && one.taken && one.heard && one.worker == who.worker) {
      // Not written: at its next question, or at the deadline.
      give_up(entry, "the agent has vanished: it asks for the next bout while it should work on this one");
    }
  }
}

asio::awaitable<bouts::result<std::optional<control::pulled_bout>>> pull_desk::next(
    control::pull_request what) {
  if (!known_(what.agent)) {
    co_return fail(errc::not_found, what.agent.empty()
                                        ? "no agent of the configuration asks for its work (mode: pull)"
                                        : "no agent '" + bouts::to_valid_utf8(what.agent) +
                                              "' of the configuration asks for its work (mode: pull)");
  }
  end_forgotten(what);
  struct question {
    pull_desk& of;
    const std::string agent;
    ~question() {
      --of.asking_[agent];
      of.asked_[agent] = mono_now();
    }
  };
  ++asking_[what.agent];
  const question while_it_waits{*this, what.agent};
  const auto until = mono_now() + what.wait;
  held* found = find_for(what);
  while (found == nullptr && mono_now() < until) {
    offered_.reset();
    co_await offered_.wait_until(until);
    found = find_for(what);
  }
  if (found == nullptr) {
    co_return std::nullopt;
  }
  auto challenge = read_file(found->bout.directory.challenge(), largest_challenge);
  if (!challenge || !*challenge) {
    co_return challenge ? fail(errc::io, "the challenge is not there any more")
                        : std::unexpected(challenge.error());
  }
  found->taken = true;
  found->worker = what.worker;
  control::pulled_bout given;
  given.entry = found->bout.entry;
  given.challenge = *std::move(*challenge);
  given.deadline = found->bout.deadline;
  given.time_left = std::chrono::floor<bouts::milliseconds>(found->bout.here - mono_now());
  co_return given;
}

bouts::result<pull_desk::held*> pull_desk::at_work(const bouts::entry_id& entry) {
  const auto found = held_.find(entry);
  if (found == held_.end()) {
    return fail(errc::conflict, "this bout is not at work: it has ended, or its time is up");
  }
  std::error_code ec;
  if (fs::exists(end_of(found->second.bout.directory), ec)) {
    return fail(errc::conflict, "this bout was answered already");
  }
  found->second.heard = true;
  found->second.taken = true;  // before a restart of ours, which has forgotten it
  return &found->second;
}

bouts::status pull_desk::say(const bouts::entry_id& entry, std::string_view lines) {
  const auto found = at_work(entry);
  if (!found) {
    return std::unexpected(found.error());
  }
  if (lines.empty()) {
    return {};  // only that it is there
  }
  auto file = append_file::open(said_of((*found)->bout.directory));
  if (!file) {
    return std::unexpected(file.error());
  }
  if (file->size() + lines.size() > most_said) {
    return fail(errc::too_large, "the agent has said too much");
  }
  return file->add(std::string(lines) + (lines.ends_with('\n') ? "" : "\n"));
}

bouts::status pull_desk::hand_in(const bouts::entry_id& entry, std::string_view answer) {
  const auto found = at_work(entry);
  if (!found) {
    return std::unexpected(found.error());
  }
  const auto read = output_reader([](const bouts::event_view&) {}).solution(std::string(answer));
  if (!read) {
    return fail(errc::invalid, "the answer is empty");
  }
  if (const auto checked = check_solution(read->answer); !checked) {
    return std::unexpected(checked.error());
  }
  const auto& directory = (*found)->bout.directory;
  if (auto kept = write_durably(directory.agent_solution(), answer); !kept) {
    return kept;
  }
  return end(directory, 0, "");
}

bouts::status pull_desk::give_up(const bouts::entry_id& entry, std::string_view why) {
  const auto found = at_work(entry);
  if (!found) {
    return std::unexpected(found.error());
  }
  const auto reason = bouts::printable(bouts::to_valid_utf8(bouts::trim(why)), longest_reason);
  return end((*found)->bout.directory, 1, reason.empty() ? "the agent gave up" : reason);
}

}  // namespace arena

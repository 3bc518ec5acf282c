#include "daemon/leftovers.hpp"

#include "aio/event.hpp"
#include "daemon/bout_cgroup.hpp"
#include "daemon/clock.hpp"
#include "daemon/held_process.hpp"
#include "daemon/runner_marks.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace arena {

namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds longest{10};
constexpr std::chrono::milliseconds between_passes{2};
// A process that forks and ends faster than the list of processes is read can hide from one pass.
constexpr int passes_without_finding = 3;
// One that vanishes while it is looked at may be a link of such a chain, or any short-lived stranger of a
// busy machine: for so long after the last finding it keeps us looking.
constexpr std::chrono::seconds longest_doubt{3};
constexpr std::size_t longest_environment = 8UL * 1024 * 1024;  // the kernel allows 6 MiB

struct close_dir {
  void operator()(DIR* dir) const noexcept { ::closedir(dir); }
};

// The highest numbers first, which are mostly the youngest: what forks without end is looked at a moment
// after it was listed, and not after all the others, when it is long gone.
std::vector<pid_t> youngest_first() {
  std::vector<pid_t> pids;
  const std::unique_ptr<DIR, close_dir> dir(::opendir("/proc"));
  while (const dirent* entry = dir ? ::readdir(dir.get()) : nullptr) {
    const std::string_view name = entry->d_name;
    pid_t pid = 0;
    const auto [end, ec] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (ec == std::errc{} && end == name.data() + name.size()) {
      pids.push_back(pid);
    }
  }
  std::ranges::sort(pids, std::greater());
  return pids;
}

std::string proc_file(pid_t pid, const char* name) {
  return "/proc/" + std::to_string(pid) + "/" + name;
}

// NAME=VALUE each with a NUL before and behind it.
std::string environment_text(pid_t pid) {
  std::string text(1, '\0');
  const runner::descriptor file(::open(proc_file(pid, "environ").c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 16UL * 1024> chunk;
  ssize_t got = 0;
  while (file && text.size() < longest_environment &&
         (got = ::read(file.get(), chunk.data(), chunk.size())) > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(got));
  }
  return text;
}

enum class pass_result { nothing, doubt, found };

class sweep {
 public:
  sweep(std::filesystem::path run_directory, std::optional<runner_marks> marks)
      : directory_(std::move(run_directory)), marks_(std::move(marks)) {
    using namespace std::string_literals;
    variable_ = "\0ARENA_CHALLENGE_FILE="s + (directory_ / "challenge.json").string() + "\0"s;
  }

  // Finds and stops what was not found before. Doubt: nothing was found, but something ended before it could
  // be told whose it was.
  pass_result pass() {
    std::erase_if(held_, [](const auto& each) { return each.second.has_ended(); });
    auto result = pass_result::nothing;
    std::set<pid_t> ended;
    for (const pid_t pid : youngest_first()) {
      if (pid == ::getpid() || held_.contains(pid)) {
        continue;
      }
      auto process = held_process::open(pid);
      if (process && !process->has_ended() && belongs(*process)) {
        process->signal(SIGSTOP);
        held_.emplace(pid, std::move(*process));
        result = pass_result::found;
      } else if (!process || process->has_ended()) {
        ended.insert(pid);
      }
    }
    // A corpse that nobody has buried yet is seen in every pass, and tells nothing new.
    const bool new_one = !std::ranges::includes(ended_before_, ended);
    ended_before_ = std::move(ended);
    return result == pass_result::nothing && new_one ? pass_result::doubt : result;
  }

  std::size_t kill_held() {
    for (const auto& [pid, process] : held_) {
      process.signal(SIGKILL);
    }
    return held_.size();
  }

  bool all_ended() const {
    return std::ranges::all_of(held_, [](const auto& each) { return each.second.has_ended(); });
  }

 private:
  bool belongs(const held_process& process) const {
    const auto stat = process.stat();
    if (!stat) {
      return false;
    }
    if (const auto parent = held_.find(stat->parent); parent != held_.end() && !parent->second.has_ended()) {
      return true;
    }
    if (in_agents_session(process.pid(), *stat)) {
      return !process.has_ended();
    }
    return environment_text(process.pid()).find(variable_) != std::string::npos && !process.has_ended();
  }

  // The number of a session stays taken while anybody is in it, but then it goes to the next one. It is this
  // agent's while the agent is there itself; later, where the process works says it.
  bool in_agents_session(pid_t pid, const runner::process_stat& stat) const {
    if (!marks_ || stat.session != marks_->agent_pid || stat.start_time < marks_->agent_start_time) {
      return false;
    }
    const auto leader = runner::read_process_stat(marks_->agent_pid);
    if (leader) {
      return leader->start_time == marks_->agent_start_time;
    }
    std::error_code ec;
    const auto place = std::filesystem::read_symlink(proc_file(pid, "cwd"), ec);
    return !ec && place.string().starts_with(directory_.string() + "/");
  }

  std::filesystem::path directory_;
  std::optional<runner_marks> marks_;
  std::string variable_;
  std::map<pid_t, held_process> held_;
  std::set<pid_t> ended_before_;  // that the last pass came too late for
};

}  // namespace

asio::awaitable<std::size_t> end_leftovers(std::filesystem::path run_directory) {
  const auto read = read_runner_marks(run_directory);
  auto marks = read ? *read : std::nullopt;
  const auto boot_id = runner::read_boot_id();
  if (marks && boot_id && marks->boot_id != *boot_id) {
    co_return 0;  // nothing outlives the machine
  }
  const auto give_up = mono_now() + longest;
  const auto cgroup = marks ? marks->cgroup : std::filesystem::path();
  std::size_t killed = kill_bout_cgroup(run_directory, cgroup);
  sweep all(run_directory, std::move(marks));
  auto doubt_until = mono_now() + longest_doubt;
  for (int empty = 0; empty < passes_without_finding && mono_now() < give_up;) {
    const auto result = all.pass();
    if (result == pass_result::found) {
      empty = 0;
      doubt_until = mono_now() + longest_doubt;
      // Those found may have forked before they were stopped. However many there are, others have their turn.
      co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
      continue;
    }
    empty = result == pass_result::doubt && mono_now() < doubt_until ? 0 : empty + 1;
    killed += all.kill_held();
    while (!all.all_ended() && mono_now() < give_up) {
      co_await aio::sleep_for(between_passes);
    }
    co_await aio::sleep_for(between_passes);
  }
  all.kill_held();
  // Also waits for those that only their cgroup tells of.
  while (!remove_bout_cgroup(run_directory, cgroup) && mono_now() < give_up) {
    co_await aio::sleep_for(between_passes);
  }
  co_return killed;
}

}  // namespace arena

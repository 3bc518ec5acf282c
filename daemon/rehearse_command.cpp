// `arena-connect test --rehearse`: the user's own agent and configuration, run by a daemon of its own that is
// killed in the middle, against a local arena in bad weather.

#include "aio/event.hpp"
#include "core/base/text.hpp"
#include "core/wire/encode.hpp"
#include "core/wire/json_writer.hpp"
#include "daemon/bout_note.hpp"
#include "daemon/clock.hpp"
#include "daemon/commands.hpp"
#include "daemon/files.hpp"
#include "daemon/local_arena.hpp"
#include "daemon/programs.hpp"
#include "daemon/rehearsal.hpp"
#include "daemon/run_directory.hpp"
#include "daemon/start.hpp"
#include "daemon/test_challenge.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>

namespace arena {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using bouts::milliseconds;

namespace {

constexpr std::chrono::milliseconds between_looks{100};
constexpr std::chrono::minutes beside_the_agent{2};  // what opening, handing in and restarting may take
constexpr std::chrono::seconds farewell{20};         // for the daemon, after SIGTERM
constexpr std::size_t longest_answer = 64 * 1024 * 1024;

// Each hits the next requests to its path, the first that is left; none of them stops a good daemon. By
// prefix and method: only opening posts to a challenge, only handing in posts to a session.
constexpr const char* weather[] = {
    R"({"path":"/api/v1/agents/ping","status":503,"count":2})",
    R"({"path":"/api/v1/challenges/assigned","status":429,"retry_after":1,"count":1})",
    R"({"path":"/api/v1/challenges/assigned","mode":"cut_before","count":1})",
    R"({"path":"/api/v1/challenges/assigned","mode":"repeated","count":1000})",
    R"({"path":"/api/v1/challenges/","method":"POST","status":503,"count":1})",
    R"({"path":"/api/v1/challenges/","method":"POST","mode":"cut_after","count":1})",
    R"({"path":"/api/v1/events/stream","status":502,"count":1})",
    R"({"path":"/api/v1/sessions/","method":"POST","status":503,"count":1})",
    R"({"path":"/api/v1/sessions/","method":"POST","mode":"cut_after","count":1})",
    R"({"path":"/api/connector/submit","mode":"cut_after","count":1})",
    R"({"path":"/api/v1/submissions/","mode":"html","count":1})",
};

// A daemon of the rehearsal; killed with this object.
class rehearsing_daemon {
 public:
  static bouts::result<std::unique_ptr<rehearsing_daemon>> start(const config::flags& given,
                                                                 const arena_seat& seat,
                                                                 const fs::path& place,
                                                                 const char* log_name) {
    const auto program = find_program("arena-connect");
    if (!program) {
      return std::unexpected(program.error());
    }
    spawn_request order{.program = *program,
                        .arguments = arguments_of(given, seat, place),
                        .variables = own_environment(),
                        .error_log = place / log_name};
    order.variables["XDG_RUNTIME_DIR"] = place.string();  // its control socket is its own
    order.variables.erase("RUNTIME_DIRECTORY");
    order.variables.erase("NOTIFY_SOCKET");
    const auto pid = spawn(order);
    if (!pid) {
      return std::unexpected(pid.error());
    }
    return std::unique_ptr<rehearsing_daemon>(new rehearsing_daemon(*pid));
  }
  ~rehearsing_daemon() {
    if (!has_ended()) {
      kill_at_once();
    }
  }
  rehearsing_daemon(const rehearsing_daemon&) = delete;
  rehearsing_daemon& operator=(const rehearsing_daemon&) = delete;

  bool has_ended() {
    ended_ = ended_ || ::waitpid(pid_, nullptr, WNOHANG) == pid_;
    return ended_;
  }
  void stop() const { ::kill(pid_, SIGTERM); }
  void kill_at_once() {
    if (!ended_) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
      ended_ = true;
    }
  }

 private:
  explicit rehearsing_daemon(int pid) : pid_(pid) {}

  // Flags go before everything that the user's configuration says of the arena.
  static std::vector<std::string> arguments_of(const config::flags& given, const arena_seat& seat,
                                               const fs::path& place) {
    std::vector<std::string> words = {"run"};
    const auto add = [&words](const char* flag, std::string value) {
      words.emplace_back(flag);
      words.push_back(std::move(value));
    };
    if (given.config_file) {
      add("--config", *given.config_file);
    }
    if (given.agent_command) {
      add("--agent", *given.agent_command);
    }
    if (given.agent_timeout_minutes) {
      add("--agent-timeout-minutes", std::to_string(*given.agent_timeout_minutes));
    }
    add("--arena-url", seat.url);
    add("--key", std::string(seat.key.reveal()));  // of an arena that ends with us
    add("--token", std::string(seat.token.reveal()));
    add("--state-dir", (place / "state").string());
    return words;
  }

  int pid_;
  bool ended_ = false;
};

// A challenge that the agent's own `accept` lets through.
std::string assignment_for(const config::agent_settings& agent, const bouts::challenge& challenge,
                           int minutes) {
  const auto& accept = agent.accept;
  bouts::json_writer body;
  body.begin_object();
  body.key("agent").integer(0);
  body.key("title").string(challenge.title);
  body.key("description").string(challenge.description);
  if (!challenge.prompt.empty()) {
    body.key("prompt").string(challenge.prompt);
  }
  body.key("category").string(accept.categories.empty() ? challenge.category : accept.categories.front());
  body.key("format").string(accept.formats.empty() ? challenge.format : accept.formats.front());
  body.key("time_limit_minutes").integer(minutes);
  body.end_object();
  return body.take();
}

struct stage {
  const test_options& options;
  const config::agent_settings& agent;
  bouts::challenge challenge;
  int minutes;
  fs::path place;
};

void say(const std::string& text) {
  std::printf("%s\n", text.c_str());
  std::fflush(stdout);
}

std::optional<bout_record> record_of(const fs::path& place) {
  auto found = find_bout_notes(place / "state").notes;
  return found.empty() ? std::nullopt : std::optional(std::move(found.front().record));
}

bool is_over(const fs::path& place) {
  const auto record = record_of(place);
  return record && record->closed;
}

asio::awaitable<bouts::status> make_weather(const local_arena& arena) {
  for (const char* fault : weather) {
    const auto made = co_await arena.ask("POST", "/_arena/fault", fault);
    if (!made) {
      co_return std::unexpected(made.error());
    }
  }
  co_return bouts::status();
}

// Until the agent works, or it is all over; false when neither happens in time.
asio::awaitable<bool> wait_for_agent(const stage& on, const fs::path& run, rehearsing_daemon& daemon,
                                     bouts::mono_time until) {
  std::error_code ec;
  while (mono_now() < until && !daemon.has_ended()) {
    if (fs::exists(run / "runner.json", ec) || is_over(on.place)) {
      co_return true;
    }
    co_await aio::sleep_for(between_looks);
  }
  co_return false;
}

asio::awaitable<void> wait_for_end(const stage& on, rehearsing_daemon& daemon, bouts::mono_time until) {
  while (mono_now() < until && !daemon.has_ended() && !is_over(on.place)) {
    co_await aio::sleep_for(between_looks);
  }
}

asio::awaitable<void> see_off(rehearsing_daemon& daemon) {
  daemon.stop();
  const auto until = mono_now() + farewell;
  while (mono_now() < until && !daemon.has_ended()) {
    co_await aio::sleep_for(between_looks);
  }
  daemon.kill_at_once();
}

asio::awaitable<void> gather(const stage& on, const local_arena& arena, std::string entry,
                             rehearsal_facts& facts) {
  const auto entries = co_await arena.ask("GET", "/_arena/entries?entry_id=" + entry);
  const auto requests = co_await arena.ask("GET", "/_arena/requests");
  read_entry(entries.value_or(""), facts);
  read_requests(requests.value_or(""), facts);
  facts.attempts_allowed = on.agent.retries + 1;
  const auto id = bouts::entry_id::parse(entry);
  const auto run = run_directory::at(on.place / "state", id ? *id : bouts::entry_id());
  facts.attempts = run.begun_attempt();
  facts.started = facts.attempts > 0;
  const auto notes = find_bout_notes(on.place / "state").notes;
  facts.bouts = static_cast<int>(notes.size());
  if (!notes.empty()) {
    const auto& record = notes.front().record;
    facts.bout_state = to_string(record.state);
    facts.reason = record.reason;
    facts.ended_in_time = facts.started && !record.time_ran_out;
  }
  const auto kept = read_file(run.solution(), longest_answer);
  boost::json::error_code failed;
  const auto answer = kept && *kept ? boost::json::parse(**kept, failed) : boost::json::value();
  if (const auto* object = failed ? nullptr : answer.if_object()) {
    const auto* content = object->if_contains("content");
    facts.content_here = content != nullptr && content->is_string() ? std::string(content->get_string()) : "";
  }
}

asio::awaitable<bouts::status> play(const stage& on, rehearsal_facts& facts) {
  auto started = co_await local_arena::start();
  if (!started) {
    co_return std::unexpected(started.error());
  }
  const auto& arena = **started;
  const auto made = co_await make_weather(arena);
  if (!made) {
    co_return made;
  }
  std::string order = assignment_for(on.agent, on.challenge, on.minutes);
  const auto entry = co_await arena.assign(std::move(order));
  if (!entry) {
    co_return std::unexpected(entry.error());
  }
  const auto run = on.place / "state" / "runs" / *entry;
  const auto until = mono_now() + std::chrono::minutes(on.minutes) + beside_the_agent;
  say("arena      at " + arena.seat().url + ", in bad weather");
  auto first = rehearsing_daemon::start(on.options.given, arena.seat(), on.place, "daemon.1.log");
  if (!first) {
    co_return std::unexpected(first.error());
  }
  const bool at_work = co_await wait_for_agent(on, run, **first, until);
  facts.killed_at_work = at_work && !is_over(on.place) && !fs::exists(run / "exit.json");
  (*first)->kill_at_once();
  say(std::string("daemon     killed ") + (facts.killed_at_work ? "while the agent works" : "") +
      ", and started again");
  auto second = rehearsing_daemon::start(on.options.given, arena.seat(), on.place, "daemon.2.log");
  if (!second) {
    co_return std::unexpected(second.error());
  }
  co_await wait_for_end(on, **second, until);
  co_await see_off(**second);
  co_await gather(on, arena, *entry, facts);
  co_return bouts::status();
}

asio::awaitable<void> play_to_end(const stage& on, rehearsal_facts& facts, bouts::status& done) {
  done = co_await play(on, facts);
}

exit_code complain(exit_code code, const std::string& why) {
  std::fprintf(stderr, "arena-connect: %s\n", bouts::printable(why, 500).c_str());
  return code;
}

// A minute too many rather than one too few.
int minutes_for(const config::agent_settings& agent, const bouts::challenge& challenge,
                std::optional<milliseconds> time) {
  const auto given = time ? std::chrono::ceil<std::chrono::minutes>(*time) : *challenge.time_limit;
  return std::max(static_cast<int>(given.count()), std::max(agent.accept.min_minutes, 1));
}

}  // namespace

exit_code rehearse_command(const test_options& options) {
  auto challenge = challenge_to_test(options);
  const auto time = test_time(options);
  if (!challenge || !time) {
    return complain(exit_code::usage, challenge ? time.error().message : challenge.error().message);
  }
  config::flags given = options.given;
  if (!given.key) {
    given.key = "aa_" + std::string(64, '0');  // the arena's own takes its place
  }
  auto loaded = load_configuration(given);
  if (const auto* code = std::get_if<exit_code>(&loaded)) {
    return *code;
  }
  const auto& settings = std::get<config::loaded>(loaded).config;
  if (settings.agents.size() != 1 || settings.arena.proxy) {
    return complain(exit_code::usage,
                    settings.arena.proxy
                        ? "a rehearsal is on this machine: take arena.proxy out of a copy of the file"
                        : "a rehearsal takes a configuration with one agent");
  }
  auto place = temporary_directory::create();
  if (!place) {
    return complain(exit_code::bad_state, place.error().describe());
  }
  const auto& agent = settings.agents.front();
  const int minutes = minutes_for(agent, *challenge, *time);
  const stage on{.options = options,
                 .agent = agent,
                 .challenge = *challenge,
                 .minutes = minutes,
                 .place = place->path()};
  rehearsal_facts facts;
  bouts::status done;
  asio::io_context context(1);
  run_to_end(context, play_to_end(on, facts, done));
  if (!done) {
    return complain(exit_code::no_arena, done.error().describe());
  }
  const auto rows = judge_rehearsal(facts);
  std::printf("\n%s", check_text(rows).c_str());
  const auto code = check_code(rows);
  if (code != exit_code::ok) {
    std::printf("\nkept in %s\n", place->path().c_str());
    place->release();
  }
  return code;
}

}  // namespace arena

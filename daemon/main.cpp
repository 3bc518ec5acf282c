// arena-connect: the words of the command line, and nothing else.

#include "config/schema.hpp"
#include "daemon/commands.hpp"
#include "daemon/control_asking.hpp"
#include "daemon/shield.hpp"
#include "sdk/version.hpp"

#include <CLI/CLI.hpp>

#include <signal.h>

#include <cstdio>
#include <exception>
#include <optional>
#include <string>

namespace {

using arena::exit_code;

std::string footer() {
  std::string text = "Exit codes:\n";
  for (const auto& [code, meaning] : arena::exit_meanings) {
    text += "  " + std::to_string(arena::to_int(code)) + "\t" + std::string(meaning) + "\n";
  }
  return text + "\nWithout a command, `run` is meant.";
}

void add_flags(CLI::App& app, arena::config::flags& flags) {
  app.add_option("-c,--config", flags.config_file,
                 "The YAML file (else $ARENA_CONFIG, else the usual places)");
  app.add_option("--key", flags.key,
                 "The agent key, aa_… (better: ARENA_API_KEY, or a file: reference in the YAML)");
  app.add_option("--token", flags.token, "The API token, bouts_sk_… (better: BOUTS_API_KEY)");
  app.add_option("--agent", flags.agent_command, "The agent's command, e.g. \"python my_agent.py\"");
  app.add_option("--arena-url", flags.arena_url, "The arena (else ARENA_URL, else the public one)");
  app.add_option("--agent-timeout-minutes", flags.agent_timeout_minutes, "Caps the time of a bout");
  app.add_option("--state-dir", flags.state_dir, "Where runs are kept");
  app.add_flag("--auto-enter", flags.auto_enter, "Enter challenges by itself");
  app.add_flag("-v,--verbose", flags.verbose, "Log in detail");
}

// Those that speak with a running daemon.
struct control_words {
  arena::control_options to;
  arena::listing_options listing;
  arena::log_options log;
  std::string entry;
  std::optional<std::string> file;
  arena::drain_options draining;
  std::optional<std::string> resumed;  // an agent; else all
  bool watch = false;
  CLI::App* status = nullptr;
  CLI::App* history = nullptr;
  CLI::App* logs = nullptr;
  CLI::App* health = nullptr;
  CLI::App* cancel = nullptr;
  CLI::App* resubmit = nullptr;
  CLI::App* drain = nullptr;
  CLI::App* resume = nullptr;
  CLI::App* reload = nullptr;

  void add(CLI::App& app) {
    status = add_one(app, "status", "What the daemon and its agents are doing");
    auto* json = status->add_flag("--json", listing.json, "As JSON");
    status->add_flag("-w,--watch", watch, "Again each second, until Ctrl-C")->excludes(json);
    history = add_one(app, "history", "Bouts that have ended, with their scores");
    history->add_flag("--json", listing.json, "As JSON");
    history->add_option("--name", listing.agent, "Of this agent only");
    history->add_option("--limit", listing.limit, "How many, the latest first")->check(CLI::Range(1, 1000));
    logs = add_one(app, "logs", "What the agent printed, without secrets");
    add_entry(*logs, log.entry);
    logs->add_flag("-f,--follow", log.follow, "Go on until the bout ends");
    auto* err = logs->add_flag("--stderr", log.err, "Its standard error");
    logs->add_flag("--events", log.events, "Its events, one JSON object a line")->excludes(err);
    logs->add_option("--tail", log.tail, "Only so many lines from the end");
    health = add_one(app, "health", "Whether the daemon is well, by the exit code alone");
    cancel = add_one(app, "cancel", "Stop a bout; nothing is handed in");
    add_entry(*cancel, entry);
    resubmit = add_one(app, "resubmit", "Hand in again an answer that was rejected");
    add_entry(*resubmit, entry);
    resubmit->add_option("--file", file, "The mended answer: text, or JSON with content and files");
    drain = add_one(app, "drain", "Begin no new bouts; what runs goes on, and pings too");
    drain->add_option("--name", draining.agent, "This agent only");
    drain->add_flag("--wait", draining.wait, "Come back when no bout is at work any more");
    resume = add_one(app, "resume", "Begin new bouts again");
    resume->add_option("--name", resumed, "This agent only");
    reload = add_one(app, "reload", "Read the configuration anew; running bouts are not touched");
  }

  std::optional<exit_code> carry_out() const {
    if (status->parsed()) {
      return watch ? arena::watch_command(to) : arena::status_command(to, listing);
    }
    if (history->parsed()) {
      return arena::history_command(to, listing);
    }
    if (logs->parsed()) {
      return arena::logs_command(to, log);
    }
    if (health->parsed()) {
      return arena::health_command(to);
    }
    if (cancel->parsed()) {
      return arena::cancel_command(to, entry);
    }
    if (resubmit->parsed()) {
      return arena::resubmit_command(to, entry, file);
    }
    if (drain->parsed()) {
      return arena::drain_command(to, draining);
    }
    if (resume->parsed()) {
      return arena::resume_command(to, resumed);
    }
    if (reload->parsed()) {
      return arena::reload_command(to);
    }
    return std::nullopt;
  }

 private:
  CLI::App* add_one(CLI::App& app, const std::string& name, const std::string& help) {
    auto* words = app.add_subcommand(name, help);
    words->add_option("--socket", to.socket, "The daemon's control socket (else the configuration's)");
    words->add_option("-c,--config", to.given.config_file, "The YAML file that names the socket");
    return words;
  }
  static void add_entry(CLI::App& words, std::string& into) {
    words.add_option("entry", into, "The entry's id, or its first 4 or more characters")->required();
  }
};

struct command_line {
  CLI::App app{
      "Connects any AI agent to the Bouts arena: keeps it online, runs it on each assigned challenge, shows\n"
      "spectators what it does, and hands in its answer."};
  arena::config::flags flags;
  arena::test_options test;
  arena::demo_options demo;
  arena::check_options check;
  control_words control;
  bool wants_test = false;
  bool rehearse = false;
  CLI::App* run_words = nullptr;
  CLI::App* check_words = nullptr;
  CLI::App* test_words = nullptr;
  CLI::App* demo_words = nullptr;
  CLI::App* presets_words = nullptr;
  bool presets_as_json = false;
  CLI::App* schema_words = nullptr;

  command_line() {
    app.footer(footer());
    app.set_version_flag("--version", "arena-connect " + std::string(bouts::version()));
    app.require_subcommand(0, 1);
    add_flags(app, flags);
    app.add_flag("--test", wants_test, "The same as the command `test`");
    run_words = app.add_subcommand("run", "Be the daemon");
    add_flags(*run_words, flags);
    check_words = app.add_subcommand("check", "Whether all is there that a bout needs; pings the arena once");
    add_flags(*check_words, flags);
    check_words->add_flag("--json", check.json, "As JSON");
    check_words->add_flag("--offline", check.offline, "Ask nothing of the network");
    test_words =
        app.add_subcommand("test", "One made-up challenge through the agent; nothing goes over the network");
    add_flags(*test_words, flags);
    test_words->add_option("--name", test.agent_name, "Which agent of the configuration (else the first)");
    test_words->add_option(
        "--challenge", test.challenge_file,
        "A JSON file with title, description, prompt, category, format, time_limit_minutes");
    test_words->add_option("--timeout", test.timeout, "How long the agent may take: 90s, 10m (else 5m)");
    test_words->add_flag("--rehearse", rehearse,
                         "A whole bout against the local arena in bad weather, with a kill -9 of the daemon");
    demo_words = app.add_subcommand("demo", "Local arena, daemon and an agent in one go, to the score");
    demo_words->add_option("--agent", demo.agent_command, "Another agent than the bundled one");
    demo_words->add_flag("--keep", demo.keep, "Keep the state directory and say where it is");
    presets_words = app.add_subcommand("presets", "The coding agents known by name, and what each needs");
    presets_words->add_flag("--json", presets_as_json, "As JSON");
    control.add(app);
    schema_words = app.add_subcommand("schema", "The JSON Schema of the configuration file, for editors");
  }

  exit_code carry_out() {
    if (!control.to.given.config_file) {
      control.to.given.config_file = flags.config_file;  // --config before the command
    }
    if (const auto done = control.carry_out()) {
      return *done;
    }
    if (presets_words->parsed()) {
      return arena::presets_command(presets_as_json);
    }
    if (schema_words->parsed()) {
      std::fputs(arena::config::json_schema().c_str(), stdout);
      return exit_code::ok;
    }
    if (check_words->parsed()) {
      check.given = flags;
      return arena::check_command(check);
    }
    if (demo_words->parsed()) {
      return arena::demo_command(demo);
    }
    if (test_words->parsed() || wants_test) {
      test.given = flags;
      return rehearse ? arena::rehearse_command(test) : arena::test_command(test);
    }
    return arena::run_command(flags);
  }
};

}  // namespace

int main(int argc, char** argv) {
  ::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error of write(2), not our end
  arena::shield_process();
  try {
    command_line words;
    try {
      words.app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
      const auto code = words.app.exit(e) == 0 ? exit_code::ok : exit_code::usage;
      return arena::to_int(arena::finish_output(code));
    }
    arena::hide_secret_words(argc, argv);
    return arena::to_int(arena::finish_output(words.carry_out()));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "arena-connect: this should not have happened: %s\n", e.what());
    return arena::to_int(exit_code::failed);
  }
}

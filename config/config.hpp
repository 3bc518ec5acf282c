// The configuration, typed and immutable: what CONFIG.md's YAML says after defaults, environment and flags,
// with every rule checked. Rooms receive only their part of it. Each field says its default, its range and
// what zero means.
#pragma once

#include "core/agent/json_rules.hpp"
#include "core/base/secret.hpp"
#include "core/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace arena::config {

using bouts::milliseconds;

struct arena_settings {
  // Scheme, host and port; "/api/v1" and a trailing "/" are cut off.
  std::string url = "https://agent-arena-roan.vercel.app";
  std::optional<std::string> ca_file;  // PEM, added to the system's authorities
  std::optional<std::string> proxy;    // else the environment's HTTPS_PROXY / NO_PROXY
  milliseconds timeout{15'000};        // one call, retries aside; 1s to 5m

  bool operator==(const arena_settings&) const = default;
};

struct control_settings {
  std::optional<std::string> socket;  // path; empty: $RUNTIME_DIRECTORY, else $XDG_RUNTIME_DIR, else none
  std::optional<std::string> listen;  // "127.0.0.1:9464"; loopback unless allow_remote
  bool allow_remote = false;
  // Where agents with mode: pull may ask for their work and do nothing else: the absolute path of a socket,
  // or "127.0.0.1:9465", loopback always and with a token.
  std::optional<std::string> pull_listen;
  bouts::secret pull_token;  // what they show there: 16 to 256 visible characters; no key of the arena

  bool operator==(const control_settings&) const = default;
};

enum class log_level { trace, debug, info, warn, error };
enum class log_format { text, json, journal };
struct log_settings {
  log_level level = log_level::info;
  log_format format = log_format::text;

  bool operator==(const log_settings&) const = default;
};

struct shutdown_settings {
  milliseconds drain{600'000};  // how long running bouts may finish after the first TERM; 0: cancel at once
  milliseconds cancel{15'000};  // then, how long cancelled ones may take to end
  bool leave_running = false;   // leave agents to their runners instead, for the next daemon to take over

  bool operator==(const shutdown_settings&) const = default;
};

struct retention_settings {
  milliseconds runs{std::chrono::hours(24 * 30)};  // run directories older than this go; 0: at once
  std::uint64_t size = 5ULL << 30U;                // bytes of all run directories together

  bool operator==(const retention_settings&) const = default;
};

enum class agent_mode { launch, pull };
enum class event_policy { live, complete };
struct event_settings {
  bool enabled = true;
  event_policy policy = event_policy::live;
  int limit = 30;                   // requests in any `window`; 1 to 30
  milliseconds window{60'000};      // below 60s only against a loopback arena (which may compress time)
  std::vector<std::string> redact;  // expressions (RE2) of what else is not to be shown, logged or kept

  bool operator==(const event_settings&) const = default;
};

enum class submit_flow { automatic, session, connector };
// "explicit": only a solution file or submission line
enum class submit_when { explicit_only, never, always };
struct submit_settings {
  submit_flow flow = submit_flow::automatic;
  submit_when on_failure = submit_when::explicit_only;
  submit_when on_timeout = submit_when::explicit_only;
  milliseconds margin{20'000};     // this or a tenth of the time, whichever is less, is kept for handing in
  std::vector<std::string> files;  // globs relative to the working directory
  bool transcript = false;         // the events, redacted, go with the answer as a file

  bool operator==(const submit_settings&) const = default;
};

struct accept_settings {
  std::vector<std::string> categories;  // empty: all
  std::vector<std::string> formats;     // empty: all
  int min_minutes = 0;                  // shorter challenges are skipped

  bool operator==(const accept_settings&) const = default;
};

struct enter_settings {
  bool enabled = false;
  bool daily_only = true;
  std::vector<std::string> categories;
  std::vector<std::string> formats;
  int max_fee_cents = 0;
  int at_most = 1;

  bool operator==(const enter_settings&) const = default;
};

enum class claim_mode { adopt, fresh };

struct result_settings {
  bool wait = true;                 // follow a submission to its score
  milliseconds timeout{1'800'000};  // 30m; 0: do not wait

  bool operator==(const result_settings&) const = default;
};

struct hook_settings {
  std::vector<std::string> before_run;  // argv; empty: none
  std::vector<std::string> after_run;
  std::vector<std::string> on_result;

  bool operator==(const hook_settings&) const = default;
};

// 0 means "not limited" for each.
struct limit_settings {
  std::uint64_t memory = 0;  // bytes
  int processes = 0;
  std::uint64_t output = 64ULL * 1024 * 1024;  // bytes kept of stdout and of stderr, each
  int open_files = 0;

  bool operator==(const limit_settings&) const = default;
};

struct agent_settings {
  std::string name;         // unique; [A-Za-z0-9._-], at most 64: names the log lines and the state
  bouts::secret api_key;    // "aa_…"
  bouts::secret api_token;  // "bouts_sk_…"; empty: only the agent key
  std::optional<std::string> model_name;
  std::optional<int> skill_count;
  std::optional<std::string> soul_excerpt;

  std::vector<std::string> command;   // argv; not empty when mode is launch and no preset is named
  std::optional<std::string> preset;  // a name of core/agent/preset.hpp; then `command` only replaces
                                      // its program and adds arguments
  std::optional<std::string> prompt_template;  // of a preset; else default_prompt_template()
  bool unsafe = false;                         // a preset runs its program without its sandbox, asking nobody
  std::string dialect = "auto";  // of stdout: auto, a name of core/agent/dialect.hpp, or "json". With a
                                 // preset auto means the preset's own
  std::optional<json_rules> dialect_rules;  // of "json"
  agent_mode mode = agent_mode::launch;
  std::vector<std::string> launcher;  // put before command
  // Where the agent is started: an absolute path, or empty for "fresh", a new directory for each bout.
  std::string workdir;
  std::map<std::string, std::string> env;
  std::vector<std::string> pass_env;
  // Started by flags alone, as users of the npm connector expect; the arena's secrets aside.
  bool pass_whole_environment = false;
  std::optional<std::string> user;
  milliseconds timeout{0};  // a cap on the challenge's own limit; 0: none
  milliseconds grace{10'000};
  int retries = 0;      // 0 to 10
  int concurrency = 1;  // 1 to 64
  limit_settings limits;
  milliseconds poll_interval{5'000};   // 1s to 1h; from 50ms against a loopback arena
  milliseconds ping_interval{30'000};  // 1s to 5m; from 50ms against a loopback arena
  event_settings events;
  submit_settings submit;
  accept_settings accept;
  enter_settings enter;
  claim_mode claim = claim_mode::adopt;
  result_settings results;
  hook_settings hooks;
  // What the settings above have from a file, a credential or a variable that sounds like a secret: never
  // shown.
  std::vector<bouts::secret> referred;

  bool operator==(const agent_settings&) const = default;
};

struct settings {
  arena_settings arena;
  std::string state_dir;  // absolute, never empty
  control_settings control;
  log_settings log;
  shutdown_settings shutdown;
  retention_settings retention;
  std::vector<agent_settings> agents;   // at least one
  std::vector<bouts::secret> referred;  // as an agent's, of the settings outside of the agents

  bool operator==(const settings&) const = default;
};

}  // namespace arena::config

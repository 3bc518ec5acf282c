#include "config/agent_rules.hpp"

#include "config/paths.hpp"
#include "config/references.hpp"
#include "config/secret_names.hpp"
#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/redact/redactor.hpp"

#include <algorithm>
#include <array>

namespace arena::config {

namespace {

constexpr std::string_view key_prefix = "aa_";
constexpr std::size_t key_digits = 64;
constexpr std::string_view token_prefix = "bouts_sk_";
constexpr std::array<std::string_view, 2> arena_secret_variables = {"ARENA_API_KEY", "BOUTS_API_KEY"};

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_visible(char c) {
  return c > ' ' && c < 0x7F;
}

// A text that `fits`; `what` names it.
std::optional<std::string> read_fitting(reader& r, const place& where, const std::string& what,
                                        bool (*fits)(std::string_view)) {
  auto value = r.text(where, what);
  if (value && !fits(*value)) {
    r.complain_expected(where, what);
    return std::nullopt;
  }
  return value;
}

bool is_line(std::string_view text) {
  return !text.empty() && text.find_first_of("\r\n") == std::string_view::npos;
}

bool is_inner_pattern(std::string_view text) {
  if (text.empty() || text.front() == '/') {
    return false;
  }
  while (true) {
    const auto end = text.find('/');
    if (text.substr(0, end) == "..") {
      return false;
    }
    if (end == std::string_view::npos) {
      return true;
    }
    text.remove_prefix(end + 1);
  }
}

bool is_user(std::string_view text) {
  return is_line(text) && text.size() <= 32 && text.find_first_of(":/ ") == std::string_view::npos &&
         text.front() != '-';
}

// One "NAME: value" of `env`.
void read_variable(reader& r, const place& where, const node_entry& entry, agent_settings& into) {
  if (!is_variable_name(entry.key)) {
    r.complain_at(entry, where.path + ": " + shown(entry.key) + " is no name of an environment variable");
    return;
  }
  if (is_arena_secret_variable(entry.key)) {
    r.complain_at(entry, where.path + ": " + entry.key + " is the connector's own; no agent gets it");
    return;
  }
  const auto here = where.key(entry.key, *entry.value);
  if (entry.value->kind != node_kind::scalar) {
    r.complain_expected(here, "a text");
  } else if (auto value = r.text(here, "a text")) {
    if (sounds_secret(entry.key)) {
      r.note_secret(here);
    }
    into.env.emplace(entry.key, std::move(*value));
  }
}

void read_env(reader& r, const place& where, agent_settings& into) {
  if (where.at->kind == node_kind::scalar || where.at->kind == node_kind::list) {
    r.complain(where, "expected a mapping of names to texts, such as { NAME: text }, found " +
                          std::string(where.at->kind == node_kind::list ? "a list" : "a text"));
    return;
  }
  r.check_twice(where);
  for (const auto& entry : where.at->entries) {
    read_variable(r, where, entry, into);
  }
}

void show_env(yaml_writer& w, const agent_settings& from) {
  w.begin("env");
  for (const auto& [name, value] : from.env) {
    w.scalar(name, bouts::secret(value).masked());
  }
  w.end();
}

// A key that an agent cannot do without, told in the words of whatever the agent was made of.
struct needed_key {
  const char* name;
  const char* in_connector_file;
  const char* by_flags;  // the whole message where there is no file
};
constexpr needed_key needed_api_key = {"api_key", "apiKey",
                                       "the agent's key is missing: give --key, or set ARENA_API_KEY"};
constexpr needed_key needed_command = {
    "command", "agent",
    "the agent's command is missing: give --agent, such as --agent \"python my_agent.py\""};

// `what` and `hint` follow "is missing: "; the hint is for YAML only.
void need(reader& r, const place& where, const needed_key& key, const std::string& what,
          const std::string& hint) {
  if (where.at->find(key.name) != nullptr) {
    return;
  }
  switch (r.source()) {
    case tree_source::nothing:
      r.complain_outside(key.by_flags);
      break;
    case tree_source::connector_file:
      r.complain({.at = where.at, .path = key.in_connector_file}, "is missing: " + what);
      break;
    case tree_source::yaml_file:
      r.complain(where.key(key.name, *where.at), "is missing: " + what + hint);
      break;
  }
}

void need_key(reader& r, const place& where, bool alone) {
  const bool in_vain = !alone && r.around().environment.contains("ARENA_API_KEY");
  need(r, where, needed_api_key, "the agent's key (aa_…)",
       ", or a reference to it such as ${ARENA_API_KEY}, file:PATH or credential:NAME" +
           std::string(in_vain ? "; ARENA_API_KEY by itself counts for a single agent only" : ""));
}

void need_command(reader& r, const place& where, const agent_settings& agent) {
  if (!agent.preset) {
    need(r, where, needed_command, "the command that starts the agent", "");
  }
}

void warn_without_preset(reader& r, const place& where, const agent_settings& agent) {
  const auto warn = [&](const char* key) {
    r.warn(where.key(key, *where.at->find(key)), "does nothing without preset");
  };
  if (agent.unsafe && !agent.preset) {
    warn("unsafe");
  }
  if (agent.prompt_template && !agent.preset) {
    warn("prompt_template");
  }
}

// Opening a session takes challenge:enter, which agent keys do not have (API.md, credentials).
void warn_without_token(reader& r, const place& where, const agent_settings& agent) {
  if (where.at->find("api_token") != nullptr) {
    return;
  }
  const auto warn = [&](const char* section, const char* key) {
    const auto inner = where.key(section, *where.at->find(section));
    r.warn(inner.key(key, *inner.at->find(key)),
           "needs api_token: the arena opens no session for an agent key");
  };
  if (agent.submit.flow == submit_flow::session) {
    warn("submit", "flow");
  }
  if (agent.enter.enabled) {
    warn("enter", "enabled");
  }
}

}  // namespace

bool is_api_key(std::string_view text) noexcept {
  return text.starts_with(key_prefix) && text.size() == key_prefix.size() + key_digits &&
         std::ranges::all_of(text.substr(key_prefix.size()), is_hex);
}

bool is_api_token(std::string_view text) noexcept {
  return text.starts_with(token_prefix) && text.size() > token_prefix.size() &&
         std::ranges::all_of(text, is_visible);
}

bool is_arena_secret_variable(std::string_view name) noexcept {
  return std::ranges::find(arena_secret_variables, name) != arena_secret_variables.end();
}

std::optional<std::string> read_name(reader& r, const place& where) {
  return read_fitting(r, where, "a name of 1 to 64 letters, digits, '.', '_' or '-', not first '.' or '-'",
                      [](std::string_view text) { return bouts::is_safe_id(text); });
}

std::optional<std::string> read_line(reader& r, const place& where) {
  return read_fitting(r, where, "a text of one line", is_line);
}

std::optional<std::string> read_soul_excerpt(reader& r, const place& where) {
  return read_fitting(r, where, "a text of at most 1000 characters", [](std::string_view text) {
    return !text.empty() && bouts::utf16_length(text) <= bouts::limits::soul_excerpt_units;
  });
}

std::optional<std::string> read_label(reader& r, const place& where) {
  return read_fitting(r, where, "a text of one line", is_line);
}

std::optional<std::string> read_pattern(reader& r, const place& where) {
  return read_fitting(r, where, "a pattern within the working directory, such as src/**/*.py",
                      is_inner_pattern);
}

std::optional<std::string> read_expression(reader& r, const place& where) {
  auto expression = read_fitting(r, where, "a regular expression such as internal-[0-9]+",
                                 [](std::string_view text) { return is_line(text) && text.size() <= 1000; });
  const auto trouble = expression ? redactor::trouble_with(*expression) : std::nullopt;
  if (trouble) {
    r.complain(where, "is no regular expression that can be used here: " + *trouble);
    return std::nullopt;
  }
  return expression;
}

std::optional<std::string> read_user(reader& r, const place& where) {
  auto user = read_fitting(r, where, "the name of a user", is_user);
  if (user && !r.around().is_root) {
    r.complain(where, "only a daemon that is started as root can run an agent as another user");
    return std::nullopt;
  }
  return user;
}

std::optional<std::string> read_passed_name(reader& r, const place& where) {
  auto name = read_fitting(r, where, "the name of an environment variable", is_variable_name);
  if (name && is_arena_secret_variable(*name)) {
    r.complain(where, *name + " is the connector's own; no agent gets it");
    return std::nullopt;
  }
  return name;
}

reader::secret_shape api_key_shape() {
  return {.what = "an agent key (aa_ and 64 hexadecimal digits)",
          .fits =
              [](const reader& r, std::string_view text) {
                const bool any = r.soft_rules() && text.starts_with(key_prefix) &&
                                 text.size() > key_prefix.size() && std::ranges::all_of(text, is_visible);
                return any || is_api_key(text);
              },
          .hint =
              [](std::string_view text) {
                return std::string(text.starts_with(token_prefix)
                                       ? "an API token (bouts_sk_…), which belongs in api_token"
                                       : "");
              }};
}

reader::secret_shape api_token_shape() {
  return {.what = "an API token (bouts_sk_…)",
          .fits = [](const reader& /*r*/, std::string_view text) { return is_api_token(text); },
          .hint =
              [](std::string_view text) {
                return std::string(
                    text.starts_with(key_prefix) ? "an agent key (aa_…), which belongs in api_key" : "");
              }};
}

field<agent_settings> command_key(std::string name, std::vector<std::string> agent_settings::* target) {
  auto key = words_key(std::move(name), target);
  key.read = [target](reader& r, const place& where, agent_settings& into) {
    auto words = r.words(where);
    if (words && (words->empty() || words->front().empty())) {
      r.complain(where, "expected a command of at least one word, found none");
    } else if (words) {
      into.*target = std::move(*words);
    }
  };
  return key;
}

field<agent_settings> workdir_key() {
  auto key = text_key("workdir", &agent_settings::workdir, [](reader& r, const place& where) {
    const bool fresh = where.at->kind == node_kind::scalar && where.at->text == "fresh";
    return fresh ? std::optional<std::string>(std::in_place) : r.path(where);
  });
  key.show = [](yaml_writer& w, const agent_settings& from) {
    w.scalar("workdir", from.workdir.empty() ? "fresh" : from.workdir);
  };
  return key;
}

field<agent_settings> env_key() {
  return {.name = "env", .read = read_env, .show = show_env, .shape = {.is = key_shape::kind::texts}};
}

void complete_agent(reader& r, const place& where, bool alone, agent_settings& agent) {
  if (where.at->kind != node_kind::mapping && where.at->kind != node_kind::empty) {
    return;  // noted already
  }
  if (alone && where.at->find("name") == nullptr) {
    agent.name = "agent";
  }
  if (where.at->find("workdir") == nullptr && !agent.preset) {
    agent.workdir = r.directory();
  }
  const std::array open = {agent.name, agent.model_name.value_or(""), agent.soul_excerpt.value_or("")};
  agent.referred = r.take_referred(open);
  need_key(r, where, alone);
  if (agent.mode == agent_mode::launch) {
    need_command(r, where, agent);
  }
  warn_without_token(r, where, agent);
  warn_without_preset(r, where, agent);
}

}  // namespace arena::config

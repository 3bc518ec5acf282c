#include "config/agent_section.hpp"

#include "config/agent_rules.hpp"
#include "config/program_keys.hpp"

#include <map>

namespace arena::config {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kib = 1ULL << 10U;
constexpr std::uint64_t mib = 1ULL << 20U;

section<limit_settings> limit_keys() {
  return {size_key("memory", &limit_settings::memory, {.least = mib, .zero_too = true}),
          number_key("processes", &limit_settings::processes, {.least = 0, .most = 1'000'000}),
          size_key("output", &limit_settings::output, {.least = kib, .zero_too = true}),
          number_key("open_files", &limit_settings::open_files, {.least = 0, .most = 1'048'576})};
}

section<event_settings> event_keys() {
  return {boolean_key("enabled", &event_settings::enabled),
          choice_key<event_settings, event_policy>(
              "policy", &event_settings::policy,
              {{"live", event_policy::live}, {"complete", event_policy::complete}}),
          number_key("limit", &event_settings::limit, {.least = 1, .most = 30}),
          duration_key("window", &event_settings::window,
                       {.least = 60s, .most = 1h, .zero_too = false, .least_against_loopback = 50ms}),
          list_key("redact", &event_settings::redact, read_expression)};
}

section<submit_settings> submit_keys() {
  const std::vector<std::pair<std::string, submit_when>> when = {{"explicit", submit_when::explicit_only},
                                                                 {"never", submit_when::never},
                                                                 {"always", submit_when::always}};
  return {choice_key<submit_settings, submit_flow>("flow", &submit_settings::flow,
                                                   {{"auto", submit_flow::automatic},
                                                    {"session", submit_flow::session},
                                                    {"connector", submit_flow::connector}}),
          choice_key("on_failure", &submit_settings::on_failure, when),
          choice_key("on_timeout", &submit_settings::on_timeout, when),
          duration_key("margin", &submit_settings::margin, {.least = 0s, .most = 1h}),
          list_key("files", &submit_settings::files, read_pattern),
          boolean_key("transcript", &submit_settings::transcript)};
}

section<accept_settings> accept_keys() {
  return {list_key("categories", &accept_settings::categories, read_label),
          list_key("formats", &accept_settings::formats, read_label),
          number_key("min_minutes", &accept_settings::min_minutes, {.least = 0, .most = 10'080})};
}

section<enter_settings> enter_keys() {
  return {boolean_key("enabled", &enter_settings::enabled),
          boolean_key("daily_only", &enter_settings::daily_only),
          list_key("categories", &enter_settings::categories, read_label),
          list_key("formats", &enter_settings::formats, read_label),
          number_key("max_fee_cents", &enter_settings::max_fee_cents, {.least = 0, .most = 1'000'000}),
          number_key("at_most", &enter_settings::at_most, {.least = 1, .most = 64})};
}

section<result_settings> result_keys() {
  return {boolean_key("wait", &result_settings::wait),
          duration_key("timeout", &result_settings::timeout, {.least = 0s, .most = 24h * 7})};
}

section<hook_settings> hook_keys() {
  return {words_key("before_run", &hook_settings::before_run),
          words_key("after_run", &hook_settings::after_run),
          words_key("on_result", &hook_settings::on_result)};
}

section<agent_settings> identity_keys() {
  return {text_key("name", &agent_settings::name, read_name),
          secret_key("api_key", &agent_settings::api_key, api_key_shape()),
          secret_key("api_token", &agent_settings::api_token, api_token_shape()),
          text_key("model_name", &agent_settings::model_name, read_line),
          number_key("skill_count", &agent_settings::skill_count, {.least = 0, .most = 100'000}),
          text_key("soul_excerpt", &agent_settings::soul_excerpt, read_soul_excerpt)};
}

section<agent_settings> program_keys() {
  return {command_key("command", &agent_settings::command),
          preset_key(),
          prompt_template_key(),
          boolean_key("unsafe", &agent_settings::unsafe),
          dialect_key(),
          choice_key<agent_settings, agent_mode>(
              "mode", &agent_settings::mode, {{"launch", agent_mode::launch}, {"pull", agent_mode::pull}}),
          words_key("launcher", &agent_settings::launcher),
          workdir_key(),
          env_key(),
          list_key("pass_env", &agent_settings::pass_env, read_passed_name),
          text_key("user", &agent_settings::user, read_user)};
}

section<agent_settings> conduct_keys() {
  return {
      duration_key("timeout", &agent_settings::timeout, {.least = 1ms, .most = 24h * 30, .zero_too = true}),
      duration_key("grace", &agent_settings::grace, {.least = 0s, .most = 10min}),
      number_key("retries", &agent_settings::retries, {.least = 0, .most = 10}),
      number_key("concurrency", &agent_settings::concurrency, {.least = 1, .most = 64}),
      section_key("limits", &agent_settings::limits, limit_keys()),
      duration_key("poll_interval", &agent_settings::poll_interval,
                   {.least = 1s, .most = 1h, .zero_too = false, .least_against_loopback = 50ms}),
      duration_key("ping_interval", &agent_settings::ping_interval,
                   {.least = 1s, .most = 5min, .zero_too = false, .least_against_loopback = 50ms}),
      section_key("events", &agent_settings::events, event_keys()),
      section_key("submit", &agent_settings::submit, submit_keys()),
      section_key("accept", &agent_settings::accept, accept_keys()),
      section_key("enter", &agent_settings::enter, enter_keys()),
      choice_key<agent_settings, claim_mode>("claim", &agent_settings::claim,
                                             {{"adopt", claim_mode::adopt}, {"fresh", claim_mode::fresh}}),
      section_key("results", &agent_settings::results, result_keys()),
      section_key("hooks", &agent_settings::hooks, hook_keys())};
}

void check_unique(reader& r, const place& where, const std::vector<agent_settings>& agents) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < agents.size(); ++i) {
    const auto here = where.item(i);
    const node* name = here.at->find("name");
    if (agents[i].name.empty()) {
      if (name == nullptr && here.at->kind == node_kind::mapping) {
        r.complain(here.key("name", *here.at), "is missing; where there are several agents, each has a name");
      }
      continue;
    }
    const auto [known, is_new] = first.emplace(agents[i].name, i);
    if (!is_new) {
      r.complain(here.key("name", *name), "expected a name that no other agent has, found that of agents[" +
                                              std::to_string(known->second) + "], " + shown(agents[i].name));
    }
  }
}

void read_agents(reader& r, const place& where, settings& into) {
  if (where.at->kind != node_kind::list) {
    r.complain_expected(where, "a list of agents, each begun with '- '");
    return;
  }
  if (where.at->items.empty()) {
    r.complain(where, "expected at least one agent, found an empty list");
    return;
  }
  const bool alone = where.at->items.size() == 1;
  into.referred = r.take_referred();  // the agents' own are theirs alone
  for (std::size_t i = 0; i < where.at->items.size(); ++i) {
    const auto here = where.item(i);
    agent_settings agent;
    read_section(r, here, agent_keys(), agent);
    complete_agent(r, here, alone, agent);
    into.agents.push_back(std::move(agent));
  }
  if (!alone) {
    check_unique(r, where, into.agents);
  }
}

void show_agents(yaml_writer& w, const settings& from) {
  w.begin("agents");
  for (const auto& agent : from.agents) {
    w.begin_item();
    show_section(w, agent_keys(), agent);
    if (agent.pass_whole_environment) {
      w.comment("the agent gets this program's whole environment, the arena's keys aside");
    }
    w.end_item();
  }
  w.end();
}

}  // namespace

section<agent_settings> agent_keys() {
  auto keys = identity_keys();
  for (auto part : {program_keys(), conduct_keys()}) {
    keys.insert(keys.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
  }
  return keys;
}

field<settings> agents_key() {
  return {.name = "agents",
          .read = read_agents,
          .show = show_agents,
          .shape = {.is = key_shape::kind::sections, .inner = shapes_of(agent_keys())}};
}

}  // namespace arena::config

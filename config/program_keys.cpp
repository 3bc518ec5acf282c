#include "config/program_keys.hpp"

#include "config/references.hpp"
#include "core/agent/preset.hpp"
#include "core/agent/prompt.hpp"

#include <algorithm>

namespace arena::config {

namespace {

constexpr const char* rule_keys_sentence =
    "an event such as tool_call, or answer, done, failed, usage or ignore";

std::optional<std::string> read_preset(reader& r, const place& where) {
  std::vector<std::string> names;
  for (const auto& one : all_presets()) {
    names.emplace_back(one.name);
  }
  const auto index = r.choice(where, names);
  return index ? std::optional(names[*index]) : std::nullopt;
}

std::optional<std::string> read_template(reader& r, const place& where) {
  auto text = r.filled_text(where, "a text with {prompt} in it");
  if (const auto trouble = text ? trouble_with_template(*text) : std::nullopt) {
    r.complain(where, *trouble);
    return std::nullopt;
  }
  for (const auto& word : text ? unknown_words(*text) : std::vector<std::string>()) {
    r.warn(where, "{" + word + "} is no word of a template and stays as it is");
  }
  return text;
}

std::optional<std::string> read_dialect_name(reader& r, const place& where) {
  std::vector<std::string> names = {"auto"};
  for (const auto& one : all_dialects) {
    names.emplace_back(one.name);
  }
  const auto index = r.choice(where, names);
  return index ? std::optional(names[*index]) : std::nullopt;
}

// "when: { type: message }": every value is a text, a number, true or false.
void read_when(reader& r, const place& where, json_rule& into) {
  if (where.at->kind != node_kind::mapping) {
    r.complain_expected(where, "a mapping of paths to what must stand there, such as { type: message }");
    return;
  }
  r.check_twice(where);
  for (const auto& entry : where.at->entries) {
    if (auto text = r.text(where.key(entry.key, *entry.value), "a text, or \"*\" for anything")) {
      into.when[entry.key] = std::move(*text);
    }
  }
}

void read_rule(reader& r, const place& where, json_rules& into) {
  const node* said = where.at->kind == node_kind::mapping ? where.at->find("means") : nullptr;
  if (said == nullptr) {
    r.complain_expected(where, "a mapping with `means`: " + std::string(rule_keys_sentence));
    return;
  }
  const auto meaning = said->kind == node_kind::scalar ? parse_rule_meaning(said->text) : std::nullopt;
  if (!meaning) {
    r.complain_expected(where.key("means", *said), rule_keys_sentence);
    return;
  }
  r.check_twice(where);
  json_rule rule;
  rule.means = *meaning;
  for (const auto& entry : where.at->entries) {
    const auto here = where.key(entry.key, *entry.value);
    if (entry.key == "means") {
      continue;
    }
    if (entry.key == "when") {
      read_when(r, here, rule);
    } else if (!is_rule_field(*meaning, entry.key)) {
      r.complain_at(entry, here.path + ": a rule that means " + said->text + " has no such key",
                    problem_kind::unknown_key);
    } else if (auto path = r.filled_text(here, "a path such as message.text")) {
      rule.fields[entry.key] = std::move(*path);
    }
  }
  into.rules.push_back(std::move(rule));
}

std::optional<json_rules> read_rules(reader& r, const place& where) {
  const node* type = where.at->find("type");
  const node* rules = where.at->find("rules");
  if (!r.mapping(where, {"type", "rules"})) {
    return std::nullopt;
  }
  if (type == nullptr || type->text != "json") {
    r.complain(type == nullptr ? where : where.key("type", *type),
               "expected `type: json`, the only one with rules");
    return std::nullopt;
  }
  if (rules == nullptr || rules->kind != node_kind::list || rules->items.empty() ||
      rules->items.size() > max_json_rules) {
    r.complain_expected(
        rules == nullptr ? where : where.key("rules", *rules),
        "`rules`, a list of 1 to " + std::to_string(max_json_rules) + " rules, each begun with '- '");
    return std::nullopt;
  }
  json_rules read;
  for (std::size_t i = 0; i < rules->items.size(); ++i) {
    read_rule(r, where.key("rules", *rules).item(i), read);
  }
  return read;
}

void read_dialect(reader& r, const place& where, agent_settings& into) {
  if (where.at->kind == node_kind::mapping) {
    if (auto rules = read_rules(r, where)) {
      into.dialect = "json";
      into.dialect_rules = std::move(rules);
    }
  } else if (auto name = read_dialect_name(r, where)) {
    into.dialect = std::move(*name);
  }
}

void show_dialect(yaml_writer& w, const agent_settings& from) {
  if (!from.dialect_rules) {
    w.scalar("dialect", from.dialect);
    return;
  }
  w.begin("dialect");
  w.scalar("type", "json");
  w.begin("rules");
  for (const auto& rule : from.dialect_rules->rules) {
    w.begin_item();
    w.begin("when");
    for (const auto& [path, text] : rule.when) {
      w.scalar(path, text);
    }
    w.end();
    w.scalar("means", to_string(rule.means));
    for (const auto& [name, path] : rule.fields) {
      w.scalar(name, path);
    }
    w.end_item();
  }
  w.end();
  w.end();
}

}  // namespace

field<agent_settings> preset_key() {
  return text_key("preset", &agent_settings::preset, read_preset);
}

field<agent_settings> prompt_template_key() {
  return text_key("prompt_template", &agent_settings::prompt_template, read_template);
}

field<agent_settings> dialect_key() {
  return {.name = "dialect",
          .read = read_dialect,
          .show = show_dialect,
          .shape = {.is = key_shape::kind::text_or_mapping, .fallback = "auto"}};
}

}  // namespace arena::config

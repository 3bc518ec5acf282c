#include "core/agent/json_rules.hpp"

#include "core/agent/dialect_line.hpp"
#include "core/agent/dialect_tools.hpp"
#include "core/agent/event_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace arena {

namespace {

using meaning = decltype(json_rule::means);

constexpr std::array<std::pair<std::string_view, line_meaning_by_rule>, 5> meanings = {{
    {"answer", line_meaning_by_rule::answer},
    {"done", line_meaning_by_rule::done},
    {"failed", line_meaning_by_rule::failed},
    {"usage", line_meaning_by_rule::usage},
    {"ignore", line_meaning_by_rule::ignore},
}};

// Text, number, true or false as a text.
std::string scalar(const json::maybe& value) {
  if (!value) {
    return {};
  }
  switch (value->type()) {
    case simdjson::dom::element_type::STRING:
      return std::string(json::text(value));
    case simdjson::dom::element_type::ARRAY:
    case simdjson::dom::element_type::OBJECT:
    case simdjson::dom::element_type::NULL_VALUE:
      return {};
    default:
      return simdjson::minify(*value);
  }
}

// Calls on_each(element) for each value that the path names.
template <class OnEach>
void walk(const json::maybe& from, std::string_view path, const OnEach& on_each) {
  if (!from) {
    return;
  }
  if (path.empty()) {
    on_each(from);
    return;
  }
  const auto dot = path.find('.');
  const auto name = path.substr(0, dot);
  const auto rest = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  std::size_t wanted = 0;
  const auto [end, ec] = std::from_chars(name.data(), name.data() + name.size(), wanted);
  const bool index = ec == std::errc{} && end == name.data() + name.size();
  if (name != "*" && !index) {
    walk(json::member(from, name), rest, on_each);
    return;
  }
  std::size_t at = 0;
  json::each(from, [&](const json::maybe& one) {
    if (name == "*" || at == wanted) {
      walk(one, rest, on_each);
    }
    ++at;
  });
}

json::maybe value_at(const json::maybe& line, std::string_view path) {
  json::maybe found;
  walk(line, path, [&](const json::maybe& value) { found = found ? found : value; });
  return found;
}

std::string text_at(const json::maybe& line, std::string_view path) {
  std::string all;
  walk(line, path, [&](const json::maybe& value) {
    if (all.size() < max_answer_bytes) {
      all += scalar(value);
    }
  });
  return all;
}

std::optional<double> number_at(const json::maybe& line, std::string_view path) {
  double found = 0;
  const auto value = value_at(line, path);
  return value && value->get_double().get(found) == simdjson::SUCCESS && std::isfinite(found)
             ? std::optional(found)
             : std::nullopt;
}

class by_rules final : public line_dialect {
 public:
  by_rules(json_rules rules, std::string workdir)
      : line_dialect(std::move(workdir)), rules_(std::move(rules)) {
    report_.says_when_done = std::ranges::any_of(
        rules_.rules, [](const auto& rule) { return rule.means == meaning(line_meaning_by_rule::done); });
  }

 private:
  std::string map(const json::maybe& line) override {
    for (const auto& rule : rules_.rules) {
      if (holds(rule, line)) {
        return apply(rule, line);
      }
    }
    const auto type = json::text(line, "type");
    return type.empty() ? "no rule" : std::string(type);
  }

  static bool holds(const json_rule& rule, const json::maybe& line) {
    return std::ranges::all_of(rule.when, [&](const auto& one) {
      const auto value = value_at(line, one.first);
      return one.second == "*" ? value.has_value() && !value->is_null()
                               : value && scalar(value) == one.second;
    });
  }

  std::string apply(const json_rule& rule, const json::maybe& line) {
    if (const auto* type = std::get_if<bouts::event_type>(&rule.means)) {
      tell(*type, rule, line);
      return {};
    }
    const auto text = field(rule, line, "text");
    switch (std::get<line_meaning_by_rule>(rule.means)) {
      case line_meaning_by_rule::answer:
        report_.answer = json::head(text, max_answer_bytes);
        scribe_.say(report_.answer);
        break;
      case line_meaning_by_rule::done:
        report_.outcome = stream_outcome::completed;
        report_.failure.clear();
        report_.answer = text.empty() ? report_.answer : std::string(json::head(text, max_answer_bytes));
        scribe_.was_the_answer();
        keep_usage(rule, line);
        break;
      case line_meaning_by_rule::failed:
        report_.outcome = stream_outcome::failed;
        report_.failure = json::head(text, max_field_bytes);
        scribe_.retry(text.empty() ? "failed" : text);
        break;
      case line_meaning_by_rule::usage:
        keep_usage(rule, line);
        break;
      case line_meaning_by_rule::ignore:
        return "ignored by a rule";
    }
    return {};
  }

  static std::string field(const json_rule& rule, const json::maybe& line, const std::string& name) {
    const auto found = rule.fields.find(name);
    return found == rule.fields.end() ? std::string() : text_at(line, found->second);
  }
  static std::optional<double> number(const json_rule& rule, const json::maybe& line,
                                      const std::string& name) {
    const auto found = rule.fields.find(name);
    return found == rule.fields.end() ? std::nullopt : number_at(line, found->second);
  }

  void tell(bouts::event_type type, const json_rule& rule, const json::maybe& line) {
    const auto text = [&](const char* name) { return field(rule, line, name); };
    switch (type) {
      case bouts::event_type::command_run: {
        const auto code = number(rule, line, "exit_code");
        const bool whole = code && *code == std::trunc(*code) && std::abs(*code) < 1e9;
        scribe_.command_run(text("command"), whole ? std::optional(static_cast<int>(*code)) : std::nullopt,
                            text("output_summary"), code.value_or(0) != 0);
        return;
      }
      case bouts::event_type::code_write:
        scribe_.code_write(text("filename"), text("snippet"));
        return;
      case bouts::event_type::tool_call:
        scribe_.tool_call(text("tool"), text("summary"));
        return;
      case bouts::event_type::error_hit:
        scribe_.error_hit(text("error_summary"));
        return;
      case bouts::event_type::progress: {
        const auto percent = number(rule, line, "percent");
        scribe_.share(percent ? std::optional(*percent / 100) : std::nullopt, text("stage"));
        return;
      }
      case bouts::event_type::started:
        scribe_.started(text("summary"));
        return;
      default:
        scribe_.tell(type, text("summary"));
    }
  }

  void keep_usage(const json_rule& rule, const json::maybe& line) {
    const auto count = [&](const char* name) {
      const double found = number(rule, line, name).value_or(0);
      return found > 0 && found < 1e15 ? static_cast<std::uint64_t>(found) : 0;
    };
    const auto cost = number(rule, line, "cost_usd");
    if (cost || rule.fields.contains("input_tokens") || rule.fields.contains("output_tokens")) {
      report_.usage = run_usage{.input_tokens = count("input_tokens"),
                                .cached_input_tokens = 0,
                                .output_tokens = count("output_tokens"),
                                .cost_usd = cost};
    }
  }

  json_rules rules_;
};

}  // namespace

std::optional<meaning> parse_rule_meaning(std::string_view name) noexcept {
  for (const auto& [called, value] : meanings) {
    if (called == name) {
      return meaning(value);
    }
  }
  const auto type = bouts::parse_event_type(name);
  return type ? std::optional(meaning(*type)) : std::nullopt;
}

std::string_view to_string(const meaning& of) noexcept {
  if (const auto* type = std::get_if<bouts::event_type>(&of)) {
    return bouts::to_string(*type);
  }
  const auto value = std::get<line_meaning_by_rule>(of);
  return std::ranges::find(meanings, value, [](const auto& one) { return one.second; })->first;
}

bool is_rule_field(const meaning& of, std::string_view name) noexcept {
  const auto any = [name](std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
  };
  if (const auto* by_rule = std::get_if<line_meaning_by_rule>(&of)) {
    switch (*by_rule) {
      case line_meaning_by_rule::ignore:
        return false;
      case line_meaning_by_rule::usage:
        return any({"input_tokens", "output_tokens", "cost_usd"});
      case line_meaning_by_rule::done:
        return any({"text", "input_tokens", "output_tokens", "cost_usd"});
      default:
        return name == "text";
    }
  }
  switch (std::get<bouts::event_type>(of)) {
    case bouts::event_type::command_run:
      return any({"command", "exit_code", "output_summary"});
    case bouts::event_type::code_write:
      return any({"filename", "snippet"});
    case bouts::event_type::tool_call:
      return any({"tool", "summary"});
    case bouts::event_type::error_hit:
      return name == "error_summary";
    case bouts::event_type::progress:
      return any({"percent", "stage"});
    default:
      return name == "summary";
  }
}

std::unique_ptr<dialect> make_rules_dialect(json_rules rules, std::string workdir) {
  return std::make_unique<by_rules>(std::move(rules), std::move(workdir));
}

}  // namespace arena

// A dialect by configuration: what the JSON lines of a program mean, said by a few rules, so that a new
// program needs no release (docs/agents.md, Another program).
//
// A path names a value inside of a line: names and indices with dots between, "message.content.0.text"; "*"
// stands for every element of a list and joins their texts.
#pragma once

#include "core/agent/dialect.hpp"
#include "core/wire/event.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace arena {

// What a line means beside an event. `answer`: its text is the answer so far; `done`: the run ended well,
// with its text as the answer when it has one; `failed`: it did not; `usage`: tokens and cost so far;
// `ignore`.
enum class line_meaning_by_rule { answer, done, failed, usage, ignore };

struct json_rule {
  std::map<std::string, std::string> when;  // path -> the text, number or true/false that must stand there;
                                            // "*": anything. All must hold; none at all: every line
  std::variant<bouts::event_type, line_meaning_by_rule> means = line_meaning_by_rule::ignore;
  std::map<std::string, std::string> fields;  // of the event (API.md), or text, input_tokens, output_tokens,
                                              // cost_usd -> path

  bool operator==(const json_rule&) const = default;
};

// The first rule that holds counts for its line; a line without one is ignored.
struct json_rules {
  std::vector<json_rule> rules;

  bool operator==(const json_rules&) const = default;
};

inline constexpr std::size_t max_json_rules = 100;

// "answer" and the others, and the names of events; nothing for any other name.
std::optional<decltype(json_rule::means)> parse_rule_meaning(std::string_view name) noexcept;
std::string_view to_string(const decltype(json_rule::means)& meaning) noexcept;
// Whether a rule of that meaning may have such a field.
bool is_rule_field(const decltype(json_rule::means)& meaning, std::string_view field) noexcept;

std::unique_ptr<dialect> make_rules_dialect(json_rules rules, std::string workdir);

}  // namespace arena

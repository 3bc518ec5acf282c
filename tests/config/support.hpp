// A machine to read configurations on, without files and environment of the real one.
#pragma once

#include "config/load.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace arena::config::test {

inline const std::string valid_key = "aa_" + std::string(32, '0') + std::string(32, 'f');
inline const std::string other_key = "aa_" + std::string(64, 'b');
inline const std::string valid_token = "bouts_sk_" + std::string(55, 'c');

struct machine {
  std::map<std::string, std::string> environment = {{"HOME", "/home/me"}};
  std::map<std::string, std::string> files = {};
  bool is_root = false;
  std::set<std::string> open_to_all = {};

  surroundings around() const {
    return {.environment = environment,
            .current_directory = "/here",
            .is_root = is_root,
            .read_file = [held = files](const std::string& path) -> std::optional<std::string> {
              const auto found = held.find(path);
              return found == held.end() ? std::nullopt : std::optional(found->second);
            },
            .is_open_to_all = [open = open_to_all](const std::string& path) { return open.contains(path); }};
  }
};

// "agents" with one agent that has what it needs, and `more` of its keys, indented by 4.
inline std::string one_agent(std::string_view more = "") {
  return "agents:\n  - name: nova\n    api_key: " + valid_key + "\n    command: [agent]\n" +
         std::string(more);
}

inline std::expected<loaded, std::vector<problem>> parse_here(std::string_view yaml, const machine& m = {},
                                                              const flags& given = {}) {
  return parse(yaml, "config.yaml", "/etc/arena", given, m.around());
}

// What the user sees, a line for each problem; "" when there is none.
inline std::string complaints(const std::expected<loaded, std::vector<problem>>& outcome) {
  std::string text;
  if (!outcome) {
    for (const auto& one : outcome.error()) {
      text += (text.empty() ? "" : "\n") + one.describe();
    }
  }
  return text;
}

}  // namespace arena::config::test

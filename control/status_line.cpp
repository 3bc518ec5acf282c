#include "control/status_line.hpp"

#include "core/base/text.hpp"
#include "core/base/time.hpp"

#include <algorithm>

namespace arena::control {

namespace {

constexpr std::size_t most_bouts = 3;  // the line is for a terminal; `arena-connect status` has them all
constexpr std::size_t longest_title = 40;

std::string presence(const std::vector<agent_state>& agents) {
  const auto online = std::ranges::count_if(agents, &agent_state::online);
  if (agents.size() == 1) {
    return (online == 1 ? "online: " : "offline: ") + agents.front().name;
  }
  return std::to_string(online) + " of " + std::to_string(agents.size()) + " agents online";
}

std::string described(const bout_state_now& bout, bouts::wall_time now) {
  const auto& record = bout.record;
  std::string text = bout.agent + " is " + std::string(to_string(record.state)) + " \"" +
                     bouts::clamp_utf16(record.assigned.challenge.title, longest_title) + "\"";
  if (record.state == bout_state::running && record.deadline > now) {
    text += ", " + bouts::format_duration(record.deadline - now) + " left";
  }
  return text;
}

}  // namespace

std::string status_line(const std::vector<agent_state>& agents, const std::vector<bout_state_now>& at_work,
                        bouts::wall_time now, bool draining) {
  std::string line = (draining ? "stopping; " : "") + presence(agents);
  for (std::size_t i = 0; i < std::min(at_work.size(), most_bouts); ++i) {
    line += "; " + described(at_work[i], now);
  }
  if (at_work.size() > most_bouts) {
    line += "; and " + std::to_string(at_work.size() - most_bouts) + " more bouts";
  }
  line += at_work.empty() ? "; idle" : "";
  const auto troubled =
      std::ranges::find_if(agents, [](const agent_state& one) { return !one.trouble.empty(); });
  if (troubled != agents.end()) {
    line += "; " + troubled->name + ": " + troubled->trouble;
  }
  return line;
}

}  // namespace arena::control

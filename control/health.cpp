#include "control/health.hpp"

#include "control/json.hpp"
#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"

#include <algorithm>
#include <vector>

namespace arena::control {

namespace {

using bouts::json_writer;

constexpr int ok = 200;
constexpr int not_now = 503;

std::vector<std::string> stuck_parts(const view& of) {
  std::vector<std::string> stuck;
  for (const auto& agent : of.agents()) {
    for (const auto& loop : agent.loops) {
      if (!loop.alive) {
        stuck.push_back(agent.name + ": " + std::string(loop.name));
      }
    }
  }
  if (!of.journal_is_alive()) {
    stuck.emplace_back("journal");
  }
  return stuck;
}

std::string why_unknown(const view& of, const agent_state& agent) {
  if (!agent.trouble.empty()) {
    return shown(of, agent.trouble);
  }
  return agent.last_ping ? "no ping was answered lately" : "no ping was answered yet";
}

}  // namespace

httpd::answer health(const view& of) {
  const auto stuck = stuck_parts(of);
  json_writer to;
  to.begin_object();
  to.key("status").string(stuck.empty() ? "ok" : "stuck");
  if (!stuck.empty()) {
    to.key("stuck").begin_array();
    for (const auto& part : stuck) {
      to.string(part);
    }
    to.end_array();
  }
  to.end_object();
  return json_answer(stuck.empty() ? ok : not_now, to.take());
}

httpd::answer readiness(const view& of, const std::optional<std::string>& agent) {
  auto asked = of.agents();
  if (agent) {
    std::erase_if(asked, [&](const auto& one) { return one.name != *agent; });
    if (asked.empty()) {
      return error_answer(
          {.kind = bouts::errc::not_found,
           .message = "there is no agent '" + bouts::to_valid_utf8(*agent) + "' in the configuration"});
    }
  }
  std::erase_if(asked, [](const auto& one) { return one.known; });
  json_writer to;
  to.begin_object();
  to.key("status").string(asked.empty() ? "ready" : "not_ready");
  if (!asked.empty()) {
    to.key("agents").begin_array();
    for (const auto& one : asked) {
      to.begin_object();
      to.key("name").string(one.name);
      to.key("reason").string(why_unknown(of, one));
      to.end_object();
    }
    to.end_array();
  }
  to.end_object();
  return json_answer(asked.empty() ? ok : not_now, to.take());
}

}  // namespace arena::control

// What the program of a preset needs, as `check` shows it.

#include "daemon/agent_environment.hpp"
#include "daemon/agent_reading.hpp"
#include "daemon/check.hpp"
#include "daemon/preset_check.hpp"
#include "daemon/system_user.hpp"

#include <unistd.h>

namespace arena {

namespace {

const char* subject_of(preset_part part) {
  switch (part) {
    case preset_part::program:
      return "program";
    case preset_part::key:
      return "model key";
    case preset_part::sandbox:
    case preset_part::user:
      return "sandbox";
  }
  return "";
}

// A key may be where the program alone finds it, such as a keyring, and an answer without commands is one.
bool is_fatal(preset_part part) {
  return part == preset_part::program || part == preset_part::user;
}

check_row row(check_mark mark, const config::agent_settings& agent, preset_part part, std::string found,
              std::string remedy = {}) {
  return {.mark = mark,
          .agent = agent.name,
          .subject = subject_of(part),
          .found = std::move(found),
          .remedy = std::move(remedy),
          .code = part == preset_part::program ? exit_code::agent_not_found : exit_code::check_failed};
}

}  // namespace

std::vector<check_row> check_preset(const config::agent_settings& agent, const environment& ours,
                                    bool ask_version) {
  const auto* of = preset_of(agent);
  if (of == nullptr || !agent.launcher.empty()) {
    return {};
  }
  auto theirs = chosen_environment(agent, ours);
  auto uid = ::geteuid();
  if (const auto user = agent.user ? find_user(*agent.user) : bouts::result<system_user>();
      agent.user && user) {
    theirs["HOME"] = user->home;
    uid = user->uid;
  }
  // A new directory for each bout has nothing in it that a relative name could mean. What another user may
  // have put into $PATH is nothing to run as ourselves.
  const auto found = look_for(*of, theirs,
                              {.program = agent.command.empty() ? "" : agent.command.front(),
                               .directory = agent.workdir.empty() ? "/" : agent.workdir,
                               .unsafe = agent.unsafe,
                               .as_root = uid == 0,
                               .ask_version = ask_version && uid == ::geteuid()});
  std::vector<check_row> rows;
  if (found.program) {
    rows.push_back(row(check_mark::good, agent, preset_part::program,
                       found.program->string() + (found.version.empty() ? "" : ", " + found.version)));
  }
  if (!found.key.empty()) {
    rows.push_back(row(check_mark::good, agent, preset_part::key, found.key));
  }
  for (const auto& one : trouble_with(*of, found)) {
    rows.push_back(row(is_fatal(one.part) ? check_mark::failed : check_mark::warned, agent, one.part,
                       one.what, one.remedy));
  }
  return rows;
}

}  // namespace arena

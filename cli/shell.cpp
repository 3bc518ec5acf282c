// What helps a shell and its user: completion scripts, and the manual page.
#include "cli/command_table.hpp"
#include "cli/completion.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/manual.hpp"
#include "cli/values.hpp"

#include <ostream>

namespace bouts::cli {

namespace {

result<int> completion(const console& here, const values& given) {
  const std::string& shell = given.text("SHELL");
  here.with.out << (shell == "bash"  ? bash_completion()
                    : shell == "zsh" ? zsh_completion()
                                     : fish_completion());
  return exit_ok;
}

result<int> manual(const console& here, const values&) {
  here.with.out << manual_page();
  return exit_ok;
}

}  // namespace

std::vector<command> shell_commands() {
  return {
      {.group = "",
       .name = "completion",
       .help = "Print the completion script of a shell",
       .parameters = {{.name = "SHELL",
                       .help = "bash, zsh or fish",
                       .takes = takes::word,
                       .required = true,
                       .words = {"bash", "zsh", "fish"}}},
       .local = completion,
       .more = "For this shell alone: source <(bouts completion bash)"},
      {.group = "",
       .name = "manual",
       .help = "Print the manual page (troff), for `man -l -`",
       .parameters = {},
       .local = manual},
  };
}

}  // namespace bouts::cli

#include "cli/completion.hpp"

#include "cli/replaced.hpp"

#include <algorithm>

namespace bouts::cli {

namespace {

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    text += (text.empty() ? "" : " ") + std::string(word);
  }
  return text;
}

// What bash offers as the value of an option.
std::string bash_value(const parameter& one) {
  if (one.takes == takes::file) {
    return "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\")";
  }
  return one.words.empty()
             ? ""
             : "mapfile -t COMPREPLY < <(compgen -W " + shell_quoted(joined(one.words)) + " -- \"$current\")";
}

std::string options_of(const std::vector<parameter>& parameters) {
  std::string text;
  for (const parameter& one : parameters) {
    if (one.is_option()) {
      text += ' ' + std::string(one.name);
    } else if (!one.words.empty()) {
      text += ' ' + joined(one.words);
    }
  }
  return text;
}

std::string bash_words() {
  std::string top;
  std::string text;
  for (const command_group& group : groups()) {
    top += std::string(group.name) + ' ';
    std::string names;
    for (const command* one : commands_of_group(group.name)) {
      names += (names.empty() ? "" : " ") + std::string(one->name);
      text += "    " + shell_quoted(one->path()) + "*) words=" + shell_quoted(options_of(one->parameters)) +
              " ;;\n";
    }
    text += "    " + shell_quoted(group.name) + ") words=" + shell_quoted(names) + " ;;\n";
  }
  for (const command* one : commands_of_group("")) {
    top += std::string(one->name) + ' ';
    text +=
        "    " + shell_quoted(one->name) + "*) words=" + shell_quoted(options_of(one->parameters)) + " ;;\n";
  }
  top.pop_back();
  return "    '') words=" + shell_quoted(top) + " ;;\n" + text;
}

}  // namespace

std::vector<const parameter*> all_options() {
  std::vector<const parameter*> all;
  const auto add = [&all](const parameter& one) {
    const bool known =
        std::ranges::any_of(all, [&one](const parameter* other) { return other->name == one.name; });
    if (one.is_option() && !known) {
      all.push_back(&one);
    }
  };
  std::ranges::for_each(global_parameters(), add);
  for (const command& one : commands()) {
    std::ranges::for_each(one.parameters, add);
  }
  return all;
}

std::vector<const command*> commands_of_group(std::string_view group) {
  std::vector<const command*> some;
  for (const command& one : commands()) {
    if (one.group == group) {
      some.push_back(&one);
    }
  }
  return some;
}

std::string shell_quoted(std::string_view text) {
  return "'" + replaced(text, '\'', "'\"'\"'") + "'";
}

std::string options_with_value(std::string_view separator) {
  std::string text;
  for (const parameter* one : all_options()) {
    if (one->has_value()) {
      text += (text.empty() ? "" : std::string(separator)) + std::string(one->name);
    }
  }
  return text;
}

std::string bash_completion() {
  std::string values;
  for (const parameter* one : all_options()) {
    if (one->has_value()) {
      values += "    " + std::string(one->name) + ") " + bash_value(*one) + "\n      return ;;\n";
    }
  }
  std::string global;
  for (const parameter& one : global_parameters()) {
    global += ' ' + std::string(one.name);
  }
  return "# bash completion of bouts; made by `bouts completion bash`\n"
         "_bouts() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local place='' words='' skip='' i\n"
         "  COMPREPLY=()\n"
         "  case $before in\n" +
         values +
         "  esac\n"
         "  # The names of commands before the cursor, without options and their values.\n"
         "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
         "    if [[ -n $skip ]]; then\n"
         "      skip=''\n"
         "      continue\n"
         "    fi\n"
         "    case ${COMP_WORDS[i]} in\n"
         "      " +
         options_with_value("|") +
         ") skip=1 ;;\n"
         "      -*) ;;\n"
         "      *) place+=${place:+ }${COMP_WORDS[i]} ;;\n"
         "    esac\n"
         "  done\n"
         "  case $place in\n" +
         bash_words() +
         "  esac\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words" +
         global +
         " --help\" -- \"$current\")\n"
         "}\n"
         "COMP_WORDBREAKS=${COMP_WORDBREAKS//:}  # scopes have colons in them\n"
         "complete -F _bouts bouts\n";
}

}  // namespace bouts::cli

#include "cli/completion.hpp"
#include "cli/replaced.hpp"

namespace bouts::cli {

namespace {

// "name:help" as _describe reads it; a colon in the name would end it.
std::string described(std::string_view name, std::string_view help) {
  return shell_quoted(replaced(name, ':', "\\:") + ":" + std::string(help));
}

std::string words_of(const std::vector<parameter>& parameters) {
  std::string text;
  for (const parameter& one : parameters) {
    if (one.is_option()) {
      text += ' ' + described(one.name, one.help);
    }
    for (const std::string_view word : one.is_option() ? std::vector<std::string_view>() : one.words) {
      text += ' ' + described(word, one.name);
    }
  }
  return text;
}

std::string row(std::string_view pattern, const std::string& words) {
  return "    " + std::string(pattern) + ") found=(" + words + " ) ;;\n";
}

std::string places() {
  std::string top;
  std::string text;
  for (const command_group& group : groups()) {
    top += ' ' + described(group.name, group.help);
    std::string names;
    for (const command* one : commands_of_group(group.name)) {
      names += ' ' + described(one->name, one->help);
      text += row(shell_quoted(one->path()) + '*', words_of(one->parameters));
    }
    text += row(shell_quoted(group.name), names);
  }
  for (const command* one : commands_of_group("")) {
    top += ' ' + described(one->name, one->help);
    text += row(shell_quoted(one->name) + '*', words_of(one->parameters));
  }
  return row("''", top) + text;
}

std::string value_row(const parameter& one) {
  std::string offer = one.takes == takes::file ? "_files" : "";
  if (!one.words.empty()) {
    offer = "compadd --";
    for (const std::string_view word : one.words) {
      offer += ' ' + std::string(word);
    }
  }
  return "    " + std::string(one.name) + ") " + offer + "\n      return ;;\n";
}

}  // namespace

std::string zsh_completion() {
  std::string values;
  for (const parameter* one : all_options()) {
    values += one->has_value() ? value_row(*one) : "";
  }
  std::string global;
  for (const parameter& one : global_parameters()) {
    global += ' ' + described(one.name, one.help);
  }
  return "#compdef bouts\n"
         "# zsh completion of bouts; made by `bouts completion zsh`\n"
         "_bouts() {\n"
         "  local place='' skip='' word\n"
         "  local -a found\n"
         "  case $words[CURRENT-1] in\n" +
         values +
         "  esac\n"
         "  for word in ${words[2,CURRENT-1]}; do\n"
         "    if [[ -n $skip ]]; then\n"
         "      skip=''\n"
         "      continue\n"
         "    fi\n"
         "    case $word in\n"
         "      " +
         options_with_value("|") +
         ") skip=1 ;;\n"
         "      -*) ;;\n"
         "      *) place+=${place:+ }$word ;;\n"
         "    esac\n"
         "  done\n"
         "  case $place in\n" +
         places() +
         "  esac\n"
         "  found+=(" +
         global +
         " '--help:Explain' )\n"
         "  _describe -o 'bouts' found\n"
         "}\n"
         "if [[ $funcstack[1] == _bouts ]]; then\n"
         "  _bouts \"$@\"\n"
         "else\n"
         "  compdef _bouts bouts\n"
         "fi\n";
}

}  // namespace bouts::cli

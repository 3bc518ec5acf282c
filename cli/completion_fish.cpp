#include "cli/completion.hpp"
#include "cli/replaced.hpp"

namespace bouts::cli {

namespace {

// In fish's single quotes a backslash escapes a quote.
std::string fish_quoted(std::string_view text) {
  return "'" + replaced(replaced(text, '\\', "\\\\"), '\'', "\\'") + "'";
}

std::string name_row(std::string_view place, std::string_view name, std::string_view help) {
  return "complete -c bouts -n \"__bouts_is_at '" + std::string(place) + "'\" -a " + fish_quoted(name) +
         " -d " + fish_quoted(help) + '\n';
}

std::string words_of(const parameter& one) {
  std::string text;
  for (const std::string_view word : one.words) {
    text += (text.empty() ? "" : " ") + std::string(word);
  }
  return text;
}

// `condition` is empty for what may stand anywhere.
std::string option_row(const std::string& condition, const parameter& one) {
  std::string row = "complete -c bouts" + condition + " -l " + std::string(one.name.substr(2));
  if (one.takes == takes::file) {
    row += " -r -F";
  } else if (one.has_value()) {
    row += " -x";
  }
  row += one.is_option() && !one.words.empty() ? " -a " + fish_quoted(words_of(one)) : "";
  return row + " -d " + fish_quoted(one.help) + '\n';
}

std::string rows_of(const command& one) {
  std::string text = name_row(one.group, one.name, one.help);
  const std::string condition = " -n \"__bouts_is_in '" + one.path() + "'\"";
  for (const parameter& each : one.parameters) {
    if (each.is_option()) {
      text += option_row(condition, each);
    } else if (!each.words.empty()) {
      text += "complete -c bouts" + condition + " -a " + fish_quoted(words_of(each)) + '\n';
    }
  }
  return text;
}

}  // namespace

std::string fish_completion() {
  std::string text =
      "# fish completion of bouts; made by `bouts completion fish`\n"
      "# The names of commands before the cursor, without options and their values.\n"
      "function __bouts_place\n"
      "  set -l skip 0\n"
      "  set -l place\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    if test $skip = 1\n"
      "      set skip 0\n"
      "      continue\n"
      "    end\n"
      "    switch $word\n"
      "      case " +
      options_with_value(" ") +
      "\n"
      "        set skip 1\n"
      "      case '-*'\n"
      "      case '*'\n"
      "        set -a place $word\n"
      "    end\n"
      "  end\n"
      "  string join ' ' -- $place\n"
      "end\n"
      "function __bouts_is_at\n"
      "  test (__bouts_place | string collect --allow-empty) = \"$argv\"\n"
      "end\n"
      "function __bouts_is_in\n"
      "  string match -q -- \"$argv*\" (__bouts_place | string collect --allow-empty)\n"
      "end\n"
      "complete -c bouts -f\n";
  for (const parameter& one : global_parameters()) {
    text += option_row("", one);
  }
  for (const command_group& group : groups()) {
    text += name_row("", group.name, group.help);
  }
  for (const command& one : commands()) {
    text += rows_of(one);
  }
  return text;
}

}  // namespace bouts::cli

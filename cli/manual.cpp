#include "cli/manual.hpp"

#include "cli/command_table.hpp"
#include "cli/exit_code.hpp"
#include "cli/replaced.hpp"
#include "sdk/version.hpp"

#include <string_view>

namespace bouts::cli {

namespace {

// Text as troff shows it: a dash is a dash, and a line does not begin with a request.
std::string text(std::string_view plain) {
  const std::string_view guard = plain.starts_with('.') || plain.starts_with('\'') ? "\\&" : "";
  return std::string(guard) + replaced(replaced(plain, '\\', "\\e"), '-', "\\-");
}

std::string bold(std::string_view plain) {
  return "\\fB" + text(plain) + "\\fR";
}

std::string section(std::string_view title) {
  return ".SH " + std::string(title) + '\n';
}

std::string entry(const std::string& head, const std::string& body) {
  return ".TP\n" + head + '\n' + body + '\n';
}

std::string head_of(const parameter& one) {
  const std::string name = one.is_option() ? bold(one.name) : "\\fI" + text(one.name) + "\\fR";
  return one.value.empty() ? name : name + " \\fI" + text(one.value) + "\\fR";
}

std::string body_of(const parameter& one) {
  std::string body = text(one.help) + '.';
  if (one.takes == takes::hint && !one.words.empty()) {
    body += " Known are";
    for (const std::string_view word : one.words) {
      body += (word == one.words.front() ? " " : ", ") + text(word);
    }
    body += '.';
  }
  return body;
}

std::string synopsis_of(const command& one) {
  std::string line = bold("bouts " + one.path());
  for (const parameter& each : one.parameters) {
    const std::string head = head_of(each) + (each.many ? " ..." : "");
    line += each.required ? ' ' + head : " [" + head + ']';
  }
  return line;
}

std::string describe(const command& one) {
  std::string made = ".SS " + synopsis_of(one) + '\n' + text(one.help) + ".\n";
  if (!one.more.empty()) {
    made += ".PP\n" + text(one.more) + '\n';
  }
  for (const parameter& each : one.parameters) {
    made += entry(head_of(each), body_of(each));
  }
  return made;
}

std::string commands_section() {
  std::string made = section("COMMANDS");
  for (const command& one : commands()) {
    made += describe(one);
  }
  return made;
}

std::string variables_section() {
  return section("ENVIRONMENT") + entry(bold("BOUTS_API_KEY"), "The API token.") +
         entry(bold("ARENA_API_KEY"), "The agent\\(aqs key.") +
         entry(bold("BOUTS_BASE_URL"), "The arena\\(aqs address.") +
         entry(bold("BOUTS_WEBHOOK_SECRET"), "The secret of webhook signatures.") +
         entry(bold("HTTPS_PROXY") + ", " + bold("HTTP_PROXY") + ", " + bold("NO_PROXY"),
               "The proxy, as curl reads them.") +
         entry(bold("NO_COLOR"), "When set, nothing is coloured.") +
         entry(bold("XDG_CONFIG_HOME"), "Where the directory of the stored keys is; else ~/.config.");
}

std::string exit_section() {
  std::string made = section("EXIT STATUS");
  for (const exit_meaning& one : exit_meanings()) {
    made += entry(bold(std::to_string(one.code)), text(one.text));
  }
  return made;
}

}  // namespace

std::string manual_page() {
  std::string made = ".\\\" Made by `bouts manual`.\n";
  made += ".TH BOUTS 1 \"\" \"bouts " + std::string(version()) + "\" \"User Commands\"\n.nh\n.ad l\n";
  made += section("NAME") + "bouts \\- the Bouts API from a shell\n";
  made += section("SYNOPSIS") + bold("bouts") + " [\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]\n";
  made +=
      section("DESCRIPTION") +
      "Every call of the Bouts API. What is asked for goes to standard output, everything else to standard "
      "error; an error is one line. With \\fB\\-\\-json\\fR standard output is one JSON document, with the "
      "names "
      "of the API; without it, text for a person.\n.PP\n"
      "A key comes from the file that a flag names, else from the environment, else from what \\fBbouts "
      "login\\fR stored.\n";
  made += section("OPTIONS");
  for (const parameter& one : global_parameters()) {
    made += entry(head_of(one), body_of(one));
  }
  made += entry(bold("--help"), "Explain the command.") + entry(bold("--version"), "Print the version.");
  return made + commands_section() + exit_section() + variables_section() + section("FILES") +
         entry("\\fI$XDG_CONFIG_HOME/bouts/token\\fR, \\fIsandbox\\-token\\fR, \\fIagent\\-key\\fR",
               "What \\fBbouts login\\fR stored, each readable by its owner alone.") +
         section("SEE ALSO") + bold("arena-connect") + "(1)\n";
}

}  // namespace bouts::cli

#include "cli/parse.hpp"

#include "cli/exit_code.hpp"
#include "core/base/ids.hpp"
#include "core/base/text.hpp"
#include "sdk/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <ostream>

namespace bouts::cli {

namespace {

std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    text += (text.empty() ? "" : ", ") + std::string(word);
  }
  return text;
}

// One parameter as CLI11 has it. `into` outlives the parsing.
void add(CLI::App& to, const parameter& one, values& into) {
  const std::string name(one.name);
  const std::string help(one.help);
  if (one.takes == takes::flag) {
    to.add_flag_function(name, [&into, name](std::int64_t) { into.add(name, "true"); }, help);
    return;
  }
  const auto keep = [&into, name](const std::vector<std::string>& given) {
    for (const std::string& text : given) {
      into.add(name, text);
    }
  };
  CLI::Option& option = *to.add_option_function<std::vector<std::string>>(name, keep, help);
  option.required(one.required)->type_name(std::string(one.value));
  option.check([&one](const std::string& text) { return trouble_with(one, text); });
  option.allow_extra_args(false);  // one value behind each `--name`, and for each positional
  if (one.many) {
    option.multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  } else {
    option.expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
}

void add_commands(CLI::App& program, const command*& chosen, values& into) {
  std::map<std::string_view, CLI::App*> parents;
  for (const command_group& group : groups()) {
    CLI::App& made = *program.add_subcommand(std::string(group.name), std::string(group.help));
    made.require_subcommand(1);
    parents[group.name] = &made;
  }
  parents[""] = &program;
  for (const command& one : commands()) {
    CLI::App& made = *parents.at(one.group)->add_subcommand(std::string(one.name), std::string(one.help));
    for (const parameter& each : one.parameters) {
      add(made, each, into);
    }
    made.footer(std::string(one.more));
    made.callback([&chosen, &one] { chosen = &one; });
  }
}

// What CLI11 says only as "A subcommand is required": the word that is no command, and what there is.
std::string about_command(const CLI::App& program) {
  const auto parsed = program.get_subcommands();
  const CLI::App& place = parsed.empty() ? program : *parsed.front();
  const std::string behind = parsed.empty() ? "" : " behind '" + place.get_name() + "'";
  const auto left = program.remaining(true);
  const auto word = std::ranges::find_if(left, [](const std::string& one) { return !one.starts_with('-'); });
  std::string text =
      word == left.end() ? "a command is missing" + behind : "there is no command '" + *word + "'" + behind;
  std::string_view before = ": ";
  for (const CLI::App* const one : place.get_subcommands([](const CLI::App*) { return true; })) {
    text += std::string(before) + one->get_name();
    before = ", ";
  }
  return text;
}

std::string trouble_of(const CLI::App& program, const CLI::ParseError& wrong, const command* chosen) {
  const auto parsed = program.get_subcommands();
  const bool at_group = parsed.empty() || parsed.front()->get_require_subcommand_min() > 0;
  const bool names_none = at_group && (parsed.empty() || parsed.front()->get_subcommands().empty());
  const bool is_required = wrong.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
  return chosen == nullptr && names_none && is_required ? about_command(program) : wrong.what();
}

}  // namespace

std::string trouble_with(const parameter& one, const std::string& text) {
  switch (one.takes) {
    case takes::number: {
      const auto number = parse_number(text);
      const bool good = number && *number >= one.least && *number <= one.most;
      return good ? ""
                  : "must be a number from " + std::to_string(one.least) + " to " + std::to_string(one.most);
    }
    case takes::id:
      return is_safe_id(text) ? "" : "not an id: 1 to 64 letters, digits, '.', '_' or '-'";
    case takes::word:
      return std::ranges::find(one.words, text) != one.words.end() ? ""
                                                                   : "must be one of " + listed(one.words);
    case takes::flag:
    case takes::text:
    case takes::hint:
    case takes::file:
      break;
  }
  return "";
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  constexpr std::size_t longest = 1'000;  // of a message, in UTF-16 units
  return printable(to_valid_utf8(trim(text)), longest);
}

std::expected<parsed, int> parse(std::vector<std::string> arguments, const streams& with) {
  parsed made{.chosen = nullptr, .given = {}};
  CLI::App program("The Bouts API from a shell", "bouts");
  program.require_subcommand(1);
  program.fallthrough();  // global options may stand behind the command
  program.set_version_flag("--version", "bouts " + std::string(version()));
  for (const parameter& one : global_parameters()) {
    add(program, one, made.given);
  }
  add_commands(program, made.chosen, made.given);
  program.footer(
      "Keys are read from the environment (BOUTS_API_KEY, ARENA_API_KEY) or from what `bouts login` "
      "stored.\nErrors are one line on standard error.\n\n" +
      exit_code_help());
  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    program.parse(std::move(arguments));
  } catch (const CLI::Success& asked) {
    return std::unexpected(program.exit(asked, with.out, with.err));
  } catch (const CLI::ParseError& wrong) {
    with.err << "bouts: " << one_line(trouble_of(program, wrong, made.chosen)) << " (see --help)\n";
    return std::unexpected(exit_usage);
  }
  return made;
}

}  // namespace bouts::cli

#include "runner/options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace arena::runner {

namespace {

// What was given, while it is being read.
struct draft {
  options built;
  std::optional<std::uint64_t> uid;
  std::optional<std::uint64_t> gid;
};

struct option_rule {
  std::string_view name;
  bool required;
  status (*take)(draft&, std::string_view name, std::string_view value);
};

result<std::uint64_t> read_number(std::string_view name, std::string_view value, std::uint64_t lowest,
                                  std::uint64_t highest) {
  std::uint64_t number = 0;
  const auto [end, ec] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (ec != std::errc{} || end != value.data() + value.size() || number < lowest || number > highest) {
    return fail(errc::invalid, std::string(name) + " takes a whole number from " + std::to_string(lowest) +
                                   " to " + std::to_string(highest) + ", not '" + std::string(value) + "'.");
  }
  return number;
}

constexpr std::uint64_t highest_size = std::numeric_limits<std::int64_t>::max();
// -1 means "leave it" to setuid's relatives and is nobody's id.
constexpr std::uint64_t highest_id = std::numeric_limits<std::uint32_t>::max() - 1;

template <std::string options::* Member>
status take_text(draft& into, std::string_view name, std::string_view value) {
  if (value.empty()) {
    return fail(errc::invalid, std::string(name) + " must not be empty.");
  }
  into.built.*Member = value;
  return {};
}

// Of a file in the run directory, and in no other.
template <std::string options::* Member>
status take_file_name(draft& into, std::string_view name, std::string_view value) {
  if (value.find('/') != std::string_view::npos || value == "." || value == "..") {
    return fail(errc::invalid, std::string(name) + " takes the name of a file in the run directory.");
  }
  return take_text<Member>(into, name, value);
}

template <milliseconds options::* Member>
status take_duration(draft& into, std::string_view name, std::string_view value) {
  const auto number = read_number(name, value, 0, static_cast<std::uint64_t>(longest_duration.count()));
  if (!number) {
    return std::unexpected(number.error());
  }
  into.built.*Member = milliseconds(static_cast<milliseconds::rep>(*number));
  return {};
}

template <std::optional<std::uint64_t> options::* Member>
status take_limit(draft& into, std::string_view name, std::string_view value) {
  const auto number = read_number(name, value, 1, highest_size);
  if (!number) {
    return std::unexpected(number.error());
  }
  into.built.*Member = *number;
  return {};
}

template <std::optional<std::uint64_t> draft::* Member>
status take_id(draft& into, std::string_view name, std::string_view value) {
  const auto number = read_number(name, value, 0, highest_id);
  if (!number) {
    return std::unexpected(number.error());
  }
  into.*Member = *number;
  return {};
}

status take_output_cap(draft& into, std::string_view name, std::string_view value) {
  const auto number = read_number(name, value, 0, highest_size);
  if (!number) {
    return std::unexpected(number.error());
  }
  into.built.output_cap = *number;
  return {};
}

constexpr std::array rules = {
    option_rule{"--dir", true, take_text<&options::run_dir>},
    option_rule{"--cwd", true, take_text<&options::cwd>},
    option_rule{"--timeout-ms", true, take_duration<&options::timeout>},
    option_rule{"--grace-ms", true, take_duration<&options::grace>},
    option_rule{"--output-cap", true, take_output_cap},
    option_rule{"--input", false, take_file_name<&options::input>},
    option_rule{"--drain-ms", false, take_duration<&options::drain>},
    option_rule{"--memory", false, take_limit<&options::memory>},
    option_rule{"--processes", false, take_limit<&options::processes>},
    option_rule{"--open-files", false, take_limit<&options::open_files>},
    option_rule{"--uid", false, take_id<&draft::uid>},
    option_rule{"--gid", false, take_id<&draft::gid>},
    option_rule{"--cgroup", false, take_text<&options::cgroup>},
};

// Takes the options before "--"; gives the index of the first argument behind it.
result<std::size_t> read_options(std::span<const char* const> arguments, draft& into,
                                 std::array<bool, rules.size()>& seen) {
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const std::string_view name = arguments[i];
    if (name == "--") {
      return i + 1;
    }
    const auto rule = std::ranges::find(rules, name, &option_rule::name);
    if (rule == rules.end()) {
      return fail(errc::invalid, "There is no option '" + std::string(name) + "'.");
    }
    bool& given = seen.at(static_cast<std::size_t>(rule - rules.begin()));
    if (given) {
      return fail(errc::invalid, std::string(name) + " was given twice.");
    }
    given = true;
    if (i + 1 == arguments.size()) {
      return fail(errc::invalid, std::string(name) + " takes a value.");
    }
    if (const auto taken = rule->take(into, name, arguments[i + 1]); !taken) {
      return std::unexpected(taken.error());
    }
  }
  return fail(errc::invalid, "The agent's command is missing: put it behind '--'.");
}

}  // namespace

result<options> parse_options(std::span<const char* const> arguments) {
  draft into;
  std::array<bool, rules.size()> seen{};
  const auto command = read_options(arguments, into, seen);
  if (!command) {
    return std::unexpected(command.error());
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].required && !seen[i]) {
      return fail(errc::invalid, std::string(rules[i].name) + " is missing.");
    }
  }
  if (into.uid.has_value() != into.gid.has_value()) {
    return fail(errc::invalid, "--uid and --gid are only taken together.");
  }
  if (into.uid) {
    into.built.user = account{static_cast<uid_t>(*into.uid), static_cast<gid_t>(*into.gid)};
  }
  if (*command == arguments.size() || *arguments[*command] == '\0') {
    return fail(errc::invalid, "The agent's command is missing: put it behind '--'.");
  }
  into.built.command.assign(arguments.begin() + static_cast<std::ptrdiff_t>(*command), arguments.end());
  return std::move(into.built);
}

std::string_view usage() noexcept {
  return "Usage: arena-runner --dir RUN_DIR --cwd DIR --timeout-ms N --grace-ms N --output-cap BYTES "
         "[--drain-ms N]\n"
         "                    [--input NAME] [--memory BYTES] [--processes N] [--open-files N] [--uid N "
         "--gid N]\n"
         "                    [--cgroup PATH]\n"
         "                    -- COMMAND [ARG]...\n"
         "\n"
         "Runs one agent to its end: RUN_DIR/challenge.json (or the file NAME there) becomes its stdin, its "
         "output "
         "goes to\n"
         "RUN_DIR/stdout.log and RUN_DIR/stderr.log, and RUN_DIR/exit.json tells how it ended. Started by "
         "arena-connect; SIGTERM "
         "cancels the run.\n"
         "\n"
         "arena-runner --stand-in DIR is the agent of a bout whose real one asks for its work (agent.mode: "
         "pull).\n"
         "\n"
         "Exit codes: 0 exit.json was written, 1 wrong usage, 2 the run could not be set up or recorded.\n";
}

}  // namespace arena::runner

#include "cli/exit_code.hpp"

#include <array>

namespace bouts::cli {

namespace {

struct meaning {
  errc kind;
  int code;
};

// The kinds that this program can meet. Codes are never given another meaning: scripts depend on them.
constexpr std::array<meaning, 17> meanings = {{
    {errc::invalid, exit_usage},
    {errc::unauthorized, 10},
    {errc::forbidden, 11},
    {errc::not_found, 12},
    {errc::conflict, 13},
    {errc::gone, 14},
    {errc::validation, 15},
    {errc::rate_limited, 16},
    {errc::server, 17},
    {errc::bad_answer, 18},
    {errc::too_large, 19},
    {errc::network, 20},
    {errc::tls, 21},
    {errc::timed_out, 22},
    {errc::bad_url, 23},
    {errc::config, 24},
    {errc::io, 25},
}};
constexpr int exit_anything_else = 1;

std::string line(int code, std::string_view text) {
  const std::string number = std::to_string(code);
  return "  " + std::string(3 - number.size(), ' ') + number + "  " + std::string(text) + "\n";
}

}  // namespace

int exit_code(errc kind) noexcept {
  for (const meaning& one : meanings) {
    if (one.kind == kind) {
      return one.code;
    }
  }
  return exit_anything_else;
}

std::string exit_code_help() {
  std::string help = "Exit codes:\n" + line(exit_ok, "All went well.") +
                     line(exit_anything_else, "Something unforeseen; the message says what.") +
                     line(exit_usage, "The command line is wrong, or a value on it breaks a rule.") +
                     line(exit_not_passed, "submit --wait: judged, but failed, rejected or invalidated.");
  for (const meaning& one : meanings) {
    if (one.code != exit_usage) {
      help += line(one.code, describe(one.kind));
    }
  }
  return help;
}

}  // namespace bouts::cli

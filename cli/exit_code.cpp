#include "cli/exit_code.hpp"

#include <array>

namespace bouts::cli {

namespace {

struct meaning {
  errc kind;
  int code;
};

// The kinds that this program can meet. Codes are never given another meaning: scripts depend on them.
constexpr std::array<meaning, 19> meanings = {{
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
    {errc::busy, 26},
    {errc::spawn, 27},
}};
constexpr int exit_anything_else = 1;

}  // namespace

int exit_code(errc kind) noexcept {
  for (const meaning& one : meanings) {
    if (one.kind == kind) {
      return one.code;
    }
  }
  return exit_anything_else;
}

std::vector<exit_meaning> exit_meanings() {
  std::vector<exit_meaning> all = {
      {exit_ok, "All went well."},
      {exit_anything_else, "Something unforeseen; the message says what."},
      {exit_usage, "The command line is wrong, or a value on it breaks a rule."},
      {exit_not_passed,
       "The answer is no: a submission did not pass, a dry run would be refused, a test was not delivered."}};
  for (const meaning& one : meanings) {
    if (one.code != exit_usage) {
      all.push_back({one.code, std::string(describe(one.kind))});
    }
  }
  return all;
}

std::string exit_code_help() {
  constexpr std::size_t width = 5;
  std::string help = "Exit codes:\n";
  for (const exit_meaning& one : exit_meanings()) {
    const std::string number = std::to_string(one.code);
    help += std::string(width - number.size(), ' ') + number + "  " + one.text + '\n';
  }
  return help;
}

}  // namespace bouts::cli

// The program `arena-sandbox` without its command line: opens the server, says where it is, serves until it
// is told to end.
#pragma once

#include "sandbox/arena_state.hpp"
#include "sandbox/http_server.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace arena::sandbox {

struct serving_options {
  arena_options arena;
  std::uint16_t port = 0;
  std::optional<tls_files> tls;
  bool quiet = false;            // no line for each request on stderr
  bool die_with_parent = false;  // ends when the thread that started it does (PR_SET_PDEATHSIG)
};

// A seed of its own for an arena that was given none, so that two of them have different ids.
std::string random_seed();

// The one line on stdout when the arena is ready:
// {"url":"…","agents":[{"agent_id","key","token","token_test","web_session"}]}
std::string ready_line(const service& all, const std::string& url);

// Blocks until SIGTERM or SIGINT. The exit code: 0 when told to end, 1 when it could not be opened (said on
// stderr).
int serve_until_told(const serving_options& options);

struct assigning_options {
  std::string url;
  std::string body;  // of POST /_arena/assign
};
// Makes the call and prints the answer's body on stdout. 0, or 1 with the reason on stderr.
int assign_from_shell(const assigning_options& options);

}  // namespace arena::sandbox

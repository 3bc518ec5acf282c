// A request to a running daemon, for the commands that speak with one. Blocks.
#pragma once

#include "daemon/commands.hpp"
#include "httpd/local_client.hpp"

#include <string>
#include <variant>

namespace arena {

// Says why on standard error; gives the code back.
exit_code complain(exit_code code, const std::string& why);
// Writes out what stands in the buffer of standard output. When that fails, says so, unless the reader went
// away, and gives `failed` in place of `ok`.
exit_code finish_output(exit_code code);

httpd::request get(std::string target);
// The body of a good answer, or the exit code of any other, which was said.
std::variant<std::string, exit_code> ask(const control_options& to, httpd::request what,
                                         httpd::piece_handler on_piece = {});

}  // namespace arena

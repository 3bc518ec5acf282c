#include "daemon/control_asking.hpp"

#include "config/control_socket.hpp"
#include "core/base/text.hpp"
#include "daemon/start.hpp"

#include <boost/json.hpp>

#include <stdio_ext.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace arena {

using bouts::errc;

namespace {

constexpr std::chrono::seconds patience{15};
constexpr std::size_t shown_units = 1'000;

// The socket's path, or why there is none (which was said).
std::variant<std::string, exit_code> socket_of(const control_options& to) {
  if (to.socket) {
    return *to.socket;
  }
  const auto found = config::control_socket(to.given, own_surroundings());
  if (!found) {
    return complain(code_of(found.error().kind), found.error().describe());
  }
  if (!*found) {
    return complain(exit_code::no_daemon,
                    "there is no control socket here: neither control.socket in a configuration, nor "
                    "$RUNTIME_DIRECTORY, nor $XDG_RUNTIME_DIR; name one with --socket");
  }
  return **found;
}

exit_code no_answer(const std::string& socket, const bouts::error& why) {
  if (why.kind == errc::bad_answer) {
    return complain(exit_code::failed, "what listens at " + socket + " is no daemon: " + why.message);
  }
  if (::access(socket.c_str(), W_OK) != 0 && errno == EACCES) {
    return complain(exit_code::no_daemon, "the socket " + socket +
                                              " answers root and the user of its daemon alone; ask as one of "
                                              "them, or name another with --socket");
  }
  return complain(exit_code::no_daemon, "no daemon answers at " + socket + " (" + why.message +
                                            "); start one with `arena-connect run`, or name its socket with "
                                            "--socket");
}

// Line by line: a reload that was refused names each problem on a line of its own.
std::string printable_lines(std::string_view text) {
  std::string made;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    made += (begin == 0 ? "" : "\n") + bouts::printable(text.substr(begin, end - begin), shown_units);
    begin = end + 1;
  }
  return made;
}

std::string message_in(const std::string& body) {
  boost::json::error_code failed;
  const auto value = boost::json::parse(body, failed);
  boost::json::error_code missing;
  const auto* found = failed ? nullptr : value.find_pointer("/error/message", missing);
  return found != nullptr && found->is_string() ? printable_lines(bouts::to_valid_utf8(found->get_string()))
                                                : std::string("the daemon did not say why");
}

exit_code refused(const httpd::reply& given) {
  constexpr int bad_request = 400;
  constexpr int not_found = 404;
  constexpr int conflict = 409;
  constexpr int too_large = 413;
  const auto code = given.status == not_found || given.status == conflict ? exit_code::no_such_bout
                    : given.status == too_large                           ? exit_code::bad_solution
                    : given.status == bad_request                         ? exit_code::usage
                                                                          : exit_code::failed;
  return complain(code, message_in(given.body));
}

bool is_good(const httpd::reply& given) noexcept {
  return given.status >= 200 && given.status < 300;
}

}  // namespace

exit_code finish_output(exit_code code) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) {
    return code;
  }
  const int cause = errno;
  ::__fpurge(stdout);  // or it is tried, and told, again
  std::clearerr(stdout);
  if (cause != EPIPE) {  // `| head` has seen enough
    complain(exit_code::failed, std::string("standard output cannot be written: ") +
                                    (cause == 0 ? "a part of it is missing" : std::strerror(cause)));
  }
  return code == exit_code::ok ? exit_code::failed : code;
}

exit_code complain(exit_code code, const std::string& why) {
  std::fprintf(stderr, "arena-connect: %s\n", why.c_str());
  return code;
}

std::variant<std::string, exit_code> ask(const control_options& to, httpd::request what,
                                         httpd::piece_handler on_piece) {
  auto socket = socket_of(to);
  if (const auto* code = std::get_if<exit_code>(&socket)) {
    return *code;
  }
  const auto& path = std::get<std::string>(socket);
  auto given = httpd::ask(path, std::move(what), patience, std::move(on_piece));
  if (!given) {
    return no_answer(path, given.error());
  }
  if (!is_good(*given)) {
    return refused(*given);
  }
  return std::move(given->body);
}

httpd::request get(std::string target) {
  httpd::request made;
  made.target = std::move(target);
  return made;
}

}  // namespace arena

// The commands that speak with a running daemon: each is one request over the control socket.

#include "config/control_socket.hpp"
#include "core/base/ids.hpp"
#include "core/base/text.hpp"
#include "daemon/commands.hpp"
#include "daemon/control_tables.hpp"
#include "daemon/start.hpp"
#include "httpd/local_client.hpp"

#include <boost/json.hpp>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <utility>

namespace arena {

namespace {

using bouts::errc;

constexpr std::chrono::seconds patience{15};
constexpr std::size_t shown_units = 1'000;
// More than the arena takes, so that its limit is named by the daemon's own sentence.
constexpr std::size_t largest_answer = 8'000'000;

exit_code complain(exit_code code, const std::string& why) {
  std::fprintf(stderr, "arena-connect: %s\n", why.c_str());
  return code;
}

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
  return complain(exit_code::no_daemon, "no daemon answers at " + socket + " (" + why.message +
                                            "); start one with `arena-connect run`, or name its socket with "
                                            "--socket");
}

std::string message_in(const std::string& body) {
  boost::json::error_code failed;
  const auto value = boost::json::parse(body, failed);
  boost::json::error_code missing;
  const auto* found = failed ? nullptr : value.find_pointer("/error/message", missing);
  return found != nullptr && found->is_string()
             ? bouts::printable(bouts::to_valid_utf8(found->get_string()), shown_units)
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

// The body of a good answer, or the exit code of any other (which was said).
std::variant<std::string, exit_code> ask(const control_options& to, httpd::request what,
                                         httpd::piece_handler on_piece = {}) {
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

// Only what may stand in a path; anything else is no entry's id anyway.
bouts::status check_entry(const std::string& entry) {
  return bouts::is_safe_id(entry)
             ? bouts::status()
             : bouts::fail(errc::invalid, "'" + bouts::printable(bouts::to_valid_utf8(entry), shown_units) +
                                              "' is not an entry's id, nor the beginning of one");
}

exit_code print(const bouts::result<std::string>& text) {
  if (!text) {
    return complain(exit_code::failed, text.error().message);
  }
  return std::fwrite(text->data(), 1, text->size(), stdout) == text->size() && std::fflush(stdout) == 0
             ? exit_code::ok
             : exit_code::failed;
}

exit_code list(const control_options& to, const std::string& target, bool json,
               bouts::result<std::string> (*as_table)(std::string_view)) {
  const auto body = ask(to, get(target));
  if (const auto* code = std::get_if<exit_code>(&body)) {
    return *code;
  }
  const auto& text = std::get<std::string>(body);
  return print(json ? text : as_table(text));
}

exit_code act(const control_options& to, const std::string& entry, const char* what, std::string body) {
  if (const auto good = check_entry(entry); !good) {
    return complain(exit_code::usage, good.error().message);
  }
  httpd::request order;
  order.method = "POST";
  order.target = "/v1/bouts/" + entry + "/" + what;
  order.body = std::move(body);
  const auto given = ask(to, std::move(order));
  if (const auto* code = std::get_if<exit_code>(&given)) {
    return *code;
  }
  return print(bout_line(std::get<std::string>(given)));
}

}  // namespace

exit_code status_command(const control_options& to, const listing_options& options) {
  return list(to, "/v1/status", options.json, status_table);
}

exit_code history_command(const control_options& to, const listing_options& options) {
  return list(to, "/v1/history?limit=" + std::to_string(options.limit), options.json, history_table);
}

exit_code logs_command(const control_options& to, const log_options& options) {
  if (const auto good = check_entry(options.entry); !good) {
    return complain(exit_code::usage, good.error().message);
  }
  std::string target = "/v1/bouts/" + options.entry + "/logs?stream=" +
                       (options.events ? "events"
                        : options.err  ? "stderr"
                                       : "stdout");
  target += options.follow ? "&follow=1" : "";
  target += options.tail ? "&tail=" + std::to_string(*options.tail) : "";
  bool printed = true;
  const auto given = ask(to, get(std::move(target)), [&printed](std::string_view piece) {
    printed = std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size() && std::fflush(stdout) == 0;
    return printed;
  });
  if (const auto* code = std::get_if<exit_code>(&given)) {
    return *code;
  }
  return printed ? exit_code::ok : exit_code::failed;
}

exit_code health_command(const control_options& to) {
  const auto body = ask(to, get("/v1/status"));
  const auto* code = std::get_if<exit_code>(&body);
  return code == nullptr ? exit_code::ok : *code;
}

exit_code cancel_command(const control_options& to, const std::string& entry) {
  return act(to, entry, "cancel", {});
}

exit_code resubmit_command(const control_options& to, const std::string& entry,
                           const std::optional<std::string>& file) {
  if (!file) {
    return act(to, entry, "resubmit", {});
  }
  std::ostringstream text;
  std::ifstream from(*file, std::ios::binary);
  text << from.rdbuf();
  auto answer = text.str();
  if (!from || answer.empty()) {
    return complain(exit_code::no_solution, "the answer cannot be read, or is empty: " + *file);
  }
  if (answer.size() > largest_answer) {
    return complain(exit_code::bad_solution, "the answer is larger than any that the arena takes: " + *file);
  }
  return act(to, entry, "resubmit", std::move(answer));
}

}  // namespace arena

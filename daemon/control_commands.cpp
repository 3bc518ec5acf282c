// The commands that speak with a running daemon: each is a request over the control socket.

#include "core/base/ids.hpp"
#include "core/base/text.hpp"
#include "daemon/commands.hpp"
#include "daemon/control_asking.hpp"
#include "daemon/control_tables.hpp"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

namespace arena {

namespace {

using bouts::errc;

constexpr std::size_t shown_units = 1'000;
// More than the arena takes, so that its limit is named by the daemon's own sentence.
constexpr std::size_t largest_answer = 8'000'000;

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
  std::fwrite(text->data(), 1, text->size(), stdout);
  return finish_output(exit_code::ok);
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

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr unsigned low = 0x0F;
  std::string made;
  for (const char c : text) {
    if (bouts::is_safe_id(std::string_view(&c, 1))) {
      made += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      made += {'%', digits[byte >> 4U], digits[byte & low]};
    }
  }
  return made;
}

// For a terminal: each line cleared behind its end, and all below the last.
std::string over_the_old(std::string_view text) {
  std::string made = "\x1b[H";
  for (const char c : text) {
    made += c == '\n' ? std::string_view("\x1b[K\n") : std::string_view(&c, 1);
  }
  return made + "\x1b[J";
}

std::variant<std::string, exit_code> change_draining(const control_options& to, std::string target,
                                                     const std::optional<std::string>& agent) {
  httpd::request order;
  order.method = "POST";
  order.target = std::move(target) + (agent ? "?agent=" + percent_encoded(*agent) : "");
  return ask(to, std::move(order));
}

exit_code tell_draining(const std::variant<std::string, exit_code>& told) {
  const auto* const body = std::get_if<std::string>(&told);
  return body == nullptr ? std::get<exit_code>(told) : print(draining_line(*body));
}

}  // namespace

exit_code status_command(const control_options& to, const listing_options& options) {
  return list(to, "/v1/status", options.json, status_table);
}

exit_code history_command(const control_options& to, const listing_options& options) {
  const auto agent = options.agent ? "&agent=" + percent_encoded(*options.agent) : std::string();
  return list(to, "/v1/history?limit=" + std::to_string(options.limit) + agent, options.json, history_table);
}

exit_code watch_command(const control_options& to) {
  constexpr std::chrono::seconds between{1};
  // Home, the new picture over the old one, and what is left of the old one cleared: no flicker.
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  for (;;) {
    const auto body = ask(to, get("/v1/status"));
    if (const auto* code = std::get_if<exit_code>(&body)) {
      return *code;
    }
    auto text = status_table(std::get<std::string>(body));
    if (text && terminal) {
      *text = over_the_old(*text);
    }
    if (const auto printed = print(text); printed != exit_code::ok) {
      return printed;
    }
    std::this_thread::sleep_for(between);
  }
}

exit_code drain_command(const control_options& to, const drain_options& options) {
  constexpr std::chrono::milliseconds between{500};
  auto told = change_draining(to, "/v1/drain", options.agent);
  while (options.wait && std::holds_alternative<std::string>(told) &&
         bouts_at_work(std::get<std::string>(told)) > 0) {
    std::this_thread::sleep_for(between);
    told = change_draining(to, "/v1/drain", options.agent);
  }
  return tell_draining(told);
}

exit_code reload_command(const control_options& to) {
  httpd::request order;
  order.method = "POST";
  order.target = "/v1/reload";
  const auto given = ask(to, std::move(order));
  if (const auto* code = std::get_if<exit_code>(&given)) {
    return *code == exit_code::usage ? exit_code::failed : *code;  // what is wrong is the file
  }
  return print(reloaded_line(std::get<std::string>(given)));
}

exit_code resume_command(const control_options& to, const std::optional<std::string>& agent) {
  return tell_draining(change_draining(to, "/v1/resume", agent));
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
  return printed ? exit_code::ok : finish_output(exit_code::ok);
}

exit_code health_command(const control_options& to) {
  const auto body = ask(to, get("/healthz"));
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
    const std::string why =
        ::access(file->c_str(), R_OK) != 0 ? std::strerror(errno) : "it is empty, or no file";
    return complain(exit_code::no_solution, "the answer cannot be read from " + *file + ": " + why);
  }
  if (answer.size() > largest_answer) {
    return complain(exit_code::bad_solution, "the answer is larger than any that the arena takes: " + *file);
  }
  return act(to, entry, "resubmit", std::move(answer));
}

}  // namespace arena

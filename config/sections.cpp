#include "config/sections.hpp"

#include "config/address.hpp"
#include "config/agent_rules.hpp"
#include "config/agent_section.hpp"
#include "config/reader.hpp"

#include <algorithm>
#include <limits>

namespace arena::config {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_socket_path = 107;     // of sockaddr_un on Linux, the final NUL aside
constexpr std::size_t shortest_pull_token = 16;  // not to be found by trying
constexpr std::size_t longest_pull_token = 256;

std::optional<std::string> read_url(reader& r, const place& where) {
  r.set_arena_is_loopback(true);  // for all that is known if this fails
  const auto text = r.filled_text(where, "the arena's URL");
  if (!text) {
    return std::nullopt;
  }
  const auto address = parse_arena_url(*text);
  if (!address) {
    r.complain_expected(where, address.error(), problem_kind::bad_url);
    return std::nullopt;
  }
  r.set_arena_is_loopback(address->loopback);
  if (!address->secure && !address->loopback) {
    r.warn(where, "http:// sends the keys over the network for everybody to read; use https://");
  }
  return address->url;
}

std::optional<std::string> read_proxy(reader& r, const place& where) {
  const auto text = r.filled_text(where, "a proxy such as http://proxy:3128");
  if (!text) {
    return std::nullopt;
  }
  auto proxy = parse_proxy(*text);
  if (!proxy) {
    r.complain_expected(where, proxy.error(), problem_kind::bad_url);
    return std::nullopt;
  }
  return std::move(*proxy);
}

std::optional<std::string> read_socket(reader& r, const place& where) {
  auto path = r.path(where);
  if (path && path->size() > max_socket_path) {
    r.complain(where, "the path of a socket has at most " + std::to_string(max_socket_path) +
                          " bytes; this has " + std::to_string(path->size()));
    return std::nullopt;
  }
  return path;
}

bool is_path(std::string_view address) noexcept {
  return address.starts_with('/');
}

std::optional<std::string> read_listen(reader& r, const place& where) {
  auto text = r.filled_text(where, "an address and a port such as 127.0.0.1:9464");
  if (!text) {
    return std::nullopt;
  }
  const auto address = parse_listen(*text);
  if (!address) {
    r.complain_expected(where, address.error());
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> read_pull_listen(reader& r, const place& where) {
  auto text =
      r.filled_text(where, "the absolute path of a socket, or an address and a port such as 127.0.0.1:9465");
  if (text && is_path(*text)) {
    return read_socket(r, where);
  }
  if (text && !parse_listen(*text)) {
    r.complain_expected(where,
                        "the absolute path of a socket, or an address and a port such as 127.0.0.1:9465");
    return std::nullopt;
  }
  return text;
}

// What agents show at pull_listen is theirs, so it may not be what the arena knows us by.
reader::secret_shape pull_token_shape() {
  const auto is_arenas = [](std::string_view text) { return is_api_key(text) || is_api_token(text); };
  return {.what = "a token of 16 to 256 letters, digits and signs, such as `openssl rand -hex 32` makes",
          .fits =
              [is_arenas](const reader& /*r*/, std::string_view text) {
                return text.size() >= shortest_pull_token && text.size() <= longest_pull_token &&
                       std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; }) &&
                       !is_arenas(text);
              },
          .hint =
              [is_arenas](std::string_view text) {
                return std::string(is_arenas(text) ? "a key of the arena, which no agent gets" : "");
              }};
}

void check_listen(reader& r, const place& where, const control_settings& control) {
  if (control.listen && !control.allow_remote && !parse_listen(*control.listen)->loopback) {
    r.complain(where.key("listen", *where.at->find("listen")),
               "is not an address of this machine alone, and whoever reaches it controls the daemon; write a "
               "loopback address, or allow_remote: true beside it");
  }
}

void check_pull_listen(reader& r, const place& where, const control_settings& control) {
  if (!control.pull_listen || is_path(*control.pull_listen)) {
    if (!control.pull_token.empty()) {
      r.complain(where.key("pull_token", *where.at->find("pull_token")),
                 "is for a pull_listen with a port; a socket needs no token");
    }
    return;
  }
  const auto listen = where.key("pull_listen", *where.at->find("pull_listen"));
  if (!parse_listen(*control.pull_listen)->loopback) {
    r.complain(listen,
               "is not an address of this machine alone, and what agents say there is not encrypted; write a "
               "loopback address");
  }
  if (control.pull_token.empty()) {
    r.complain(listen, "needs pull_token beside it, as every user of this machine reaches a port");
  }
}

// What its keys mean together: checked once they are known.
void read_control(reader& r, const place& where, settings& into) {
  const auto problems_before = r.problems().size();
  read_section(r, where, control_keys(), into.control);
  if (r.problems().size() == problems_before) {
    check_listen(r, where, into.control);
    check_pull_listen(r, where, into.control);
  }
}

void add_keys(const std::vector<named_shape>& shapes, const std::string& before,
              std::vector<std::string>& to) {
  for (const auto& one : shapes) {
    to.push_back(before + one.name);
    add_keys(one.shape.inner, before + one.name + ".", to);
  }
}

}  // namespace

section<arena_settings> arena_keys() {
  return {text_key("url", &arena_settings::url, read_url), path_key("ca_file", &arena_settings::ca_file),
          text_key("proxy", &arena_settings::proxy, read_proxy),
          duration_key("timeout", &arena_settings::timeout, {.least = 1s, .most = 5min})};
}

section<control_settings> control_keys() {
  return {text_key("socket", &control_settings::socket, read_socket),
          text_key("listen", &control_settings::listen, read_listen),
          boolean_key("allow_remote", &control_settings::allow_remote),
          text_key("pull_listen", &control_settings::pull_listen, read_pull_listen),
          secret_key("pull_token", &control_settings::pull_token, pull_token_shape())};
}

section<log_settings> log_keys() {
  return {choice_key<log_settings, log_level>("level", &log_settings::level,
                                              {{"trace", log_level::trace},
                                               {"debug", log_level::debug},
                                               {"info", log_level::info},
                                               {"warn", log_level::warn},
                                               {"error", log_level::error}}),
          choice_key<log_settings, log_format>(
              "format", &log_settings::format,
              {{"text", log_format::text}, {"json", log_format::json}, {"journal", log_format::journal}})};
}

section<shutdown_settings> shutdown_keys() {
  return {duration_key("drain", &shutdown_settings::drain, {.least = 0s, .most = 24h}),
          duration_key("cancel", &shutdown_settings::cancel, {.least = 0s, .most = 10min}),
          boolean_key("leave_running", &shutdown_settings::leave_running)};
}

section<retention_settings> retention_keys() {
  return {duration_key("runs", &retention_settings::runs, {.least = 0s, .most = 24h * 3650}),
          size_key("size", &retention_settings::size, {.least = 0})};
}

section<settings> top_keys() {
  auto control = section_key("control", &settings::control, control_keys());
  control.read = read_control;
  return {
      section_key("arena", &settings::arena, arena_keys()),  // first: the agents' rules depend on where it is
      path_key("state_dir", &settings::state_dir),
      std::move(control),
      section_key("log", &settings::log, log_keys()),
      section_key("shutdown", &settings::shutdown, shutdown_keys()),
      section_key("retention", &settings::retention, retention_keys()),
      agents_key()};
}

std::vector<std::string> all_known_keys() {
  std::vector<std::string> keys;
  add_keys(shapes_of(top_keys()), "", keys);
  return keys;
}

}  // namespace arena::config

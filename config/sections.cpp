#include "config/sections.hpp"

#include "config/address.hpp"
#include "config/agent_section.hpp"
#include "config/reader.hpp"

#include <limits>

namespace arena::config {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_socket_path = 107;  // of sockaddr_un on Linux, the final NUL aside

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

// Both keys together: checked once they are known.
void read_control(reader& r, const place& where, settings& into) {
  const auto problems_before = r.problems().size();
  read_section(r, where, control_keys(), into.control);
  if (!into.control.listen || into.control.allow_remote || r.problems().size() > problems_before) {
    return;
  }
  const auto address = parse_listen(*into.control.listen);
  const auto listen = where.key("listen", *where.at->find("listen"));
  if (!address->loopback) {
    r.complain(listen,
               "is not an address of this machine alone, and whoever reaches it controls the daemon; write a "
               "loopback address, or allow_remote: true beside it");
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
          boolean_key("allow_remote", &control_settings::allow_remote)};
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

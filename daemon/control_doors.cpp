// Where a running daemon can be asked: the control socket, a port for looking, and a door for agents with
// mode: pull.
#include "config/address.hpp"
#include "control/pull_routes.hpp"
#include "control/routes.hpp"
#include "daemon/application.hpp"
#include "daemon/files.hpp"

#include <utility>

namespace arena {

namespace asio = boost::asio;

namespace {

constexpr std::size_t longest_control_body =
    8'000'000;  // a mended answer; its own limit is told by its checker
// At a port anybody may send something, and it is in memory before it is known who it was.
constexpr std::size_t longest_body_at_port = 4'000'000;  // max_answer_files_bytes as JSON, and more
constexpr std::size_t longest_question = 4'000;          // what only looks has no body
constexpr std::size_t most_control_connections = 64;

httpd::serving control_serving(std::size_t longest_body) {
  httpd::serving how;
  how.name = "arena-connect";
  how.limits.body_bytes = longest_body;
  how.limits.connections = most_control_connections;
  return how;
}

bouts::result<std::unique_ptr<httpd::server>> open_at(asio::any_io_executor executor, const std::string& path,
                                                      httpd::serving how) {
  if (const auto made = make_directory(std::filesystem::path(path).parent_path()); !made) {
    return std::unexpected(made.error());
  }
  return httpd::server::open(std::move(executor), httpd::unix_place{path}, std::move(how));
}

// REQUIRES an address that the configuration has checked.
httpd::tcp_place place_of(const std::string& address) {
  const auto where = config::parse_listen(address);
  httpd::tcp_place place;
  place.address = where->host == "localhost" ? "127.0.0.1" : where->host;
  place.port = static_cast<std::uint16_t>(where->port);
  return place;
}

}  // namespace

void application::open_doors() {
  if (settings_.control.socket) {
    open_socket(*settings_.control.socket);
  }
  if (settings_.control.listen) {
    open_port(*settings_.control.listen);
  }
  if (settings_.control.pull_listen) {
    open_agents_door(*settings_.control.pull_listen);
  }
}

void application::open_socket(const std::string& path) {
  auto how = control_serving(longest_control_body);
  how.handle = [this](httpd::request in) {
    return control::is_pull_request(in) ? control::serve_pull(desk_, std::move(in))
                                        : control::serve(*control_, std::move(in), control::access::owner);
  };
  serve_control("control socket", open_at(executor_, path, std::move(how)));
}

void application::open_port(const std::string& address) {
  auto how = control_serving(longest_question);
  const auto who = settings_.control.allow_remote ? control::access::reader : control::access::local_reader;
  how.handle = [this, who](httpd::request in) { return control::serve(*control_, std::move(in), who); };
  const auto* opened =
      serve_control("control port", httpd::server::open(executor_, place_of(address), std::move(how)));
  if (opened != nullptr) {
    log_.info("status and metrics are at " + opened->where());
  }
}

void application::open_agents_door(const std::string& where) {
  const bool is_path = where.starts_with('/');
  auto how = control_serving(is_path ? longest_control_body : longest_body_at_port);
  how.handle = [this, is_path](httpd::request in) {
    return is_path ? control::serve_pull_alone(desk_, std::move(in))
                   : control::serve_pull_port(desk_, std::move(in), settings_.control.pull_token);
  };
  const auto* opened = serve_control(
      "door for agents", is_path ? open_at(executor_, where, std::move(how))
                                 : httpd::server::open(executor_, place_of(where), std::move(how)));
  if (opened != nullptr) {
    log_.info("agents may ask for their work at " + opened->where());
  }
}

const httpd::server* application::serve_control(const std::string& name,
                                                bouts::result<std::unique_ptr<httpd::server>> server) {
  if (!server) {
    log_.error("there is no " + name + ": " + server.error().describe());
    return nullptr;
  }
  control_servers_.push_back(std::move(*server));
  serving_.spawn(name, control_servers_.back()->run());
  return control_servers_.back().get();
}

}  // namespace arena

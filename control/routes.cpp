#include "control/routes.hpp"

#include "control/bout_routes.hpp"
#include "control/call.hpp"
#include "control/health.hpp"
#include "control/json.hpp"
#include "control/metrics.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arena::control {

namespace asio = boost::asio;
using httpd::answer;

namespace {

constexpr int ok = 200;
constexpr int accepted = 202;
constexpr int forbidden = 403;
constexpr int not_found = 404;
constexpr int method_not_allowed = 405;

answer wrong_method(std::string_view allowed) {
  auto made =
      error_answer(method_not_allowed, "method_not_allowed", "this path knows " + std::string(allowed));
  made.headers.push_back({"Allow", std::string(allowed)});
  return made;
}

enum class place {
  status,
  agents,
  bouts,
  history,
  bout,
  logs,
  cancel,
  resubmit,
  drain,
  resume,
  reload,
  health,
  ready,
  metrics
};

struct route {
  std::vector<std::string_view> path;  // "*" is one segment, whatever it is
  place where;
  std::string_view method;
  bool for_readers;  // also over a port
};

const std::array<route, 14>& routes() {
  static const std::array<route, 14> all = {{
      {{"v1", "status"}, place::status, "GET", true},
      {{"v1", "agents"}, place::agents, "GET", true},
      {{"v1", "bouts"}, place::bouts, "GET", true},
      {{"v1", "history"}, place::history, "GET", true},
      {{"v1", "bouts", "*"}, place::bout, "GET", true},
      {{"v1", "bouts", "*", "logs"}, place::logs, "GET", false},
      {{"v1", "bouts", "*", "cancel"}, place::cancel, "POST", false},
      {{"v1", "bouts", "*", "resubmit"}, place::resubmit, "POST", false},
      {{"v1", "drain"}, place::drain, "POST", false},
      {{"v1", "resume"}, place::resume, "POST", false},
      {{"v1", "reload"}, place::reload, "POST", false},
      {{"healthz"}, place::health, "GET", true},
      {{"readyz"}, place::ready, "GET", true},
      {{"metrics"}, place::metrics, "GET", true},
  }};
  return all;
}

const route* route_of(const std::vector<std::string>& path) {
  const auto fits = [&path](const route& one) {
    return std::ranges::equal(path, one.path, [](const std::string& segment, std::string_view wanted) {
      return wanted == "*" || segment == wanted;
    });
  };
  const auto found = std::ranges::find_if(routes(), fits);
  return found == routes().end() ? nullptr : &*found;
}

// A page that a browser shows may ask any host name that its owner lets lead to 127.0.0.1; then this is the
// name.
bool names_this_machine(std::string_view host) {
  if (host.empty()) {
    return true;  // HTTP/1.0: no browser
  }
  if (host.starts_with('[')) {
    return host.starts_with("[::1]");
  }
  const auto name = host.substr(0, host.find(':'));
  return name == "localhost" ||
         (name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string_view::npos);
}

answer tell_metrics(const view& of) {
  answer made;
  made.content_type = "text/plain; version=0.0.4; charset=utf-8";
  made.body = metrics_text(of);
  return made;
}

answer change_draining(view& of, const call& in, place where) {
  auto agent = text_of(in.query, "agent");
  const auto done = where == place::drain ? of.drain(agent) : of.resume(agent);
  return done ? json_answer(accepted, draining_json(of, agent)) : error_answer(done.error());
}

answer reload(view& of) {
  const auto told = of.reload();
  return told ? json_answer(ok, reloaded_json(of.redacted(*told))) : error_answer(told.error());
}

asio::awaitable<answer> answer_to(view& of, call in, place where, bool is_owner) {
  switch (where) {
    case place::status:
      co_return json_answer(ok, status_json(of));
    case place::agents:
      co_return json_answer(ok, agents_json(of));
    case place::bouts:
    case place::history:
      co_return co_await list_bouts(of, std::move(in), where == place::history);
    case place::bout:
      co_return co_await serve_bout(of, std::move(in), bout_place::bout, is_owner);
    case place::logs:
      co_return co_await serve_bout(of, std::move(in), bout_place::logs, is_owner);
    case place::cancel:
      co_return co_await serve_bout(of, std::move(in), bout_place::cancel, is_owner);
    case place::resubmit:
      co_return co_await serve_bout(of, std::move(in), bout_place::resubmit, is_owner);
    case place::drain:
    case place::resume:
      co_return change_draining(of, in, where);
    case place::reload:
      co_return reload(of);
    case place::health:
      co_return health(of);
    case place::ready:
      co_return readiness(of, text_of(in.query, "agent"));
    case place::metrics:
      break;
  }
  co_return tell_metrics(of);
}

}  // namespace

asio::awaitable<std::optional<answer>> serve(view& of, httpd::request request, access who) {
  if (who == access::local_reader && !names_this_machine(request.header_value("Host"))) {
    co_return error_answer(forbidden, "forbidden", "this port is for requests to localhost");
  }
  auto in = take_apart(std::move(request));
  const auto* const found = route_of(in.path);
  if (found == nullptr) {
    co_return error_answer(not_found, "not_found", "there is nothing at this path");
  }
  if (in.method != found->method) {
    co_return wrong_method(found->method);
  }
  const bool is_owner = who == access::owner;
  if (!is_owner && !found->for_readers) {
    co_return error_answer(forbidden, "forbidden", "this is to be had over the control socket only");
  }
  co_return co_await answer_to(of, std::move(in), found->where, is_owner);
}

}  // namespace arena::control

#include "control/pull_routes.hpp"

#include "control/json.hpp"
#include "core/base/digest.hpp"

#include <charconv>
#include <utility>

namespace arena::control {

namespace asio = boost::asio;
using bouts::errc;
using httpd::answer;

namespace {

constexpr int ok = 200;
constexpr int accepted = 202;
constexpr int no_content = 204;
constexpr int unauthorized = 401;
constexpr int not_found = 404;
constexpr int method_not_allowed = 405;
constexpr std::string_view next_path = "/v1/next";
constexpr std::string_view bouts_path = "/v1/bouts/";

enum class said { events, submission, failure };
struct saying {
  bouts::entry_id entry;
  said what;
};

std::optional<saying> saying_of(std::string_view path) {
  if (!path.starts_with(bouts_path)) {
    return std::nullopt;
  }
  path.remove_prefix(bouts_path.size());
  const auto slash = path.find('/');
  auto entry = bouts::entry_id::parse(path.substr(0, slash));
  const auto what = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  for (const auto& [name, meant] : {std::pair<std::string_view, said>{"events", said::events},
                                    {"submission", said::submission},
                                    {"failure", said::failure}}) {
    if (what == name && entry) {
      return saying{.entry = *std::move(entry), .what = meant};
    }
  }
  return std::nullopt;
}

bouts::result<bouts::milliseconds> wait_of(const std::string& text) {
  if (text.empty()) {
    return usual_wait;
  }
  int seconds = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bouts::milliseconds wait = std::chrono::seconds(seconds);
  if (failed != std::errc() || end != text.data() + text.size() || seconds < 0 || wait > longest_wait) {
    return bouts::fail(errc::invalid, "wait must be a whole number of seconds, from 0 to 60");
  }
  return wait;
}

asio::awaitable<answer> tell_next(pull_view& of, std::string query) {
  auto given = httpd::query_parameters(query);
  const auto wait = wait_of(given["wait"]);
  if (!wait) {
    co_return error_answer(wait.error());
  }
  pull_request what{.agent = given["agent"], .worker = given["worker"], .wait = *wait};
  auto found = co_await of.next(std::move(what));
  if (!found) {
    co_return error_answer(found.error());
  }
  if (!*found) {
    answer none;
    none.status = no_content;
    co_return none;
  }
  auto made = json_answer(ok, std::move((*found)->challenge));
  made.headers.push_back({"Arena-Entry", (*found)->entry.str()});
  made.headers.push_back({"Arena-Deadline", bouts::format_iso8601((*found)->deadline)});
  made.headers.push_back({"Arena-Time-Left-Ms", std::to_string((*found)->time_left.count())});
  co_return made;
}

answer take(pull_view& of, const saying& which, const std::string& body) {
  const auto done = which.what == said::events       ? of.say(which.entry, body)
                    : which.what == said::submission ? of.hand_in(which.entry, body)
                                                     : of.give_up(which.entry, body);
  if (!done) {
    return error_answer(done.error());
  }
  answer made;
  made.status = which.what == said::events ? no_content : accepted;
  return made;
}

bool shows(const httpd::request& in, const bouts::secret& token) {
  constexpr std::string_view scheme = "Bearer ";
  const auto shown = in.header_value("Authorization");
  return !token.empty() && shown.starts_with(scheme) &&
         bouts::equal_in_constant_time(shown.substr(scheme.size()), token.reveal());
}

}  // namespace

bool is_pull_request(const httpd::request& in) {
  const auto path = httpd::split_target(in.target).path;
  if (path == next_path) {
    return true;
  }
  const auto found = saying_of(path);
  // The events of a bout can be read as well, by others.
  return found && (in.method == "POST" || found->what != said::events);
}

asio::awaitable<std::optional<answer>> serve_pull_port(pull_view& of, httpd::request in,
                                                       const bouts::secret& token) {
  if (!shows(in, token)) {
    auto made =
        error_answer(unauthorized, "unauthorized", "say Authorization: Bearer, and control.pull_token");
    made.headers.push_back({"WWW-Authenticate", "Bearer"});
    co_return made;
  }
  co_return co_await serve_pull_alone(of, std::move(in));
}

asio::awaitable<std::optional<answer>> serve_pull_alone(pull_view& of, httpd::request in) {
  if (!is_pull_request(in)) {
    co_return error_answer(not_found, "not_found", "here is only what agents ask for their work with");
  }
  co_return co_await serve_pull(of, std::move(in));
}

asio::awaitable<std::optional<answer>> serve_pull(pull_view& of, httpd::request in) {
  const auto target = httpd::split_target(in.target);
  const auto which = saying_of(target.path);
  const std::string_view allowed = which ? "POST" : "GET";
  if (in.method != allowed) {
    auto made =
        error_answer(method_not_allowed, "method_not_allowed", "this path knows " + std::string(allowed));
    made.headers.push_back({"Allow", std::string(allowed)});
    co_return made;
  }
  if (which) {
    co_return take(of, *which, in.body);
  }
  co_return co_await tell_next(of, target.query);
}

}  // namespace arena::control

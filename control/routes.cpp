#include "control/routes.hpp"

#include "control/json.hpp"
#include "control/log_stream.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

namespace arena::control {

namespace asio = boost::asio;
using bouts::errc;
using httpd::answer;

namespace {

constexpr int ok = 200;
constexpr int accepted = 202;
constexpr int not_found = 404;
constexpr int method_not_allowed = 405;

using parameters = std::map<std::string, std::string, std::less<>>;

struct call {
  std::string method;
  std::vector<std::string> path;  // behind /v1
  parameters query;
  std::string body;
};

std::optional<std::vector<std::string>> segments_of(std::string_view path) {
  constexpr std::string_view version = "/v1/";
  if (!path.starts_with(version)) {
    return std::nullopt;
  }
  path.remove_prefix(version.size());
  std::vector<std::string> found;
  for (std::size_t slash = 0; slash != std::string_view::npos;) {
    slash = path.find('/');
    found.emplace_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return found;
}

std::string value_of(const parameters& query, std::string_view name) {
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

// Nothing when it is not given.
bouts::result<std::optional<std::size_t>> count_of(const parameters& query, std::string_view name,
                                                   std::size_t most) {
  const auto text = value_of(query, name);
  if (text.empty()) {
    return std::nullopt;
  }
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size() || number > most) {
    return bouts::fail(errc::invalid,
                       std::string(name) + " must be a whole number from 0 to " + std::to_string(most));
  }
  return number;
}

bool is_given(const parameters& query, std::string_view name) {
  const auto text = value_of(query, name);
  return query.contains(name) && text != "0" && text != "false";
}

bouts::result<bout_query> query_of(const parameters& from, bool finished_only) {
  bout_query made;
  made.finished_only = finished_only;
  const auto limit = count_of(from, "limit", most_listed);
  if (!limit) {
    return std::unexpected(limit.error());
  }
  made.limit = limit->value_or(made.limit);
  if (auto agent = value_of(from, "agent"); !agent.empty()) {
    made.agent = std::move(agent);
  }
  return made;
}

bouts::result<log_request> log_request_of(const parameters& from, bouts::entry_id entry) {
  constexpr std::size_t longest_tail = 1'000'000;
  static constexpr std::array<std::pair<std::string_view, log_kind>, 4> names = {
      {{"", log_kind::out},
       {"stdout", log_kind::out},
       {"stderr", log_kind::err},
       {"events", log_kind::events}}};
  const auto named = value_of(from, "stream");
  const auto* const which = std::ranges::find(names, named, [](const auto& one) { return one.first; });
  if (which == names.end()) {
    return bouts::fail(errc::invalid, "stream must be stdout, stderr or events");
  }
  const auto tail = count_of(from, "tail", longest_tail);
  if (!tail) {
    return std::unexpected(tail.error());
  }
  return log_request{
      .entry = std::move(entry), .which = which->second, .tail = *tail, .follow = is_given(from, "follow")};
}

asio::awaitable<answer> list(view& of, call in, bool finished_only) {
  const auto which = query_of(in.query, finished_only);
  if (!which) {
    co_return error_answer(which.error());
  }
  const auto all = co_await of.list(*which);
  if (!all) {
    co_return error_answer(all.error());
  }
  co_return json_answer(ok, bouts_json(of, *all));
}

// The one entry that is meant.
asio::awaitable<bouts::result<bouts::entry_id>> entry_meant(view& of, std::string text) {
  constexpr std::size_t shown = 3;
  if (text.size() < shortest_prefix || !bouts::is_safe_id(text)) {
    co_return bouts::fail(errc::invalid, "an entry is named by its id, or by the first " +
                                             std::to_string(shortest_prefix) + " or more characters of it");
  }
  const auto found = co_await of.find_by_prefix(text, shown + 1);
  if (!found) {
    co_return std::unexpected(found.error());
  }
  if (found->empty()) {
    co_return bouts::fail(errc::not_found, "there is no bout " + text);
  }
  const auto exact = std::ranges::find(*found, text, &bouts::entry_id::str);
  if (exact != found->end()) {
    co_return *exact;
  }
  if (found->size() > 1) {
    std::string names;
    for (std::size_t i = 0; i < std::min(found->size(), shown); ++i) {
      names += (i == 0 ? "" : ", ") + (*found)[i].str();
    }
    co_return bouts::fail(errc::conflict, "several bouts begin with " + text + ": " + names +
                                              (found->size() > shown ? " and more" : ""));
  }
  co_return found->front();
}

asio::awaitable<answer> tell_bout(view& of, bouts::entry_id entry, int status) {
  const auto one = co_await of.find(entry);
  if (!one) {
    co_return error_answer(one.error());
  }
  if (!*one) {
    co_return error_answer(
        bouts::error{.kind = errc::not_found, .message = "there is no bout " + entry.str()});
  }
  co_return json_answer(status, bout_json(of, **one));
}

asio::awaitable<answer> tell_logs(view& of, call in, bouts::entry_id entry) {
  auto what = log_request_of(in.query, entry);
  if (!what) {
    co_return error_answer(what.error());
  }
  std::error_code unseen;
  const auto file = of.log_file(entry, what->which);
  if (!of.is_at_work(entry) && !std::filesystem::exists(file, unseen)) {
    co_return error_answer(
        bouts::error{.kind = errc::not_found,
                     .message = "this bout has no such log: the agent never ran, or it was cleared away"});
  }
  answer made;
  made.content_type = "text/plain; charset=utf-8";
  made.stream = std::make_unique<log_stream>(of, *std::move(what));
  co_return made;
}

asio::awaitable<answer> carry_out(view& of, call in, bouts::entry_id entry) {
  bouts::status done;
  if (in.path[2] == "cancel") {
    done = co_await of.cancel(entry);
  } else {
    auto mended = in.body.empty() ? std::nullopt : std::optional(std::move(in.body));
    done = co_await of.resubmit(entry, std::move(mended));
  }
  if (!done) {
    co_return error_answer(done.error());
  }
  co_return co_await tell_bout(of, entry, accepted);
}

answer wrong_method(std::string_view allowed) {
  auto made =
      error_answer(method_not_allowed, "method_not_allowed", "this path knows " + std::string(allowed));
  made.headers.push_back({"Allow", std::string(allowed)});
  return made;
}

enum class place { nowhere, status, bouts, history, bout, logs, action };

place place_of(const std::vector<std::string>& path) {
  if (path.size() == 1) {
    return path[0] == "status"    ? place::status
           : path[0] == "bouts"   ? place::bouts
           : path[0] == "history" ? place::history
                                  : place::nowhere;
  }
  if (path[0] != "bouts" || path.size() > 3) {
    return place::nowhere;
  }
  if (path.size() == 2) {
    return place::bout;
  }
  return path[2] == "logs"                              ? place::logs
         : path[2] == "cancel" || path[2] == "resubmit" ? place::action
                                                        : place::nowhere;
}

asio::awaitable<answer> serve_bout(view& of, call in, place where) {
  const auto entry = co_await entry_meant(of, in.path[1]);
  if (!entry) {
    co_return error_answer(entry.error());
  }
  if (where == place::logs) {
    co_return co_await tell_logs(of, std::move(in), *entry);
  }
  if (where == place::action) {
    co_return co_await carry_out(of, std::move(in), *entry);
  }
  co_return co_await tell_bout(of, *entry, ok);
}

}  // namespace

asio::awaitable<std::optional<answer>> serve(view& of, httpd::request request) {
  const auto target = httpd::split_target(request.target);
  auto path = segments_of(target.path);
  const auto where = path ? place_of(*path) : place::nowhere;
  if (where == place::nowhere) {
    co_return error_answer(not_found, "not_found", "there is nothing at this path");
  }
  const std::string_view allowed = where == place::action ? "POST" : "GET";
  if (request.method != allowed) {
    co_return wrong_method(allowed);
  }
  call in{.method = std::move(request.method),
          .path = *std::move(path),
          .query = httpd::query_parameters(target.query),
          .body = std::move(request.body)};
  if (where == place::status) {
    co_return json_answer(ok, status_json(of));
  }
  if (where == place::bouts || where == place::history) {
    co_return co_await list(of, std::move(in), where == place::history);
  }
  co_return co_await serve_bout(of, std::move(in), where);
}

}  // namespace arena::control

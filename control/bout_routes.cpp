#include "control/bout_routes.hpp"

#include "control/bout_stream.hpp"
#include "control/json.hpp"
#include "control/log_stream.hpp"
#include "control/routes.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arena::control {

namespace asio = boost::asio;
using bouts::errc;
using httpd::answer;

namespace {

constexpr int ok = 200;
constexpr int accepted = 202;
constexpr std::size_t longest_tail = 1'000'000;
constexpr std::size_t longest_shown_tail = 1'000;  // in the answer itself
constexpr std::size_t usual_tail = 20;

bouts::result<bout_query> query_of(const parameters& from, bool finished_only) {
  bout_query made;
  made.finished_only = finished_only;
  const auto limit = count_of(from, "limit", most_listed);
  if (!limit) {
    return std::unexpected(limit.error());
  }
  made.limit = limit->value_or(made.limit);
  made.agent = text_of(from, "agent");
  return made;
}

bouts::result<log_request> log_request_of(const parameters& from, bouts::entry_id entry) {
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

// With the tails of its logs, so many lines of each, where that is given.
asio::awaitable<answer> tell_bout(view& of, bouts::entry_id entry, int status,
                                  std::optional<std::size_t> tail) {
  const auto one = co_await of.find(entry);
  if (!one) {
    co_return error_answer(one.error());
  }
  if (!*one) {
    co_return error_answer(
        bouts::error{.kind = errc::not_found, .message = "there is no bout " + entry.str()});
  }
  const auto tails = tail ? tails_json(of, entry, *tail) : std::string();
  co_return json_answer(status, bout_json(of, **one, tails));
}

asio::awaitable<answer> look_at_bout(view& of, call in, bouts::entry_id entry, bool with_tails) {
  const auto tail = count_of(in.query, "tail", longest_shown_tail);
  if (!tail) {
    co_return error_answer(tail.error());
  }
  if (with_tails && is_given(in.query, "follow")) {
    answer made;
    made.content_type = "application/x-ndjson";
    made.stream = std::make_unique<bout_stream>(of, entry, tail->value_or(usual_tail));
    co_return made;
  }
  const auto shown = with_tails ? std::optional(tail->value_or(usual_tail)) : std::nullopt;
  co_return co_await tell_bout(of, entry, ok, shown);
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

asio::awaitable<answer> carry_out(view& of, call in, bouts::entry_id entry, bout_place where) {
  bouts::status done;
  if (where == bout_place::cancel) {
    done = co_await of.cancel(entry);
  } else {
    auto mended = in.body.empty() ? std::nullopt : std::optional(std::move(in.body));
    done = co_await of.resubmit(entry, std::move(mended));
  }
  if (!done) {
    co_return error_answer(done.error());
  }
  co_return co_await tell_bout(of, entry, accepted, std::nullopt);
}

}  // namespace

asio::awaitable<answer> list_bouts(view& of, call in, bool finished_only) {
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

asio::awaitable<answer> serve_bout(view& of, call in, bout_place where, bool with_tails) {
  const auto entry = co_await entry_meant(of, in.path[2]);
  if (!entry) {
    co_return error_answer(entry.error());
  }
  switch (where) {
    case bout_place::bout:
      co_return co_await look_at_bout(of, std::move(in), *entry, with_tails);
    case bout_place::logs:
      co_return co_await tell_logs(of, std::move(in), *entry);
    case bout_place::cancel:
    case bout_place::resubmit:
      break;
  }
  co_return co_await carry_out(of, std::move(in), *entry, where);
}

}  // namespace arena::control

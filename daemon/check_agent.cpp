// What the arena says of an agent's key and token. Only questions are asked: each scope by a request about
// something that does not exist, which a token with that scope is told (404), and one without it is not
// (403).

#include "core/wire/words.hpp"
#include "daemon/bout_note.hpp"
#include "daemon/check.hpp"
#include "daemon/proxy_for.hpp"
#include "sdk/async_client.hpp"
#include "sdk/transport.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::errc;
using bouts::milliseconds;

namespace {

// A well-formed id that nothing has.
constexpr std::string_view nothing = "00000000-0000-4000-8000-000000000000";
// `Date` has whole seconds, and half the round trip is off at most.
constexpr milliseconds unremarkable_offset{5'000};

const char* const make_token =
    "make a token with challenge:enter, submission:create, submission:read and result:read in the agent's "
    "account";

check_row row(check_mark mark, const config::agent_settings& agent, std::string subject, std::string found,
              std::string remedy = {}) {
  return {.mark = mark,
          .agent = agent.name,
          .subject = std::move(subject),
          .found = std::move(found),
          .remedy = std::move(remedy)};
}

check_row key_row(const config::agent_settings& agent, const bouts::result<bouts::ping_reply>& reply) {
  if (reply) {
    return row(check_mark::good, agent, "key", "accepted, of agent " + reply->agent_id.str());
  }
  const auto& why = reply.error();
  const bool refused = why.kind == errc::unauthorized || why.kind == errc::forbidden;
  return row(check_mark::failed, agent, "key", why.describe(),
             refused ? "make a new key on the agent's page; a key is shown only once, when it is made"
                     : "try again later; the daemon itself tries on");
}

check_row clock_row(const config::agent_settings& agent, const bouts::async_client& client) {
  const auto offset = client.clock_offset();
  const auto size = offset < milliseconds(0) ? -offset : offset;
  if (!client.clock()) {
    return row(check_mark::skipped, agent, "clock", "the arena's time is not known");
  }
  if (size <= unremarkable_offset) {
    return row(check_mark::good, agent, "clock",
               "as the arena's, to within " + bouts::format_duration(unremarkable_offset));
  }
  return row(
      check_mark::warned, agent, "clock",
      "this machine's is " + bouts::format_duration(size) + (offset > milliseconds(0) ? " late" : " early"),
      "set it by NTP; deadlines are kept in the arena's time all the same");
}

struct scope_look {
  std::string scope;
  std::optional<bool> there;  // nothing: not to be told
  std::string trouble = {};
};

template <class T>
scope_look look_of(std::string scope, const bouts::result<T>& answer) {
  if (answer) {
    return {std::move(scope), true};
  }
  switch (answer.error().kind) {
    case errc::not_found:
    case errc::validation:
    case errc::conflict:
    case errc::gone:
      return {std::move(scope), true};
    case errc::forbidden:
      return {std::move(scope), false};
    default:
      return {std::move(scope), std::nullopt, answer.error().describe()};
  }
}

asio::awaitable<std::vector<scope_look>> look_at_scopes(bouts::async_client client) {
  std::vector<scope_look> looks;
  const auto challenge = *bouts::challenge_id::parse(nothing);
  const auto session = *bouts::session_id::parse(nothing);
  const auto submission = *bouts::submission_id::parse(nothing);
  const auto entering = co_await client.challenges().create_session(challenge);
  looks.push_back(look_of("challenge:enter", entering));
  const bouts::solution answer{.content = "arena-connect check", .files = {}};
  const auto handing_in = co_await client.sessions().submit(session, answer);
  looks.push_back(look_of("submission:create", handing_in));
  const auto reading = co_await client.sessions().get(session);
  looks.push_back(look_of("submission:read", reading));
  const auto result = co_await client.submissions().breakdown(submission);
  looks.push_back(look_of("result:read", result));
  co_return looks;
}

check_row scopes_row(const config::agent_settings& agent, const std::vector<scope_look>& looks) {
  std::string there;
  std::string missing;
  std::string unknown;
  const auto add = [](std::string& list, const std::string& word) {
    list += (list.empty() ? "" : ", ") + word;
  };
  for (const auto& look : looks) {
    add(!look.there ? unknown : *look.there ? there : missing, look.scope);
  }
  if (!missing.empty()) {
    const bool result_only = missing == "result:read";
    return row(result_only ? check_mark::warned : check_mark::failed, agent, "scopes", "missing: " + missing,
               result_only ? "scores will not be read; make a token with result:read as well" : make_token);
  }
  if (!unknown.empty()) {
    const auto found = std::ranges::find_if(looks, [](const scope_look& one) { return !one.there; });
    return row(check_mark::warned, agent, "scopes", "not known: " + unknown + ": " + found->trouble,
               "try again in a minute");
  }
  return row(check_mark::good, agent, "scopes", there);
}

// Words of the arena about what it did not like.
std::string failed_checks(const bouts::dry_run_report& report) {
  std::string text;
  for (const auto& one : report.checks) {
    if (one.status == bouts::check_status::fail) {
      text += (text.empty() ? "" : "; ") + one.check + (one.detail.empty() ? "" : ": " + one.detail);
    }
  }
  return text.empty() ? "the arena says that it is not valid" : text;
}

// Whether the token is accepted; nothing when the arena has no such question (it is not documented).
std::optional<check_row> token_row(const config::agent_settings& agent,
                                   const bouts::result<bouts::dry_run_report>& report) {
  if (report && report->valid) {
    return row(check_mark::good, agent, "token", "accepted");
  }
  if (report) {
    return row(check_mark::failed, agent, "token", failed_checks(*report), make_token);
  }
  const auto& why = report.error();
  if (why.kind == errc::unauthorized || why.kind == errc::forbidden) {
    return row(check_mark::failed, agent, "token", why.describe(), make_token);
  }
  return std::nullopt;
}

// A session that this agent played before, to ask with the token whose it is.
std::optional<bouts::session_id> played_session(const config::settings& settings, const std::string& agent) {
  std::optional<bouts::session_id> latest;
  auto at = bouts::wall_time::min();
  for (const auto& note : find_bout_notes(settings.state_dir).notes) {
    const auto& record = note.record;
    if (note.agent == agent && !record.session.empty() && record.deadline >= at) {
      latest = record.session;
      at = record.deadline;
    }
  }
  return latest;
}

check_row account_row(const config::agent_settings& agent, const bouts::agent_id& key_agent,
                      const bouts::result<bouts::session>& seen) {
  const char* const remedy = "make key and token in one account; a token acts for the account's first agent";
  if (!seen) {
    const bool hidden = seen.error().kind == errc::not_found || seen.error().kind == errc::forbidden;
    return row(hidden ? check_mark::failed : check_mark::warned, agent, "account",
               hidden ? "the token does not see the last session of this agent" : seen.error().describe(),
               hidden ? remedy : "try again later");
  }
  if (seen->agent_id && *seen->agent_id != key_agent) {
    return row(check_mark::failed, agent, "account",
               "the token acts for agent " + seen->agent_id->str() + ", the key is of " + key_agent.str(),
               remedy);
  }
  return row(check_mark::good, agent, "account", "key and token are of the same");
}

asio::awaitable<std::vector<check_row>> check_token(const config::settings& settings,
                                                    const config::agent_settings& agent,
                                                    bouts::async_client client, bouts::agent_id key_agent) {
  std::vector<check_row> rows;
  const bouts::dry_run_request asked;  // auth_check
  const auto report = co_await client.dry_run(asked);
  if (auto told = token_row(agent, report)) {
    const bool refused = told->mark == check_mark::failed;
    rows.push_back(*std::move(told));
    if (refused) {
      co_return rows;
    }
  }
  const auto looks = co_await look_at_scopes(client);
  rows.push_back(scopes_row(agent, looks));
  const auto session = played_session(settings, agent.name);
  if (!session || key_agent.empty()) {
    rows.push_back(row(check_mark::skipped, agent, "account",
                       "whether key and token are of the same is known after the first bout"));
    co_return rows;
  }
  const auto seen = co_await client.sessions().get(*session);
  rows.push_back(account_row(agent, key_agent, seen));
  co_return rows;
}

}  // namespace

asio::awaitable<std::vector<check_row>> check_agent(const config::settings& settings,
                                                    const config::agent_settings& agent,
                                                    const environment& ours) {
  std::vector<check_row> rows;
  bouts::transport_options way;
  way.base_url = settings.arena.url;
  way.ca_file = settings.arena.ca_file;
  way.proxy = proxy_for(settings, ours);
  auto link = bouts::make_transport(co_await asio::this_coro::executor, std::move(way));
  if (!link) {
    rows.push_back(row(check_mark::failed, agent, "key", link.error().message));
    co_return rows;
  }
  const bouts::async_client client(*link, bouts::credentials{agent.api_key, agent.api_token},
                                   bouts::client_options{.timeout = settings.arena.timeout});
  const auto reply = co_await client.connector().ping();
  rows.push_back(key_row(agent, reply));
  rows.push_back(clock_row(agent, client));
  if (agent.api_token.empty()) {
    const bool by_key = agent.submit.flow != config::submit_flow::session;
    rows.push_back(
        row(by_key ? check_mark::skipped : check_mark::failed, agent, "token",
            by_key ? "none: answers are handed in by the agent key" : "none, but submit.flow is session",
            by_key ? "" : make_token));
  } else {
    auto id = reply ? reply->agent_id : bouts::agent_id();
    auto told = co_await check_token(settings, agent, client, std::move(id));
    std::ranges::move(told, std::back_inserter(rows));
  }
  (*link)->close_idle();
  co_return rows;
}

}  // namespace arena

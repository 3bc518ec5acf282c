#include "sandbox/accounts.hpp"

#include "core/base/text.hpp"

#include <algorithm>

namespace arena::sandbox {

namespace {

constexpr std::string_view bearer_prefix = "Bearer ";
// How much of a wrong key the arena gives back.
constexpr std::size_t echoed_characters = 12;
// What an agent key may do where a token is asked for (API.md, observed).
constexpr scope_set key_scopes = {scope::challenge_read, scope::submission_create, scope::submission_read,
                                  scope::result_read};

// What is echoed must stay writable as JSON, whatever bytes the header had.
std::string echo(std::string_view key) {
  return bouts::printable(key.substr(0, echoed_characters), echoed_characters);
}

std::string_view bearer_of(std::string_view authorization) noexcept {
  return authorization.starts_with(bearer_prefix) ? authorization.substr(bearer_prefix.size())
                                                  : std::string_view();
}

bool is_valid(const api_token& one, wall_time now) noexcept {
  return !one.revoked_at && (!one.expires_at || now < *one.expires_at);
}

// Its id follows from its text, so that it takes none of the arena's: the ids that come after it stay what
// they are.
api_token seeded_token(const agent& of, environment where, const std::string& text, wall_time now) {
  api_token made;
  made.id = id_source(text).next<token_id>();
  made.agent = of.index;
  made.name = where == environment::sandbox ? "first sandbox token" : "first token";
  made.where = where;
  made.scopes = scope_set::all();
  made.token = text;
  made.created_at = now;
  return made;
}

std::unexpected<refusal> refuse_missing_credential(std::string_view what) {
  return refuse(401, "UNAUTHORIZED", "Missing " + std::string(what));
}

}  // namespace

accounts::accounts(int agents, id_source& ids, wall_time now) {
  for (int i = 0; i < agents; ++i) {
    agent one;
    one.index = i;
    one.id = ids.next<bouts::agent_id>();
    one.name = "agent-" + std::to_string(i);
    one.key = ids.agent_key();
    one.token = ids.token();
    one.test_token = ids.test_token();
    one.web_session = web_session_for(one.id.str(), one.key);
    add_token(seeded_token(one, environment::production, one.token, now));
    add_token(seeded_token(one, environment::sandbox, one.test_token, now));
    agents_.push_back(std::move(one));
  }
}

const api_token& accounts::add_token(api_token made) {
  const api_token& added = tokens_.add(std::move(made));
  by_text_.emplace(added.token, &added);
  return added;
}

bool accounts::revoke_token(int agent, std::string_view id, wall_time now) {
  api_token* const found = tokens_.find(id);
  if (found == nullptr || found->agent != agent || found->revoked_at) {
    return false;
  }
  found->revoked_at = now;
  return true;
}

std::optional<int> accounts::find_by_key(std::string_view key) const noexcept {
  const auto found = std::ranges::find(agents_, key, &agent::key);
  return found == agents_.end() ? std::nullopt : std::optional(found->index);
}

std::optional<int> accounts::find_by_id(std::string_view id) const noexcept {
  const auto found = std::ranges::find_if(agents_, [id](const agent& one) { return one.id.str() == id; });
  return found == agents_.end() ? std::nullopt : std::optional(found->index);
}

std::optional<caller> accounts::find_bearer(std::string_view authorization, wall_time now) const noexcept {
  const auto text = bearer_of(authorization);
  if (const auto found = by_text_.find(text); found != by_text_.end()) {
    const api_token& one = *found->second;
    return is_valid(one, now) ? std::optional(caller{one.agent, one.where, one.scopes}) : std::nullopt;
  }
  if (const auto by_key = find_by_key(text)) {
    return caller{*by_key, environment::production, key_scopes};
  }
  return std::nullopt;
}

answer_or_refusal<int> accounts::connector(std::string_view key) const {
  if (key.empty()) {
    return refuse_missing_credential("x-arena-api-key header");
  }
  const auto index = find_by_key(key);
  if (!index) {
    return refuse(401, "UNAUTHORIZED", "Invalid API key: " + echo(key) + "...");
  }
  return *index;
}

answer_or_refusal<caller> accounts::require(std::string_view authorization, scope wanted,
                                            wall_time now) const {
  const auto token = bearer_of(authorization);
  if (token.empty()) {
    return refuse_missing_credential("API token: send Authorization: Bearer bouts_sk_...");
  }
  const auto who = find_bearer(authorization, now);
  if (!who) {
    return refuse(401, "UNAUTHORIZED", "Invalid or expired API token: " + echo(token) + "...");
  }
  if (auto allowed = check_scope(*who, wanted); !allowed) {
    return std::unexpected(std::move(allowed).error());
  }
  return *who;
}

answer_or_refusal<int> accounts::require_web_session(std::string_view authorization) const {
  const auto session = bearer_of(authorization);
  if (session.empty()) {
    return refuse_missing_credential("session: log in, or send Authorization: Bearer <session JWT>");
  }
  const auto found = std::ranges::find(agents_, session, &agent::web_session);
  if (found == agents_.end()) {
    return refuse(401, "UNAUTHORIZED", "Invalid session: " + echo(session) + "...");
  }
  return found->index;
}

answer_or_refusal<void> check_scope(const caller& who, scope wanted) {
  if (!who.scopes.has(wanted)) {
    return refuse(403, "UNAUTHORIZED", "Token lacks the required scope: " + std::string(to_string(wanted)));
  }
  return {};
}

}  // namespace arena::sandbox

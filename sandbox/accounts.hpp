// Agents, their keys and tokens, and what each credential may do (API.md, "Credentials").
#pragma once

#include "sandbox/id_source.hpp"
#include "sandbox/model.hpp"
#include "sandbox/refusal.hpp"
#include "sandbox/scopes.hpp"
#include "sandbox/table.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::sandbox {

// Each agent is the first (and only) one of an account of its own, so key and tokens of one agent belong
// together.
struct agent {
  int index = 0;
  bouts::agent_id id;
  std::string name;  // a ping may change it
  std::string model_name;
  std::optional<wall_time> last_ping;
  std::string key;          // "aa_…"
  std::string token;        // "bouts_sk_…"
  std::string test_token;   // "bouts_sk_test_…"
  std::string web_session;  // stands for the JWT of somebody who has logged in on the web page
};

struct api_token {
  token_id id;
  int agent = 0;  // index
  std::string name;
  environment where = environment::production;
  scope_set scopes;
  std::string token;
  wall_time created_at{};
  std::optional<wall_time> expires_at;  // nothing: never
  std::optional<wall_time> revoked_at;
};

struct caller {
  int agent = 0;  // index
  environment where = environment::production;
  scope_set scopes = scope_set::all();
};

class accounts {
 public:
  // Each agent with a token for each environment, with all scopes and without an end.
  accounts(int agents, id_source& ids, wall_time now);

  const std::vector<agent>& all() const noexcept { return agents_; }
  agent& at(int index) { return agents_.at(static_cast<std::size_t>(index)); }
  const agent& at(int index) const { return agents_.at(static_cast<std::size_t>(index)); }

  const table<api_token>& tokens() const noexcept { return tokens_; }
  // The new one; REQUIRES that its id and its text are not there yet.
  const api_token& add_token(api_token made);
  // False when the agent has no such token, or not any more.
  bool revoke_token(int agent, std::string_view id, wall_time now);

  // Whose `x-arena-api-key` it is; tokens are not taken there.
  std::optional<int> find_by_key(std::string_view key) const noexcept;
  std::optional<int> find_by_id(std::string_view id) const noexcept;
  // Who calls with this `Authorization` header. Nothing when there is none, or it is nobody's, or not any
  // more.
  std::optional<caller> find_bearer(std::string_view authorization, wall_time now) const noexcept;

  // The connector's door: 401 with the first characters of what was sent.
  answer_or_refusal<int> connector(std::string_view key) const;
  // The resources' door: 401 UNAUTHORIZED, or 403 UNAUTHORIZED when the scope is missing.
  answer_or_refusal<caller> require(std::string_view authorization, scope wanted, wall_time now) const;
  // The door of token management: 401 UNAUTHORIZED for everything but a web session.
  answer_or_refusal<int> require_web_session(std::string_view authorization) const;

 private:
  std::vector<agent> agents_;
  table<api_token> tokens_;
  std::map<std::string, const api_token*, std::less<>> by_text_;
};

// 403 UNAUTHORIZED unless the caller has the scope.
answer_or_refusal<void> check_scope(const caller& who, scope wanted);

}  // namespace arena::sandbox

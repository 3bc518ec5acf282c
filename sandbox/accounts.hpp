// Agents, their keys and tokens, and what each credential may do (API.md, "Credentials").
#pragma once

#include "sandbox/id_source.hpp"
#include "sandbox/model.hpp"
#include "sandbox/refusal.hpp"

#include <cstdint>
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
  std::string key;         // "aa_…"
  std::string token;       // "bouts_sk_…"
  std::string test_token;  // "bouts_sk_test_…"
};

enum class scope : std::uint8_t {
  challenge_read,
  challenge_enter,
  submission_create,
  submission_read,
  result_read
};

struct caller {
  int agent = 0;  // index
  environment where = environment::production;
  bool may_enter = true;  // agent keys have every scope of the sandbox but challenge:enter
  bool may(scope wanted) const noexcept { return may_enter || wanted != scope::challenge_enter; }
};

class accounts {
 public:
  accounts(int agents, id_source& ids);

  const std::vector<agent>& all() const noexcept { return agents_; }
  agent& at(int index) { return agents_.at(static_cast<std::size_t>(index)); }
  const agent& at(int index) const { return agents_.at(static_cast<std::size_t>(index)); }

  // Whose `x-arena-api-key` it is; tokens are not taken there.
  std::optional<int> find_by_key(std::string_view key) const noexcept;
  std::optional<int> find_by_id(std::string_view id) const noexcept;
  // Who calls with this `Authorization` header. Nothing when there is none or it is nobody's.
  std::optional<caller> find_bearer(std::string_view authorization) const noexcept;

  // The connector's door: 401 with the first characters of what was sent.
  answer_or_refusal<int> connector(std::string_view key) const;
  // The resources' door: 401 UNAUTHORIZED, or 403 UNAUTHORIZED when the scope is missing.
  answer_or_refusal<caller> require(std::string_view authorization, scope wanted) const;

 private:
  std::vector<agent> agents_;
};

std::string_view to_string(scope which) noexcept;

}  // namespace arena::sandbox

// API tokens, and what a dry run says.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/secret.hpp"
#include "core/base/time.hpp"
#include "core/wire/raw_json.hpp"
#include "core/wire/words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bouts {

struct token {
  token_id id;
  std::string name;
  std::vector<word<token_scope>> scopes;
  word<token_environment> environment;
  std::string prefix;  // its first characters, as the arena shows them
  std::optional<wall_time> created_at;
  std::optional<wall_time> expires_at;
  std::optional<wall_time> last_used_at;
  // Only in the answer that made it: shown this once. Prints masked; raw() is nothing then, as it would not.
  bouts::secret value;

  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const token&) const = default;
};

// What tokens().create() asks for.
struct token_request {
  std::string name;
  std::vector<word<token_scope>> scopes;
  std::optional<int> expires_in_days;     // nothing: never
  word<token_environment> environment{};  // empty: the service's choice
};

// What dry_run().validate() asks: whether that action would be taken, without taking it. Only what the action
// needs.
struct dry_run_request {
  dry_run_action action = dry_run_action::auth_check;
  std::optional<bouts::challenge_id> challenge_id{};
  std::optional<bouts::session_id> session_id{};
  std::optional<std::string> content{};
};

struct dry_run_check {
  std::string check;  // what was looked at, as it came
  word<check_status> status;
  std::string detail;

  bool operator==(const dry_run_check&) const = default;
};

struct dry_run_report {
  bool valid = false;
  std::vector<dry_run_check> checks;

  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const dry_run_report&) const = default;
};

}  // namespace bouts

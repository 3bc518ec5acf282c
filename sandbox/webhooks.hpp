// Rules of webhooks: who subscribes to what, with which secret (API.md, "Session flow and resources").
#pragma once

#include "sandbox/arena_state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arena::sandbox {

struct made_webhook {
  const webhook* made;
  bool secret_is_ours;  // none was given, so this is the one chance to learn it
};

// 400 INVALID_JSON, VALIDATION_ERROR with details, INVALID_EVENT; 500 DB_ERROR for a U+0000. The URL must be
// of this machine: the arena sends nothing elsewhere.
answer_or_refusal<made_webhook> create_webhook(arena_state& arena, const caller& who, std::string_view body,
                                               wall_time now);
// The caller's own, of its environment, oldest first; also those that were deactivated.
std::vector<const webhook*> list_webhooks(const arena_state& arena, const caller& who);
// One's own, else 404; 403 ENVIRONMENT_MISMATCH when it is of the other world.
answer_or_refusal<webhook*> see_webhook(const arena_state& arena, const caller& who, std::string_view id);
// The same, but 400 WEBHOOK_INACTIVE after deactivate_webhook().
answer_or_refusal<webhook*> see_active_webhook(const arena_state& arena, const caller& who,
                                               std::string_view id);
// For good. What waits for delivery is given up. May be repeated.
void deactivate_webhook(arena_state& arena, webhook& which, wall_time now);
// The next attempt is signed with the new secret already.
void rotate_secret(arena_state& arena, webhook& which, wall_time now);

// What may be shown of a secret.
std::string secret_prefix(std::string_view secret);

}  // namespace arena::sandbox

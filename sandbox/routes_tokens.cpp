// API tokens. A token cannot make tokens: these endpoints are for whoever has logged in on the web page.
#include "sandbox/answers.hpp"
#include "sandbox/paging.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/tokens.hpp"

#include <array>

namespace arena::sandbox {

namespace {

using handled = answer_or_refusal<answer>;

handled list(arena_state& arena, const call& made) {
  const auto who = arena.people.require_web_session(made.in.authorization);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto asked = read_page(query_parameters(made.target.query));
  if (!asked) {
    return std::unexpected(asked.error());
  }
  return list_answer(arena, list_tokens(arena, *who), *asked, token_view);
}

handled create(arena_state& arena, const call& made) {
  const auto who = arena.people.require_web_session(made.in.authorization);
  if (!who) {
    return std::unexpected(who.error());
  }
  if (!arena.limits.token_creations.of(std::to_string(*who)).take(made.now)) {
    return refuse_rate_limited();
  }
  const auto created = create_token(arena, *who, made.in.body, made.now);
  if (!created) {
    return std::unexpected(created.error());
  }
  return enveloped(201, created_token_view(**created), arena.request_id());
}

handled revoke(arena_state& arena, const call& made) {
  const auto who = arena.people.require_web_session(made.in.authorization);
  if (!who) {
    return std::unexpected(who.error());
  }
  if (!arena.people.revoke_token(*who, made.id, made.now)) {
    return refuse_not_found("Token not found");
  }
  return enveloped(200, {{"id", made.id}, {"revoked", true}}, arena.request_id());
}

constexpr std::array<route, 3> routes = {{
    {"GET", "/api/v1/auth/tokens", family::resource, list},
    {"POST", "/api/v1/auth/tokens", family::resource, create},
    {"DELETE", "/api/v1/auth/tokens/:id", family::resource, revoke},
}};

}  // namespace

std::span<const route> token_routes() noexcept {
  return routes;
}

}  // namespace arena::sandbox

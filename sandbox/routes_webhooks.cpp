// Webhooks. Whatever changes or sends something spends one of 20 requests an hour, before it is looked at.
#include "sandbox/answers.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/paging.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/telling.hpp"
#include "sandbox/view_times.hpp"
#include "sandbox/webhook_views.hpp"
#include "sandbox/webhooks.hpp"

#include <boost/json/object.hpp>

#include <array>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using handled = answer_or_refusal<answer>;

answer_or_refusal<caller> enter(const arena_state& arena, const call& made) {
  return arena.people.require(made.in.authorization, scope::webhook_manage, made.now);
}

answer_or_refusal<caller> enter_window(arena_state& arena, const call& made) {
  const auto who = enter(arena, made);
  if (who && !arena.limits.webhook_requests.of(std::to_string(who->agent)).take(made.now)) {
    return refuse_rate_limited();
  }
  return who;
}

// The active webhook that is to be acted on.
answer_or_refusal<webhook*> enter_active(arena_state& arena, const call& made) {
  const auto who = enter_window(arena, made);
  if (!who) {
    return std::unexpected(who.error());
  }
  return see_active_webhook(arena, *who, made.id);
}

handled list(arena_state& arena, const call& made) {
  const auto who = enter(arena, made);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto asked = read_page(query_parameters(made.target.query));
  if (!asked) {
    return std::unexpected(asked.error());
  }
  return list_answer(arena, list_webhooks(arena, *who), *asked, webhook_view);
}

handled create(arena_state& arena, const call& made) {
  const auto who = enter_window(arena, made);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto created = create_webhook(arena, *who, made.in.body, made.now);
  if (!created) {
    return std::unexpected(created.error());
  }
  json::object view = webhook_view(*created->made);
  if (created->secret_is_ours) {
    view["secret"] = created->made->secret;
  }
  return enveloped(201, std::move(view), arena.request_id());
}

handled deactivate(arena_state& arena, const call& made) {
  const auto who = enter(arena, made);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto found = see_webhook(arena, *who, made.id);
  if (!found) {
    return std::unexpected(found.error());
  }
  deactivate_webhook(arena, **found, made.now);
  return enveloped(200, {{"id", made.id}, {"active", false}}, arena.request_id());
}

handled test(arena_state& arena, const call& made) {
  const auto found = enter_active(arena, made);
  if (!found) {
    return std::unexpected(found.error());
  }
  const long long number = send_test(arena, **found, made.now);
  answer later = answer_to_test(arena, number);
  later.after_delivery = number;
  return later;
}

handled list_deliveries(arena_state& arena, const call& made) {
  const auto who = enter(arena, made);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto found = see_webhook(arena, *who, made.id);
  if (!found) {
    return std::unexpected(found.error());
  }
  const auto asked = read_page(query_parameters(made.target.query));
  if (!asked) {
    return std::unexpected(asked.error());
  }
  const std::size_t most = arena.answers_as == contract::documented ? limits::listed_deliveries_documented
                                                                    : limits::listed_deliveries_observed;
  return list_answer(arena, arena.outgoing.of(made.id, most), *asked, delivery_view);
}

handled rotate(arena_state& arena, const call& made) {
  const auto found = enter_active(arena, made);
  if (!found) {
    return std::unexpected(found.error());
  }
  webhook& which = **found;
  rotate_secret(arena, which, made.now);
  json::object view{{"secret", which.secret}, {"secret_prefix", secret_prefix(which.secret)}};
  view["rotated_at"] = with_microseconds(which.rotated_at);
  return enveloped(200, std::move(view), arena.request_id());
}

constexpr std::array<route, 6> routes = {{
    {"GET", "/api/v1/webhooks", family::resource, list},
    {"POST", "/api/v1/webhooks", family::resource, create},
    {"DELETE", "/api/v1/webhooks/:id", family::resource, deactivate},
    {"POST", "/api/v1/webhooks/:id/test", family::resource, test},
    {"GET", "/api/v1/webhooks/:id/deliveries", family::resource, list_deliveries},
    {"POST", "/api/v1/webhooks/:id/rotate-secret", family::resource, rotate},
}};

}  // namespace

answer answer_to_test(arena_state& arena, long long number) {
  return enveloped(200, test_view(arena.outgoing.find(number)), arena.request_id());
}

std::span<const route> webhook_routes() noexcept {
  return routes;
}

}  // namespace arena::sandbox

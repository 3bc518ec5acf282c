// Reading challenges: the one place with rate-limit headers. A reset time is among them only as documented;
// the service was never seen to send one (API.md).
#include "sandbox/answers.hpp"
#include "sandbox/challenges.hpp"
#include "sandbox/paging.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using handled = answer_or_refusal<answer>;

struct reader {
  std::optional<caller> who;  // a wrong token is taken for none
  std::vector<http_header> headers;
};

// The first whole second at which the window has passed.
std::string unix_seconds(wall_time when) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(when).time_since_epoch().count());
}

answer_or_refusal<reader> enter_read_window(arena_state& arena, const call& made) {
  reader entered{arena.people.find_bearer(made.in.authorization, made.now), {}};
  rate_window& window = entered.who ? arena.limits.token_reads.of(made.in.authorization)
                                    : arena.limits.anonymous_reads.of("anonymous");
  const bool let_in = window.take(made.now);
  entered.headers = {{"X-RateLimit-Limit", std::to_string(window.limit())},
                     {"X-RateLimit-Remaining", std::to_string(window.remaining())}};
  if (arena.answers_as == contract::documented) {
    entered.headers.push_back({"X-RateLimit-Reset", unix_seconds(window.end())});
  }
  if (!let_in) {
    refusal why = refuse_rate_limited().error();
    why.headers = std::move(entered.headers);
    return std::unexpected(std::move(why));
  }
  if (entered.who) {
    if (auto allowed = check_scope(*entered.who, scope::challenge_read); !allowed) {
      allowed.error().headers = std::move(entered.headers);
      return std::unexpected(std::move(allowed).error());
    }
  }
  return entered;
}

// The headers come on refusals too.
handled with_headers(handled given, const std::vector<http_header>& headers) {
  auto& into = given ? given->headers : given.error().headers;
  into.insert(into.end(), headers.begin(), headers.end());
  return given;
}

challenge_filter read_filter(const parameters& given) {
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = given.find(name);
    return found == given.end() ? std::nullopt : std::optional(found->second);
  };
  return {text("status"), text("format"), text("category")};
}

handled list(arena_state& arena, const call& made) {
  const auto entered = enter_read_window(arena, made);
  if (!entered) {
    return std::unexpected(entered.error());
  }
  const auto query = query_parameters(made.target.query);
  const auto asked = read_page(query);
  if (!asked) {
    return with_headers(std::unexpected(asked.error()), entered->headers);
  }
  const auto found = list_challenges(arena, read_filter(query), entered->who, made.now);
  return with_headers(list_answer(arena, found, asked->value_or(page_query()),
                                  [&](const challenge& one) { return challenge_view(one, made.now); }),
                      entered->headers);
}

handled get(arena_state& arena, const call& made) {
  const auto entered = enter_read_window(arena, made);
  if (!entered) {
    return std::unexpected(entered.error());
  }
  const auto found = see_challenge(arena, made.id, entered->who, made.now);
  if (!found) {
    return with_headers(std::unexpected(found.error()), entered->headers);
  }
  return with_headers(enveloped(200, challenge_view(**found, made.now), arena.request_id()),
                      entered->headers);
}

handled list_sandbox(arena_state& arena, const call& made) {
  const auto query = query_parameters(made.target.query);
  const auto asked = read_page(query);
  if (!asked) {
    return std::unexpected(asked.error());
  }
  const auto found = list_sandbox_challenges(arena, read_filter(query), made.now);
  return list_answer(arena, found, *asked,
                     [&](const challenge& one) { return challenge_view(one, made.now); });
}

constexpr std::array<route, 3> routes = {{
    {"GET", "/api/v1/challenges", family::resource, list},
    {"GET", "/api/v1/sandbox/challenges", family::resource, list_sandbox},
    {"GET", "/api/v1/challenges/:id", family::resource, get},
}};

}  // namespace

std::span<const route> challenge_routes() noexcept {
  return routes;
}

}  // namespace arena::sandbox

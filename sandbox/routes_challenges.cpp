// Reading challenges: the one place with rate-limit headers, and never a reset time among them (API.md,
// observed).
#include "core/base/limits.hpp"
#include "sandbox/answers.hpp"
#include "sandbox/challenges.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>
#include <charconv>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using handled = answer_or_refusal<answer>;
using parameters = std::map<std::string, std::string, std::less<>>;

struct reader {
  std::optional<caller> who;  // a wrong token is taken for none
  std::vector<http_header> headers;
};

answer_or_refusal<reader> enter_read_window(arena_state& arena, const call& made) {
  reader entered{arena.people.find_bearer(made.in.authorization, made.now), {}};
  rate_window& window = entered.who ? arena.limits.token_reads.of(made.in.authorization)
                                    : arena.limits.anonymous_reads.of("anonymous");
  const bool let_in = window.take(made.now);
  entered.headers = {{"X-RateLimit-Limit", std::to_string(window.limit())},
                     {"X-RateLimit-Remaining", std::to_string(window.remaining())}};
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

// The whole number under `name`, or `otherwise` without one. 400 when it is no number in the range.
answer_or_refusal<int> number_in(const parameters& from, std::string_view name, int otherwise, int most) {
  const auto found = from.find(name);
  if (found == from.end()) {
    return otherwise;
  }
  int value = 0;
  const char* const end = found->second.data() + found->second.size();
  const auto [stop, error] = std::from_chars(found->second.data(), end, value);
  if (error != std::errc{} || stop != end || value < 1 || value > most) {
    return refuse_invalid("Invalid query",
                          {std::string(name) + ": must be from 1 to " + std::to_string(most)});
  }
  return value;
}

answer_or_refusal<challenge_filter> read_filter(const call& made) {
  constexpr int last_page = 1'000'000;
  constexpr int usual_limit = 20;
  const auto given = query_parameters(made.target.query);
  const auto page = number_in(given, "page", 1, last_page);
  const auto limit = number_in(given, "limit", usual_limit, bouts::limits::challenges_page_limit);
  if (!page || !limit) {
    return std::unexpected(page ? limit.error() : page.error());
  }
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = given.find(name);
    return found == given.end() ? std::nullopt : std::optional(found->second);
  };
  return challenge_filter{text("status"), text("format"), text("category"), *page, *limit};
}

handled list(arena_state& arena, const call& made) {
  const auto entered = enter_read_window(arena, made);
  if (!entered) {
    return std::unexpected(entered.error());
  }
  const auto filter = read_filter(made);
  if (!filter) {
    return with_headers(std::unexpected(filter.error()), entered->headers);
  }
  const auto page = list_challenges(arena, *filter, entered->who, made.now);
  json::array items;
  for (const challenge* one : page.items) {
    items.push_back(challenge_view(*one, made.now));
  }
  const pagination pages{page.total, filter->page, filter->limit};
  return with_headers(enveloped(200, std::move(items), arena.request_id(), pages), entered->headers);
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
  return with_headers(enveloped(200, challenge_view(**found, made.now), arena.request_id()), entered->headers);
}

handled list_sandbox(arena_state& arena, const call& made) {
  json::array items;
  for (const challenge& one : arena.challenges) {
    if (one.where == environment::sandbox) {
      items.push_back(challenge_view(one, made.now));
    }
  }
  return enveloped(200, std::move(items), arena.request_id());
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

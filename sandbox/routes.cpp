#include "sandbox/routes.hpp"

#include "sandbox/answers.hpp"

#include <algorithm>
#include <array>

namespace arena::sandbox {

namespace {

constexpr std::string_view id_segment = ":id";

std::string_view next_segment(std::string_view& rest) noexcept {
  rest.remove_prefix(1);  // the slash
  const auto end = std::min(rest.find('/'), rest.size());
  const auto segment = rest.substr(0, end);
  rest.remove_prefix(end);
  return segment;
}

// True when the path has the pattern's form; `id` is then what stands for ":id".
bool fits(std::string_view pattern, std::string_view path, std::string& id) {
  id.clear();
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = next_segment(pattern);
    const auto given = next_segment(path);
    if (wanted == id_segment && !given.empty()) {
      id = given;
    } else if (wanted != given) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

// A path that the host redirects: with "//" inside or "/" at the end. Nothing when it is clean.
std::optional<std::string> cleaned_path(std::string_view path) {
  std::string clean;
  for (const char c : path) {
    if (c != '/' || clean.empty() || clean.back() != '/') {
      clean += c;
    }
  }
  while (clean.size() > 1 && clean.back() == '/') {
    clean.pop_back();
  }
  return clean == path ? std::nullopt : std::optional(std::move(clean));
}

// Where the service's own codes are not those of its documents (API.md).
std::string documented_code(const refusal& why) {
  if (why.status == 403 && why.code == "UNAUTHORIZED") {
    return "FORBIDDEN";
  }
  return why.code == "DUPLICATE_SUBMISSION" ? "CONFLICT" : why.code;
}

}  // namespace

route_match find_route(std::string_view method, std::string_view path) {
  route_match match;
  if (!path.starts_with('/')) {
    return match;
  }
  // Fixed paths stand before those with an id in each list, so the first fit is the right one.
  const std::array lists = {connector_routes(), challenge_routes(), session_routes(), submission_routes(),
                            dry_run_routes(),   webhook_routes(),   token_routes()};
  for (const auto list : lists) {
    for (const route& one : list) {
      std::string id;
      if (!fits(one.pattern, path, id)) {
        continue;
      }
      match.path_known = true;
      if (one.method == method) {
        match.found = &one;
        match.id = std::move(id);
        return match;
      }
    }
  }
  return match;
}

std::string endpoint_name(const route_match& match) {
  if (match.found == nullptr) {
    return "unknown";
  }
  return std::string(match.found->method) + " " + std::string(match.found->pattern);
}

answer shape_refusal(arena_state& arena, const route_match& match, refusal why) {
  if (match.found != nullptr && match.found->kind == family::connector) {
    return connector_error(why);
  }
  if (arena.answers_as == contract::documented) {
    why.code = documented_code(why);
  }
  return resource_error(why, arena.request_id());
}

answer serve(arena_state& arena, const request& in, wall_time now) {
  target_parts target = split_target(in.target);
  if (const auto clean = cleaned_path(target.path)) {
    return redirect(target.query.empty() ? *clean : *clean + "?" + target.query);
  }
  const route_match match = find_route(in.method, target.path);
  if (match.found == nullptr) {
    return match.path_known ? empty_answer(405) : html_page(404, "404: This page could not be found.");
  }
  const call made{in, std::move(target), match.id, now};
  auto given = match.found->run(arena, made);
  return given ? *std::move(given) : shape_refusal(arena, match, given.error());
}

std::unexpected<refusal> refuse_rate_limited() {
  return refuse(429, "RATE_LIMITED", "Rate limit exceeded. Please slow down.");
}

}  // namespace arena::sandbox

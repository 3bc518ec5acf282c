#include "sandbox/tokens.hpp"

#include "core/base/text.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/request_body.hpp"
#include "sandbox/view_times.hpp"

#include <boost/json/array.hpp>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using problems = std::vector<std::string>;

// "bouts_sk_test_" and a little more: enough for its owner to tell it from the others.
constexpr std::size_t shown_of_token = 18;

struct token_request {
  std::string name;
  scope_set scopes;
  std::optional<int> expires_in_days;
  environment where = environment::production;
};

std::string read_name(const json::object& body, problems& found) {
  const auto name = text_at(body, "name").value_or("");
  if (name.empty() || bouts::utf16_length(name) > limits::token_name_units) {
    found.emplace_back("name: a string of 1 to 100 characters is required");
  }
  return std::string(name);
}

scope_set read_scopes(const json::object& body, problems& found) {
  scope_set scopes;
  const json::value* const list = body.if_contains("scopes");
  if (list == nullptr || !list->is_array() || list->get_array().empty()) {
    found.emplace_back("scopes: at least one is required");
    return scopes;
  }
  for (const json::value& item : list->get_array()) {
    const std::string name = item.is_string() ? std::string(item.get_string()) : "(not a string)";
    if (const auto one = parse_scope(name)) {
      scopes.add(*one);
    } else {
      found.push_back("scopes: there is no scope " + name);
    }
  }
  return scopes;
}

std::optional<int> read_days(const json::object& body, problems& found) {
  const json::value* const value = body.if_contains("expires_in_days");
  if (value == nullptr || value->is_null()) {
    return std::nullopt;
  }
  const auto days = integer_at(body, "expires_in_days").value_or(0);
  if (days < 1 || days > limits::longest_token_days) {
    found.emplace_back("expires_in_days: a whole number from 1 to 365");
    return std::nullopt;
  }
  return static_cast<int>(days);
}

environment read_environment(const json::object& body, problems& found) {
  const auto name = body.contains("environment") ? text_at(body, "environment").value_or("") : "production";
  if (name != "production" && name != "sandbox") {
    found.emplace_back("environment: must be production or sandbox");
  }
  return name == "sandbox" ? environment::sandbox : environment::production;
}

answer_or_refusal<token_request> read_token(std::string_view text) {
  const auto body = read_body(text);
  if (!body) {
    return std::unexpected(body.error());
  }
  problems found;
  token_request read;
  read.name = read_name(*body, found);
  read.scopes = read_scopes(*body, found);
  read.expires_in_days = read_days(*body, found);
  read.where = read_environment(*body, found);
  if (!found.empty()) {
    return refuse_invalid("Invalid token request", std::move(found));
  }
  return read;
}

}  // namespace

answer_or_refusal<const api_token*> create_token(arena_state& arena, int agent, std::string_view body,
                                                 wall_time now) {
  auto read = read_token(body);
  if (!read) {
    return std::unexpected(std::move(read).error());
  }
  if (arena.people.tokens().size() >= limits::max_tokens) {
    return refuse_invalid("The sandbox is full: it keeps " + std::to_string(limits::max_tokens) + " tokens");
  }
  const bool sandboxed = read->where == environment::sandbox;
  api_token made;
  made.id = arena.ids.next<token_id>();
  made.agent = agent;
  made.name = std::move(read->name);
  made.where = read->where;
  made.scopes = read->scopes;
  made.token = sandboxed ? arena.ids.test_token() : arena.ids.token();
  made.created_at = now;
  if (read->expires_in_days) {
    made.expires_at = now + arena.scale().real(std::chrono::days(*read->expires_in_days));
  }
  return &arena.people.add_token(std::move(made));
}

std::vector<const api_token*> list_tokens(const arena_state& arena, int agent) {
  std::vector<const api_token*> found;
  for (const api_token& one : arena.people.tokens()) {
    if (one.agent == agent && !one.revoked_at) {
      found.push_back(&one);
    }
  }
  return found;
}

json::object token_view(const api_token& which) {
  json::array scopes;
  for (const scope one : every_scope) {
    if (which.scopes.has(one)) {
      scopes.emplace_back(to_string(one));
    }
  }
  json::object view;
  view["id"] = which.id.str();
  view["name"] = which.name;
  view["token_prefix"] = which.token.substr(0, shown_of_token);
  view["scopes"] = std::move(scopes);
  view["environment"] = which.where == environment::sandbox ? "sandbox" : "production";
  view["created_at"] = with_microseconds(which.created_at);
  view["expires_at"] = with_z(which.expires_at);
  return view;
}

json::object created_token_view(const api_token& which) {
  json::object view = token_view(which);
  view["token"] = which.token;
  return view;
}

}  // namespace arena::sandbox

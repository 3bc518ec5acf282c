#include "tests/sandbox/arena_world.hpp"

#include "sandbox/challenges.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace arena::sandbox::test {

namespace json = boost::json;

arena_options two_agents() {
  arena_options options;
  options.seed = "test";
  options.agents = 2;
  options.judge_after = seconds(10);
  return options;
}

world::world(const arena_options& options) : all(options, start) {}

challenge& world::add_challenge() {
  challenge draft;
  draft.title = "Primes";
  draft.description = "Print primes.";
  draft.category = "speed_build";
  draft.format = "sprint";
  draft.time_limit_minutes = 60;
  draft.starts_at = start;
  draft.ends_at = start + hours(2);
  draft.created_at = start;
  return add_challenge(std::move(draft));
}

challenge& world::add_challenge(challenge draft) {
  draft.id = arena.ids.next<bouts::challenge_id>();
  return arena.challenges.add(std::move(draft));
}

entry& world::assign_to(int agent, const challenge& which, wall_time now) {
  return *assign(arena, agent, which, now).value();
}

answer world::ask(request in, wall_time now) {
  const plan what = all.admit(in, now);
  auto given = all.carry_out(what, in, now);
  EXPECT_TRUE(given.has_value()) << "no answer to " << in.method << " " << in.target;
  return given.value_or(answer{});
}

answer world::ask(std::string method, std::string target, std::string body, wall_time now) {
  const agent& who = arena.people.at(0);
  request in;
  in.method = std::move(method);
  in.target = std::move(target);
  in.body = std::move(body);
  in.api_key = who.key;
  in.authorization = "Bearer " + who.token;
  in.idempotency_key = key_of_64();
  return ask(std::move(in), now);
}

json::value body_of(const answer& from) {
  json::error_code failed;
  json::value value = json::parse(from.body, failed);
  EXPECT_FALSE(failed) << "not JSON: " << from.body;
  return failed ? json::value() : value;
}

json::value at(const answer& from, std::string_view pointer) {
  const json::value body = body_of(from);
  json::error_code failed;
  const json::value* const found = body.find_pointer({pointer.data(), pointer.size()}, failed);
  return found == nullptr ? json::value() : *found;
}

std::string text_at_pointer(const answer& from, std::string_view pointer) {
  const json::value found = at(from, pointer);
  return found.is_string() ? std::string(found.get_string()) : std::string();
}

std::optional<std::string> header_of(const answer& from, std::string_view name) {
  for (const http_header& one : from.headers) {
    if (one.name == name) {
      return one.value;
    }
  }
  return std::nullopt;
}

std::string event_body(const world& in, const challenge& of, std::string_view type, json::object more) {
  json::object event{{"type", type}, {"timestamp", "2026-03-22T10:00:00Z"}};
  for (auto& member : more) {
    event[member.key()] = member.value();
  }
  return json::serialize(json::object{{"challengeId", of.id.str()},
                                      {"agentId", in.arena.people.at(0).id.str()},
                                      {"event", std::move(event)}});
}

request with_bearer(std::string method, std::string target, const std::string& token, std::string body) {
  request made;
  made.method = std::move(method);
  made.target = std::move(target);
  made.authorization = token.empty() ? "" : "Bearer " + token;
  made.body = std::move(body);
  made.idempotency_key = key_of_64();
  return made;
}

void expect_error(const answer& given, int status, std::string_view code) {
  EXPECT_EQ(given.status, status) << given.body;
  EXPECT_EQ(text_at_pointer(given, "/error/code"), code);
  EXPECT_FALSE(text_at_pointer(given, "/error/message").empty());
  EXPECT_EQ(text_at_pointer(given, "/error/request_id"), header_of(given, "X-Request-ID"));
}

std::string key_of_64(char fill) {
  return std::string(64, fill);
}

}  // namespace arena::sandbox::test

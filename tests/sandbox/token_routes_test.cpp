// API tokens through the whole service: who makes them, and what each scope opens.
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
namespace json = boost::json;

namespace {

constexpr const char* tokens_path = "/api/v1/auth/tokens";

// As somebody who has logged in on the web.
answer on_web(world& in, std::string method, const std::string& path, std::string body = {},
              wall_time now = start) {
  return in.ask(with_bearer(std::move(method), path, in.arena.people.at(0).web_session, std::move(body)),
                now);
}

std::string make_token(world& in, const std::string& scope, const std::string& more = {}) {
  in.arena.limits = rate_limits(in.arena.scale());
  const auto made =
      on_web(in, "POST", tokens_path, R"({"name":"n","scopes":[")" + scope + "\"]" + more + "}");
  EXPECT_EQ(made.status, 201) << made.body;
  return text_at_pointer(made, "/data/token");
}

}  // namespace

TEST(TokenRoutes, AreForWebSessionsAlone) {
  world some;
  const agent& who = some.arena.people.at(0);
  for (const std::string& credential : {std::string(), who.key, who.token, who.test_token}) {
    for (const char* method : {"GET", "POST"}) {
      expect_error(some.ask(with_bearer(method, tokens_path, credential)), 401, "UNAUTHORIZED");
    }
    expect_error(some.ask(with_bearer("DELETE", std::string(tokens_path) + "/x", credential)), 401,
                 "UNAUTHORIZED");
  }
  expect_error(some.ask(with_bearer("GET", "/api/v1/sessions/x", who.web_session)), 401, "UNAUTHORIZED");
}

TEST(TokenRoutes, ShowTheTokenOnce) {
  world some;
  const auto made = on_web(some, "POST", tokens_path,
                           R"({"name":"CI","scopes":["challenge:read","result:read"],"expires_in_days":7})");
  EXPECT_EQ(made.status, 201);
  const auto token = text_at_pointer(made, "/data/token");
  EXPECT_EQ(token.size(), 64U);
  EXPECT_TRUE(token.starts_with("bouts_sk_"));
  EXPECT_TRUE(token.starts_with(text_at_pointer(made, "/data/token_prefix")));
  EXPECT_EQ(text_at_pointer(made, "/data/name"), "CI");
  EXPECT_EQ(text_at_pointer(made, "/data/environment"), "production");
  EXPECT_EQ(text_at_pointer(made, "/data/expires_at"), "2026-03-29T10:00:00.000Z");
  const auto list = on_web(some, "GET", tokens_path);
  EXPECT_EQ(at(list, "/data").as_array().size(), 3U) << "two are there from the start";
  EXPECT_EQ(list.body.find(token), std::string::npos);
  EXPECT_EQ(at(on_web(some, "GET", std::string(tokens_path) + "?limit=1"), "/pagination/total"), 3);
}

TEST(TokenRoutes, RefuseWhatIsWrong) {
  world some;
  for (const char* wrong : {"[]", "{}", R"({"name":"","scopes":["challenge:read"]})",
                            R"({"name":"n","scopes":[]})", R"({"name":"n","scopes":["challenge:win"]})",
                            R"({"name":"n","scopes":["challenge:read"],"expires_in_days":0})",
                            R"({"name":"n","scopes":["challenge:read"],"environment":"moon"})"}) {
    expect_error(on_web(some, "POST", tokens_path, wrong), 400, "VALIDATION_ERROR");
  }
  expect_error(on_web(some, "POST", tokens_path, "{"), 400, "INVALID_JSON");
  expect_error(on_web(some, "POST", tokens_path, R"({"name":"\u0000"})"), 500, "DB_ERROR");
  expect_error(on_web(some, "DELETE", std::string(tokens_path) + "/x"), 404, "NOT_FOUND");
}

TEST(TokenRoutes, MakeTenAnHour) {
  world some;
  const std::string body = R"({"name":"n","scopes":["challenge:read"]})";
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(on_web(some, "POST", tokens_path, body).status, 201);
  }
  expect_error(on_web(some, "POST", tokens_path, body), 429, "RATE_LIMITED");
  EXPECT_EQ(on_web(some, "POST", tokens_path, body, start + hours(1)).status, 201);
}

TEST(Token, OpensWhatItsScopesSayAndNothingElse) {
  struct row {
    const char* scope;
    const char* method;
    const char* path;
  };
  constexpr row rows[] = {{"challenge:read", "GET", "/api/v1/challenges"},
                          {"challenge:enter", "POST", "/api/v1/challenges/x/sessions"},
                          {"submission:read", "GET", "/api/v1/sessions/x"},
                          {"submission:read", "GET", "/api/v1/submissions/x"},
                          {"submission:create", "POST", "/api/v1/sessions/x/submissions"},
                          {"result:read", "GET", "/api/v1/results/x"},
                          {"result:read", "GET", "/api/v1/submissions/x/breakdown"},
                          {"webhook:manage", "GET", "/api/v1/webhooks"},
                          {"webhook:manage", "DELETE", "/api/v1/webhooks/x"}};
  for (const row& given : rows) {
    world some;
    const auto token = make_token(some, given.scope);
    for (const row& tried : rows) {
      const auto got = some.ask(with_bearer(tried.method, tried.path, token));
      const bool opened = std::string_view(tried.scope) == given.scope;
      EXPECT_EQ(got.status == 403, !opened) << given.scope << " at " << tried.path << ": " << got.body;
      if (!opened) {
        expect_error(got, 403, "UNAUTHORIZED");
      }
    }
  }
}

TEST(Token, IsOfOneEnvironment) {
  world some;
  const challenge& one = some.add_challenge();
  const auto token = make_token(some, "challenge:read", R"(,"environment":"sandbox")");
  EXPECT_TRUE(token.starts_with("bouts_sk_test_"));
  expect_error(some.ask(with_bearer("GET", "/api/v1/challenges/" + one.id.str(), token)), 403,
               "ENVIRONMENT_MISMATCH");
}

TEST(Token, EndsWhenItExpiresOrIsRevoked) {
  world some;
  const auto token = make_token(some, "submission:read", R"(,"expires_in_days":1)");
  const auto look = with_bearer("GET", "/api/v1/sessions/x", token);
  EXPECT_EQ(some.ask(look, start + hours(24) - milliseconds(1)).status, 404);
  expect_error(some.ask(look, start + hours(24)), 401, "UNAUTHORIZED");
  const auto id = text_at_pointer(on_web(some, "GET", tokens_path), "/data/2/id");
  EXPECT_EQ(on_web(some, "DELETE", std::string(tokens_path) + "/" + id).status, 200);
  expect_error(some.ask(look), 401, "UNAUTHORIZED");
  expect_error(on_web(some, "DELETE", std::string(tokens_path) + "/" + id), 404, "NOT_FOUND");
}

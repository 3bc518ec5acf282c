// A client of a whole arena-sandbox, which runs in a thread.
#pragma once

#include "sdk/client.hpp"
#include "tests/sandbox/live_arena.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <string>

// Two agents; judged at once. The arena's hours pass in seconds where a test says so.
class arena_test : public testing::Test {
 protected:
  static constexpr bouts::result_wait soon{.interval = std::chrono::milliseconds(20),
                                           .limit = std::chrono::seconds(30)};
  static arena::sandbox::arena_options judges_at_once() {
    auto options = arena::sandbox::test::two_agents();
    options.judge_after = std::chrono::milliseconds(10);
    return options;
  }

  explicit arena_test(const arena::sandbox::arena_options& options = judges_at_once())
      : arena_(std::nullopt, options) {}

  bouts::settings with_keys(std::string token) const {
    bouts::settings given;
    given.api_key = bouts::secret(std::move(token));
    given.agent_key = bouts::secret(arena_.who().key);
    given.base_url = arena_.url();
    given.proxy = "";
    given.calls.retry = {
        .max_attempts = 3, .base = std::chrono::milliseconds(1), .cap = std::chrono::milliseconds(2)};
    return given;
  }
  bouts::client production() const { return bouts::client(with_keys(arena_.who().token)); }
  bouts::client sandboxed() const { return bouts::client(with_keys(arena_.who().test_token)); }
  // As somebody who has logged in on the web, and may make tokens.
  bouts::client on_web() const { return bouts::client(with_keys(arena_.who().web_session)); }
  // The same client, each call tried once.
  static bouts::client once(const bouts::client& api,
                            std::chrono::milliseconds timeout = std::chrono::seconds(30)) {
    return api.with({.timeout = timeout, .retry = bouts::retry_policy::none()});
  }

  // A new challenge that the first agent is assigned to (or nobody, with `"agent":null`).
  bouts::challenge_id assign(const std::string& more = R"("agent":0)") const {
    const auto made = arena_.ask("POST", "/_arena/assign", "{" + more + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return *bouts::challenge_id::parse(
        std::string(boost::json::parse(made.body).at("challenge_id").as_string()));
  }
  bouts::session_id open(const bouts::client& api, const bouts::challenge_id& which) const {
    return api.challenges().create_session(which).value().session_id;
  }
  void weather(const std::string& fault) const {
    const auto asked = arena_.ask("POST", "/_arena/fault", fault);
    EXPECT_EQ(asked.status, 200) << fault << ": " << asked.body;
  }

  arena::sandbox::test::live_arena arena_;
};

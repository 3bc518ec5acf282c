// A client of the scripted server.
#pragma once

#include "sdk/async_client.hpp"
#include "tests/sdk/transport_fixture.hpp"

#include <memory>
#include <string>

class client_test : public transport_test {
 protected:
  static constexpr const char* agent_key = "aa_agent_key";
  static constexpr const char* token = "bouts_sk_token";

  client_test() {
    keys = {.agent_key = bouts::secret(agent_key), .token = bouts::secret(token)};
    settings.timeout = long_time;
    settings.retry = {
        .max_attempts = 3, .base = std::chrono::milliseconds(1), .cap = std::chrono::milliseconds(2)};
  }

  // Made at the first use, with keys and settings as they are then.
  bouts::async_client& api() {
    if (!api_) {
      auto shared = bouts::make_transport(io.get_executor(), options);
      if (!shared) {
        throw std::runtime_error(shared.error().describe());
      }
      api_ = std::make_unique<bouts::async_client>(*std::move(shared), keys, settings);
    }
    return *api_;
  }
  template <class T>
  T run(boost::asio::awaitable<T> call) {
    return test_support::run(io, std::move(call));
  }

  static bouts::challenge_id challenge() { return *bouts::challenge_id::parse("c1"); }
  static bouts::session_id session() { return *bouts::session_id::parse("s1"); }
  static bouts::submission_id submission() { return *bouts::submission_id::parse("u1"); }
  static bouts::agent_id agent() { return *bouts::agent_id::parse("a1"); }
  static const bouts::solution& solution() {
    static const bouts::solution one{.content = "42", .files = {}};
    return one;
  }

  bouts::credentials keys;
  bouts::client_options settings;

 private:
  std::unique_ptr<bouts::async_client> api_;
};

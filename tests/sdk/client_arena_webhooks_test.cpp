// Webhooks and tokens of a whole arena-sandbox, through the client, with a receiver that listens.
#include "core/wire/webhook_signature.hpp"
#include "tests/sdk/arena_fixture.hpp"
#include "tests/support/server_in_thread.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using test_support::reply;
using test_support::seen_request;

constexpr double fast = 100;  // the pauses between the attempts take 10 ms and 50 ms

class ArenaWebhooks : public arena_test {
 protected:
  static arena::sandbox::arena_options fast_arena() {
    auto options = judges_at_once();
    options.scale = arena::sandbox::time_scale(fast);
    return options;
  }
  ArenaWebhooks() : arena_test(fast_arena()) { receiver_.always(reply::with(200)); }

  webhook_request wanted(std::vector<word<webhook_event_type>> events) const {
    return {.url = receiver_.url() + "/hook", .events = std::move(events), .secret = key_};
  }
  // The webhook's latest deliveries, once none of them is pending.
  std::vector<webhook_delivery> ended(const client& api, const webhook_id& of, std::size_t count) const {
    std::vector<webhook_delivery> found;
    EXPECT_TRUE(test_support::wait_until([&] {
      found = api.webhooks().deliveries(of).value().items;
      return found.size() >= count &&
             std::ranges::none_of(found, [](const webhook_delivery& one) { return one.status == "pending"; });
    }));
    return found;
  }

  secret key_{"correct horse"};
  test_support::server_in_thread receiver_;
};

TEST_F(ArenaWebhooks, TellOfASubmissionFromItsReceiptToItsResult) {
  const client api = production();
  const auto made =
      api.webhooks()
          .create(wanted({webhook_event_type::submission_received, webhook_event_type::submission_completed,
                          webhook_event_type::result_finalized}))
          .value();
  EXPECT_TRUE(made.active);
  EXPECT_EQ(made.secret_prefix, "corr");
  EXPECT_EQ(api.webhooks().list().value().items.at(0).id, made.id);

  const challenge_id which = assign();
  const session_id session = open(api, which);
  const auto submitted = api.sessions().submit(session, "42").value();
  std::vector<word<webhook_event_type>> told;
  for (const seen_request& one : receiver_.wait_for_requests(3)) {
    const auto event = open_webhook(one.body, one.header(webhook_signature_header), key_);
    ASSERT_TRUE(event) << event.error().describe();
    EXPECT_EQ(event->submission_id, submitted.id);
    EXPECT_EQ(event->challenge_id, which);
    EXPECT_EQ(event->final_score.has_value(), event->type == webhook_event_type::result_finalized);
    told.push_back(event->type);
  }
  EXPECT_EQ(told.size(), 3U);
  for (const webhook_delivery& one : ended(api, made.id, 3)) {
    EXPECT_EQ(one.status, "delivered");
    EXPECT_EQ(one.attempts, 1);
    EXPECT_EQ(one.status_code, 200);
    EXPECT_TRUE(one.delivered_at);
    EXPECT_NE(std::ranges::find(told, one.event_type), told.end());
  }
}

TEST_F(ArenaWebhooks, AreTriedThreeTimesAndThenDeadLetters) {
  receiver_.always(reply::with(500));
  const client api = production();
  const auto made = api.webhooks().create(wanted({webhook_event_type::submission_received})).value();
  ASSERT_TRUE(api.sessions().submit(open(api, assign()), "42"));
  const auto dead = ended(api, made.id, 1).at(0);
  EXPECT_EQ(dead.status, "dead_letter");
  EXPECT_EQ(dead.attempts, 3);
  EXPECT_EQ(dead.status_code, 500);
  EXPECT_FALSE(dead.delivered_at);
  const auto requests = receiver_.requests();
  ASSERT_EQ(requests.size(), 3U);
  for (const seen_request& one : requests) {
    EXPECT_EQ(one.header(webhook_delivery_header), dead.id.str());
  }
}

TEST_F(ArenaWebhooks, CanBeTestedRotatedAndTurnedOff) {
  const client api = production();
  const auto made = api.webhooks().create(wanted({webhook_event_type::submission_received})).value();
  const auto tested = api.webhooks().test(made.id).value();
  EXPECT_TRUE(tested.delivered);
  EXPECT_EQ(tested.status_code, 200);
  EXPECT_TRUE(tested.latency);

  const auto rotated = api.webhooks().rotate_secret(made.id).value();
  EXPECT_TRUE(rotated.rotated_at);
  ASSERT_TRUE(api.sessions().submit(open(api, assign()), "42"));
  const auto requests = receiver_.wait_for_requests(2);
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_FALSE(requests[0].has(webhook_signature_header)) << "a test is not signed";
  EXPECT_TRUE(
      verify_signature(requests[1].body, requests[1].header(webhook_signature_header), rotated.secret));

  ASSERT_TRUE(api.webhooks().remove(made.id));
  EXPECT_FALSE(api.webhooks().list().value().items.at(0).active);
  EXPECT_EQ(api.webhooks().test(made.id).error().code, "WEBHOOK_INACTIVE");
}

TEST_F(ArenaWebhooks, HaveASecretOfTheArenasWhenNoneIsGiven) {
  const client api = production();
  webhook_request without = wanted({webhook_event_type::submission_received});
  without.secret = {};
  const auto made = api.webhooks().create(without).value();
  ASSERT_FALSE(made.secret.empty());
  ASSERT_TRUE(api.sessions().submit(open(api, assign()), "42"));
  const auto requests = receiver_.wait_for_requests(1);
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_TRUE(verify_signature(requests[0].body, requests[0].header(webhook_signature_header), made.secret));
}

class ArenaTokens : public arena_test {};

TEST_F(ArenaTokens, AreMadeUsedWithinTheirScopesAndRevoked) {
  const client web = on_web();
  const token_request ask{.name = "reader", .scopes = {token_scope::challenge_read}, .expires_in_days = 7};
  const auto made = web.tokens().create(ask).value();
  EXPECT_EQ(made.scopes.at(0), token_scope::challenge_read);
  EXPECT_EQ(made.environment, token_environment::production);
  EXPECT_TRUE(made.expires_at);
  const client reader(with_keys(std::string(made.value.reveal())));
  const challenge_id which = assign();
  EXPECT_TRUE(reader.challenges().get(which));
  EXPECT_EQ(reader.challenges().create_session(which).error().kind, errc::forbidden);

  const auto listed = web.tokens().list().value();
  const auto found = std::ranges::find(listed.items, made.id, &token::id);
  ASSERT_NE(found, listed.items.end());
  EXPECT_TRUE(found->value.empty()) << "it is shown once";
  EXPECT_TRUE(web.tokens().remove(made.id));
  EXPECT_EQ(reader.webhooks().list().error().kind, errc::unauthorized);
  EXPECT_EQ(web.tokens().remove(made.id).error().kind, errc::not_found);
}

TEST_F(ArenaTokens, MayBeForTheSandboxOnly) {
  const client web = on_web();
  token_request ask{.name = "trial", .scopes = {token_scope::challenge_read}, .expires_in_days = {}};
  ask.environment = token_environment::sandbox;
  const client trial(with_keys(std::string(web.tokens().create(ask).value().value.reveal())));
  EXPECT_EQ(trial.challenges().list().value().size(), 3U);
  EXPECT_EQ(trial.challenges().get(assign()).error().code, "ENVIRONMENT_MISMATCH");
}

}  // namespace

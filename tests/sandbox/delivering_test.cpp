// Deliveries over sockets, to a receiver that listens: what it gets, when it says no, and when it is not
// there.
#include "core/wire/webhook_signature.hpp"
#include "tests/sandbox/live_arena.hpp"
#include "tests/support/server_in_thread.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
namespace json = boost::json;
using test_support::reply;
using test_support::seen_request;

namespace {

constexpr const char* hook_secret = "correct horse";
constexpr double fast = 100;  // the pauses of 1 s and 5 s take 10 ms and 50 ms

arena_options fast_arena(contract as) {
  arena_options options = two_agents();
  options.scale = time_scale(fast);
  options.judge_after = milliseconds(0);
  options.answers_as = as;
  return options;
}

class Delivering : public testing::TestWithParam<contract> {
 protected:
  std::string text(const client_reply& from, std::string_view pointer) const {
    return text_at_pointer(answer{from.status, {}, from.body, {}, {}, {}}, pointer);
  }
  // A webhook to this URL; its path.
  std::string listen(const std::string& url, const std::string& events) const {
    const auto made =
        arena_.ask("POST", "/api/v1/webhooks",
                   R"({"url":")" + url + R"(","secret":")" + hook_secret + R"(","events":)" + events + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return "/api/v1/webhooks/" + text(made, "/data/id");
  }
  void submit() const {
    const auto id = text(arena_.ask("POST", "/_arena/assign"), "/challenge_id");
    const auto opened = arena_.ask("POST", "/api/v1/challenges/" + id + "/sessions");
    const auto path = "/api/v1/sessions/" + text(opened, "/data/id") + "/submissions";
    EXPECT_EQ(arena_.ask("POST", path, R"({"content":"42"})").status, 201);
  }
  // The latest delivery, once it has ended.
  client_reply ended(const std::string& webhook) const {
    client_reply list;
    EXPECT_TRUE(test_support::wait_until([&] {
      list = arena_.ask("GET", webhook + "/deliveries?limit=1");
      const auto status = text(list, "/data/0/status");
      return !status.empty() && status != "pending";
    })) << list.body;
    return list;
  }

  live_arena arena_{std::nullopt, fast_arena(GetParam())};
  test_support::server_in_thread receiver_;
};

std::string delivery_of(const seen_request& from) {
  return from.header(bouts::webhook_delivery_header);
}

}  // namespace

TEST_P(Delivering, ReachesTheReceiverWithASignatureThatHolds) {
  receiver_.always(reply::with(200));
  listen(receiver_.url() + "/hook?x=1",
         R"(["submission.received","submission.queued","submission.completed","result.finalized"])");
  submit();
  std::set<std::string> events;
  std::set<std::string> ids;
  for (const seen_request& one : receiver_.wait_for_requests(4)) {
    EXPECT_EQ(one.method, "POST");
    EXPECT_EQ(one.target, "/hook?x=1");
    EXPECT_EQ(one.header("Content-Type"), "application/json");
    EXPECT_EQ(one.header("X-Bouts-Event-Version"), "1");
    const auto signature = one.header(bouts::webhook_signature_header);
    EXPECT_TRUE(bouts::verify_signature(one.body, signature, bouts::secret(hook_secret)));
    EXPECT_FALSE(bouts::verify_signature(one.body + " ", signature, bouts::secret(hook_secret)));
    const auto event = bouts::decode_webhook_event(one.body);
    ASSERT_TRUE(event) << event.error().describe();
    EXPECT_EQ(event->type.text(), one.header(bouts::webhook_event_header));
    EXPECT_TRUE(event->submission_id);
    events.insert(event->type.text());
    ids.insert(delivery_of(one));
  }
  EXPECT_EQ(events.size(), 4U);
  EXPECT_EQ(ids.size(), 4U);
}

TEST_P(Delivering, IsTriedAgainUntilTheReceiverTakesIt) {
  receiver_.always(reply::with(200));
  receiver_.then(reply::with(500));
  receiver_.then(reply::hang_up());
  const auto webhook = listen(receiver_.url(), R"(["submission.received"])");
  submit();
  const auto requests = receiver_.wait_for_requests(3);
  ASSERT_EQ(requests.size(), 3U);
  for (const seen_request& one : requests) {
    EXPECT_EQ(delivery_of(one), delivery_of(requests[0]));
    EXPECT_EQ(one.body, requests[0].body);
  }
  const auto list = ended(webhook);
  EXPECT_EQ(text(list, "/data/0/status"), "delivered");
  EXPECT_EQ(text(list, "/data/0/id"), delivery_of(requests[0]));
}

TEST_P(Delivering, IsADeadLetterAfterThreeAttempts) {
  receiver_.always(reply::with(503));
  const auto webhook = listen(receiver_.url(), R"(["submission.received"])");
  submit();
  const auto list = ended(webhook);
  EXPECT_EQ(text(list, "/data/0/status"), "dead_letter");
  EXPECT_EQ(receiver_.requests().size(), 3U);
  EXPECT_NE(list.body.find(R"("attempts":3,"status_code":503)"), std::string::npos) << list.body;
}

TEST_P(Delivering, SaysWhyNobodyWasReached) {
  std::string nobody;
  {
    const test_support::server_in_thread gone;
    nobody = gone.url();
  }
  const auto webhook = listen(nobody, R"(["submission.received"])");
  const auto tested = arena_.ask("POST", webhook + "/test");
  EXPECT_EQ(tested.status, 200);
  EXPECT_NE(tested.body.find(R"("delivered":false)"), std::string::npos) << tested.body;
  submit();
  EXPECT_EQ(text(ended(webhook), "/data/0/status"), "dead_letter");
  EXPECT_NE(text(ended(webhook), "/data/0/error"), "");
}

TEST_P(Delivering, AnswersATestWithWhatTheReceiverSaid) {
  receiver_.always(reply::with(202));
  const auto webhook = listen(receiver_.url(), R"(["submission.received"])");
  const auto tested = arena_.ask("POST", webhook + "/test");
  EXPECT_NE(tested.body.find(R"("delivered":true,"status_code":202)"), std::string::npos) << tested.body;
  const auto requests = receiver_.wait_for_requests(1);
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].has(bouts::webhook_signature_header), GetParam() == contract::documented);
}

TEST_P(Delivering, GivesASilentReceiverUp) {
  receiver_.always(reply::silence());
  const auto webhook = listen(receiver_.url(), R"(["submission.received"])");
  const auto tested = arena_.ask("POST", webhook + "/test");
  EXPECT_NE(tested.body.find(R"("delivered":false,"status_code":null)"), std::string::npos) << tested.body;
}

TEST_P(Delivering, SignsWithTheNewSecretOnceItIsRotated) {
  receiver_.always(reply::with(200));
  const auto webhook = listen(receiver_.url(), R"(["submission.received"])");
  const bouts::secret fresh(text(arena_.ask("POST", webhook + "/rotate-secret"), "/data/secret"));
  submit();
  const auto requests = receiver_.wait_for_requests(1);
  ASSERT_EQ(requests.size(), 1U);
  const auto signature = requests[0].header(bouts::webhook_signature_header);
  EXPECT_TRUE(bouts::verify_signature(requests[0].body, signature, fresh));
  EXPECT_FALSE(bouts::verify_signature(requests[0].body, signature, bouts::secret(hook_secret)));
}

TEST_P(Delivering, StopsWithTheArenaWhileAReceiverIsSilent) {
  receiver_.always(reply::silence());
  listen(receiver_.url(), R"(["submission.received"])");
  submit();
  EXPECT_EQ(receiver_.wait_for_requests(1).size(), 1U);
  // The arena's end is in its destructor, which must come back.
}

INSTANTIATE_TEST_SUITE_P(Both, Delivering, testing::Values(contract::observed, contract::documented),
                         [](const auto& about) { return std::string(to_string(about.param)); });

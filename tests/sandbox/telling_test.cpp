// What webhooks are told, with hand-made times.
#include "sandbox/telling.hpp"

#include "core/wire/webhook_signature.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/webhooks.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
namespace json = boost::json;
using testing::ElementsAre;

namespace {

constexpr const char* hook_secret = "correct horse";

struct told_world : world {
  explicit told_world(const arena_options& options = two_agents()) : world(options) {}

  // Of agent `owner`, for these events ("[\"result.finalized\"]").
  const webhook& listen(const std::string& events, int owner = 0, environment where = environment::production,
                        wall_time now = start) {
    const std::string body = R"({"url":"http://127.0.0.1:9/","secret":")" + std::string(hook_secret) +
                             R"(","events":)" + events + "}";
    return *create_webhook(arena, {owner, where, scope_set::all()}, body, now).value().made;
  }
  std::string submit(const challenge& to) {
    const auto opened = ask("POST", "/api/v1/challenges/" + to.id.str() + "/sessions");
    const auto path = "/api/v1/sessions/" + text_at_pointer(opened, "/data/id") + "/submissions";
    return text_at_pointer(ask("POST", path, R"({"content":"42"})"), "/data/id");
  }
  // What is sent at this moment, every attempt a success.
  std::vector<outgoing_request> send(wall_time now) {
    tell(arena, now);
    auto made = take_due_attempts(arena, 1000, now);
    for (const outgoing_request& one : made) {
      arena.outgoing.concluded(one.delivery, {200, {}, milliseconds(1)}, now);
    }
    return made;
  }
};

std::string header(const outgoing_request& from, std::string_view name) {
  const auto found = std::ranges::find(from.headers, name, &http_header::name);
  return found == from.headers.end() ? std::string() : found->value;
}

std::vector<std::string> types(const std::vector<outgoing_request>& from) {
  std::vector<std::string> names;
  for (const outgoing_request& one : from) {
    names.push_back(header(one, "X-Bouts-Event"));
  }
  return names;
}

constexpr const char* all_of_submissions =
    R"(["submission.received","submission.queued","submission.completed","submission.failed","result.finalized"])";

}  // namespace

TEST(Telling, FollowsASubmissionToItsResult) {
  told_world some;
  some.listen(all_of_submissions);
  const auto id = some.submit(some.add_challenge());
  const auto first = some.send(start);
  EXPECT_THAT(types(first), ElementsAre("submission.received"));
  EXPECT_EQ(next_telling(some.arena), start + milliseconds(2500));
  EXPECT_THAT(types(some.send(start + seconds(3))), ElementsAre("submission.queued"));
  EXPECT_THAT(types(some.send(start + seconds(10))), ElementsAre("submission.completed", "result.finalized"));
  EXPECT_TRUE(some.send(start + hours(1)).empty());
  const auto body = json::parse(first.at(0).body);
  EXPECT_EQ(body.at("submission_id"), json::value(id));
  EXPECT_EQ(body.at("event_type"), "submission.received");
  EXPECT_EQ(body.at("data").at("submission_status"), "received");
  EXPECT_TRUE(body.as_object().contains("challenge_id"));
  EXPECT_EQ(body.at("timestamp"), "2026-03-22T10:00:00.000Z");
}

TEST(Telling, SaysThatASubmissionFailed) {
  told_world some;
  some.listen(all_of_submissions);
  challenge& one = some.add_challenge();
  one.outcome = verdict::failed;
  some.submit(one);
  EXPECT_EQ(types(some.send(start + hours(1))).back(), "submission.failed");
}

TEST(Telling, SpeaksOfChallengesThatStartAndEnd) {
  told_world some;
  some.listen(R"(["challenge.started","challenge.ended"])");
  some.ask("POST", "/_arena/assign", R"({"starts_in_s":5,"ends_in_s":10})");
  EXPECT_TRUE(some.send(start).empty());
  EXPECT_THAT(types(some.send(start + seconds(5))), ElementsAre("challenge.started"));
  EXPECT_THAT(types(some.send(start + seconds(10))), ElementsAre("challenge.ended"));
}

TEST(Telling, TellsNothingToWhoDidNotAskOrIsOffOrCameLater) {
  told_world some;
  some.listen(R"(["submission.failed"])");
  const webhook& off = some.listen(R"(["submission.received"])");
  deactivate_webhook(some.arena, some.arena.webhooks.at(off.id.str()), start);
  some.submit(some.add_challenge());
  some.listen(R"(["submission.received"])", 0, environment::production, start + milliseconds(1));
  EXPECT_TRUE(some.send(start + seconds(1)).empty());
}

TEST(Telling, IsFilteredByEnvironmentButNotByUser) {
  told_world some;
  const webhook& of_another = some.listen(R"(["submission.received"])", 1);
  some.listen(R"(["submission.received"])", 0, environment::sandbox);
  some.submit(some.add_challenge());
  ASSERT_EQ(some.send(start).size(), 1U);
  EXPECT_EQ(some.arena.outgoing.of(of_another.id.str(), 9).size(), 1U);
}

TEST(Telling, SignsTheBodyInBothForms) {
  for (const contract as : {contract::observed, contract::documented}) {
    arena_options options = two_agents();
    options.answers_as = as;
    told_world some(options);
    some.listen(R"(["submission.received"])");
    some.submit(some.add_challenge());
    const auto sent = some.send(start);
    ASSERT_EQ(sent.size(), 1U);
    const bouts::secret key(hook_secret);
    const auto form = as == contract::observed ? bouts::signature_key::hashed : bouts::signature_key::plain;
    EXPECT_EQ(header(sent[0], "X-Bouts-Signature"), bouts::sign_payload(sent[0].body, key, form));
    EXPECT_TRUE(bouts::open_webhook(sent[0].body, header(sent[0], "X-Bouts-Signature"), key));
    EXPECT_EQ(header(sent[0], "X-Bouts-Event-Version"), "1");
    EXPECT_FALSE(header(sent[0], "X-Bouts-Delivery-ID").empty());
  }
}

TEST(Telling, TellsTheScoreAsDocumentedOrWithTheResultAlone) {
  for (const auto& [as, scores] : {std::pair{contract::observed, 1}, {contract::documented, 2}}) {
    arena_options options = two_agents();
    options.answers_as = as;
    told_world some(options);
    some.listen(R"(["submission.completed","result.finalized"])");
    some.submit(some.add_challenge());
    const auto sent = some.send(start + seconds(10));
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(
        std::ranges::count_if(sent, [](const auto& one) { return one.body.contains("\"final_score\""); }),
        scores);
  }
}

TEST(Telling, SendsATestUnsignedAsObserved) {
  for (const contract as : {contract::observed, contract::documented}) {
    told_world some;
    some.arena.answers_as = as;
    send_test(some.arena, some.listen(R"(["challenge.ended"])"), start);
    const auto sent = some.send(start);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(header(sent[0], "X-Bouts-Signature").empty(), as == contract::observed);
    EXPECT_EQ(header(sent[0], "X-Bouts-Event"), "webhook.test");
  }
}

TEST(Telling, GivesAReceiverTenSecondsAndNeverLessThanThreeReal) {
  for (const auto& [scale, timeout] : {std::pair{1.0, seconds(10)}, {1000.0, seconds(3)}}) {
    arena_options options = two_agents();
    options.scale = time_scale(scale);
    told_world some(options);
    send_test(some.arena, some.listen(R"(["challenge.ended"])"), start);
    EXPECT_EQ(some.send(start).at(0).timeout, timeout);
  }
}

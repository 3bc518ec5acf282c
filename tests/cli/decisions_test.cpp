// What `doctor` and `webhooks listen` decide, and what the table of commands promises.
#include "cli/command_table.hpp"
#include "cli/delivery_reader.hpp"
#include "cli/diagnosis.hpp"
#include "cli/exit_code.hpp"
#include "cli/hook_queue.hpp"
#include "cli/parse.hpp"
#include "core/wire/webhook_signature.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace {

using namespace bouts;
using namespace bouts::cli;
using namespace std::chrono_literals;

TEST(CommandTable, HasOneOfTwoActionsForEachCommand) {
  std::set<std::string> seen;
  for (const command& one : commands()) {
    EXPECT_TRUE(seen.insert(one.path()).second) << one.path();
    EXPECT_NE(one.remote == nullptr, one.local == nullptr) << one.path();
    EXPECT_FALSE(one.help.empty() || one.help.ends_with('.')) << one.path();
  }
}

TEST(CommandTable, MeansTheSameByANameEverywhere) {
  // The completions know an option by its name alone.
  std::map<std::string_view, const parameter*> seen;
  for (const command& one : commands()) {
    for (const parameter& each : one.parameters) {
      const auto [at, fresh] = seen.emplace(each.name, &each);
      EXPECT_EQ(at->second->takes == takes::flag, each.takes == takes::flag)
          << one.path() << ' ' << each.name;
      EXPECT_EQ(at->second->takes == takes::file, each.takes == takes::file)
          << one.path() << ' ' << each.name;
      EXPECT_EQ(at->second->words, each.words) << one.path() << ' ' << each.name;
      EXPECT_EQ(each.value.empty(), !each.is_option() || each.takes == takes::flag) << each.name;
    }
  }
}

TEST(Parameter, RefusesWhatItDoesNotTake) {
  const parameter number{.name = "--n", .takes = takes::number, .least = 1, .most = 50};
  for (const char* const wrong : {"0", "51", "-1", "1.5", "x", "", "99999999999"}) {
    EXPECT_NE(trouble_with(number, wrong), "") << wrong;
  }
  EXPECT_EQ(trouble_with(number, "50"), "");
  EXPECT_NE(trouble_with({.name = "ID", .takes = takes::id}, "../etc"), "");
  EXPECT_NE(trouble_with({.name = "W", .takes = takes::word, .words = {"a"}}, "b"), "");
  EXPECT_EQ(trouble_with({.name = "W", .takes = takes::hint, .words = {"a"}}, "b"), "");
}

class Deliveries : public testing::Test {
 protected:
  looked look(const std::string& body, const std::string& id = "d1") const {
    return reader.look(body, sign_payload(body, key, signature_key::plain), id);
  }
  secret key{"whsec_of_a_test"};
  delivery_reader reader{key, 3};
  const std::string body = R"({"id":"e1","event_type":"result.finalized","submission_id":"u1"})";
  const std::string another = R"({"id":"e2","event_type":"result.finalized","submission_id":"u1"})";
};

TEST_F(Deliveries, AreTakenOnceByTheirId) {
  EXPECT_EQ(look(body).what, reception::taken);
  EXPECT_EQ(look(body).what, reception::taken) << "looking does not remember";
  reader.remember(look(body));
  EXPECT_EQ(look(body).what, reception::repeated);
  EXPECT_EQ(look(another).what, reception::repeated) << "the arena's next attempt, in whatever words";
  EXPECT_EQ(look(another, "d2").what, reception::taken);
  EXPECT_EQ(look(body, "").id, "e1") << "without one the event's counts";
}

// The header with the id is not signed: whoever has seen one delivery could send it again under any id.
TEST_F(Deliveries, AreNotTakenAgainUnderAnotherId) {
  reader.remember(look(body));
  EXPECT_EQ(look(body, "d2").what, reception::repeated);
  EXPECT_EQ(look(body, "").what, reception::repeated);
}

TEST_F(Deliveries, ForgetTheOldestOfThoseRemembered) {
  const auto numbered = [](int number) { return R"({"event_type":"a","n":)" + std::to_string(number) + "}"; };
  for (int number = 1; number <= 4; ++number) {
    reader.remember(look(numbered(number), "d" + std::to_string(number)));
  }
  EXPECT_EQ(look(numbered(1), "d1").what, reception::taken);
  EXPECT_EQ(look(numbered(2), "d5").what, reception::repeated);
  EXPECT_EQ(look(numbered(5), "d4").what, reception::repeated);
}

TEST_F(Deliveries, AreTheArenasOwn) {
  EXPECT_EQ(reader.look(body, sign_payload(body, key, signature_key::hashed), "d1").what, reception::taken);
  EXPECT_EQ(reader.look(body, "", "d1").what, reception::not_signed);
  EXPECT_EQ(reader.look(body, sign_payload(body, secret("other"), signature_key::plain), "d1").what,
            reception::not_signed);
  EXPECT_EQ(reader.look(body + " ", sign_payload(body, key, signature_key::plain), "d1").what,
            reception::not_signed);
  EXPECT_EQ(look("[]").what, reception::unreadable);
}

TEST_F(Deliveries, OfATestAreNotSigned) {
  const std::string test = R"({"id":"e1","event_type":"webhook.test","data":{"test":true}})";
  EXPECT_EQ(reader.look(test, "", "d1").what, reception::test);
  EXPECT_EQ(reader.look(test, "sha256=00", "d1").what, reception::not_signed);
}

TEST(HookQueue, IsBounded) {
  hook_queue queue([](const hook_order&, const result<int>&) {});
  for (std::size_t i = 0; i < hook_queue::most_waiting; ++i) {
    EXPECT_TRUE(queue.offer({}));
  }
  EXPECT_FALSE(queue.offer({}));
  EXPECT_EQ(queue.waiting(), hook_queue::most_waiting);
}

TEST(Diagnosis, JudgesTheClock) {
  EXPECT_EQ(judge_clock(-900ms).mark, mark::pass);
  EXPECT_EQ(judge_clock(5s).mark, mark::pass);
  EXPECT_EQ(judge_clock(1h).mark, mark::warn);
  EXPECT_EQ(judge_clock(1h).reason, "1h00m behind the arena's");
  EXPECT_EQ(judge_clock(-6s).reason, "6.0s ahead of the arena's");
}

TEST(Diagnosis, FindsTheScopesThatAreMissing) {
  const dry_run_check listed{.check = "scopes",
                             .status = check_status::pass,
                             .detail = "challenge:enter submission:create submission:read"};
  EXPECT_EQ(judge_scopes({listed}).reason, "missing: result:read");
  const dry_run_check refused{
      .check = "scope", .status = check_status::fail, .detail = "no submission:create"};
  EXPECT_EQ(judge_scopes({refused, refused}).reason, "missing: no submission:create");
  const dry_run_check allowed{.check = "scope", .status = check_status::pass, .detail = {}};
  EXPECT_EQ(judge_scopes({allowed}).mark, mark::pass);
  EXPECT_EQ(judge_scopes({{.check = "auth", .status = check_status::fail, .detail = {}}}).mark, mark::warn);
}

TEST(Diagnosis, EndsWithTheCodeOfTheFirstFailure) {
  const finding good{.check = "a", .mark = mark::pass, .reason = "r", .remedy = {}};
  const finding odd{.check = "b", .mark = mark::warn, .reason = "r", .remedy = "do"};
  const finding tls = failed("tls", {.kind = errc::tls, .message = "bad"});
  const finding token = failed("token", {.kind = errc::unauthorized, .message = "bad"});
  EXPECT_EQ(exit_code_of({good, odd}), 0);
  EXPECT_EQ(exit_code_of({good, tls, token}), exit_code(errc::tls));
  EXPECT_EQ(to_text({good, odd}, {}), "✓ a  r\n! b  r\n     → do\n");
}

}  // namespace

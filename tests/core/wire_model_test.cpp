// What all models have in common: words, what was received, comparing, printing, pages.
#include "core/wire/decode.hpp"
#include "core/wire/page_walk.hpp"
#include "core/wire/print.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

template <class Enum>
void every_name_is_read_back() {
  constexpr auto names = words_of(Enum{});
  for (std::size_t i = 1; i < names.size(); ++i) {
    const auto value = static_cast<Enum>(i);
    EXPECT_EQ(to_string(value), names[i]);
    EXPECT_EQ(parse_word<Enum>(names[i]), value);
    EXPECT_EQ(word<Enum>(value).text(), names[i]);
    EXPECT_EQ(word<Enum>(value), word<Enum>(std::string(names[i])));
  }
}

TEST(Word, EveryNameIsReadBack) {
  every_name_is_read_back<challenge_status>();
  every_name_is_read_back<session_status>();
  every_name_is_read_back<submission_status>();
  every_name_is_read_back<result_state>();
  every_name_is_read_back<webhook_event_type>();
  every_name_is_read_back<token_scope>();
  every_name_is_read_back<token_environment>();
  every_name_is_read_back<dry_run_action>();
  every_name_is_read_back<check_status>();
}

TEST(Word, KeepsATextThatNobodyKnows) {
  const word<result_state> odd(std::string("Clean"));
  EXPECT_EQ(odd, result_state::unknown);
  EXPECT_EQ(odd.text(), "Clean");
  EXPECT_NE(odd, word<result_state>(std::string("clean")));
  EXPECT_NE(odd, word<result_state>());
  EXPECT_EQ(to_string(static_cast<result_state>(99)), "unknown");
  EXPECT_TRUE(word<result_state>(result_state::unknown).text().empty());
}

TEST(RawJson, ReachesEveryFieldOfTheAnswer) {
  const auto read = decode_challenge(
      R"({"data":{"id":"c1","title":"A","a/b~c":{"list":[1,"two",null,true]},"at":"2026-03-22T10:00:00Z"},"request_id":"r"})");
  ASSERT_TRUE(read);
  const raw_json& raw = read->raw();
  EXPECT_EQ(raw["title"].text(), "A");
  EXPECT_EQ(raw["a/b~c"]["list"].size(), 4u);
  EXPECT_EQ(raw["a/b~c"]["list"]["0"].number(), 1.0);
  EXPECT_EQ(raw["a/b~c"]["list"]["1"].text(), "two");
  EXPECT_EQ(raw["a/b~c"]["list"]["3"].boolean(), true);
  EXPECT_EQ(raw["a/b~c"].str(), R"({"list":[1,"two",null,true]})");
  EXPECT_EQ(raw["at"].time(), wall_time(1774173600s));
  EXPECT_EQ(raw.names(), (std::vector<std::string>{"id", "title", "a/b~c", "at"}));
  for (const raw_json& nothing :
       {raw["absent"], raw["title"]["x"], raw["a/b~c"]["list"]["4"], raw["a/b~c"]["list"]["x"], raw_json(),
        raw_json()["x"], raw["request_id"]}) {
    EXPECT_FALSE(nothing);
    EXPECT_EQ(nothing.str(), "");
    EXPECT_FALSE(nothing.text());
  }
}

TEST(RawJson, BelongsToItsOwnItemOfAList) {
  for (const std::string_view body :
       {R"([{"id":"c1","n":1},{"bad":0},{"id":"c3","n":3}])",
        R"({"challenges":[{"id":"c1","n":1},{"bad":0},{"id":"c3","n":3}]})",
        R"({"data":[{"id":"c1","n":1},{"bad":0},{"id":"c3","n":3}]})",
        R"({"data":{"challenges":[{"id":"c1","n":1},{"bad":0},{"id":"c3","n":3}]}})"}) {
    const auto read = decode_challenges(body);
    ASSERT_TRUE(read) << body;
    ASSERT_EQ(read->size(), 2u);
    EXPECT_EQ((*read)[0].raw()["n"].number(), 1.0) << body;
    EXPECT_EQ((*read)[1].raw()["n"].number(), 3.0) << body;
  }
}

TEST(RawJson, OutlivesTheAnswerAndReadsWhatHadToBeRepaired) {
  raw_json kept;
  {
    std::string body = R"({"entry_id":"e1","challenge":{"id":"c1","new":"half \ud800 pair"}})";
    const auto read = decode_assigned(R"({"challenges":[)" + body + "]}");
    ASSERT_TRUE(read);
    kept = read->items.at(0).challenge.raw();
    EXPECT_EQ(read->items[0].raw()["entry_id"].text(), "e1");
  }
  EXPECT_EQ(kept["new"].text(), "half \xEF\xBF\xBD pair");
}

TEST(Models, AreEqualWhenTheySayTheSameInAnotherShape) {
  const auto documented = decode_match_result(
      R"({"id":"r1","submission_id":"u1","final_score":5,"result_state":"clean","finalized_at":"2026-03-22T10:00:00Z"})");
  const auto observed = decode_match_result(
      R"({"data":{"id":"r1","submission_id":"u1","score":"5","status":"clean","judged_at":"2026-03-22T10:00:00.000+00:00"}})");
  ASSERT_TRUE(documented && observed);
  EXPECT_EQ(*documented, *observed);
}

TEST(Print, SaysWhatThereIsOnOneLine) {
  std::ostringstream out;
  challenge c;
  c.id = *challenge_id::parse("c1");
  c.title = "Speed\n\"Build\"";
  c.status = challenge_status::active;
  c.time_limit = 60min;
  c.starts_at = wall_time(0ms);
  out << c;
  EXPECT_EQ(out.str(),
            "challenge{id: c1, title: \"Speed\\n\"Build\"\", status: active, time_limit_minutes: 1h00m, "
            "starts_at: 1970-01-01T00:00:00.000Z}");
}

TEST(Print, SaysWhatIsInside) {
  const auto read = decode_breakdown(
      R"({"final_score":87.5,"result_state":"odd","lane_breakdown":{"speed":{"score":9,"summary":"fast"}},"strengths":["a","b"]})");
  ASSERT_TRUE(read);
  EXPECT_EQ(to_string(*read),
            "breakdown{final_score: 87.5, result_state: odd, lanes: {speed: lane_score{score: 9, summary: "
            "\"fast\"}}, strengths: [\"a\", \"b\"]}");
  const auto list = decode_challenges(
      R"({"data":[{"id":"c1"}],"pagination":{"total":9,"page":1,"limit":1,"has_more":true}})");
  EXPECT_EQ(to_string(*list),
            "page{1 items, page_info{total: 9, page: 1, limit: 1, has_more: true}, challenge{id: c1}}");
}

TEST(Print, NeverShowsASecret) {
  token made;
  made.id = *token_id::parse("t1");
  made.value = secret("bouts_sk_hunter2hunter2hunter2");
  rotated_secret rotated;
  rotated.secret = secret("whsec_hunter2hunter2hunter2hunter2");
  webhook hook;
  hook.secret = rotated.secret;
  for (const std::string& text : {to_string(made), to_string(rotated), to_string(hook)}) {
    EXPECT_FALSE(text.contains("hunter2")) << text;
  }
}

TEST(PageWalk, GoesOnWhileTheServiceSaysSo) {
  page_walk walk(3);
  EXPECT_EQ(walk.next(), 3);
  walk.took(20, page_info{.total = 50, .page = 3, .limit = 20, .has_more = true});
  EXPECT_FALSE(walk.done());
  EXPECT_EQ(walk.next(), 4);
  walk.took(10, page_info{.total = 50, .page = 4, .limit = 20, .has_more = false});
  EXPECT_TRUE(walk.done());
}

TEST(PageWalk, EndsWithAnEmptyPageAndWithOneThatSaysNothing) {
  page_walk empty;
  empty.took(0, page_info{.has_more = true});
  EXPECT_TRUE(empty.done());
  page_walk silent;
  silent.took(20, std::nullopt);
  EXPECT_TRUE(silent.done());
}

TEST(PageWalk, EndsWithAServiceThatNeverDoes) {
  page_walk walk;
  int pages = 0;
  while (!walk.done()) {
    walk.took(1, page_info{.has_more = true});
    ASSERT_LE(++pages, page_walk::most_pages);
  }
  EXPECT_EQ(pages, page_walk::most_pages);
}

}  // namespace

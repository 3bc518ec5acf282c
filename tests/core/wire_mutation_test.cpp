// No input makes a decoder throw or crash: thousands of documents, damaged at random in the ways that
// networks, proxies and attackers damage them, go through every decoder. Run with the address sanitizer this
// also finds reads out of bounds.
#include "core/base/text.hpp"
#include "core/wire/decode.hpp"
#include "core/wire/print.hpp"
#include "core/wire/webhook_signature.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::string_view_literals;

constexpr std::string_view documents[] = {
    R"({"status":"ok","agent_id":"550e8400-e29b-41d4-a716-446655440000","is_online":true})",
    R"({"challenges":[{"entry_id":"e1","challenge":{"id":"c1","title":"T","description":"d \u00e9 \ud83d\ude00 \\ \"",
       "time_limit_minutes":60,"starts_at":"2026-03-22T10:00:00Z","ends_at":null},"assigned_at":"2026-03-22T10:00:00.123456+00:00"},
       {"entry_id":"e2","challenge_id":"c2","prompt":"p","time_limit_minutes":0}]})",
    R"({"received":true,"seq_num":42})",
    R"({"data":[{"id":"c1","title":"One","entry_fee_cents":5.0}],"request_id":"r","pagination":{"total":1,"page":1,"limit":20,"has_more":false}})",
    R"({"data":{"session_id":"s1","expires_at":"2026-03-22T11:00:00Z","existing":true},"request_id":"r"})",
    R"({"data":{"id":"s1","status":"open","attempt_count":1,"time_limit_seconds":3600,"submission_count":"2"}})",
    R"({"data":{"id":"sub1","submission_status":"judging","rejection_reason":null,"idempotent":false}})",
    R"({"data":{"content":{"final_score":87.5,"lane_breakdown":{"a":{"score":9e1,"summary":"s"}},"strengths":["x","y"]}}})",
    R"({"data":{"id":"r1","score":77,"rank":2,"status":"final","judged_at":"2026-03-22T12:00:00Z"}})",
    R"({"data":[{"id":"w1","url":"https://x","events":["result.finalized"],"active":true,"secret":"abc"},{"id":"d1","event_type":"a","attempts":3}]})",
    R"({"data":{"id":"t1","name":"n","scopes":["a"],"token":"bouts_sk_0","secret":"s","delivered":true,"latency_ms":3}})",
    R"({"valid":true,"checks":[{"check":"auth","status":"pass","detail":"d"}],"submission_id":"u1"})",
    R"({"id":"e1","event_type":"submission.completed","timestamp":"2026-03-22T10:00:00Z","data":{"submission_id":"u1","final_score":1}})",
    R"({"error":{"message":"no","code":"X","request_id":"r","details":[{"path":["a"],"message":"m"}]}})",
    R"({"error":"text","hint":"h","details":{"a":[1,2,{"b":null}]}})",
    "<!DOCTYPE html><html><head><title>502 &amp; <b>Bad</b></title></head><body><h1>Bad</h1></body></html>",
};

constexpr std::string_view fragments[] = {"\0"sv,
                                          "\xFF"sv,
                                          "\xED\xA0\x80"sv,
                                          "\\ud800"sv,
                                          "\\udc00"sv,
                                          "\\u"sv,
                                          "\\"sv,
                                          "\""sv,
                                          "{"sv,
                                          "}"sv,
                                          "["sv,
                                          "]"sv,
                                          ","sv,
                                          ":"sv,
                                          "null"sv,
                                          "1e999"sv,
                                          "-"sv,
                                          "0x1"sv,
                                          "true"sv,
                                          "[[[["sv,
                                          "<title"sv,
                                          "\n"sv,
                                          "\xEF\xBB\xBF"sv,
                                          "{\"data\":"sv,
                                          "99999999999999999999"sv,
                                          "\"id\":\"../..\""sv,
                                          "&amp;"sv,
                                          ">"sv,
                                          "</title>"sv};

class damager {
 public:
  std::string damaged(std::string text) {
    for (std::size_t times = 1 + pick(4); times > 0; --times) {
      damage(text);
    }
    return text;
  }
  std::size_t pick(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

 private:
  void damage(std::string& text) {
    const std::size_t at = pick(text.size() + 1);
    const std::size_t length = pick(text.size() - at + 1);
    switch (pick(6)) {
      case 0:
        text.resize(at);
        break;
      case 1:
        text.insert(at, fragments[pick(std::size(fragments))]);
        break;
      case 2:
        text.erase(at, std::min<std::size_t>(length, 1 + pick(20)));
        break;
      case 3:
        text.insert(at, text.substr(pick(text.size() + 1), pick(200)));
        break;
      case 4:
        text.insert(at, documents[pick(std::size(documents))]);
        break;
      default:
        if (at < text.size()) {
          text[at] = static_cast<char>(random_());
        }
    }
  }
  std::mt19937 random_{20260322};
};

// Every text that comes out must be valid UTF-8, as the rest of the program relies on it.
void check_texts(std::initializer_list<std::string_view> texts) {
  for (const auto text : texts) {
    ASSERT_TRUE(is_valid_utf8(text)) << testing::PrintToString(std::string(text));
  }
}

template <class T, class Check>
std::size_t decode_and_check(result<T> (*decode)(std::string_view), std::string_view body, Check check) {
  const result<T> read = decode(body);
  if (!read) {
    EXPECT_EQ(read.error().kind, errc::bad_answer);
    EXPECT_FALSE(read.error().message.empty());
    return 0;
  }
  check(*read);
  return 1;
}

void check_challenge(const challenge& c) {
  ASSERT_TRUE(is_safe_id(c.id.str()));
  ASSERT_TRUE(!c.time_limit || c.time_limit->count() > 0);
  check_texts({c.title, c.description, c.prompt, c.category, c.format, c.status.text()});
}

// What was received is as readable as what was made of it.
template <class Model>
void check_model(const Model& model) {
  check_texts({to_string(model)});
  check_texts({model.raw().str()});
}

template <class Model>
void check_models(const page<Model>& list) {
  std::ranges::for_each(list.items, check_model<Model>);
}

// Webhooks, tokens and what has no other place.
std::size_t through_the_others(std::string_view body) {
  std::size_t read = 0;
  read += decode_and_check(decode_connector_receipt, body, check_model<connector_receipt>);
  read += decode_and_check(decode_webhooks, body, check_models<webhook>);
  read += decode_and_check(decode_webhook, body, check_model<webhook>);
  read += decode_and_check(decode_webhook_test, body, check_model<webhook_test>);
  read += decode_and_check(decode_deliveries, body, check_models<webhook_delivery>);
  read += decode_and_check(decode_rotated_secret, body,
                           [](const rotated_secret& r) { check_texts({to_string(r)}); });
  read += decode_and_check(decode_tokens, body, check_models<token>);
  read += decode_and_check(decode_created_token, body, [](const token& t) { check_texts({to_string(t)}); });
  read += decode_and_check(decode_dry_run, body, check_model<dry_run_report>);
  read += decode_and_check(decode_webhook_event, body, check_model<webhook_event>);
  return read;
}

// Through every decoder; how many of them could make something of it.
std::size_t through_all(std::string_view body) {
  std::size_t read = 0;
  read += decode_and_check(decode_ping, body,
                           [](const ping_reply& r) { check_texts({r.agent_id.str(), r.status}); });
  read += decode_and_check(decode_assigned, body, [](const assignments& list) {
    for (const auto& item : list.items) {
      ASSERT_TRUE(is_safe_id(item.entry_id.str()));
      check_challenge(item.challenge);
    }
  });
  read += decode_and_check(decode_event_receipt, body, [](const event_receipt&) {});
  read += decode_and_check(decode_challenges, body, [](const page<challenge>& page) {
    std::ranges::for_each(page.items, check_challenge);
  });
  read += decode_and_check(decode_challenge, body, check_challenge);
  read += decode_and_check(decode_opened_session, body,
                           [](const opened_session& s) { ASSERT_FALSE(s.session_id.empty()); });
  read += decode_and_check(decode_session, body,
                           [](const session& s) { check_texts({s.id.str(), s.status.text()}); });
  read += decode_and_check(decode_submission, body,
                           [](const submission& s) { check_texts({s.status.text(), s.rejection_reason}); });
  read += decode_and_check(decode_breakdown, body, [](const breakdown& b) {
    check_texts({b.result_state.text(), b.comparison_note, b.confidence_note});
    for (const auto& [name, lane] : b.lanes) {
      check_texts({name, lane.summary});
    }
  });
  read += decode_and_check(decode_match_result, body, [](const match_result& r) {
    check_texts({r.id.str(), r.state.text(), r.confidence_level});
  });
  read += through_the_others(body);
  return read;
}

void check_error(int status, std::string_view body) {
  const error read = decode_error(status, body);
  check_texts({read.message, read.code, read.request_id});
  ASSERT_FALSE(read.message.empty());
  ASSERT_FALSE(read.message.contains('\n'));
  ASSERT_LE(utf16_length(read.message), 300u);
}

TEST(Decoders, SurviveRandomDamage) {
  damager damage;
  std::size_t readable = 0;
  for (int i = 0; i < 6'000 && !testing::Test::HasFailure(); ++i) {
    const std::string body = damage.damaged(std::string(documents[damage.pick(std::size(documents))]));
    readable += through_all(body);
    check_error(300 + static_cast<int>(damage.pick(300)), body);
  }
  EXPECT_GT(readable, 1'000u)
      << "most documents were damaged beyond reading: the test no longer reaches the readers";
}

TEST(Decoders, SurviveEveryTruncation) {
  std::size_t readable = 0;
  for (const auto document : documents) {
    for (std::size_t length = 0; length < document.size(); ++length) {
      const std::string exactly_sized(
          document.substr(0, length));  // so that the sanitizer sees a read behind its end
      readable += through_all(exactly_sized);
      check_error(502, exactly_sized);
    }
  }
  EXPECT_EQ(readable, 0u) << "a cut document must not pass for a whole one";
}

TEST(Decoders, SurviveRandomBytes) {
  std::mt19937 random(7);
  for (int i = 0; i < 2'000 && !testing::Test::HasFailure(); ++i) {
    std::string body(random() % 300, '\0');
    std::ranges::generate(body, [&] { return static_cast<char>(random()); });
    through_all(body);
    check_error(500, body);
  }
}

}  // namespace

// A stream that is kept and made anew goes on as if nothing had happened.

#include "tests/core/relay_events.hpp"

#include <gmock/gmock.h>

#include <random>

namespace arena::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const redactor& any_redactor() {
  static const redactor redact;
  return redact;
}

bouts::agent_event full_event() {
  bouts::agent_event e;
  e.type = event_type::command_run;
  e.timestamp = bouts::wall_time(1'774'173'600'123ms);
  e.summary = "built \"it\"\n\xF0\x9F\x98\x80";
  e.tool = "shell";
  e.filename = "a.py";
  e.language = "python";
  e.snippet = "print(1)";
  e.command = "make";
  e.exit_code = -1;
  e.output_summary = "ok";
  e.error_summary = "none";
  e.percent = 12.5;
  e.stage = "build";
  return e;
}

// The same outbox as after a restart: everything goes through text.
outbox made_anew(const outbox& before, const std::vector<bouts::entry_id>& streams, outbox_options options,
                 mono_time now) {
  outbox box(options);
  box.restore_window(*load_window(save_window(before.window())), now);
  for (const auto& stream : streams) {
    const auto kept = load_checkpoint(save_checkpoint({.position = {}, .stream = before.state(stream)}));
    box.open(stream, challenge("challenge-" + stream.str()), std::nullopt);
    box.restore(stream, *kept->stream, any_redactor());
  }
  return box;
}

TEST(Checkpoint, ReadsBackWhatItWrote) {
  stream_state state;
  state.waiting.push_back({.event = full_event(),
                           .place = rank::action,
                           .since = mono_time(17min),
                           .order = 3,
                           .omitted = 2,
                           .tries = 1});
  state.own_words.push_back(full_event());
  state.announced = {event_type::started, event_type::timed_out};
  state.last_pushed = rank::progress;
  state.last_is_through = true;
  state.omitted = 7;
  state.account = {
      .produced = 9, .sent = 1, .merged = 2, .dropped = {{"stale", 3}}, .bytes = 12, .longest_lag = 250ms};
  const bout_checkpoint checkpoint{
      .position = {.attempt = 2, .out = 5'000'000'000, .err = 7, .at_end = true, .events_bytes = 11},
      .stream = state};
  const auto back = load_checkpoint(save_checkpoint(checkpoint));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, checkpoint);

  const window_state window{.ends = {mono_time(1s), mono_time(2s)},
                            .in_flight = true,
                            .held_until = mono_time(90s),
                            .chatter_after = mono_time(3s),
                            .failures = 2};
  EXPECT_EQ(*load_window(save_window(window)), window);
  EXPECT_EQ(*load_account(save_account(state.account)), state.account);
}

TEST(Checkpoint, RefusesWhatIsNotOurs) {
  for (const char* text : {"", "{", "[]", "7", R"({"stream":{"waiting":7}})", R"({"position":{"out":-1}})",
                           R"({"stream":{"waiting":[{"place":"unknown"}]}})",
                           R"({"stream":{"waiting":[{"event":{"type":"x"}}]}})"}) {
    const auto read = load_checkpoint(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, bouts::errc::bad_answer);
  }
}

TEST(Checkpoint, KeepsAnEventThatIsInFlight) {
  hand_driven relay;
  relay.push(event(event_type::error_hit, "one"));
  relay.push(event(event_type::error_hit, "two"));
  ASSERT_TRUE(relay.box.next(relay.now).send);
  relay.box.sent();
  auto anew = made_anew(relay.box, {relay.a}, {}, relay.now);
  EXPECT_EQ(anew.waiting(relay.a), 2U);
  EXPECT_EQ(anew.window_used(relay.now), 1) << "nobody knows whether it arrived, so it counts";
  EXPECT_EQ(anew.next(relay.now).send->event.summary, "one");
}

TEST(Checkpoint, ForgetsAnEventThatWasDelivered) {
  hand_driven relay;
  relay.push(event(event_type::error_hit, "one"));
  relay.push(event(event_type::error_hit, "two"));
  EXPECT_EQ(relay.deliver(), "one");
  auto anew = made_anew(relay.box, {relay.a}, {}, relay.now);
  EXPECT_EQ(anew.next(relay.now).send->event.summary, "two");
  EXPECT_EQ(anew.account(relay.a)->sent, 1U);
}

TEST(Checkpoint, AnnouncesNothingTwice) {
  hand_driven relay;
  EXPECT_TRUE(relay.box.announce(relay.a, event(event_type::started, "started"), relay.now));
  EXPECT_EQ(relay.deliver(), "started");
  auto anew = made_anew(relay.box, {relay.a}, {}, relay.now);
  EXPECT_FALSE(anew.announce(relay.a, event(event_type::started, "started"), relay.now));
  EXPECT_FALSE(anew.next(relay.now).send);
  EXPECT_EQ(anew.account(relay.a)->produced, 1U);
}

TEST(Checkpoint, WindsUpAgainUnlessTheLastEventIsThrough) {
  hand_driven relay;
  const auto last = event(event_type::submitted, "handed in");
  relay.box.wind_up(relay.a, last, relay.now, relay.now + 5s, relay.now + 10s);
  auto anew = made_anew(relay.box, {relay.a}, {}, relay.now);
  EXPECT_FALSE(anew.next(relay.now).send) << "whoever goes on winds up again";
  anew.wind_up(relay.a, last, relay.now, relay.now + 5s, relay.now + 10s);
  EXPECT_EQ(anew.next(relay.now).send->event.summary, "handed in");
  anew.sent();

  auto in_flight = made_anew(anew, {relay.a}, {}, relay.now);
  in_flight.wind_up(relay.a, last, relay.now, relay.now + 5s, relay.now + 10s);
  ASSERT_TRUE(in_flight.next(relay.now).send) << "its answer was lost";
  in_flight.sent();
  in_flight.answered(event_answer::delivered, std::nullopt, relay.now);
  EXPECT_TRUE(in_flight.last_is_through(relay.a));

  auto through = made_anew(in_flight, {relay.a}, {}, relay.now);
  EXPECT_TRUE(through.last_is_through(relay.a));
  through.wind_up(relay.a, last, relay.now, relay.now + 5s, relay.now + 10s);
  EXPECT_FALSE(through.next(relay.now).send);
  EXPECT_TRUE(through.is_done(relay.a));
  const auto account = through.close(relay.a);
  EXPECT_EQ(account.produced, 1U);
  EXPECT_EQ(account.sent, 1U);
}

TEST(Checkpoint, KeepsAHoldThatTheArenaAskedFor) {
  hand_driven relay;
  relay.push(event(event_type::error_hit, "one"));
  ASSERT_TRUE(relay.box.next(relay.now).send);
  relay.box.sent();
  relay.box.answered(event_answer::throttled, 45'000ms, relay.now);
  auto anew = made_anew(relay.box, {relay.a}, {}, relay.now);
  EXPECT_FALSE(anew.next(relay.now).send);
  EXPECT_EQ(anew.next(relay.now).wake, relay.now + 45s);
}

TEST(Checkpoint, AfterARebootCountsRequestsFromTheLaterOfBootAndLastSign) {
  const window_state kept{.ends = {mono_time(900s), mono_time(950s)}, .held_until = mono_time(990s)};
  const auto quick = after_reboot(kept, 70s, mono_time(20s));
  EXPECT_THAT(quick.ends, ElementsAre(mono_time{}, mono_time{})) << "all were before the boot, 20 s ago";
  const auto moved = after_reboot(kept, 10s, mono_time(5'000s));
  EXPECT_THAT(moved.ends, ElementsAre(mono_time(4'990s), mono_time(4'990s))) << "another machine";
  const auto clock_went_back = after_reboot(kept, -1h, mono_time(5'000s));
  EXPECT_THAT(clock_went_back.ends, ElementsAre(mono_time(5'000s), mono_time(5'000s)));
  EXPECT_EQ(quick.held_until, mono_time{});
}

// The same happenings with and without a death at every step: what is sent, and when, is the same.
TEST(Checkpoint, ARestartAtAnyMomentChangesNothing) {
  constexpr std::array kinds = {event_type::error_hit, event_type::tool_call, event_type::progress,
                                event_type::thinking, event_type::code_write};
  for (const bool complete : {false, true}) {
    const outbox_options options{.limit = 6, .window = 60'000ms, .keep_everything = complete};
    for (unsigned seed = 1; seed <= 10; ++seed) {
      const auto story = [&](bool dying) {
        std::mt19937 random(seed);
        std::vector<std::string> sent;
        const auto a = entry("a");
        const auto b = entry("b");
        mono_time now(1h);
        outbox box(options);
        box.open(a, challenge("challenge-a"), std::nullopt);
        box.open(b, challenge("challenge-b"), std::nullopt);
        for (int step = 0; step < 150; ++step) {
          now += std::chrono::milliseconds(random() % 4'000);
          const auto kind = kinds[random() % kinds.size()];
          const auto& stream = random() % 2 == 0 ? a : b;
          box.push(stream,
                   kind == event_type::code_write ? write("f", std::to_string(step))
                                                  : event(kind, std::to_string(step)),
                   now);
          if (random() % 8 == 0 && dying) {
            box = made_anew(box, {a, b}, options, now);
          }
          if (const auto decision = box.next(now); decision.send) {
            box.sent();
            sent.push_back(decision.send->stream.str() + ":" + *decision.send->event.summary);
            box.answered(event_answer::delivered, std::nullopt, now);
          }
        }
        sent.push_back(box.account(a)->describe());
        return sent;
      };
      EXPECT_EQ(story(true), story(false)) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace arena::test

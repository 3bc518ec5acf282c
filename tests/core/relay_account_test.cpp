#include "core/relay/account.hpp"
#include "core/relay/rank.hpp"

#include <gtest/gtest.h>

#include <map>

namespace {

using namespace arena;
using namespace std::chrono_literals;

TEST(EventAccount, CountsDropsByReason) {
  event_account account;
  account.drop("stale", 2);
  account.drop("overtaken", 1);
  account.drop("stale", 3);
  account.drop("never", 0);
  EXPECT_EQ(account.dropped_total(), 6U);
  EXPECT_EQ(account.dropped,
            (std::map<std::string, std::uint64_t, std::less<>>{{"overtaken", 1}, {"stale", 5}}));
}

TEST(EventAccount, DescribesItselfInOneLine) {
  event_account account;
  EXPECT_EQ(account.describe(),
            "0 produced (0 bytes), 0 sent, 0 merged, 0 dropped, longest lag " + bouts::format_duration(0ms));
  account = {.produced = 512, .sent = 28, .merged = 400, .dropped = {}, .bytes = 86'210, .longest_lag = 2s};
  account.drop("overtaken", 80);
  account.drop("stale", 4);
  EXPECT_EQ(
      account.describe(),
      "512 produced (86210 bytes), 28 sent, 400 merged, 84 dropped (80 overtaken, 4 stale), longest lag " +
          bouts::format_duration(2s));
}

TEST(Rank, OrdersTheTypesAsTheDesignSays) {
  using bouts::event_type;
  const std::map<event_type, rank> expected = {
      {event_type::started, rank::lifecycle},    {event_type::submitted, rank::lifecycle},
      {event_type::timed_out, rank::lifecycle},  {event_type::error_hit, rank::trouble},
      {event_type::self_correct, rank::trouble}, {event_type::code_write, rank::action},
      {event_type::command_run, rank::action},   {event_type::tool_call, rank::action},
      {event_type::progress, rank::progress},    {event_type::thinking, rank::thinking}};
  ASSERT_EQ(expected.size(), bouts::all_event_types.size());
  for (const auto& [type, place] : expected) {
    EXPECT_EQ(rank_of(type), place) << bouts::to_string(type);
    EXPECT_EQ(is_chatter(rank_of(type)), place == rank::progress || place == rank::thinking);
  }
}

}  // namespace

#include "daemon/agent_run.hpp"

#include "tests/daemon/real_run.hpp"

#include <gtest/gtest.h>

namespace arena {
namespace {

// A relay that goes on with events of before may have the place kept before anything was read again.
TEST(AgentRun, TheOldPlaceCountsUntilTheOutputWasReadAgain) {
  real_run one;
  const auto directory = run_directory::create(one.path(), *bouts::entry_id::parse("entry-1"));
  ASSERT_TRUE(directory);
  const output_position shown{.attempt = 3, .out = 100, .err = 7, .at_end = true, .events_bytes = 50};
  const agent_run again(
      *directory, {}, [](const bouts::event_view&) {}, [] { return bouts::wall_time(); }, shown);
  EXPECT_EQ(again.position(), shown);
}

TEST(AgentRun, WhatWasToldBeforeIsReadAgainInSilence) {
  real_run one;
  const auto directory = run_directory::create(one.path(), *bouts::entry_id::parse("entry-1"));
  ASSERT_TRUE(directory && directory->begin_attempt(1, "{}"));
  auto order = one.order({STUB_AGENT, "--events", "4", "--solution", "42"});
  order.directory = directory->path();
  auto runner = runner_process::start(one.io.get_executor(), ARENA_RUNNER, order).value();
  ASSERT_TRUE(test_support::run(one.io, runner.wait()));
  const auto printed = text_of(directory->out());
  const auto second_line = printed.find('\n', printed.find('\n') + 1) + 1;

  std::vector<std::string> told;
  agent_run again(
      *directory, {},
      [&](const bouts::event_view& event) { told.push_back(event.copy().summary.value_or("")); },
      [] { return bouts::wall_time(); }, {.attempt = 1, .out = second_line});
  auto seen = test_support::run(one.io, look_for_runner(one.io.get_executor(), directory->path()));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->trace, runner_trace::ended);
  const auto outcome = test_support::run(one.io, again.take_over(std::move(*seen)));
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(told, (std::vector<std::string>{"step 3 of 4", "step 4 of 4"}));
  ASSERT_TRUE(outcome->solution);
  EXPECT_EQ(outcome->solution->answer.content, "42");
  EXPECT_EQ(again.position().out, printed.size());
  EXPECT_TRUE(again.position().at_end);
}

}  // namespace
}  // namespace arena

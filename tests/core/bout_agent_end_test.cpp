// Every row of "How it ends" in the agent's contract, and the retries.

#include "tests/core/bout_driving.hpp"

#include <gtest/gtest.h>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;

happened::agent_ended killed(bool has_solution, bool is_explicit) {
  return {.how = agent_end::killed,
          .has_solution = has_solution,
          .is_explicit = is_explicit,
          .detail = "signal 9"};
}

happened::agent_ended stopped_at_deadline(bool has_solution, bool is_explicit) {
  return {.how = agent_end::deadline, .has_solution = has_solution, .is_explicit = is_explicit, .detail = {}};
}

constexpr auto explicit_only = submit_when::explicit_only;
constexpr auto never = submit_when::never;
constexpr auto always = submit_when::always;

struct row {
  const char* what;
  submit_when rule;
  happened::agent_ended end;
  bout_state state;  // submitting, or how it ends after the announcement
};

void expect_ends(const row& one, const bout_rules& rules) {
  driven bout(rules);
  const auto then = bout.to_run().step(one.end);
  if (one.state == bout_state::submitting) {
    EXPECT_EQ(then, "prepare") << one.what;
  } else {
    EXPECT_EQ(then, "announce") << one.what;
    EXPECT_EQ(bout.state(), bout_state::running) << one.what;  // a restart would look at the run again
    EXPECT_EQ(bout.step(happened::announced{}), "finish") << one.what;
  }
  EXPECT_EQ(bout.state(), one.state) << one.what;
}

TEST(AgentEnd, ByItsOwnAccountAFailureIsNoSuccessWhateverItsCode) {
  const happened::agent_ended end{.how = agent_end::exited,
                                  .exit_code = 0,
                                  .has_solution = true,
                                  .is_explicit = false,
                                  .detail = "exit code 0",
                                  .own_failure = "not logged in"};
  expect_ends({"its message", explicit_only, end, bout_state::failed}, {.on_failure = explicit_only});
  expect_ends({"its message, always", always, end, bout_state::submitting}, {.on_failure = always});
  driven bout(bout_rules{});
  bout.to_run().step(end);
  bout.step(happened::announced{});
  EXPECT_EQ(bout.record().reason, "the agent failed: not logged in (exit code 0)");
}

TEST(AgentEnd, AddsTheUsageOfAllAttempts) {
  driven bout(bout_rules{.retries = 1});
  happened::agent_ended end{.how = agent_end::exited, .exit_code = 1, .detail = "exit code 1"};
  end.usage = bout_usage{.input_tokens = 10, .cached_input_tokens = 5, .output_tokens = 2, .cost_usd = 0.5};
  bout.to_run().step(end);
  EXPECT_EQ(bout.record().usage, end.usage);
  end.usage->cost_usd.reset();
  bout.step(end);
  EXPECT_EQ(bout.record().usage, (bout_usage{20, 10, 4, 0.5}));
}

TEST(AgentEnd, OfItselfWithoutFailing) {
  for (const auto rule : {explicit_only, never, always}) {  // no rule is asked
    const row table[] = {
        {"an explicit answer", rule, exited(0, true, true), bout_state::submitting},
        {"its plain output", rule, exited(0, true, false), bout_state::submitting},
        {"nothing", rule, exited(0, false), bout_state::failed},
    };
    for (const auto& one : table) {
      expect_ends(one, {.on_failure = rule, .on_timeout = rule});
    }
  }
}

TEST(AgentEnd, ByAFailure) {
  const row table[] = {
      {"exit, explicit answer", explicit_only, exited(3, true, true), bout_state::submitting},
      {"exit, plain output", explicit_only, exited(3, true, false), bout_state::failed},
      {"exit, nothing", explicit_only, exited(3, false), bout_state::failed},
      {"exit, explicit answer, never", never, exited(3, true, true), bout_state::failed},
      {"exit, plain output, always", always, exited(3, true, false), bout_state::submitting},
      {"exit, nothing, always", always, exited(3, false), bout_state::failed},
      {"killed, explicit answer", explicit_only, killed(true, true), bout_state::submitting},
      {"killed, plain output", explicit_only, killed(true, false), bout_state::failed},
      {"killed, explicit answer, never", never, killed(true, true), bout_state::failed},
      {"killed, plain output, always", always, killed(true, false), bout_state::submitting},
  };
  for (const auto& one : table) {
    expect_ends(one, {.on_failure = one.rule, .on_timeout = never});
  }
}

TEST(AgentEnd, AtTheDeadline) {
  const row table[] = {
      {"explicit answer", explicit_only, stopped_at_deadline(true, true), bout_state::submitting},
      {"plain output", explicit_only, stopped_at_deadline(true, false), bout_state::timed_out},
      {"nothing", explicit_only, stopped_at_deadline(false, false), bout_state::timed_out},
      {"explicit answer, never", never, stopped_at_deadline(true, true), bout_state::timed_out},
      {"plain output, always", always, stopped_at_deadline(true, false), bout_state::submitting},
      {"nothing, always", always, stopped_at_deadline(false, false), bout_state::timed_out},
  };
  for (const auto& one : table) {
    expect_ends(one, {.on_failure = never, .on_timeout = one.rule, .retries = 5});  // no retry without time
  }
}

TEST(AgentEnd, AtTheDeadlineIsRememberedForTheAnnouncement) {
  driven with_answer;
  with_answer.to_run().step(stopped_at_deadline(true, true));
  EXPECT_TRUE(with_answer.record().time_ran_out);
  EXPECT_EQ(with_answer.steps(prepared, happened::announced{}), "submit");

  driven without;
  without.to_run().steps(stopped_at_deadline(true, false), happened::announced{});
  EXPECT_TRUE(without.record().time_ran_out);
  EXPECT_EQ(without.record().reason, "the time was up; the agent's output was not handed in");
}

TEST(AgentEnd, SaysWhy) {
  struct words {
    happened::agent_ended end;
    const char* reason;
  };
  const words table[] = {
      {exited(0, false), "the agent ended without an answer"},
      {exited(3, false), "the agent failed: exit code 3"},
      {killed(false, false), "the agent failed: signal 9"},
      {stopped_at_deadline(false, false), "the time was up before the agent gave an answer"},
      {{.how = agent_end::not_started, .detail = "python3: not found"},
       "the agent could not be started: python3: not found"},
      {{.how = agent_end::cancelled, .detail = {}}, "cancelled"},
  };
  for (const auto& one : table) {
    driven bout;
    bout.to_run().steps(one.end, happened::announced{});
    EXPECT_EQ(bout.record().reason, one.reason);
  }
}

TEST(AgentEnd, NotStartedIsAFailureThatIsNotRepeated) {
  expect_ends(
      {"not started", never, {.how = agent_end::not_started, .detail = "no such file"}, bout_state::failed},
      {.retries = 5});
}

TEST(AgentEnd, CancelledByItsOperatorHandsNothingIn) {
  const happened::agent_ended end{
      .how = agent_end::cancelled, .has_solution = true, .is_explicit = true, .detail = {}};
  expect_ends({"cancelled", always, end, bout_state::cancelled},
              {.on_failure = always, .on_timeout = always, .retries = 5});
}

TEST(Retries, RunTheAgentAgainWhileTheyLast) {
  for (const auto& end : {exited(0, false), exited(1, true, false), killed(false, false)}) {
    driven bout(bout_rules{.retries = 2});
    bout.to_run();
    EXPECT_EQ(bout.step(end), "run_agent");
    EXPECT_EQ(bout.record().attempt, 2);
    EXPECT_EQ(bout.step(end), "run_agent");
    EXPECT_EQ(bout.record().attempt, 3);
    EXPECT_EQ(bout.state(), bout_state::running);
    EXPECT_EQ(bout.steps(end, happened::announced{}), "finish");
    EXPECT_EQ(bout.state(), bout_state::failed);
    EXPECT_EQ(bout.record().attempt, 3);
  }
}

TEST(Retries, AreNotSpentOnAnAnswer) {
  driven bout(bout_rules{.retries = 2});
  EXPECT_EQ(bout.to_run().step(exited(1, true, true)), "prepare");

  driven second(bout_rules{.retries = 2});
  EXPECT_EQ(second.to_run().steps(exited(1, false), exited(0, true)), "prepare");
  EXPECT_EQ(second.record().attempt, 2);
}

TEST(Retries, AreNotBegunWithTooLittleTime) {
  struct time_left {
    milliseconds left;
    const char* then;
  };
  for (const auto& one :
       {time_left{5001ms, "run_agent"}, time_left{5s, "announce"}, time_left{0s, "announce"}}) {
    driven bout(bout_rules{.retries = 2});
    bout.to_run();
    bout.now = bout.record().deadline - one.left;
    EXPECT_EQ(bout.step(exited(1, false)), one.then) << one.left.count();
  }
}

TEST(Retries, GoOnCountingAfterARestart) {
  driven before(bout_rules{.retries = 1});
  before.to_run().step(exited(1, false));
  driven after(bout_rules{.retries = 1}, before.record());
  EXPECT_EQ(after.steps(exited(1, false), happened::announced{}), "finish");
  EXPECT_EQ(after.state(), bout_state::failed);
}

}  // namespace

// The daemon dies between any two steps of a bout: at each fail point, and at the same one again when it
// comes back.
#include "daemon/fail_points.hpp"
#include "tests/crash/oracle.hpp"
#include "tests/crash/world.hpp"

#include <gtest/gtest.h>

#include <signal.h>

#include <fstream>
#include <set>

namespace crash {
namespace {

using arena::fail_point_cause;
using arena::fail_point_place;
using arena::fail_point_places;

constexpr int deaths_at_one_place = 2;
constexpr std::chrono::seconds one_bout{30};

std::set<std::string> places_come_by(const world& all) {
  std::set<std::string> names;
  std::ifstream log(all.directory() / "fail_points.log");
  for (std::string name; std::getline(log, name);) {
    names.insert(name);
  }
  return names;
}

// Lets the daemon die there until it no longer comes by; how often it died.
int die_at(world& all, const fail_point_place& place) {
  const variables deadly = {{"ARENA_FAIL_POINTS", std::string(place.name) + "=kill"}};
  int deaths = 0;
  while (deaths < deaths_at_one_place) {
    all.start(deadly);
    wait_until([&] { return all.has_ended() || all.open_entries().empty(); }, one_bout);
    if (!all.has_ended()) {
      all.kill();
      break;
    }
    EXPECT_EQ(all.wait_for_end(std::chrono::seconds(1)), -SIGKILL) << all.log();
    ++deaths;
  }
  return deaths;
}

// What has to have happened for the next daemon to come by there.
void prepare(world& all, const fail_point_place& place, const std::string& entry) {
  if (place.cause == fail_point_cause::died_while_agent_worked) {
    all.start();
    ASSERT_TRUE(wait_until([&] { return !all.records_of(entry).started.empty(); }, one_bout)) << all.log();
    ASSERT_TRUE(all.kill());
  } else if (place.cause == fail_point_cause::submission_refused) {
    all.arena().post("/_arena/fault",
                     {{"path", "/api/v1/sessions/"}, {"method", "POST"}, {"status", 409}, {"count", 1}});
  }
}

void reach(world& all, const fail_point_place& place) {
  const auto entry = all.assign();
  prepare(all, place, entry);
  EXPECT_GE(die_at(all, place), 1) << "nothing came by";
  all.start();
  EXPECT_TRUE(wait_until([&] { return all.open_entries().empty() || all.has_ended(); }, one_bout))
      << all.log();
  EXPECT_TRUE(all.kill()) << "the daemon ended by itself\n" << all.log();
}

TEST(FailPointKills, LoseNothingAtAnyPlace) {
  world all;
  for (const auto& place : fail_point_places) {
    SCOPED_TRACE("at " + std::string(place.name));
    reach(all, place);
    if (HasFatalFailure()) {
      return;
    }
  }
  const auto come_by = places_come_by(all);
  for (const auto& place : fail_point_places) {
    EXPECT_TRUE(come_by.contains(std::string(place.name))) << place.name << " is not come by";
  }
  const int places = static_cast<int>(fail_point_places.size());
  expect_nothing_lost(all, {.agent_runs = 1, .lost_answers = places * (deaths_at_one_place + 2)});
}

// Nothing is begun and nothing handed in that the journal does not know of; when it can be written again, all
// goes on.
TEST(FailPointErrors, AJournalThatCannotBeWrittenLosesNothing) {
  world all;
  all.assign();
  all.start(
      {{"ARENA_FAIL_POINTS", "journal.commit=2*error(the disk is full)->3*off->2*error(the disk is full)"}});
  EXPECT_TRUE(wait_until([&] { return all.open_entries().empty(); }, one_bout)) << all.log();
  EXPECT_TRUE(all.log_has("the disk is full")) << all.log();
  EXPECT_TRUE(all.kill());
  expect_nothing_lost(all, {});
}

}  // namespace
}  // namespace crash

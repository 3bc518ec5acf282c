#include "tests/crash/oracle.hpp"

#include "tests/support/stub_bout.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace crash {

namespace {

// The bodies of all submission requests for the entry's session.
std::set<std::string> bodies_handed_in(world& all, const json::object& entry) {
  std::set<std::string> bodies;
  const auto& session = entry.at("session");
  if (!session.is_object()) {
    return bodies;
  }
  const auto path = "/api/v1/sessions/" + std::string(session.at("id").as_string());
  const auto requests = all.arena().get("/_arena/requests?path=" + path);
  for (const auto& one : requests.at("requests").as_array()) {
    if (one.at("method").as_string() == "POST") {
      bodies.emplace(one.at("body").as_string());
    }
  }
  return bodies;
}

void expect_one_answer(world& all, const std::string& id, const json::object& entry, int agent_runs) {
  const auto records = all.records_of(id);
  EXPECT_GE(records.started.size(), 1U);
  EXPECT_LE(records.started.size(), static_cast<std::size_t>(agent_runs)) << "the agent was run again";
  ASSERT_TRUE(entry.at("submission").is_object()) << "nothing was handed in";
  const std::string content(entry.at("submission").at("content").as_string());
  ASSERT_FALSE(records.solved.empty());
  EXPECT_EQ(content, stub::answer_of(id, records.solved.back()));
  EXPECT_LE(bodies_handed_in(all, entry).size(), 1U) << "two different answers were handed in";
}

// How many events came a second time; they may only directly behind the first, as nothing else can have been
// sent before its answer was known.
int expect_events_once(const json::object& entry) {
  std::vector<std::string> seen;
  int repeated = 0;
  for (const auto& one : entry.at("events").as_array()) {
    const auto& event = one.at("event").as_object();
    std::string name(one.at("type").as_string());
    if (const auto* summary = event.if_contains("summary")) {
      name += ": " + std::string(summary->as_string());
    }
    if (!seen.empty() && seen.back() == name) {
      ++repeated;
      continue;
    }
    EXPECT_EQ(std::ranges::count(seen, name), 0) << "came again out of its turn: " << name;
    seen.push_back(name);
  }
  EXPECT_FALSE(seen.empty()) << "no event arrived";
  if (!seen.empty()) {
    EXPECT_TRUE(seen.front().starts_with("started")) << seen.front();
  }
  return repeated;
}

// Of the run whose answer was handed in: nothing of it is left out, as its events are of a rank that waits.
void expect_all_shown(world& all, const std::string& id, const json::object& entry) {
  const auto records = all.records_of(id);
  ASSERT_FALSE(records.solved.empty());
  const std::string shown = json::serialize(entry.at("events"));
  for (int step = 1; step <= stub::bout_events; ++step) {
    const std::string words = "step " + std::to_string(step) + " of run " + records.solved.back();
    EXPECT_NE(shown.find(words), std::string::npos) << "never shown: " << words;
  }
}

}  // namespace

void expect_nothing_lost(world& all, const allowance& allowed) {
  int repeated = 0;
  const auto entries = all.arena().get("/_arena/entries");
  for (const auto& one : entries.at("entries").as_array()) {
    const auto& entry = one.as_object();
    const std::string id(entry.at("entry_id").as_string());
    SCOPED_TRACE("entry " + id + "\n" + json::serialize(entry.at("events")));
    expect_one_answer(all, id, entry, allowed.agent_runs);
    repeated += expect_events_once(entry);
    if (allowed.all_shown) {
      expect_all_shown(all, id, entry);
    }
  }
  EXPECT_LE(repeated, allowed.lost_answers) << "events came twice without cause";
  const auto stats = all.arena().agent_stats();
  EXPECT_LE(stats.at("max_event_requests_in_window").as_int64(), 30);
  EXPECT_EQ(all.arena().throttled_events(), 0);
  EXPECT_TRUE(wait_until([&] { return all.processes().empty(); }, std::chrono::seconds(5)))
      << all.processes().size() << " processes are left";
}

}  // namespace crash

#include "core/wire/event_view.hpp"
#include "core/wire/models.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>

namespace {

using namespace bouts;

TEST(EventType, EveryNameIsReadBack) {
  std::set<std::string_view> names;
  for (const event_type type : all_event_types) {
    EXPECT_TRUE(names.insert(to_string(type)).second);
    EXPECT_EQ(parse_event_type(to_string(type)), type);
  }
  EXPECT_TRUE(names.contains("code_write"));
  EXPECT_TRUE(names.contains("timed_out"));
}

TEST(EventType, TakesErrorForErrorHitAndNothingUnknown) {
  EXPECT_EQ(parse_event_type("error"), event_type::error_hit);
  for (const auto* const name : {"", "Started", "error_hit ", "codewrite", "unknown"}) {
    EXPECT_FALSE(parse_event_type(name)) << name;
  }
}

TEST(EventTextFields, AreNineDifferentOnesWithTheArenasLimits) {
  const struct {
    std::string_view name;
    std::size_t units;
  } documented[] = {{"summary", 500},        {"tool", 100},          {"filename", 255},
                    {"language", 50},        {"snippet", 2000},      {"command", 500},
                    {"output_summary", 500}, {"error_summary", 500}, {"stage", 100}};
  ASSERT_EQ(event_text_fields().size(), std::size(documented));
  agent_event event;
  for (std::size_t i = 0; i < std::size(documented); ++i) {
    const auto& field = event_text_fields()[i];
    EXPECT_EQ(field.name, documented[i].name);
    EXPECT_EQ(field.max_units, documented[i].units) << field.name;
    EXPECT_FALSE(event.*field.member) << "another field has the same member: " << field.name;
    event.*field.member = "set";
  }
}

TEST(EventView, HasEverythingOfItsEvent) {
  agent_event event{.type = event_type::command_run, .timestamp = wall_time(std::chrono::seconds(1))};
  EXPECT_EQ(event_view(event).copy(), event);
  for (const auto& field : event_text_fields()) {
    event.*field.member = std::string(field.name);
  }
  event.exit_code = 3;
  event.percent = 12.5;
  const event_view view = event;
  EXPECT_EQ(view.texts[0]->data(), event.summary->data()) << "no copy is made";
  EXPECT_EQ(view.copy(), event);
}

TEST(SubmissionStatus, EveryNameIsReadBackAndOthersAreUnknown) {
  for (const auto* const name :
       {"received", "validated", "queued", "judging", "completed", "failed", "rejected", "invalidated"}) {
    EXPECT_EQ(to_string(parse_word<submission_status>(name)), name);
    EXPECT_NE(parse_word<submission_status>(name), submission_status::unknown);
  }
  for (const auto* const name : {"", "unknown", "Completed", "done"}) {
    EXPECT_EQ(parse_word<submission_status>(name), submission_status::unknown) << name;
  }
  EXPECT_EQ(to_string(submission_status::unknown), "unknown");
}

TEST(SubmissionStatus, OnlyTheFourLastOnesAreTerminal) {
  using enum submission_status;
  for (const auto status : {completed, failed, rejected, invalidated}) {
    EXPECT_TRUE(is_terminal(status)) << to_string(status);
  }
  for (const auto status : {unknown, received, validated, queued, judging}) {
    EXPECT_FALSE(is_terminal(status)) << to_string(status);
  }
}

}  // namespace

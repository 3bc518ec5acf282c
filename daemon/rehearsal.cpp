#include "daemon/rehearsal.hpp"

#include "core/wire/json_writer.hpp"

#include <boost/json.hpp>

namespace arena {

namespace json = boost::json;

namespace {

const json::value* at(const json::value& in, std::string_view pointer) {
  json::error_code missing;
  return in.find_pointer(pointer, missing);
}

std::string text_at(const json::value& in, std::string_view pointer) {
  const auto* found = at(in, pointer);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

int count_at(const json::value& in, std::string_view pointer) {
  const auto* found = at(in, pointer);
  return found != nullptr && found->is_int64() ? static_cast<int>(found->get_int64()) : 0;
}

check_row row(bool good, std::string subject, std::string found, std::string remedy = {}) {
  return {.mark = good ? check_mark::good : check_mark::failed,
          .agent = {},
          .subject = std::move(subject),
          .found = std::move(found),
          .remedy = good ? std::string() : std::move(remedy),
          .code = exit_code::failed};
}

std::string times(int count) {
  return count == 1 ? "once" : std::to_string(count) + " times";
}

}  // namespace

void read_entry(std::string_view entries_json, rehearsal_facts& into) {
  json::error_code failed;
  const auto told = json::parse(entries_json, failed);
  const auto* entry = failed ? nullptr : at(told, "/entries/0");
  if (entry == nullptr) {
    return;
  }
  into.has_submission = at(*entry, "/submission/content") != nullptr;
  into.content_there = text_at(*entry, "/submission/content");
  into.submission_requests = count_at(*entry, "/submission_requests");
  into.events = count_at(*entry, "/events_accepted");
  if (const auto* score = at(*entry, "/submission/final_score"); score != nullptr && score->is_number()) {
    into.score.clear();
    bouts::append_json_number(into.score, score->to_number<double>());
  }
}

void read_requests(std::string_view requests_json, rehearsal_facts& into) {
  json::error_code failed;
  const auto told = json::parse(requests_json, failed);
  const auto* all = failed ? nullptr : at(told, "/requests");
  if (all == nullptr || !all->is_array()) {
    return;
  }
  constexpr int ok = 200;
  constexpr int too_many = 429;
  constexpr int server_error = 500;
  for (const auto& one : all->get_array()) {
    const auto path = text_at(one, "/path");
    const int status = count_at(one, "/status");
    const bool is_event = path.starts_with("/api/v1/events/stream");
    // The weather repeats in each of them what it lists.
    into.lists_repeated += path.starts_with("/api/v1/challenges/assigned") && status == ok ? 1 : 0;
    into.throttled += is_event && status == too_many ? 1 : 0;
    // A connection that was cut has no status.
    into.faults_met += path.starts_with("/api/") &&
                               (status == 0 || status >= server_error || (status == too_many && !is_event))
                           ? 1
                           : 0;
  }
}

std::vector<check_row> judge_rehearsal(const rehearsal_facts& facts) {
  std::vector<check_row> rows;
  rows.push_back(row(facts.started, "started",
                     facts.started ? "the agent was started" : "it was never started: " + facts.reason,
                     "`arena-connect check` says whether its command is found"));
  rows.push_back(
      row(facts.faults_met > 0, "weather",
          "429s, 5xx and cut connections: " + std::to_string(facts.faults_met) + " requests were hit",
          "the local arena made none; this says nothing"));
  rows.push_back(row(facts.bouts == 1 && facts.lists_repeated > 0, "duplicate",
                     "assigned twice in each of " + std::to_string(facts.lists_repeated) +
                         " lists; bouts that came of it: " + std::to_string(facts.bouts),
                     "a fault of arena-connect: please report it"));
  rows.push_back(row(facts.attempts <= facts.attempts_allowed, "kill -9",
                     std::string("of the daemon ") +
                         (facts.killed_at_work ? "while the agent worked" : "after the agent had ended") +
                         "; the agent was started " + times(facts.attempts),
                     "a fault of arena-connect: please report it"));
  rows.push_back(
      row(facts.has_submission, "answer",
          facts.has_submission
              ? std::to_string(facts.content_there.size()) + " bytes were handed in"
              : "none was handed in: " + facts.bout_state + (facts.reason.empty() ? "" : ", " + facts.reason),
          "`arena-connect test` shows what the agent prints, and where an answer is looked for"));
  if (facts.has_submission) {
    rows.push_back(row(facts.content_there == facts.content_here, "unchanged",
                       "the arena has what the agent answered",
                       "a fault of arena-connect: please report it"));
    rows.push_back(row(facts.submission_requests >= 1, "exactly once",
                       "sent " + times(facts.submission_requests) + " under one key, taken once",
                       "a fault of arena-connect: please report it"));
  }
  rows.push_back(row(facts.throttled == 0, "events",
                     std::to_string(facts.events) + " were shown, " + std::to_string(facts.throttled) +
                         " refused for coming too fast",
                     "is another connector at work with the same key?"));
  rows.push_back(row(facts.ended_in_time, "in time",
                     facts.ended_in_time ? "it ended before its deadline" : "its time ran out",
                     "raise `timeout`, or let the agent hand in its best so far as it goes"));
  if (!facts.score.empty()) {
    rows.push_back(row(true, "judged", "the local arena gave " + facts.score + " of 100"));
  }
  return rows;
}

}  // namespace arena

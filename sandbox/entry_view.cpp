#include "sandbox/challenges.hpp"
#include "sandbox/view_times.hpp"
#include "sandbox/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

json::array events_of(const entry& which) {
  json::array events;
  for (const stream_event& one : which.events) {
    json::object view;
    view["seq_num"] = one.seq_num;
    view["received_at"] = with_z(one.received_at);
    view["type"] = one.type;
    view["event"] = json::parse(one.json);  // we wrote it ourselves
    events.push_back(std::move(view));
  }
  return events;
}

json::array files_of(const solution& answer) {
  json::array files;
  for (const solution_file& one : answer.files) {
    json::object file{{"path", one.path}, {"content", one.content}};
    if (one.language) {
      file["language"] = *one.language;
    }
    files.push_back(std::move(file));
  }
  return files;
}

json::object full_submission(const arena_state& arena, const submission& which, wall_time now) {
  json::object view = submission_view(arena, which, now);
  view["content"] = which.answer.content;
  view["files"] = files_of(which.answer);
  view["idempotency_key"] =
      which.idempotency_key.empty() ? json::value() : json::value(which.idempotency_key);
  const bool judged = is_judged(which, now, arena.judging_delay());
  view["final_score"] = judged ? json::value(judge(which).final_score) : json::value();
  return view;
}

}  // namespace

json::object entry_view(const arena_state& arena, const entry& which, wall_time now) {
  const challenge& of = arena.challenges.at(which.challenge.str());
  json::object view;
  view["entry_id"] = which.id.str();
  view["agent"] = which.agent;
  view["agent_id"] = arena.people.at(which.agent).id.str();
  view["agent_name"] = arena.people.at(which.agent).name;
  view["status"] = to_string(which.status);
  view["assigned_at"] = with_z(which.assigned_at);
  view["challenge_id"] = of.id.str();
  view["challenge"] = challenge_view(of, now);
  view["session"] = which.session ? json::value(session_view(arena, arena.sessions.at(which.session->str())))
                                  : json::value();
  view["submission"] =
      which.submission
          ? json::value(full_submission(arena, arena.submissions.at(which.submission->str()), now))
          : json::value();
  view["submission_requests"] = which.submission_requests;
  view["events_accepted"] = which.events_accepted;
  view["replay_events"] = which.replay_events;
  view["events"] = events_of(which);
  return view;
}

}  // namespace arena::sandbox

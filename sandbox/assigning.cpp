#include "sandbox/assigning.hpp"

#include "sandbox/challenges.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/limits.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 14> known_keys = {
    "agent",       "challenge_id", "title",           "description",
    "prompt",      "category",     "format",          "time_limit_minutes",
    "starts_in_s", "ends_in_s",    "entry_fee_cents", "sandbox",
    "outcome",     "count"};

constexpr int usual_time_limit_minutes = 60;
constexpr int longest_time_limit_minutes = 60 * 24 * 366;
constexpr double usual_window_s = 24.0 * 3600;
constexpr double longest_window_s = 366.0 * 24 * 3600;
constexpr int most_at_once = 1000;
constexpr int highest_fee_cents = 100'000'000;

struct assign_request {
  std::optional<int> agent;
  std::optional<std::string> challenge_id;
  challenge draft;
  int count = 1;
};

std::unexpected<refusal> refuse_key(std::string_view key, std::string_view why) {
  return refuse_invalid(std::string(key) + ": " + std::string(why));
}

// The text under `key`, or `otherwise` without one.
answer_or_refusal<std::string> text_or(const json::object& body, std::string_view key,
                                       std::string otherwise) {
  if (!body.contains(key)) {
    return otherwise;
  }
  const auto text = text_at(body, key);
  return text ? answer_or_refusal<std::string>(*text) : refuse_key(key, "must be a string");
}

// The whole number under `key`, `otherwise` without one, 0 for null.
answer_or_refusal<int> integer_or(const json::object& body, std::string_view key, int otherwise, int least,
                                  int most) {
  const json::value* const value = body.if_contains(key);
  if (value == nullptr) {
    return otherwise;
  }
  const auto number = value->is_null() ? std::optional<std::int64_t>(0) : integer_at(body, key);
  if (!number || *number < least || *number > most) {
    return refuse_key(key,
                      "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return static_cast<int>(*number);
}

// The instant so many arena seconds from now; nothing for null.
answer_or_refusal<std::optional<wall_time>> instant_or(const arena_state& arena, const json::object& body,
                                                       std::string_view key, double otherwise_s,
                                                       wall_time now) {
  double seconds = otherwise_s;
  if (const json::value* const value = body.if_contains(key)) {
    if (value->is_null()) {
      return std::nullopt;
    }
    const auto number = number_at(body, key);
    if (!number || !(std::abs(*number) <= longest_window_s)) {
      return refuse_key(key, "must be a number of seconds, a year at most");
    }
    seconds = *number;
  }
  return now + arena.scale().real(milliseconds(std::llround(seconds * 1000)));
}

answer_or_refusal<std::optional<int>> read_agent(const arena_state& arena, const json::object& body) {
  const json::value* const value = body.if_contains("agent");
  if (value == nullptr) {
    return 0;
  }
  if (value->is_null()) {
    return std::nullopt;
  }
  if (const auto index = integer_at(body, "agent")) {
    if (*index >= 0 && *index < static_cast<std::int64_t>(arena.people.all().size())) {
      return static_cast<int>(*index);
    }
  } else if (const auto by_id = arena.people.find_by_id(text_at(body, "agent").value_or(""))) {
    return *by_id;
  }
  return refuse_key("agent", "there is no such agent");
}

answer_or_refusal<verdict> read_outcome(const json::object& body) {
  constexpr std::array<std::pair<std::string_view, verdict>, 6> names = {
      {{"completed", verdict::completed},
       {"result_500", verdict::result_500},
       {"failed", verdict::failed},
       {"rejected", verdict::rejected},
       {"invalidated", verdict::invalidated},
       {"refused", verdict::refused}}};
  if (!body.contains("outcome")) {
    return verdict::completed;
  }
  const auto name = text_at(body, "outcome").value_or("");
  const auto found = std::ranges::find(names, name, [](const auto& one) { return one.first; });
  return found != names.end()
             ? answer_or_refusal<verdict>(found->second)
             : refuse_key("outcome",
                          "must be completed, result_500, failed, rejected, invalidated or refused");
}

// Puts a read value in its place; the first refusal of several is kept.
class collector {
 public:
  template <class T, class U>
  void put(T& place, answer_or_refusal<U> value) {
    if (value) {
      place = *std::move(value);
    } else if (!refused_) {
      refused_ = std::move(value).error();
    }
  }
  const std::optional<refusal>& refused() const noexcept { return refused_; }

 private:
  std::optional<refusal> refused_;
};

void read_draft(const arena_state& arena, const json::object& body, wall_time now, challenge& draft,
                collector& into) {
  into.put(draft.title, text_or(body, "title", "Challenge " + std::to_string(arena.challenges.size())));
  into.put(draft.description,
           text_or(body, "description", "Write a program that prints the first ten primes."));
  into.put(draft.category, text_or(body, "category", "speed_build"));
  into.put(draft.format, text_or(body, "format", "sprint"));
  if (body.contains("prompt")) {
    into.put(draft.prompt, text_or(body, "prompt", ""));
  }
  const json::value* const limit = body.if_contains("time_limit_minutes");
  if (limit == nullptr || !limit->is_null()) {
    into.put(draft.time_limit_minutes,
             integer_or(body, "time_limit_minutes", usual_time_limit_minutes, 0, longest_time_limit_minutes));
  }
  into.put(draft.starts_at, instant_or(arena, body, "starts_in_s", 0, now));
  into.put(draft.ends_at, instant_or(arena, body, "ends_in_s", usual_window_s, now));
  into.put(draft.entry_fee_cents, integer_or(body, "entry_fee_cents", 0, 0, highest_fee_cents));
  into.put(draft.outcome, read_outcome(body));
  const json::value* const sandboxed = body.if_contains("sandbox");
  draft.where = sandboxed != nullptr && *sandboxed == true ? environment::sandbox : environment::production;
  draft.created_at = now;
}

answer_or_refusal<assign_request> read_request(const arena_state& arena, std::string_view body,
                                               wall_time now) {
  const auto object = parse_json_object(body.empty() ? "{}" : body);
  if (!object) {
    return refuse_invalid("The body must be a JSON object");
  }
  for (const auto& member : *object) {
    if (std::ranges::find(known_keys, std::string_view(member.key())) == known_keys.end()) {
      return refuse_invalid("Unknown key: " + std::string(member.key()));
    }
  }
  assign_request read;
  collector into;
  into.put(read.agent, read_agent(arena, *object));
  if (object->contains("challenge_id")) {
    into.put(read.challenge_id, text_or(*object, "challenge_id", ""));
  }
  into.put(read.count, integer_or(*object, "count", 1, 1, most_at_once));
  read_draft(arena, *object, now, read.draft, into);
  if (into.refused()) {
    return std::unexpected(*into.refused());
  }
  return read;
}

// One entry (or none, without an agent) in one challenge, as the answer shows it.
answer_or_refusal<json::object> enter_in(arena_state& arena, std::optional<int> agent, const challenge& in,
                                         wall_time now) {
  json::object view{
      {"entry_id", nullptr}, {"challenge_id", in.id.str()}, {"agent", nullptr}, {"agent_id", nullptr}};
  view["title"] = in.title;
  if (agent) {
    const auto made = assign(arena, *agent, in, now);
    if (!made) {
      return std::unexpected(made.error());
    }
    view["entry_id"] = (*made)->id.str();
    view["agent"] = *agent;
    view["agent_id"] = arena.people.at(*agent).id.str();
  }
  return view;
}

}  // namespace

answer_or_refusal<json::object> assign_by_request(arena_state& arena, std::string_view body, wall_time now) {
  auto wanted = read_request(arena, body, now);
  if (!wanted) {
    return std::unexpected(std::move(wanted).error());
  }
  const challenge* const existing =
      wanted->challenge_id ? arena.challenges.find(*wanted->challenge_id) : nullptr;
  if (wanted->challenge_id && existing == nullptr) {
    return refuse_not_found("challenge_id: there is no such challenge");
  }
  if (arena.challenges.size() + static_cast<std::size_t>(wanted->count) > limits::max_challenges) {
    return refuse_invalid("The sandbox is full: it keeps " + std::to_string(limits::max_challenges) +
                          " challenges");
  }
  json::array all;
  for (int i = 0; i < (existing != nullptr ? 1 : wanted->count); ++i) {
    const challenge* in = existing;
    if (in == nullptr) {
      challenge draft = wanted->draft;
      draft.id = arena.ids.next<bouts::challenge_id>();
      in = &arena.challenges.add(std::move(draft));
      arena.to_tell.add_challenge(*in, now);
    }
    auto view = enter_in(arena, wanted->agent, *in, now);
    if (!view) {
      return std::unexpected(std::move(view).error());
    }
    all.push_back(*std::move(view));
  }
  json::object answer = all.front().as_object();
  answer["entries"] = std::move(all);
  return answer;
}

}  // namespace arena::sandbox

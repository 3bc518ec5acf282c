#include "sandbox/fault_answers.hpp"

#include "sandbox/answers.hpp"
#include "sandbox/routes.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace arena::sandbox {

namespace {

constexpr std::size_t usual_garbage_bytes = 200;
constexpr std::size_t most_garbage_bytes = 1'000'000;
constexpr std::size_t usual_padding = 8'000'000;  // eight times what our own client takes
constexpr std::size_t usual_piece = 16;

refusal refusal_of(const fault& one) {
  refusal why;
  why.status = one.status;
  why.code = one.status == 429 ? "RATE_LIMITED" : one.status >= 500 ? "DB_ERROR" : "FORBIDDEN";
  why.message = "Fault asked for by the test";
  if (one.retry_after) {
    why.headers.push_back({"Retry-After", std::to_string(*one.retry_after)});
  }
  return why;
}

// Begins like an answer; what follows is any bytes but a quote, so that no JSON comes of it by chance.
std::string garbage(const fault& one) {
  std::string text = R"({"data":{"id":"5f0c)";
  const std::size_t size = std::min(one.bytes.value_or(usual_garbage_bytes), most_garbage_bytes);
  for (std::uint32_t state = one.draw("garbage") | 1U; text.size() < size;) {
    state ^= state << 13U;  // Marsaglia's xorshift: any sequence will do, as long as it is the same each time
    state ^= state >> 17U;
    state ^= state << 5U;
    const char byte = static_cast<char>(state >> 8U);
    text += byte == '"' ? '?' : byte;
  }
  text.resize(size);
  return text;
}

// Less than the whole of it, and where there is room for it not nothing.
std::size_t cut_of(const fault& one, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  return std::min(one.bytes.value_or(1 + one.draw("cut") % (size - 1)), size - 1);
}

// With each list in the answer, or in its "data", twice; an answer without lists as it is.
std::string with_lists_twice(const std::string& body) {
  namespace json = boost::json;
  json::error_code failed;
  json::value told = json::parse(body, failed);
  const auto twice = [](json::value& one) {
    if (auto* list = one.if_array()) {
      const json::array again = *list;
      list->insert(list->end(), again.begin(), again.end());
    }
  };
  const auto lists_of = [&twice](json::value& one) {
    twice(one);
    if (auto* object = one.if_object()) {
      for (auto& member : *object) {
        twice(member.value());
      }
    }
  };
  if (failed) {
    return body;
  }
  lists_of(told);
  if (auto* object = told.if_object(); object != nullptr && object->contains("data")) {
    if (auto& data = object->at("data"); data.is_object()) {
      lists_of(data);
    }
  }
  return json::serialize(told);
}

transmission transmission_of(const fault& one, std::size_t size) {
  transmission made;
  if (one.mode == fault_mode::truncated) {
    made.cut_after = cut_of(one, size);
  } else if (one.mode == fault_mode::huge) {
    made.padding = one.bytes.value_or(usual_padding);
  } else {
    made.piece = one.bytes.value_or(usual_piece);
    made.pause = one.pause;
  }
  return made;
}

}  // namespace

std::optional<answer> answer_with_fault(arena_state& arena, const fault& one, const request& in,
                                        wall_time now) {
  const auto match = find_route(in.method, split_target(in.target).path);
  answer made;
  switch (one.mode) {
    case fault_mode::status:
      return shape_refusal(arena, match, refusal_of(one));
    case fault_mode::cut_before:
      return std::nullopt;
    case fault_mode::cut_after:
      serve(arena, in, now);
      return std::nullopt;
    case fault_mode::garbage:
      made = plain_text(one.status, garbage(one));
      made.content_type = "application/json";
      return made;
    case fault_mode::html:
      return html_page(one.status, "Bad Gateway");
    case fault_mode::empty:
      return empty_answer(one.status);
    case fault_mode::delay:
      return serve(arena, in, now);
    case fault_mode::repeated:
      made = serve(arena, in, now);
      made.body = with_lists_twice(made.body);
      return made;
    case fault_mode::truncated:
    case fault_mode::huge:
    case fault_mode::slow:
      break;
  }
  made = serve(arena, in, now);
  made.sent_as = transmission_of(one, made.body.size());
  return made;
}

}  // namespace arena::sandbox

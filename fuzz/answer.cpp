// No bytes of a server make the reading of an HTTP answer crash or keep more than its limits allow, in
// whatever pieces they come; what is told of rate limits and waits can be anything.

#include "core/http/rate_limit.hpp"
#include "core/http/retry.hpp"
#include "fuzz/input.hpp"
#include "sdk/message.hpp"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t max_body_bytes = 4096;
  const bouts::wall_time now{};
  arena::fuzz::input in(data, size);
  const std::size_t piece = 1 + in.up_to(64);
  bouts::answer_parser parser(max_body_bytes, bouts::answer_parser::body::read);
  bouts::status taken;
  while (taken && !parser.done() && !in.empty()) {
    taken = parser.feed(in.take(piece));
  }
  if (taken && !parser.done()) {
    taken = parser.finish();
  }
  if (!taken) {
    return 0;
  }
  const bouts::http_response answer = parser.take();
  arena::fuzz::require(answer.body.size() <= max_body_bytes, "a body keeps its limit");
  for (const auto& [name, value] : answer.headers) {
    static_cast<void>(bouts::parse_rate_limit(value, value, value, now));
    if (const auto wait = bouts::parse_retry_after(value, now)) {
      arena::fuzz::require(wait->count() >= 0, "nobody waits for the past");
    }
  }
  return 0;
}

// No answer of an arena, or of what stands in front of it, makes a decoder crash; what is decoded can be
// written again.

#include "core/base/text.hpp"
#include "core/wire/decode.hpp"
#include "core/wire/read_challenge.hpp"
#include "fuzz/input.hpp"

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  arena::fuzz::input in(data, size);
  const auto which = in.byte();
  const int status = 300 + static_cast<int>(in.up_to(299));
  const std::string body(in.rest());
  switch (which % 11) {
    case 0:
      static_cast<void>(bouts::decode_ping(body));
      break;
    case 1:
      static_cast<void>(bouts::decode_assigned(body));
      break;
    case 2:
      static_cast<void>(bouts::decode_event_receipt(body));
      break;
    case 3:
      static_cast<void>(bouts::decode_challenges(body));
      break;
    case 4:
      static_cast<void>(bouts::decode_challenge(body));
      break;
    case 5:
      static_cast<void>(bouts::decode_opened_session(body));
      break;
    case 6:
      static_cast<void>(bouts::decode_session(body));
      break;
    case 7:
      static_cast<void>(bouts::decode_submission(body));
      break;
    case 8:
      static_cast<void>(bouts::decode_breakdown(body));
      break;
    case 9:
      static_cast<void>(bouts::decode_match_result(body));
      break;
    default: {
      const auto error = bouts::decode_error(status, body);
      arena::fuzz::require(bouts::is_valid_utf8(error.message), "messages are valid UTF-8");
      arena::fuzz::require(!error.describe().empty(), "an error says something");
    }
  }
  return 0;
}

// No answer of an arena, of what stands in front of it, or of whoever delivers a webhook makes a decoder
// crash; what is decoded can be printed, and what was received can be read.

#include "core/base/text.hpp"
#include "core/wire/decode.hpp"
#include "core/wire/print.hpp"
#include "core/wire/webhook_signature.hpp"
#include "fuzz/input.hpp"

#include <array>
#include <string>
#include <string_view>

namespace {

using namespace bouts;
using arena::fuzz::require;

void check_error(const error& read) {
  require(is_valid_utf8(read.message), "messages are valid UTF-8");
  require(!read.describe().empty(), "an error says something");
}

void check_model(const auto& model) {
  require(is_valid_utf8(to_string(model)), "what is printed is valid UTF-8");
  if constexpr (requires { model.raw(); }) {
    const raw_json& raw = model.raw();
    require(is_valid_utf8(raw.str()), "what was received is valid UTF-8");
    for (const std::string& name : raw.names()) {
      static_cast<void>(raw[name].text());
    }
  }
}

template <class T>
void check_model(const page<T>& list) {
  for (const T& one : list) {
    check_model(one);
  }
}

void check_model(const assignments& list) {
  for (const assignment& one : list.items) {
    check_model(one);
  }
}

void check_model(const event_receipt&) {}

template <auto decode>
void try_decoder(std::string_view body) {
  const auto read = decode(body);
  if (read) {
    check_model(*read);
  } else {
    check_error(read.error());
  }
}

void try_open(std::string_view body) {
  const secret key("a secret of some length");
  const std::string signature = sign_payload(body, key, signature_key::hashed);
  require(verify_signature(body, signature, key), "what was signed is taken");
  require(!verify_signature(body, body.substr(0, signature.size()), key), "what was not signed is not");
  const auto read = open_webhook(body, signature, key);
  require(read || read.error().kind == errc::bad_answer, "only the body can be wrong");
}

// The corpus names them by number: new ones go to the end. 10 is decode_error().
constexpr std::array<void (*)(std::string_view), 22> readers = {
    try_decoder<decode_ping>,
    try_decoder<decode_assigned>,
    try_decoder<decode_event_receipt>,
    try_decoder<decode_challenges>,
    try_decoder<decode_challenge>,
    try_decoder<decode_opened_session>,
    try_decoder<decode_session>,
    try_decoder<decode_submission>,
    try_decoder<decode_breakdown>,
    try_decoder<decode_match_result>,
    nullptr,
    try_decoder<decode_connector_receipt>,
    try_decoder<decode_webhooks>,
    try_decoder<decode_webhook>,
    try_decoder<decode_webhook_test>,
    try_decoder<decode_deliveries>,
    try_decoder<decode_rotated_secret>,
    try_decoder<decode_tokens>,
    try_decoder<decode_created_token>,
    try_decoder<decode_dry_run>,
    try_decoder<decode_webhook_event>,
    try_open,
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  arena::fuzz::input in(data, size);
  const auto reader = readers[in.byte() % readers.size()];
  const int status = 300 + static_cast<int>(in.up_to(299));
  const std::string body(in.rest());
  if (reader != nullptr) {
    reader(body);
  } else {
    check_error(decode_error(status, body));
  }
  return 0;
}

#include "core/wire/webhook_signature.hpp"

#include "core/base/digest.hpp"

namespace bouts {

namespace {

constexpr std::string_view scheme = "sha256=";

}  // namespace

std::string sign_payload(std::string_view payload, const secret& key, signature_key form) {
  const std::string hashed = form == signature_key::hashed ? sha256_hex(key.reveal()) : std::string();
  const std::string_view used = form == signature_key::hashed ? std::string_view(hashed) : key.reveal();
  return std::string(scheme) + hmac_sha256_hex(used, payload);
}

bool verify_signature(std::string_view payload, std::string_view header, const secret& key) noexcept {
  if (key.empty()) {
    return false;
  }
  // Both, always: which of them it was must not show in the time taken.
  const bool plain = equal_in_constant_time(header, sign_payload(payload, key, signature_key::plain));
  const bool hashed = equal_in_constant_time(header, sign_payload(payload, key, signature_key::hashed));
  return static_cast<bool>(static_cast<unsigned>(plain) | static_cast<unsigned>(hashed));
}

result<webhook_event> open_webhook(std::string_view payload, std::string_view header, const secret& key) {
  if (!verify_signature(payload, header, key)) {
    return fail(errc::unauthorized, header.empty() ? "the webhook's delivery is not signed"
                                                   : "the signature of the webhook's delivery is not right");
  }
  return decode_webhook_event(payload);
}

}  // namespace bouts

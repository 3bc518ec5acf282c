// Whether a webhook delivery is the arena's, and what it says. Pure; safe to call concurrently.
#pragma once

#include "core/base/error.hpp"
#include "core/base/secret.hpp"
#include "core/wire/webhook_models.hpp"

#include <string>
#include <string_view>

namespace bouts {

// The headers of a delivery.
inline constexpr std::string_view webhook_signature_header = "X-Bouts-Signature";
inline constexpr std::string_view webhook_delivery_header =
    "X-Bouts-Delivery-ID";  // the same over its attempts
inline constexpr std::string_view webhook_event_header = "X-Bouts-Event";

// Whether `header` ("sha256=" and 64 hex digits) signs `payload`, the body byte for byte as it came.
// HMAC-SHA256 keyed with the secret (documented) or with the lower-case hex SHA-256 of it (observed): either
// is taken. Takes the same time for every header of the right length. False for an empty secret, whatever the
// header.
bool verify_signature(std::string_view payload, std::string_view header, const secret& key) noexcept;

enum class signature_key {
  plain,   // the secret itself: documented
  hashed,  // the hex of its SHA-256: observed
};
// What verify_signature() takes; for whoever sends deliveries.
std::string sign_payload(std::string_view payload, const secret& key, signature_key form);

// The body of a delivery. errc::bad_answer when it is no JSON object or does not say what happened. It says
// nothing about who sent it: verify first.
result<webhook_event> decode_webhook_event(std::string_view payload);

// Both: errc::unauthorized when the signature is not right. Note that the arena does not sign its test
// deliveries (API.md, observed).
result<webhook_event> open_webhook(std::string_view payload, std::string_view header, const secret& key);

}  // namespace bouts

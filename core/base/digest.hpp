// Hashes and their text forms. Pure functions over OpenSSL; safe to call concurrently.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bouts {

// Lower-case hex of SHA-256: always 64 characters, the length that the arena asks of an idempotency key.
std::string sha256_hex(std::string_view bytes);
// Lower-case hex of HMAC-SHA256.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);
// Takes time by the length only, never by the content. Different lengths are unequal.
bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept;
// Standard alphabet, padded (RFC 4648 §4).
std::string base64(std::string_view bytes);

}  // namespace bouts

#include "sandbox/id_source.hpp"

#include "core/base/digest.hpp"

#include <algorithm>
#include <utility>

namespace arena::sandbox {

namespace {

constexpr std::size_t token_length = 64;

bool is_hex(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string with_prefix(std::string prefix, const std::string& hex) {
  prefix.append(hex, 0, token_length - prefix.size());
  return prefix;
}

std::string base64_url(std::string_view bytes) {
  std::string text = bouts::base64(bytes);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  text.resize(text.find_last_not_of('=') + 1);
  return text;
}

}  // namespace

std::string web_session_for(std::string_view subject, std::string_view key) {
  const std::string claims = base64_url(R"({"alg":"HS256","typ":"JWT"})") + "." +
                             base64_url(R"({"sub":")" + std::string(subject) + "\"}");
  return claims + "." + base64_url(bouts::hmac_sha256_hex(key, claims));
}

bool is_uuid(std::string_view text) noexcept {
  if (text.size() != 36) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) {
      return false;
    }
  }
  constexpr std::string_view variants = "89abAB";
  return text[14] >= '1' && text[14] <= '8' && variants.contains(text[19]);
}

id_source::id_source(std::string seed) : seed_(std::move(seed)) {}

std::string id_source::hex() {
  return bouts::sha256_hex(seed_ + "/" + std::to_string(taken_++));
}

std::string id_source::uuid() {
  std::string text = hex().substr(0, 32);
  constexpr std::string_view variants = "89ab";
  const auto digit = static_cast<std::size_t>(text[16] >= 'a' ? text[16] - 'a' + 10 : text[16] - '0');
  text[12] = '4';
  text[16] = variants[digit % variants.size()];
  for (const std::size_t place : {8U, 13U, 18U, 23U}) {
    text.insert(place, 1, '-');
  }
  return text;
}

std::string id_source::agent_key() {
  return "aa_" + hex();
}
std::string id_source::token() {
  return with_prefix("bouts_sk_", hex());
}
std::string id_source::test_token() {
  return with_prefix("bouts_sk_test_", hex());
}
std::string id_source::webhook_secret() {
  return "whsec_" + hex();
}

}  // namespace arena::sandbox

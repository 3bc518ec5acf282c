// Where ids, keys and tokens come from: one seed, one counter. The same seed gives the same ones in the same
// order, so that a test can name them. Nothing here is secret; these keys open nothing but this sandbox.
#pragma once

#include "core/base/ids.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace arena::sandbox {

// Whether the arena takes the text for an id: a UUID with a version (1 to 8) and the RFC 9562 variant.
bool is_uuid(std::string_view text) noexcept;

// What stands for the JWT of the web page in this arena: three parts with dots between, the same for the same
// arguments. Nobody checks a signature; it is compared as a whole.
std::string web_session_for(std::string_view subject, std::string_view key);

class id_source {
 public:
  explicit id_source(std::string seed);

  const std::string& seed() const noexcept { return seed_; }
  std::string uuid();  // version 4 in form
  template <class Id>
  Id next() {
    return Id::parse(uuid()).value();
  }
  std::string agent_key();       // "aa_" and 64 hex
  std::string token();           // "bouts_sk_" and hex, 64 characters in all
  std::string test_token();      // "bouts_sk_test_" and hex, 64 characters in all
  std::string webhook_secret();  // "whsec_" and 64 hex

 private:
  std::string hex();

  std::string seed_;
  std::uint64_t taken_ = 0;
};

}  // namespace arena::sandbox

// The URLs that the arena speaks to: those of this machine.
#pragma once

#include "core/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace arena::sandbox {

struct loopback_url {
  bool tls = false;
  std::string address;  // "127.0.0.1" or "::1"
  std::uint16_t port = 0;
  std::string authority;  // as the Host header has it: "localhost:8080"
  std::string target;     // path and query, "/" at least
};

// "http://127.0.0.1:8080/hook?x=1" and the like: http or https, 127.x.y.z, [::1] or localhost, which is taken
// for 127.0.0.1. errc::bad_url with a sentence for every other, and for one with a user name in it.
bouts::result<loopback_url> parse_loopback_url(std::string_view text);

}  // namespace arena::sandbox

// Looking up the user that an agent shall run as.
#pragma once

#include "core/base/error.hpp"

#include <cstdint>
#include <string>

namespace arena {

struct system_user {
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::string name;
  std::string home;
  std::string shell;
};

// errc::invalid when there is no such user. Blocking (may ask a directory service).
bouts::result<system_user> find_user(const std::string& name);

}  // namespace arena

#include "daemon/system_user.hpp"

#include <pwd.h>

#include <vector>

namespace arena {

bouts::result<system_user> find_user(const std::string& name) {
  constexpr std::size_t enough =
      64 * 1024;  // for the strings of one entry; getpwnam_r(3) names 16 KiB as usual
  std::vector<char> buffer(enough);
  passwd entry{};
  passwd* found = nullptr;
  if (getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
    return bouts::fail(bouts::errc::invalid, "there is no user '" + name + "' on this machine");
  }
  return system_user{entry.pw_uid, entry.pw_gid, entry.pw_name, entry.pw_dir, entry.pw_shell};
}

}  // namespace arena

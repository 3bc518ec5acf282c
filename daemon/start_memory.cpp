#include "daemon/start_memory.hpp"

#include <malloc.h>
#include <sys/mman.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

namespace arena {

namespace {

// Mappings of files that can be executed and not written to. Read-only ones are left alone: some hold
// relocated addresses, which are in no file.
bool is_code(const std::string& permissions, std::uint64_t inode) {
  return permissions == "r-xp" && inode != 0;
}

}  // namespace

void give_back_start_memory() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::istringstream fields(line);
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    std::string permissions;
    std::string offset;
    std::string device;
    std::uint64_t inode = 0;
    fields >> std::hex >> begin >> dash >> end >> permissions >> offset >> device >> std::dec >> inode;
    if (fields && is_code(permissions, inode)) {
      ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
  }
  ::malloc_trim(0);
}

}  // namespace arena

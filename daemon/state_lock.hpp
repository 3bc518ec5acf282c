// One daemon on one state directory: a lock that the kernel lets go when its owner dies, however it dies.
#pragma once

#include "core/base/error.hpp"

#include <filesystem>
#include <utility>

namespace arena {

class state_lock {
 public:
  // errc::busy, naming the process that holds it; errc::io when the directory cannot be used.
  static bouts::result<state_lock> take(const std::filesystem::path& state);
  ~state_lock();
  state_lock(state_lock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  state_lock& operator=(state_lock&&) = delete;

 private:
  explicit state_lock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace arena

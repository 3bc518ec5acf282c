#include "sandbox/rate_window.hpp"

namespace arena::sandbox {

bool rate_window::take(bouts::wall_time now) noexcept {
  if (used_ == 0 || now - start_ >= length_) {
    start_ = now;
    used_ = 0;
  }
  ++used_;
  return used_ <= limit_;
}

}  // namespace arena::sandbox

// Which page of a list to ask for next, and when to stop. Pure.
#pragma once

#include "core/wire/models.hpp"

#include <cstddef>
#include <optional>

namespace bouts {

class page_walk {
 public:
  // However a service counts: with 50 to a page this is more than any list of the arena has.
  static constexpr int most_pages = 10'000;

  explicit page_walk(int first_page = 1) noexcept : next_(first_page < 1 ? 1 : first_page) {}

  bool done() const noexcept { return done_; }
  // REQUIRES not done().
  int next() const noexcept { return next_; }
  // That page has come. An empty one is the last, whatever it says of itself; so is one that says nothing.
  void took(std::size_t items, const std::optional<page_info>& info) noexcept {
    done_ = items == 0 || !info || !info->has_more || ++taken_ >= most_pages;
    ++next_;
  }

 private:
  int next_;
  int taken_ = 0;
  bool done_ = false;
};

}  // namespace bouts

// All pages of a list for a range-for, each page asked for when the loop comes to it:
//
//   for (const bouts::answer<bouts::challenge>& one : api.challenges().all()) {
//     show(one.value().title);
//   }
//
// A failure is the last item. One loop at a time; going through it again starts at its first page.
#pragma once

#include "core/wire/models.hpp"
#include "core/wire/page_walk.hpp"
#include "sdk/answer.hpp"

#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

namespace bouts {

template <class T>
class page_range {
 public:
  using fetch = std::function<answer<page<T>>(int page)>;

  class iterator {
   public:
    using value_type = answer<T>;
    using difference_type = std::ptrdiff_t;

    const answer<T>& operator*() const noexcept { return *item_; }
    const answer<T>* operator->() const noexcept { return &*item_; }
    iterator& operator++() {
      advance();
      return *this;
    }
    void operator++(int) { advance(); }
    friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return !at.item_; }

   private:
    friend class page_range;
    iterator(const fetch& ask, int first_page) : ask_(&ask), walk_(first_page) { advance(); }

    void advance() {
      item_.reset();
      while (place_ == held_.size() && !walk_.done() && !failed_) {
        answer<page<T>> got = (*ask_)(walk_.next());
        if (!got) {
          failed_ = true;
          item_.emplace(std::unexpected(std::move(got.error())));
          return;
        }
        walk_.took(got->size(), got->info);
        held_ = *std::move(got);
        place_ = 0;
      }
      if (place_ < held_.size()) {
        item_.emplace(std::move(held_.items[place_++]));
      }
    }

    const fetch* ask_;
    page_walk walk_;
    page<T> held_;
    std::size_t place_ = 0;
    bool failed_ = false;
    std::optional<answer<T>> item_;
  };

  page_range(fetch ask, int first_page) : ask_(std::move(ask)), first_page_(first_page) {}

  iterator begin() const { return iterator(ask_, first_page_); }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  fetch ask_;
  int first_page_;
};

}  // namespace bouts

// All pages of a list, one after the other.
//
//   auto all = api.challenges().all({.status = "active"});
//   while (true) {
//     auto next = co_await all.next();
//     if (!next || !*next) {
//       break;  // failed, or no more
//     }
//     use(**next);
//   }
//
// Single thread, like its client; one call at a time; must outlive the call.
#pragma once

#include "core/base/error.hpp"
#include "core/wire/models.hpp"
#include "core/wire/page_walk.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

namespace bouts {

template <class T>
class pager {
 public:
  using fetch = std::function<boost::asio::awaitable<result<page<T>>>(int page)>;

  pager(fetch ask, int first_page) : ask_(std::move(ask)), walk_(first_page) {}

  // Nothing after the last page. After a failure the same page is asked for again.
  boost::asio::awaitable<result<std::optional<page<T>>>> next_page() {
    std::optional<page<T>> none;
    if (walk_.done()) {
      co_return none;
    }
    result<page<T>> got = co_await ask_(walk_.next());
    if (!got) {
      co_return std::unexpected(std::move(got.error()));
    }
    walk_.took(got->size(), got->info);
    if (got->empty()) {
      co_return none;
    }
    co_return std::optional<page<T>>(*std::move(got));
  }

  // The next item. Nothing after the last.
  boost::asio::awaitable<result<std::optional<T>>> next() {
    while (place_ == held_.size()) {
      result<std::optional<page<T>>> more = co_await next_page();
      if (!more) {
        co_return std::unexpected(std::move(more.error()));
      }
      if (!*more) {
        co_return std::optional<T>();
      }
      held_ = std::move(**more);
      place_ = 0;
    }
    co_return std::optional<T>(std::move(held_.items[place_++]));
  }

 private:
  fetch ask_;
  page_walk walk_;
  page<T> held_;
  std::size_t place_ = 0;
};

}  // namespace bouts

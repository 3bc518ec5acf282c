// What a call of the blocking client gives: a result<T>, to be looked at as a value, or turned into an
// exception.
//
//   auto found = api.challenges().get(id);
//   if (!found) { tell(found.error().describe()); }
//   show(api.challenges().get(id).value().title);  // throws not_found_error, …
#pragma once

#include "core/base/error.hpp"
#include "sdk/exceptions.hpp"

#include <type_traits>
#include <utility>

namespace bouts {

template <class T>
class [[nodiscard]] answer : public result<T> {
 public:
  using result<T>::result;
  answer(result<T> from) : result<T>(std::move(from)) {}

  // Throws the exception of the error's kind (exceptions.hpp) when there is no value.
  std::add_lvalue_reference_t<T> value() & {
    check(*this);
    return **this;
  }
  std::add_lvalue_reference_t<const T> value() const& {
    check(*this);
    return **this;
  }
  T value() && {
    check(*this);
    return *std::move(*this);
  }

 private:
  static void check(const result<T>& from) {
    if (!from) {
      throw_error(from.error());
    }
  }
};

template <>
class [[nodiscard]] answer<void> : public result<void> {
 public:
  using result<void>::result;
  answer(result<void> from) : result<void>(std::move(from)) {}

  void value() const {
    if (!*this) {
      throw_error(error());
    }
  }
};

}  // namespace bouts

// Our own state as JSON, for the journal: each struct names its fields once, and the same list is read and
// written.
//
//   template <class Archive> void fields(Archive& with, point& p) {  // in the struct's namespace
//     with("x", p.x);
//     with("y", p.y);
//   }
//   std::string text = saved::to_text(p);
//   result<point> back = saved::from_text<point>(text, "a point");
//
// A field that is not there keeps its default and an unknown one is passed over, so that a later release
// reads what an earlier one wrote and the other way round. Of text, numbers, flags, ids, times, durations,
// enums with to_string(), optionals, vectors and maps by name, and structs of these.
//
// Pure. Not the wire format: that is encode.hpp and decode.hpp.
#pragma once

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/word.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bouts::saved {

namespace json = boost::json;

template <class T>
struct form;  // write(const T&) -> json::value, read(const json::value&, T&) -> bool

class writer {
 public:
  template <class T>
  void operator()(std::string_view name, const T& field) {
    object_[name] = form<T>::write(field);
  }
  json::object take() { return std::move(object_); }

 private:
  json::object object_;
};

class reader {
 public:
  explicit reader(const json::object& object) : object_(object) {}

  template <class T>
  void operator()(std::string_view name, T& field) {
    const auto* value = object_.if_contains(name);
    if (value != nullptr && trouble_.empty() && !form<T>::read(*value, field)) {
      trouble_ = name;
    }
  }
  // The first field that could not be read; empty when there was none.
  const std::string& trouble() const noexcept { return trouble_; }

 private:
  const json::object& object_;
  std::string trouble_;
};

// A struct with fields().
template <class T>
struct form {
  static json::value write(const T& value) {
    writer with;
    fields(with, const_cast<T&>(value));  // a writer only reads
    return with.take();
  }
  static bool read(const json::value& value, T& into) {
    if (!value.is_object()) {
      return false;
    }
    reader with(value.get_object());
    fields(with, into);
    return with.trouble().empty();
  }
};

template <>
struct form<std::string> {
  static json::value write(const std::string& text) { return json::string(text); }
  static bool read(const json::value& value, std::string& into) {
    if (const auto* text = value.if_string()) {
      into.assign(text->data(), text->size());
      return true;
    }
    return false;
  }
};

template <>
struct form<bool> {
  static json::value write(bool flag) { return flag; }
  static bool read(const json::value& value, bool& into) {
    const auto* flag = value.if_bool();
    into = flag != nullptr ? *flag : into;
    return flag != nullptr;
  }
};

template <class T>
  requires std::integral<T> || std::floating_point<T>
struct form<T> {
  static json::value write(T number) { return number; }
  static bool read(const json::value& value, T& into) {
    json::error_code ec;
    const T number = value.to_number<T>(ec);
    into = ec ? into : number;
    return !ec;
  }
};

// By name, as logs and people say it. REQUIRES to_string(T), which says "unknown" past the last value, and
// that the enum's values count from 0.
inline constexpr std::string_view past_the_last = "unknown";
template <class T>
  requires std::is_enum_v<T>
struct form<T> {
  static json::value write(T value) { return json::string(to_string(value)); }
  static bool read(const json::value& value, T& into) {
    constexpr int most_values = 32;
    const auto* name = value.if_string();
    for (int i = 0; name != nullptr && i < most_values; ++i) {
      const auto candidate = static_cast<T>(i);
      const std::string_view called = to_string(candidate);
      if (i > 0 && called == past_the_last) {
        return false;
      }
      if (called == std::string_view(*name)) {
        into = candidate;
        return true;
      }
    }
    return false;
  }
};

// By its text, so that a word unknown to us is kept.
template <class Enum>
struct form<word<Enum>> {
  static json::value write(const word<Enum>& value) { return json::string(value.text()); }
  static bool read(const json::value& value, word<Enum>& into) {
    std::string text;
    const bool done = form<std::string>::read(value, text);
    into = done ? word<Enum>(std::move(text)) : into;
    return done;
  }
};

template <class Tag>
struct form<id<Tag>> {
  static json::value write(const id<Tag>& value) { return json::string(value.str()); }
  static bool read(const json::value& value, id<Tag>& into) {
    const auto* text = value.if_string();
    if (text == nullptr) {
      return false;
    }
    if (text->empty()) {
      into = {};
      return true;
    }
    auto parsed = id<Tag>::parse(*text);
    if (!parsed) {
      return false;
    }
    into = std::move(*parsed);
    return true;
  }
};

template <class Rep, class Period>
struct form<std::chrono::duration<Rep, Period>> {
  using duration = std::chrono::duration<Rep, Period>;
  static json::value write(duration value) { return value.count(); }
  static bool read(const json::value& value, duration& into) {
    Rep count{};
    const bool done = form<Rep>::read(value, count);
    into = done ? duration(count) : into;
    return done;
  }
};

// As a count since the clock's epoch: exact, and comparable by eye where it matters little.
template <class Clock, class Duration>
struct form<std::chrono::time_point<Clock, Duration>> {
  using time = std::chrono::time_point<Clock, Duration>;
  static json::value write(time value) { return value.time_since_epoch().count(); }
  static bool read(const json::value& value, time& into) {
    Duration since{};
    const bool done = form<Duration>::read(value, since);
    into = done ? time(since) : into;
    return done;
  }
};

template <class T>
struct form<std::optional<T>> {
  static json::value write(const std::optional<T>& value) {
    return value ? form<T>::write(*value) : json::value(nullptr);
  }
  static bool read(const json::value& value, std::optional<T>& into) {
    into.reset();
    return value.is_null() || form<T>::read(value, into.emplace());
  }
};

template <class T>
struct form<std::vector<T>> {
  static json::value write(const std::vector<T>& values) {
    json::array items;
    for (const auto& one : values) {
      items.push_back(form<T>::write(one));
    }
    return items;
  }
  static bool read(const json::value& value, std::vector<T>& into) {
    const auto* items = value.if_array();
    if (items == nullptr) {
      return false;
    }
    into.assign(items->size(), T{});
    bool good = true;
    for (std::size_t i = 0; i < items->size(); ++i) {
      good = form<T>::read((*items)[i], into[i]) && good;
    }
    return good;
  }
};

template <class T, class Less>
struct form<std::map<std::string, T, Less>> {
  static json::value write(const std::map<std::string, T, Less>& values) {
    json::object object;
    for (const auto& [name, one] : values) {
      object[name] = form<T>::write(one);
    }
    return object;
  }
  static bool read(const json::value& value, std::map<std::string, T, Less>& into) {
    const auto* object = value.if_object();
    if (object == nullptr) {
      return false;
    }
    into.clear();
    bool good = true;
    for (const auto& [name, one] : *object) {
      good = form<T>::read(one, into[std::string(name)]) && good;
    }
    return good;
  }
};

template <class T>
std::string to_text(const T& value) {
  return json::serialize(form<T>::write(value));
}

// errc::bad_answer, naming `what`, when the text is not what to_text() gave.
template <class T>
result<T> from_text(std::string_view text, std::string_view what) {
  json::error_code ec;
  const auto value = json::parse(text, ec);
  T made{};
  if (ec || !form<T>::read(value, made)) {
    return fail(errc::bad_answer, std::string(what) + " that was kept cannot be read");
  }
  return made;
}

}  // namespace bouts::saved

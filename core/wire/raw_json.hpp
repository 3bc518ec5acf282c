// What the arena sent, for what the types do not have: an unknown field is read by its name.
#pragma once

#include "core/base/time.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bouts {

// A place in an answer. It shares the text of the whole answer, so it costs little to carry, keeps that text
// in memory as long as it lives, and reads it anew at every question: fine for a field now and then, nothing
// for a loop.
//
// Immutable; safe to use concurrently.
class raw_json {
 public:
  raw_json() = default;  // nothing: of an object that did not come over the wire
  // `path` in the form "/data/3" (RFC 6901); "" is the whole.
  raw_json(std::shared_ptr<const std::string> answer, std::string path)
      : answer_(std::move(answer)), path_(std::move(path)) {}

  // The field of that name, or the item of that number ("3"). Nothing of nothing.
  raw_json operator[](std::string_view name) const;

  // Whether there is a value; null is none.
  explicit operator bool() const;
  std::optional<std::string> text() const;
  std::optional<double> number() const;  // also of a string that is a number: "87.5"
  std::optional<bool> boolean() const;
  std::optional<wall_time> time() const;
  std::vector<std::string> names() const;  // of an object's fields; none of anything else
  std::size_t size() const;                // of an array; 0 of anything else
  // JSON without white space; "" of nothing.
  std::string str() const;

  // Always true: two models are equal when they say the same, in whatever shape it came.
  friend bool operator==(const raw_json&, const raw_json&) noexcept { return true; }

 private:
  std::shared_ptr<const std::string> answer_;
  std::string path_;
};

}  // namespace bouts

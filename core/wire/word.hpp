// A word of the arena's: one of an enum's values where we know it, and the text as it came in any case. The
// service adds words without notice; a client that cannot pass an unknown one on would break on it.
//
// Such an enum counts from 0, which is `unknown`, and has its names, in that order, in a function beside it
// that argument-dependent look-up finds:
//
//   enum class colour { unknown, red };
//   constexpr std::array<std::string_view, 2> words_of(colour) { return {"unknown", "red"}; }
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace bouts {

template <class Enum>
concept worded = std::is_enum_v<Enum> && requires { words_of(Enum{}); };

// Its name; "unknown" for a value that is none of the enum's.
template <worded Enum>
constexpr std::string_view to_string(Enum value) noexcept {
  constexpr auto names = words_of(Enum{});
  const auto place = static_cast<std::size_t>(value);
  return names[place < names.size() ? place : 0];
}

// The value of that name, exactly as the arena spells it; `unknown` for anything else.
template <worded Enum>
constexpr Enum parse_word(std::string_view text) noexcept {
  constexpr auto names = words_of(Enum{});
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i] == text) {
      return static_cast<Enum>(i);
    }
  }
  return Enum{};
}

template <class Enum>
class word {
 public:
  word() = default;  // unknown and without text: the service said nothing
  word(Enum value) : value_(value), text_(value == Enum{} ? std::string_view() : to_string(value)) {}
  explicit word(std::string text) : value_(parse_word<Enum>(text)), text_(std::move(text)) {}

  Enum value() const noexcept { return value_; }
  operator Enum() const noexcept { return value_; }
  // As it came; empty when nothing came.
  const std::string& text() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

  // Two unknown words are equal when their texts are.
  friend bool operator==(const word& a, const word& b) noexcept { return a.text_ == b.text_; }
  friend bool operator==(const word& a, Enum b) noexcept { return a.value_ == b; }
  friend bool operator==(const word& a, std::string_view b) noexcept { return a.text_ == b; }
  friend std::ostream& operator<<(std::ostream& out, const word& w) { return out << w.text_; }

 private:
  Enum value_{};
  std::string text_;
};

template <class Enum>
const std::string& to_string(const word<Enum>& w) noexcept {
  return w.text();
}

}  // namespace bouts

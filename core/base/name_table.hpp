// A few names known beforehand, found in the time of one comparison: each has a slot of its own, by its length
// and its first and last character. That no two share one is seen to at compile time.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bouts {

template <std::size_t Count>
class name_table {
 public:
  // Does not compile for names of which two agree in length, first and last character, or one is empty.
  consteval explicit name_table(const std::array<std::string_view, Count>& names) : names_(names) {
    while (!fill()) {
      factor_ += 2;
    }
  }

  // The index of the name; Count when it is none of them.
  constexpr std::size_t find(std::string_view name) const noexcept {
    if (name.empty()) {
      return Count;
    }
    const std::size_t index = slots_[slot_of(name)];
    return index < Count && names_[index] == name ? index : Count;
  }

 private:
  static constexpr unsigned bits = std::bit_width(Count * 4);

  constexpr std::size_t slot_of(std::string_view name) const noexcept {
    const auto first = static_cast<unsigned char>(name.front());
    const auto last = static_cast<unsigned char>(name.back());
    const auto length = static_cast<std::uint32_t>(name.size());
    return (length << 16U | std::uint32_t{first} << 8U | last) * factor_ >> (32 - bits);
  }

  consteval bool fill() {
    slots_.fill(Count);
    for (std::size_t i = 0; i < Count; ++i) {
      auto& slot = slots_[slot_of(names_[i])];
      if (slot != Count) {
        return false;
      }
      slot = static_cast<std::uint8_t>(i);
    }
    return true;
  }

  std::array<std::string_view, Count> names_;
  std::array<std::uint8_t, std::size_t{1} << bits> slots_{};
  std::uint32_t factor_ = 0x9E3779B1;  // of Fibonacci hashing, to begin with
};


}  // namespace bouts

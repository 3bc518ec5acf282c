// A few names known beforehand, found by one comparison: each has a slot of its own, by its length and its
// first and last character. That no two share one is seen to at compile time.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bouts {

// Of a name in such a table.
inline constexpr std::size_t max_name_bytes = 16;

template <std::size_t Count>
class name_table {
 public:
  // Does not compile for names that are empty or too long, or of which two agree in length, first and last
  // character.
  consteval explicit name_table(const std::array<std::string_view, Count>& names) {
    for (std::size_t i = 0; i < Count; ++i) {
      names_[i] = {.size = names[i].size(), .bytes = {}, .mask = {}};
      std::ranges::copy(names[i], names_[i].bytes.begin());
      std::ranges::fill_n(names_[i].mask.begin(), static_cast<std::ptrdiff_t>(names[i].size()), '\xFF');
    }
    while (!give_slots(names)) {
      factor_ += 2;
    }
  }

  // The index of the name; Count when it is none of them.
  std::size_t find(std::string_view name) const noexcept {
    if (name.size() > max_name_bytes) {
      return Count;
    }
    std::array<char, max_name_bytes> copy{};
    std::ranges::copy(name, copy.begin());
    return find_readable({copy.data(), name.size()});
  }

  // The same, quicker. REQUIRES that max_name_bytes can be read from where the name begins.
  std::size_t find_readable(std::string_view name) const noexcept {
    if (name.empty()) {
      return Count;
    }
    const std::size_t index = slots_[slot_of(name)];
    const known& one = names_[index];
    // Names differ in length, and a branch on it would be guessed wrong as often as not.
    const std::uint64_t differs = (word(name.data()) & word(&one.mask[0])) ^ word(&one.bytes[0]);
    const std::uint64_t rest = (word(name.data() + 8) & word(&one.mask[8])) ^ word(&one.bytes[8]);
    return (differs | rest | (name.size() ^ one.size)) == 0 ? index : Count;
  }

 private:
  struct known {
    std::size_t size = 0;
    std::array<char, max_name_bytes> bytes{};
    std::array<char, max_name_bytes> mask{};  // which of the bytes count
  };

  static constexpr unsigned bits = std::bit_width(Count * 4);

  static std::uint64_t word(const char* bytes) noexcept {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, sizeof(value));
    return value;
  }

  constexpr std::size_t slot_of(std::string_view name) const noexcept {
    const std::uint32_t first = static_cast<unsigned char>(name.front());
    const std::uint32_t last = static_cast<unsigned char>(name.back());
    const auto length = static_cast<std::uint32_t>(name.size());
    return (length << 16U | first << 8U | last) * factor_ >> (32 - bits);
  }

  consteval bool give_slots(const std::array<std::string_view, Count>& names) {
    slots_.fill(Count);
    for (std::size_t i = 0; i < Count; ++i) {
      auto& slot = slots_[slot_of(names[i])];
      if (slot != Count) {
        return false;
      }
      slot = static_cast<std::uint8_t>(i);
    }
    return true;
  }

  std::array<known, Count + 1> names_{};  // and one that no name is, for slots without
  std::array<std::uint8_t, std::size_t{1} << bits> slots_{};
  std::uint32_t factor_ = 0x9E3779B1;  // of Fibonacci hashing, to begin with
};

}  // namespace bouts

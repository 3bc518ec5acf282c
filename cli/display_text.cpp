#include "cli/display_text.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <initializer_list>

namespace bouts::cli {

namespace {

constexpr std::size_t longest_text = 200'000;  // of one value, in UTF-16 units: more than the arena sends

struct range {
  char32_t first;
  char32_t last;
};
// East Asian Wide and Fullwidth (Unicode's UAX #11), in blocks.
constexpr std::array<range, 9> wide = {{{0x1100, 0x115F},
                                        {0x2E80, 0x303E},
                                        {0x3041, 0xA4CF},
                                        {0xAC00, 0xD7A3},
                                        {0xF900, 0xFAFF},
                                        {0xFE30, 0xFE6F},
                                        {0xFF00, 0xFF60},
                                        {0x1F300, 0x1FAFF},
                                        {0x20000, 0x3FFFD}}};
// Combining marks, joiners and variation selectors.
constexpr std::array<range, 4> without_width = {
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};

template <std::size_t Count>
bool is_in(char32_t c, const std::array<range, Count>& ranges) noexcept {
  return std::ranges::any_of(ranges, [c](const range& one) { return one.first <= c && c <= one.last; });
}

std::size_t width_of(char32_t c) noexcept {
  return is_in(c, without_width) ? 0 : is_in(c, wide) ? 2 : 1;
}

std::string utc(wall_time time) {
  std::string text = format_iso8601(time).substr(0, std::string_view("2026-03-22T10:00:00").size());
  text[std::string_view("2026-03-22").size()] = ' ';
  return text;
}

bool is_far(milliseconds distance) {
  return std::chrono::abs(distance) > std::chrono::hours(48);
}

std::string distance_text(milliseconds distance) {
  const std::string length = format_duration(std::chrono::abs(distance));
  return distance >= milliseconds::zero() ? "in " + length : length + " ago";
}

}  // namespace

char32_t take_character(std::string_view& text) noexcept {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length && i < text.size(); ++i) {
    c = (c << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(std::min(length, text.size()));
  return c;
}

bool is_obeyed_by_terminals(char32_t c) noexcept {
  constexpr std::array<range, 5> obeyed = {
      {{0x00, 0x1F}, {0x7F, 0x9F}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}}};
  return is_in(c, obeyed);
}

std::string clean(std::string_view text) {
  return printable(to_valid_utf8(text), longest_text);
}

std::string clean_lines(std::string_view text) {
  std::string made;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    line = line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    made += clean(line) + '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return made;
}

std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  while (!text.empty()) {
    width += width_of(take_character(text));
  }
  return width;
}

std::string fit(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) {
    return std::string(text);
  }
  std::size_t width = 1;  // of the "…"
  std::string_view rest = text;
  std::size_t kept = 0;
  while (!rest.empty()) {
    width += width_of(take_character(rest));
    if (width > columns) {
      break;
    }
    kept = text.size() - rest.size();
  }
  return columns == 0 ? std::string() : std::string(text.substr(0, kept)) + "…";
}

std::string relative_time(wall_time time, wall_time now) {
  const milliseconds distance = time - now;
  return is_far(distance) ? utc(time).substr(0, std::string_view("2026-03-22").size())
                          : distance_text(distance);
}

std::string full_time(wall_time time, wall_time now) {
  const milliseconds distance = time - now;
  return utc(time) + " UTC" + (is_far(distance) ? "" : " (" + distance_text(distance) + ")");
}

std::string number_text(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.6g", value);
  return text.data();
}

std::string painted(std::string_view text, paint how) {
  constexpr std::array<std::string_view, 6> codes = {"", "1", "2", "31", "32", "33"};
  if (how == paint::none || text.empty()) {
    return std::string(text);
  }
  return "\x1b[" + std::string(codes.at(static_cast<std::size_t>(how))) + 'm' + std::string(text) + "\x1b[0m";
}

paint paint_of(std::string_view status) noexcept {
  const auto is_one_of = [status](std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, status) != words.end();
  };
  if (is_one_of({"active", "open", "completed", "clean", "final", "audited", "delivered", "pass", "yes"})) {
    return paint::green;
  }
  if (is_one_of(
          {"failed", "rejected", "invalidated", "exploit_penalized", "expired", "dead_letter", "fail"})) {
    return paint::red;
  }
  const bool under_way = is_one_of(
      {"received", "validated", "queued", "judging", "upcoming", "flagged", "disputed", "pending", "warn"});
  return under_way ? paint::yellow : paint::none;
}

}  // namespace bouts::cli

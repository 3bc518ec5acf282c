// Text of the arena's made fit for a terminal. Pure.
#pragma once

#include "core/base/time.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace bouts::cli {

// On one line, without anything that a terminal would obey: controls, escape sequences and marks of text
// direction are written out (printable() in core/base/text.hpp). Any bytes may come.
std::string clean(std::string_view text);
// The same for a text of several lines, which stay lines.
std::string clean_lines(std::string_view text);

// The character at the front, which is taken away. REQUIRES valid UTF-8 and a text that is not empty.
char32_t take_character(std::string_view& text) noexcept;
// A control, a separator of lines or a mark of text direction.
bool is_obeyed_by_terminals(char32_t c) noexcept;

// How many columns it takes: two for wide characters (CJK, emoji), none for combining ones. REQUIRES valid
// UTF-8 without controls.
std::size_t display_width(std::string_view text) noexcept;
// The text itself when it fits, else a part of it that ends in "…". The same is required.
std::string fit(std::string_view text, std::size_t columns);

// "in 3h12m", "5m10s ago"; the date alone when it is more than two days off.
std::string relative_time(wall_time time, wall_time now);
// "2026-03-22 10:00:00 UTC (in 3h12m)".
std::string full_time(wall_time time, wall_time now);

// Shortest form, at most six digits: "87.5".
std::string number_text(double value);

enum class paint { none, bold, dim, red, green, yellow };
// With the terminal's colour around it; as it is for paint::none.
std::string painted(std::string_view text, paint how);
// What a status of the arena's is shown in: green is over and good, red over and bad, yellow under way.
paint paint_of(std::string_view status) noexcept;

}  // namespace bouts::cli

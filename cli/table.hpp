// Rows in columns that fit the terminal. Pure.
#pragma once

#include "cli/display_text.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bouts::cli {

struct column {
  std::string_view title;
  // What happens where the terminal is too narrow: `cut` ones become shorter first; then `spare` ones are
  // left out, the last first; `whole` ones stay as they are.
  enum class when_narrow { whole, cut, spare } narrow = when_narrow::whole;
};

struct cell {
  std::string text;  // clean (display_text.hpp)
  paint colour = paint::none;

  cell(std::string plain) : text(std::move(plain)) {}
  cell(const char* plain) : text(plain) {}
  cell(std::string plain, paint how) : text(std::move(plain)), colour(how) {}
};

// How things are shown.
struct style {
  std::size_t columns = 0;  // of the terminal; 0: as many as it takes
  bool colour = false;
  wall_time now{};  // what times are told by
};

// Lines with their line feeds, the titles first. REQUIRES a cell for each column in every row.
std::string table(std::span<const column> columns, const std::vector<std::vector<cell>>& rows,
                  const style& how);

}  // namespace bouts::cli

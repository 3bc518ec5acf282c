// A table for people: columns as wide as their widest cell, texts from outside made harmless and short.
#pragma once

#include "core/base/text.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

inline constexpr std::size_t shown_cell_units = 60;
inline constexpr std::size_t shown_line_units = 300;

// The last column as it comes. A row may have lines of its own below it.
class table {
 public:
  explicit table(std::vector<std::string> head) { add(std::move(head)); }

  void add(std::vector<std::string> cells) {
    widths_.resize(std::max(widths_.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = cells[i].empty() ? "-" : bouts::printable(cells[i], shown_cell_units);
      widths_[i] = std::max(widths_[i], bouts::utf16_length(cells[i]));
    }
    rows_.push_back({.cells = std::move(cells), .below = {}});
  }
  void add_below(std::string_view line) {
    rows_.back().below += "  " + bouts::printable(line, shown_line_units) + "\n";
  }
  std::string text() const {
    std::string all;
    for (const auto& row : rows_) {
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const bool last = i + 1 == row.cells.size();
        all += row.cells[i];
        all += last ? "\n" : std::string(widths_[i] - bouts::utf16_length(row.cells[i]) + 2, ' ');
      }
      all += row.below;
    }
    return all;
  }

 private:
  struct row {
    std::vector<std::string> cells;
    std::string below;
  };
  std::vector<row> rows_;
  std::vector<std::size_t> widths_;
};

}  // namespace arena

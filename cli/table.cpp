#include "cli/table.hpp"

#include <algorithm>
#include <numeric>

namespace bouts::cli {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t shortest_cut = 12;  // a column is not cut below this

using rows_of_cells = std::vector<std::vector<cell>>;
using narrow = column::when_narrow;

// A column as it is shown; 0 columns wide when it is left out.
std::vector<std::size_t> natural_widths(std::span<const column> columns, const rows_of_cells& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::size_t width = display_width(columns[i].title);
    for (const auto& row : rows) {
      width = std::max(width, display_width(row[i].text));
    }
    widths.push_back(width);
  }
  return widths;
}

std::size_t total(const std::vector<std::size_t>& widths) {
  const auto shown = static_cast<std::size_t>(std::ranges::count_if(widths, [](auto w) { return w > 0; }));
  return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) + (shown > 0 ? (shown - 1) * gap : 0);
}

void cut_columns(std::span<const column> columns, std::vector<std::size_t>& widths, std::size_t room) {
  for (std::size_t i = columns.size(); i-- > 0 && total(widths) > room;) {
    if (columns[i].narrow == narrow::cut && widths[i] > shortest_cut) {
      widths[i] -= std::min(total(widths) - room, widths[i] - shortest_cut);
    }
  }
}

void leave_out_columns(std::span<const column> columns, std::vector<std::size_t>& widths, std::size_t room) {
  for (std::size_t i = columns.size(); i-- > 0 && total(widths) > room;) {
    if (columns[i].narrow == narrow::spare) {
      widths[i] = 0;
    }
  }
}

// Columns that had to be cut get back what leaving others out has freed.
void widen_columns(const std::vector<std::size_t>& natural, std::vector<std::size_t>& widths,
                   std::size_t room) {
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] > 0 && widths[i] < natural[i] && total(widths) < room) {
      widths[i] += std::min(room - total(widths), natural[i] - widths[i]);
    }
  }
}

std::vector<std::size_t> fitting_widths(std::span<const column> columns, const rows_of_cells& rows,
                                        std::size_t room) {
  const std::vector<std::size_t> natural = natural_widths(columns, rows);
  std::vector<std::size_t> widths = natural;
  if (room > 0) {
    cut_columns(columns, widths, room);
    leave_out_columns(columns, widths, room);
    widen_columns(natural, widths, room);
  }
  return widths;
}

std::string line(const std::vector<cell>& cells, const std::vector<std::size_t>& widths, bool colour) {
  std::string text;
  std::size_t owed = 0;  // spaces that nothing stands behind yet
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) {
      continue;
    }
    const std::string shown = fit(cells[i].text, widths[i]);
    if (!shown.empty()) {
      text += std::string(owed, ' ') + painted(shown, colour ? cells[i].colour : paint::none);
      owed = 0;
    }
    owed += widths[i] - display_width(shown) + gap;
  }
  return text + '\n';
}

}  // namespace

std::string table(std::span<const column> columns, const rows_of_cells& rows, const style& how) {
  const std::vector<std::size_t> widths = fitting_widths(columns, rows, how.columns);
  std::vector<cell> titles;
  for (const column& one : columns) {
    titles.emplace_back(std::string(one.title), paint::bold);
  }
  std::string text = line(titles, widths, how.colour);
  for (const auto& row : rows) {
    text += line(row, widths, how.colour);
  }
  return text;
}

}  // namespace bouts::cli

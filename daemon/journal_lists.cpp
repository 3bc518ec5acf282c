// Lists of bouts by their names alone: for those who look for one, and for those who clear away.

#include "daemon/journal_file.hpp"

namespace arena {

namespace {

// An id that was written as one is read as one.
bouts::entry_id entry_of(const sqlite::statement& row) {
  return bouts::entry_id::parse(row.text(0)).value_or(bouts::entry_id());
}

}  // namespace

bouts::result<std::vector<bouts::entry_id>> journal_file::find_by_prefix(const std::string& prefix,
                                                                         std::size_t limit) {
  auto rows = database_.prepare(
      "SELECT entry FROM bouts WHERE substr(entry, 1, length(?1)) = ?1 ORDER BY entry LIMIT ?2");
  rows.bind(prefix).bind(static_cast<std::int64_t>(limit));
  std::vector<bouts::entry_id> found;
  auto done = rows.each_row([&]() -> bouts::status {
    found.push_back(entry_of(rows));
    return {};
  });
  if (!done) {
    return std::unexpected(done.error());
  }
  return found;
}

bouts::result<std::vector<closed_bout>> journal_file::closed() {
  auto rows =
      database_.prepare("SELECT entry, ended_at FROM bouts WHERE ended_at IS NOT NULL ORDER BY ended_at");
  std::vector<closed_bout> found;
  auto done = rows.each_row([&]() -> bouts::status {
    found.push_back({.entry = entry_of(rows), .ended_at = rows.time(1)});
    return {};
  });
  if (!done) {
    return std::unexpected(done.error());
  }
  return found;
}

}  // namespace arena

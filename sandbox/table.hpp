// Rows in the order they were added, found by their id. References stay valid, for rows are never removed.
#pragma once

#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace arena::sandbox {

template <class Row>
class table {
 public:
  // REQUIRES that no row has this id yet.
  Row& add(Row row) {
    Row& added = rows_.emplace_back(std::move(row));
    by_id_.emplace(added.id.str(), &added);
    return added;
  }

  // Null when there is none, whatever the text is.
  Row* find(std::string_view id) const noexcept {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

  // For ids that the arena itself keeps: they are always there.
  Row& at(std::string_view id) const {
    Row* const row = find(id);
    if (row == nullptr) {
      std::abort();
    }
    return *row;
  }

  std::size_t size() const noexcept { return rows_.size(); }
  auto begin() const noexcept { return rows_.begin(); }
  auto end() const noexcept { return rows_.end(); }

 private:
  std::deque<Row> rows_;
  std::map<std::string, Row*, std::less<>> by_id_;
};

}  // namespace arena::sandbox

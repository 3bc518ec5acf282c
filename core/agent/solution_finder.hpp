// Which of the things that an agent said is its solution: the contract's rules 1 to 4.
//
// Memory is bounded by max_plain_bytes and one line. Not thread-safe.
#pragma once

#include "core/agent/output.hpp"
#include "core/wire/models.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arena {

class solution_finder {
 public:
  // Stdout that was not an event, as it came, line ends included.
  void add_plain(std::string_view text);
  // A submission line; it replaces the one before, unless it is blank.
  void add_submission(bouts::solution answer);

  std::optional<found_solution> find(std::optional<std::string_view> solution_file) const;
  // Of stdout, beyond max_plain_bytes.
  std::uint64_t plain_bytes_cut() const noexcept { return plain_bytes_cut_; }

 private:
  std::string plain_;
  std::uint64_t plain_bytes_cut_ = 0;
  std::optional<bouts::solution> submission_;
};

}  // namespace arena

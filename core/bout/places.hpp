// An agent's places to run (`concurrency`), and who waits for one. Opening a session starts the arena's
// clock, so it is done only with a place in hand, and the challenge that ends first gets the next one
// (DESIGN.md, One bout).
//
// Pure: it decides, the shell tells the bouts. Not thread-safe. Every call may be repeated without harm.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace arena {

class places {
 public:
  // REQUIRES count >= 0; with 0 nobody is granted one.
  explicit places(int count);

  // Waits for a place. Earlier ends go first, no end goes last, equals in the order in which they came. For
  // one that waits already only the end is changed; one that has a place keeps it and does not wait again.
  void want(const bouts::entry_id& entry, std::optional<bouts::wall_time> ends);
  // Waits no more, and gives its place back if it was granted one meanwhile.
  void leave(const bouts::entry_id& entry);
  // The next one to run, which has its place from now on; nothing when no place is free or nobody waits.
  std::optional<bouts::entry_id> grant();
  // Gives its place back. One that still waits goes on waiting.
  void give_back(const bouts::entry_id& entry);

  // One that runs already, found after a restart: has a place even if there is none left.
  void take(const bouts::entry_id& entry);
  // A new count, from a reloaded configuration. Those that run keep their places; with fewer places the next
  // grants wait for them. REQUIRES count >= 0.
  void resize(int count);

  bool has_place(const bouts::entry_id& entry) const { return holders_.contains(entry); }
  std::size_t taken() const noexcept { return holders_.size(); }
  std::size_t waiting() const noexcept { return waiting_.size(); }

 private:
  struct wish {
    bouts::wall_time ends;   // max() for none
    std::uint64_t came = 0;  // counts up
    auto operator<=>(const wish&) const = default;
  };

  std::size_t count_;
  std::uint64_t comers_ = 0;
  std::map<bouts::entry_id, wish> waiting_;
  std::set<bouts::entry_id> holders_;
};

}  // namespace arena

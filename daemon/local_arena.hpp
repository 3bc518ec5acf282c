// A local arena of one's own: arena-sandbox as a child, started on a free port and ended with us.
#pragma once

#include "core/base/error.hpp"
#include "core/base/secret.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace arena {

struct arena_seat {
  std::string url;
  std::string agent_id;
  bouts::secret key;
  bouts::secret token;
};

class local_arena {
 public:
  // Starts arena-sandbox (beside this program, else in $PATH) and reads who may play. errc::spawn when that
  // fails.
  static boost::asio::awaitable<bouts::result<std::unique_ptr<local_arena>>> start();
  // Ends it and waits for its end.
  ~local_arena();
  local_arena(const local_arena&) = delete;
  local_arena& operator=(const local_arena&) = delete;

  const arena_seat& seat() const noexcept { return seat_; }
  // The body of a good answer to one of its own calls ("/_arena/…"). errc::bad_answer for any other.
  boost::asio::awaitable<bouts::result<std::string>> ask(std::string method, std::string path,
                                                         std::string body = {}) const;
  // Assigns a challenge to the agent; its entry id. `body`: as docs/sandbox.md has it.
  boost::asio::awaitable<bouts::result<std::string>> assign(std::string body) const;
  boost::asio::awaitable<bouts::result<std::string>> assign(std::string title, std::string description,
                                                            int minutes) const;

 private:
  local_arena(int pid, arena_seat seat) : pid_(pid), seat_(std::move(seat)) {}

  int pid_;
  arena_seat seat_;
};

}  // namespace arena

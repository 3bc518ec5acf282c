// Reads what an agent prints from the files that its runner writes, as they grow. Files rather than pipes, so
// that a daemon that comes back can go on where it was (docs/decisions).
#pragma once

#include "core/agent/output.hpp"
#include "core/base/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace arena {

class output_follower {
 public:
  // Called with every portion, in the order of its stream; the view is valid during the call.
  using portion_handler = std::function<void(agent_stream, std::string_view)>;

  // REQUIRES that both files exist. errc::io when they cannot be opened or watched.
  static bouts::result<std::unique_ptr<output_follower>> open(const boost::asio::any_io_executor& executor,
                                                              const std::filesystem::path& out,
                                                              const std::filesystem::path& err,
                                                              portion_handler on_portion);
  ~output_follower();
  output_follower(const output_follower&) = delete;
  output_follower& operator=(const output_follower&) = delete;

  // Reads what is there, then waits for more, until cancelled (throws operation_aborted then).
  boost::asio::awaitable<void> follow();
  // Reads what is still there, to the end of both files. After the runner has ended and follow() was stopped.
  boost::asio::awaitable<void> drain();

 private:
  struct source {
    agent_stream stream;
    int fd = -1;
  };
  output_follower(const boost::asio::any_io_executor& executor, portion_handler on_portion);

  // One portion of each file; false when both are at their end.
  bool read_some();

  portion_handler on_portion_;
  std::array<source, 2> sources_{{{agent_stream::out}, {agent_stream::err}}};
  boost::asio::posix::stream_descriptor changes_;  // inotify
  std::vector<char> buffer_;
};

}  // namespace arena

#include "daemon/output_follower.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace arena {

namespace asio = boost::asio;

namespace {

// At 1 GB/s of parsing a portion takes a quarter of a millisecond: a ping never waits long behind one.
constexpr std::size_t portion_bytes = 256 * 1024;

std::unexpected<bouts::error> io_error(const char* what, const std::filesystem::path& path) {
  return bouts::fail(bouts::errc::io,
                     std::string(what) + path.string() + ": " + std::generic_category().message(errno));
}

}  // namespace

output_follower::output_follower(const asio::any_io_executor& executor, portion_handler on_portion)
    : on_portion_(std::move(on_portion)), changes_(executor), buffer_(portion_bytes) {}

output_follower::~output_follower() {
  for (const auto& one : sources_) {
    if (one.fd >= 0) {
      ::close(one.fd);
    }
  }
}

bouts::result<std::unique_ptr<output_follower>> output_follower::open(const asio::any_io_executor& executor,
                                                                      const std::filesystem::path& out,
                                                                      const std::filesystem::path& err,
                                                                      portion_handler on_portion) {
  std::unique_ptr<output_follower> made(new output_follower(executor, std::move(on_portion)));
  const int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (watch < 0) {
    return io_error("cannot watch files for ", out);
  }
  made->changes_.assign(watch);
  for (auto& one : made->sources_) {
    const auto& path = one.stream == agent_stream::out ? out : err;
    one.fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (one.fd < 0 || inotify_add_watch(watch, path.c_str(), IN_MODIFY) < 0) {
      return io_error("cannot follow ", path);
    }
  }
  return made;
}

bool output_follower::read_some() {
  bool any = false;
  for (const auto& one : sources_) {
    const auto got = ::read(one.fd, buffer_.data(), buffer_.size());
    if (got > 0) {
      on_portion_(one.stream, {buffer_.data(), static_cast<std::size_t>(got)});
      any = true;
    }
  }
  return any;
}

asio::awaitable<void> output_follower::drain() {
  while (read_some()) {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
}

asio::awaitable<void> output_follower::follow() {
  // What the events say does not matter, only that there are some; a full read empties the queue.
  std::array<char, 4096> ignored{};
  for (;;) {
    co_await drain();
    co_await changes_.async_read_some(asio::buffer(ignored), asio::use_awaitable);
  }
}

}  // namespace arena

// The bytes of one connection, be it over TCP, TLS or a Unix socket. One type for all of them, because each
// kind of stream that Beast and Asio are instantiated with costs a minute of the compiler's time.
//
// Single thread. One read and one write at a time, which may run side by side. It must outlive its
// operations; destroying it closes the socket. What comes back is asio::error::timed_out once the deadline
// has closed the socket, operation_aborted when the coroutine was cancelled.
#pragma once

#include "aio/time_limit.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/stream_base.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

namespace boost::asio::ssl {
class context;
template <typename Stream>
class stream;
}  // namespace boost::asio::ssl

namespace arena::httpd {

class byte_stream {
 public:
  // Those of TCP and of Unix sockets become these when moved or copied.
  using socket = boost::asio::generic::stream_protocol::socket;
  using endpoint = boost::asio::generic::stream_protocol::endpoint;
  using error_code = boost::system::error_code;

  struct received {
    error_code failed;  // asio::error::eof at the end of the stream
    std::size_t count = 0;
  };

  explicit byte_stream(socket connected);
  explicit byte_stream(const boost::asio::any_io_executor& executor);  // to be connected
  ~byte_stream();
  byte_stream(const byte_stream&) = delete;
  byte_stream& operator=(const byte_stream&) = delete;

  boost::asio::awaitable<error_code> connect(endpoint where);
  // TLS from here on. `context` must outlive this object.
  boost::asio::awaitable<error_code> shake_hands(boost::asio::ssl::context& context,
                                                 boost::asio::ssl::stream_base::handshake_type side);

  boost::asio::awaitable<received> read_some(boost::asio::mutable_buffer into);
  // All of both, which must live until then.
  boost::asio::awaitable<error_code> write(std::string_view bytes, std::string_view more = {});

  // Comes back when the other side is gone: its end of the stream has come, or the connection broke. Reads
  // nothing.
  boost::asio::awaitable<void> other_side_gone();
  // Sends no more, and throws away what still comes until the end, an error or `most` bytes.
  boost::asio::awaitable<void> linger(std::size_t most);

  // For all operations from here on together; when it passes, the socket is closed.
  void expires_after(std::chrono::milliseconds time);
  void expires_never();
  void close() noexcept;

 private:
  using tls_stream = boost::asio::ssl::stream<socket&>;

  error_code outcome(const error_code& failed) const;

  socket socket_;
  std::unique_ptr<tls_stream> tls_;
  aio::time_limit limit_;
};

}  // namespace arena::httpd

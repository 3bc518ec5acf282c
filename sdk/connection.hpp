// One TCP connection, perhaps with TLS over it. Every operation has a deadline; when it passes, the socket is
// closed.
//
// Single thread. One operation at a time. A connection must outlive its operation; destroying it closes the
// socket. An operation whose coroutine is cancelled throws operation_aborted, and the connection is of no
// further use.
#pragma once

#include "aio/time_limit.hpp"
#include "core/base/error.hpp"
#include "sdk/deadline.hpp"
#include "sdk/url.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace boost::asio::ssl {
class context;
template <typename Stream>
class stream;
}  // namespace boost::asio::ssl

namespace bouts {

class connection {
 public:
  // `peer` is what messages call the other side: "example.org:443".
  connection(boost::asio::any_io_executor executor, std::string peer);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  const std::string& peer() const noexcept { return peer_; }
  void set_peer(std::string peer) { peer_ = std::move(peer); }

  // To the first of the addresses that answers. Each gets its share of the time that is left, so one that
  // swallows packets does not use up the time of those behind it. errc::network with the last cause, or
  // timed_out.
  boost::asio::awaitable<status> connect(std::vector<boost::asio::ip::tcp::endpoint> addresses,
                                         deadline until);

  // TLS over the open connection, with SNI and the host checked against the certificate. errc::tls with a
  // sentence for a person, errc::network when the connection broke, or timed_out. `context` must outlive this
  // object.
  boost::asio::awaitable<status> secure(boost::asio::ssl::context& context, origin host, deadline until);
  // Whether secure() failed because none of the authorities we know has signed the peer's certificate.
  bool lacks_authority() const noexcept;

  // All of `bytes`, which must live until then. errc::network when it broke, timed_out.
  boost::asio::awaitable<status> write(std::string_view bytes, deadline until);

  // At least one byte, or 0 at the end of the stream. errc::network when it broke (TLS cut without its
  // closing alert included), timed_out.
  boost::asio::awaitable<result<std::size_t>> read_some(boost::asio::mutable_buffer into, deadline until);

  // For a connection that nobody uses: still open and nothing to read. Bytes that nobody asked for (and the
  // end of the stream) mean that it must not be used again.
  bool is_quiet() const noexcept;

 private:
  boost::asio::awaitable<boost::system::error_code> connect_one(boost::asio::ip::tcp::endpoint address,
                                                                mono_time until);
  // At the end of an operation: true when its deadline closed the socket meanwhile.
  bool disarm();
  // A failed operation as an error. Throws when the coroutine was cancelled.
  error failure(const boost::system::error_code& cause, bool expired, const deadline& until) const;
  error handshake_failure(const boost::system::error_code& cause) const;

  std::string peer_;
  boost::asio::ip::tcp::socket socket_;
  std::unique_ptr<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
  aio::time_limit limit_;  // closes the socket
};

}  // namespace bouts

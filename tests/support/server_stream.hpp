// The server's end of one connection, plain or TLS.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace test_support {

// Every failure to read, write or shake hands means "the connection is over" and is told by the return value.
class server_stream {
 public:
  server_stream(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls);

  boost::asio::awaitable<bool> handshake();
  // Some bytes; "" when the connection is over.
  boost::asio::awaitable<std::string> read();
  boost::asio::awaitable<bool> write(std::string bytes);
  // Sends the end of the stream and what stands before it.
  void finish();
  void close();
  std::string server_name() const;

 private:
  boost::asio::ip::tcp::socket socket_;
  std::unique_ptr<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
};

// Connects to `target` ("address:port"), tells the client so as a proxy does, and passes bytes on in both
// directions until one side ends.
boost::asio::awaitable<void> pass_on(std::shared_ptr<server_stream> client,
                                     boost::asio::any_io_executor executor, std::string target);

}  // namespace test_support

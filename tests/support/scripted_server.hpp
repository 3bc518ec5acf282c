// An HTTP/1.1 server on a free loopback port that does what the test says, and remembers what it was asked.
//
// Single thread: lives on the executor that it is given, usually the test's own io_context. For a client in
// another process, run that io_context in a thread and touch the server only from there.
#pragma once

#include "tests/support/certificates.hpp"
#include "tests/support/reply.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace test_support {

struct seen_request {
  std::string method;
  std::string target;
  test_support::headers headers;
  std::string body;
  int connection = 0;  // which one it came by, from 1

  // The value of the first header of that name (case-insensitive); "" when there is none.
  std::string header(std::string_view name) const;
  bool has(std::string_view name) const;
};

class scripted_server {
 public:
  // With a certificate it speaks TLS.
  explicit scripted_server(boost::asio::any_io_executor executor, std::optional<certificate> tls = {});
  ~scripted_server();
  scripted_server(const scripted_server&) = delete;
  scripted_server& operator=(const scripted_server&) = delete;

  std::uint16_t port() const;
  // "http://127.0.0.1:PORT" or "https://…".
  std::string url(const std::string& host = "127.0.0.1") const;

  // What the next request without an answer gets; answers are given in the order of these calls.
  scripted_server& then(reply answer);
  // What requests get for which nothing is scripted. At first: 500 with "nothing is scripted for METHOD
  // TARGET".
  void otherwise(std::function<reply(const seen_request&)> answer);
  // Sent to every new connection before anything is read from it, which then ends: a server that speaks no
  // HTTP.
  void greet(std::string bytes);

  const std::vector<seen_request>& requests() const;
  int accepted() const;                           // connections so far
  int open() const;                               // connections that neither side has closed
  int failed_handshakes() const;                  // TLS
  std::vector<std::string> server_names() const;  // the SNI of each TLS connection; "" for none

  // Closes every connection that is open now.
  void drop_connections();

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace test_support

// A request and an answer as those see them who decide about them: without sockets, and without the HTTP
// library.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::httpd {

struct header {
  std::string name;
  std::string value;

  bool operator==(const header&) const = default;
};

struct request {
  std::string method = "GET";
  std::string target = "/";  // as it stands in the request line
  std::vector<header> headers;
  std::string body;

  // Of the first header of that name, whatever its case; empty without one.
  std::string_view header_value(std::string_view name) const noexcept;
};

// A body that is made while it is sent.
class piece_source {
 public:
  virtual ~piece_source() = default;
  // The next piece, not empty; nothing at the end. Suspends until there is one. Cancelled when the client
  // goes away, and not called again then.
  virtual boost::asio::awaitable<std::optional<std::string>> next() = 0;
};

struct answer {
  int status = 200;
  std::string content_type;  // empty: no such header
  std::string body;
  std::vector<header> headers;
  std::unique_ptr<piece_source> stream;  // in place of `body`, where there is one
  // Of the stream, in bytes: then it goes out with this Content-Length and not in chunks, and the connection
  // is closed after it. A stream that ends earlier is a broken answer to the client.
  std::optional<std::uint64_t> length;
};

// Called for every complete request, several at once. Without an answer the connection is closed. Cancelled
// when the server stops.
using handler = std::function<boost::asio::awaitable<std::optional<answer>>(request)>;

// The target taken apart. Nothing here fails: what cannot be decoded stays as it is.
struct target_parts {
  std::string path;   // not decoded: ids need no escapes
  std::string query;  // without "?"
};
target_parts split_target(std::string_view target);

// The decoded parameters; the first of several with one name counts.
std::map<std::string, std::string, std::less<>> query_parameters(std::string_view query);

}  // namespace arena::httpd

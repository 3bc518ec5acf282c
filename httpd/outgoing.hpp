// Heads of requests and answers as they go over the wire: first line, headers and the empty line behind them.
#pragma once

#include "httpd/message.hpp"

#include <string>

namespace arena::httpd {

// What an answer has to be fitted to.
struct asked {
  unsigned version = 11;  // of HTTP, times ten
  bool keep_alive = false;
  bool head_only = false;
};

struct outgoing {
  std::string head;
  std::string body;  // what follows it; for some requests and answers none
};

// `server` goes into the header of that name; empty: no such header.
outgoing whole(answer given, const asked& by, const std::string& server);
// The head alone of an answer that is streamed.
std::string head_of_stream(const answer& given, const asked& by, bool chunked, const std::string& server);
// What a client is told that waits before it sends a large body.
std::string go_on(const asked& by);
// A piece of a chunked body; the empty one is the last.
std::string chunk_of(std::string_view piece);

// A request after which the connection is to be closed.
outgoing whole(request what, const std::string& host);

}  // namespace arena::httpd

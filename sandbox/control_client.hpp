// One request to an arena on this machine, and its answer: what `arena-sandbox assign` and the tests speak
// with.
#pragma once

#include "core/base/error.hpp"
#include "sandbox/refusal.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace arena::sandbox {

struct client_request {
  std::string method = "GET";
  std::string target = "/";
  std::vector<http_header> headers;
  std::string body;
};

struct client_reply {
  int status = 0;
  std::vector<http_header> headers;
  std::string body;

  // Of the first header with this name, whatever its case; empty without one.
  std::string header(std::string_view name) const;
};

// Blocks until the answer is there, or `timeout` has passed (errc::timed_out). `base_url` is
// "http://127.0.0.1:8080" or the like; errc::bad_url unless it names this machine. Certificates are not
// checked: there is nobody between us. errc::network when there is no connection, or no answer on it.
bouts::result<client_reply> exchange(const std::string& base_url, client_request what,
                                     std::chrono::milliseconds timeout = std::chrono::seconds(10));

}  // namespace arena::sandbox

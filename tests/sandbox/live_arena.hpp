// A real arena-sandbox server on a free port of the loopback, in a thread of its own.
#pragma once

#include "sandbox/http_server.hpp"
#include "sandbox/loopback_client.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <thread>

namespace arena::sandbox::test {

class live_arena {
 public:
  explicit live_arena(std::optional<tls_files> tls = std::nullopt,
                      const arena_options& options = two_agents());
  ~live_arena();  // stops the server and waits for it
  live_arena(const live_arena&) = delete;
  live_arena& operator=(const live_arena&) = delete;

  const std::string& url() const noexcept { return url_; }
  const agent& who() const noexcept { return who_; }
  // Fails the test when there is no answer.
  client_reply ask(client_request what) const;
  client_reply ask(std::string method, std::string target, std::string body = {}) const;

 private:
  boost::asio::io_context context_;
  service all_;
  std::unique_ptr<http_server> server_;
  std::string url_;
  agent who_;
  std::thread thread_;
};

}  // namespace arena::sandbox::test

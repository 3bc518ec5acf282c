// A scripted server in a thread of its own: the far side of a client that blocks, or of another process.
#pragma once

#include "tests/support/scripted_server.hpp"
#include "tests/support/wait_until.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace test_support {

class server_in_thread {
 public:
  server_in_thread() : url_(server_.url()) {}
  ~server_in_thread() {
    io_.stop();
    thread_.join();
  }
  server_in_thread(const server_in_thread&) = delete;
  server_in_thread& operator=(const server_in_thread&) = delete;

  const std::string& url() const noexcept { return url_; }

  // `work(server)` on the server's thread; comes back when it is done.
  template <class Work>
  auto on_server(Work work) {
    std::packaged_task<decltype(work(server_))()> task([&] { return work(server_); });
    auto done = task.get_future();
    boost::asio::post(io_, [&task] { task(); });
    return done.get();
  }
  void then(reply answer) {
    on_server([&](scripted_server& server) { server.then(std::move(answer)); });
  }
  // What every request gets for which nothing is scripted.
  void always(const reply& answer) {
    on_server(
        [&](scripted_server& server) { server.otherwise([answer](const seen_request&) { return answer; }); });
  }
  std::vector<seen_request> requests() {
    return on_server([](const scripted_server& server) { return server.requests(); });
  }
  // The requests, once there are so many of them; fewer when they do not come in time.
  std::vector<seen_request> wait_for_requests(std::size_t count) {
    wait_until([&] { return requests().size() >= count; });
    return requests();
  }

 private:
  boost::asio::io_context io_{1};
  scripted_server server_{io_.get_executor()};
  std::string url_;
  std::thread thread_{[this] { io_.run(); }};
};

}  // namespace test_support

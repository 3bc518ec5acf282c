// A transport and the scripted server that it talks to.
#pragma once

#include "sdk/transport.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_server.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

// A test says `ASSERT_OK(value)` where the reason of a failure must be seen.
#define ASSERT_OK(value) ASSERT_TRUE(value) << (value).error().describe()

class transport_test : public testing::Test {
 protected:
  // Short, as tests of deadlines wait for them; long enough for a loaded machine to do what is not to time
  // out.
  static constexpr std::chrono::milliseconds short_time{60};
  static constexpr std::chrono::milliseconds long_time{20'000};

  transport_test() {
    options.base_url = server.url();
    options.user_agent = "a test";
    options.connect_timeout = long_time;
    options.handshake_timeout = long_time;
    options.read_timeout = long_time;
    options.idle_timeout = long_time;
  }

  // The transport is made at the first use, with the options as they are then.
  bouts::transport& link() {
    if (!link_) {
      auto made = bouts::make_transport(io.get_executor(), options);
      if (!made) {
        throw std::runtime_error(made.error().describe());
      }
      link_ = *std::move(made);
    }
    return *link_;
  }

  static bouts::http_request get(std::string target = "/x") {
    return {.method = "GET", .target = std::move(target), .headers = {}, .body = {}};
  }
  boost::asio::awaitable<bouts::result<bouts::http_response>> call(
      bouts::http_request request = get(), std::chrono::milliseconds timeout = long_time) {
    return link().exchange(std::move(request), timeout);
  }
  bouts::result<bouts::http_response> exchange(bouts::http_request request = get(),
                                               std::chrono::milliseconds timeout = long_time) {
    return test_support::run(io, call(std::move(request), timeout));
  }

  boost::asio::io_context io;
  test_support::scripted_server server{io.get_executor()};
  bouts::transport_options options;

 private:
  std::shared_ptr<bouts::transport> link_;
};

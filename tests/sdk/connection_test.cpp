// What the transport's tests cannot bring about: addresses that swallow packets.
#include "sdk/connection.hpp"

#include "tests/support/run.hpp"
#include "tests/support/scripted_server.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <poll.h>
#include <sys/socket.h>

#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using boost::asio::ip::tcp;

// A port whose queue of unaccepted connections is full, so that the kernel answers nobody any more.
class deaf_port {
 public:
  explicit deaf_port(boost::asio::io_context& io) : acceptor_(io, tcp::v4()) {
    acceptor_.bind({boost::asio::ip::address_v4::loopback(), 0});
    acceptor_.listen(0);
    constexpr int more_than_any_queue = 64;
    for (int i = 0; i < more_than_any_queue && !deaf_; ++i) {
      fillers_.emplace_back(io, tcp::v4());
      fillers_.back().non_blocking(true);
      const tcp::endpoint here = address();
      ::connect(fillers_.back().native_handle(), here.data(), static_cast<socklen_t>(here.size()));
      pollfd wait{.fd = fillers_.back().native_handle(), .events = POLLOUT, .revents = 0};
      deaf_ = ::poll(&wait, 1, 100) == 0;
    }
  }

  bool deaf() const noexcept { return deaf_; }
  tcp::endpoint address() const { return acceptor_.local_endpoint(); }

 private:
  tcp::acceptor acceptor_;
  std::vector<tcp::socket> fillers_;
  bool deaf_ = false;
};

class Connection : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(deaf.deaf()) << "this kernel has no full queue"; }

  status connect(std::vector<tcp::endpoint> addresses, milliseconds limit) {
    const deadline until{.at = mono_time::clock::now() + limit,
                         .during = phase::connecting,
                         .allowed = limit,
                         .whole_call = false};
    return test_support::run(io, link.connect(std::move(addresses), until));
  }

  boost::asio::io_context io;
  deaf_port deaf{io};
  connection link{io.get_executor(), "host:1"};
};

TEST_F(Connection, GivesUpAnAddressThatSwallowsPackets) {
  const status connected = connect({deaf.address()}, 80ms);
  ASSERT_FALSE(connected);
  EXPECT_EQ(connected.error().kind, errc::timed_out);
  EXPECT_EQ(connected.error().message, "connecting to host:1 took longer than 80ms");
}

TEST_F(Connection, LeavesTimeForTheNextAddress) {
  test_support::scripted_server server(io.get_executor());
  const tcp::endpoint good(boost::asio::ip::address_v4::loopback(), server.port());
  EXPECT_TRUE(connect({deaf.address(), good}, 1500ms));
}

TEST_F(Connection, GoesOnWhenAnAddressRefuses) {
  tcp::endpoint refusing;
  {
    const test_support::scripted_server closed(io.get_executor());
    refusing = {boost::asio::ip::address_v4::loopback(), closed.port()};
  }
  test_support::scripted_server server(io.get_executor());
  const tcp::endpoint good(boost::asio::ip::address_v4::loopback(), server.port());
  EXPECT_TRUE(connect({refusing, good}, 20s));
  EXPECT_TRUE(link.is_quiet());
}

}  // namespace

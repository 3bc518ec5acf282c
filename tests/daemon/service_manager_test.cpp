// Against a real datagram socket, as systemd opens one.

#include "daemon/service_manager.hpp"

#include "aio/event.hpp"
#include "aio/task_scope.hpp"
#include "daemon/service_reports.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <vector>

namespace arena {
namespace {

using bouts::milliseconds;

class listening_manager {
 public:
  // '@' stands for the byte 0 that begins an abstract name.
  explicit listening_manager(std::string name) : name_(std::move(name)) {
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::memcpy(at.sun_path, name_.data(), name_.size());
    if (name_.front() == '@') {
      at.sun_path[0] = '\0';
    }
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&at), length), 0) << name_;
  }
  ~listening_manager() {
    ::close(fd_);
    ::unlink(name_.c_str());
  }
  listening_manager(const listening_manager&) = delete;
  listening_manager& operator=(const listening_manager&) = delete;

  const std::string& name() const { return name_; }
  // The next message; empty when there is none.
  std::string take() {
    std::array<char, 4096> buffer{};
    const auto size = ::recv(fd_, buffer.data(), buffer.size(), 0);
    return size < 0 ? "" : std::string(buffer.data(), static_cast<std::size_t>(size));
  }
  std::vector<std::string> take_all() {
    std::vector<std::string> all;
    for (auto one = take(); !one.empty(); one = take()) {
      all.push_back(std::move(one));
    }
    return all;
  }

 private:
  std::string name_;
  int fd_ = -1;
};

std::string unused_path() {
  return (std::filesystem::temp_directory_path() / ("arena-notify-" + std::to_string(::getpid()))).string();
}

TEST(ServiceManager, SpeaksToAPathAndToAnAbstractName) {
  for (const auto& name : {unused_path(), "@arena-notify-" + std::to_string(::getpid())}) {
    listening_manager there(name);
    const service_manager manager({{"NOTIFY_SOCKET", name}}, 7);
    ASSERT_TRUE(manager.is_there());
    EXPECT_TRUE(manager.ready());
    EXPECT_EQ(there.take(), "READY=1") << name;
  }
}

TEST(ServiceManager, SaysEachThingInTheWordsOfTheProtocol) {
  listening_manager there(unused_path());
  const service_manager manager({{"NOTIFY_SOCKET", there.name()}}, 7);
  manager.alive();
  manager.stopping();
  manager.reloading(bouts::mono_time(std::chrono::seconds(3)));
  manager.status("one\nline \xff");
  manager.more_time(milliseconds(1500));
  EXPECT_EQ(there.take_all(),
            (std::vector<std::string>{"WATCHDOG=1", "STOPPING=1", "RELOADING=1\nMONOTONIC_USEC=3000000",
                                      "STATUS=one\\nline \uFFFD", "EXTEND_TIMEOUT_USEC=1500000"}));
}

TEST(ServiceManager, SaysNothingWithoutASocket) {
  for (const char* name : {"", "relative", "/", "@"}) {
    const service_manager manager({{"NOTIFY_SOCKET", name}, {"WATCHDOG_USEC", "1000000"}}, 7);
    EXPECT_FALSE(manager.is_there()) << name;
    EXPECT_FALSE(manager.watchdog()) << name;
    EXPECT_TRUE(manager.ready());
  }
  const service_manager too_long({{"NOTIFY_SOCKET", "/" + std::string(200, 'x')}}, 7);
  EXPECT_FALSE(too_long.is_there());
}

TEST(ServiceManager, TellsWhenAMessageWasDropped) {
  const service_manager nobody({{"NOTIFY_SOCKET", unused_path()}}, 7);
  EXPECT_FALSE(nobody.ready());
}

TEST(ServiceManager, IsWatchedOnlyWhenItsProcessIsMeant) {
  const environment base = {{"NOTIFY_SOCKET", "/run/x"}, {"WATCHDOG_USEC", "90000000"}};
  auto with = [&](const char* pid) {
    auto variables = base;
    variables["WATCHDOG_PID"] = pid;
    return service_manager(variables, 7).watchdog();
  };
  EXPECT_EQ(service_manager(base, 7).watchdog(), milliseconds(90'000));
  EXPECT_EQ(with("7"), milliseconds(90'000));
  EXPECT_EQ(with("8"), std::nullopt);
  EXPECT_EQ(with("seven"), std::nullopt);
}

TEST(ServiceReports, FeedTheWatchdogWhileAllIsWellAndNotBeyond) {
  listening_manager there(unused_path());
  bool healthy = true;
  service_reports reports(
      service_manager({{"NOTIFY_SOCKET", there.name()}, {"WATCHDOG_USEC", "30000"}}, ::getpid()),
      {.status = [] { return std::string("online"); }, .is_healthy = [&] { return healthy; }});
  boost::asio::io_context io;
  const auto play = [&]() -> boost::asio::awaitable<void> {
    aio::task_scope scope(co_await boost::asio::this_coro::executor);
    scope.spawn("reports", reports.run());
    std::vector<std::string> said;
    while (said.size() < 4) {  // ready, status and two feeds, unless the test's time limit ends it
      co_await aio::sleep_for(milliseconds(5));
      std::ranges::move(there.take_all(), std::back_inserter(said));
    }
    EXPECT_EQ(said[0], "READY=1");
    EXPECT_EQ(said[1], "STATUS=online");
    EXPECT_EQ(said[2], "WATCHDOG=1");
    EXPECT_EQ(said[3], "WATCHDOG=1");
    healthy = false;
    there.take_all();
    co_await aio::sleep_for(milliseconds(100));  // ten looks: what must not come has had its time
    EXPECT_EQ(there.take(), "");
    reports.stops();
    EXPECT_EQ(there.take_all(), (std::vector<std::string>{"STOPPING=1", "EXTEND_TIMEOUT_USEC=30000000"}));
    scope.cancel();
    co_await scope.join();
  };
  test_support::run(io, play());
}

}  // namespace
}  // namespace arena

#include "daemon/measured_transport.hpp"

#include "tests/support/run.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace arena {
namespace {

TEST(MeasuredTransport, NamesEndpointsWithoutTheIdsInThem) {
  for (const auto& [target, name] :
       std::map<std::string, std::string>{{"/api/v1/agents/ping", "ping"},
                                          {"/api/v1/challenges/assigned", "assigned"},
                                          {"/api/v1/events/stream", "event"},
                                          {"/api/v1/challenges/550e8400/sessions", "session"},
                                          {"/api/v1/sessions/s1", "session"},
                                          {"/api/v1/sessions/s1/submissions?x=1", "submission"},
                                          {"/api/v1/submissions/b1", "submission"},
                                          {"/api/v1/submissions/b1/breakdown", "result"},
                                          {"/api/v1/results/r1", "result"},
                                          {"/api/v1/tokens?next=/agents/ping", "other"},
                                          {"", "other"}}) {
    EXPECT_EQ(endpoint_of(target), name) << target;
  }
}

TEST(MeasuredTransport, ClassesStatuses) {
  for (const auto& [status, name] : std::map<int, std::string>{{0, "none"},
                                                               {200, "2xx"},
                                                               {204, "2xx"},
                                                               {301, "3xx"},
                                                               {404, "4xx"},
                                                               {429, "429"},
                                                               {503, "5xx"},
                                                               {999, "none"}}) {
    EXPECT_EQ(status_class(status), name) << status;
  }
}

class answering final : public bouts::transport {
 public:
  bouts::result<bouts::http_response> answer = bouts::fail(bouts::errc::network, "no");
  boost::asio::awaitable<bouts::result<bouts::http_response>> exchange(bouts::http_request,
                                                                       std::chrono::milliseconds) override {
    co_return answer;
  }
  void close_idle() override {}
};

TEST(MeasuredTransport, CountsEachCallByWhatCameBack) {
  boost::asio::io_context io(1);
  const auto inner = std::make_shared<answering>();
  control::meters measured;
  const auto link = measured_transport(inner, measured);
  const auto call = [&] {
    bouts::http_request request;
    request.target = "/api/v1/agents/ping";
    auto work = link->exchange(std::move(request), std::chrono::seconds(1));
    boost::asio::co_spawn(io, std::move(work), [](const std::exception_ptr&, const auto&) {});
    io.restart();
    io.run();
  };
  call();
  inner->answer = bouts::http_response{.status = 200, .headers = {}, .body = {}};
  call();
  call();
  EXPECT_EQ((measured.calls[{"ping", "none"}].count()), 1U);
  EXPECT_EQ((measured.calls[{"ping", "2xx"}].count()), 2U);
}

}  // namespace
}  // namespace arena

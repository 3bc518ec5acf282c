#include "daemon/measured_transport.hpp"

#include "daemon/clock.hpp"

#include <array>
#include <utility>

namespace arena {

namespace asio = boost::asio;

namespace {

class counting_transport final : public bouts::transport {
 public:
  counting_transport(std::shared_ptr<bouts::transport> inner, control::meters& measured)
      : inner_(std::move(inner)), measured_(measured) {}

  asio::awaitable<bouts::result<bouts::http_response>> exchange(bouts::http_request request,
                                                                std::chrono::milliseconds timeout) override {
    const auto endpoint = endpoint_of(request.target);
    const auto begun = mono_now();
    auto answer = co_await inner_->exchange(std::move(request), timeout);
    measured_.calls[{endpoint, status_class(answer ? answer->status : 0)}].add(mono_now() - begun);
    co_return answer;
  }
  void close_idle() override { inner_->close_idle(); }

 private:
  std::shared_ptr<bouts::transport> inner_;
  control::meters& measured_;
};

struct known_endpoint {
  std::string_view part;  // of the target
  std::string_view name;
};

// The first that is found counts.
constexpr std::array<known_endpoint, 7> known_endpoints = {{{"/agents/ping", "ping"},
                                                            {"/challenges/assigned", "assigned"},
                                                            {"/events/stream", "event"},
                                                            {"/breakdown", "result"},
                                                            {"/results", "result"},
                                                            {"/submissions", "submission"},
                                                            {"/sessions", "session"}}};

}  // namespace

std::string_view endpoint_of(std::string_view target) noexcept {
  const auto path = target.substr(0, target.find('?'));
  for (const auto& known : known_endpoints) {
    if (path.find(known.part) != std::string_view::npos) {
      return known.name;
    }
  }
  return "other";
}

std::string_view status_class(int status) noexcept {
  constexpr int too_many_requests = 429;
  static constexpr std::array<std::string_view, 6> classes = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
  constexpr int hundred = 100;
  const auto place = static_cast<std::size_t>(status / hundred);
  return status == too_many_requests ? "429" : place < classes.size() ? classes[place] : "none";
}

std::shared_ptr<bouts::transport> measured_transport(std::shared_ptr<bouts::transport> inner,
                                                     control::meters& measured) {
  return std::make_shared<counting_transport>(std::move(inner), measured);
}

}  // namespace arena

#include "daemon/service_reports.hpp"

#include "aio/event.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::milliseconds;

namespace {

constexpr milliseconds usual_look{5'000};
// Fed this often in the time that the manager allows (sd_watchdog_enabled(3) asks for twice): one that is
// dropped does no harm.
constexpr int feeds_per_watchdog = 3;
// Asked for at each look while we stop; shutdown.drain says how long that goes on.
constexpr milliseconds more_each_time{30'000};

}  // namespace

service_reports::service_reports(service_manager to, source from)
    : to_(std::move(to)), from_(std::move(from)) {}

milliseconds service_reports::between_looks() const {
  const auto watched = to_.watchdog();
  return watched ? std::clamp(*watched / feeds_per_watchdog, milliseconds(1), usual_look) : usual_look;
}

void service_reports::tell() {
  if (!stops_ && !ready_) {
    ready_ = to_.ready();
  }
  if (auto line = from_.status(); line != said_ && to_.status(line)) {
    said_ = std::move(line);
  }
  if (from_.is_healthy()) {
    to_.alive();
  }
  if (stops_) {
    to_.more_time(more_each_time);
  }
}

void service_reports::stops() {
  stops_ = true;
  to_.stopping();
  tell();
}

asio::awaitable<void> service_reports::run() {
  while (to_.is_there()) {
    tell();
    co_await aio::sleep_for(between_looks());
  }
}

}  // namespace arena

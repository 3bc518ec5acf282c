#include "control/log_stream.hpp"

#include "aio/event.hpp"

#include <utility>

namespace arena::control {

namespace asio = boost::asio;

log_stream::log_stream(view& of, log_request what)
    : of_(of), what_(std::move(what)), reader_(of.log_file(what_.entry, what_.which), what_.tail) {}

asio::awaitable<std::optional<std::string>> log_stream::next() {
  while (!done_) {
    // Asked before reading: what a bout prints before its end must not be missed.
    const bool goes_on = what_.follow && of_.is_at_work(what_.entry);
    if (auto lines = reader_.next(); !lines.empty()) {
      co_return of_.redacted(lines);
    }
    if (goes_on) {
      co_await aio::sleep_for(between_looks);
      continue;
    }
    done_ = true;
    if (auto rest = reader_.finish(); !rest.empty()) {
      co_return of_.redacted(rest);
    }
  }
  co_return std::nullopt;
}

}  // namespace arena::control

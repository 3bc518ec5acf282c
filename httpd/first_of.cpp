// In a source of its own: the operator is compiled once and not for each kind of stream.
#include "httpd/first_of.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;

asio::awaitable<bool> first_of(asio::awaitable<bool> work, asio::awaitable<void> interruption) {
  using asio::experimental::awaitable_operators::operator||;
  try {
    const auto outcome = co_await (std::move(work) || std::move(interruption));
    co_return outcome.index() == 0 && std::get<0>(outcome);
  } catch (const asio::multiple_exceptions&) {
    // Both were cancelled, so this is; a task's owner knows cancellation by this error alone.
    throw boost::system::system_error(asio::error::operation_aborted);
  }
}

}  // namespace arena::httpd

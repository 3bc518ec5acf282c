#include "sdk/name_lookup.hpp"

#include "aio/event.hpp"

#include <boost/asio/ip/address.hpp>

namespace bouts {

namespace asio = boost::asio;
using asio::ip::tcp;

struct name_lookup::query {
  explicit query(const asio::any_io_executor& executor) : resolver(executor) {}

  tcp::resolver resolver;
  aio::event done;
  boost::system::error_code failed;
  std::vector<tcp::endpoint> found;
};

name_lookup::name_lookup(asio::any_io_executor executor, origin host)
    : executor_(std::move(executor)), host_(std::move(host)) {}

std::shared_ptr<name_lookup::query> name_lookup::start() {
  auto made = std::make_shared<query>(executor_);
  // Only numeric ports are asked for, so /etc/services is left alone.
  made->resolver.async_resolve(
      host_.host, std::to_string(host_.port), tcp::resolver::numeric_service,
      [made](const boost::system::error_code& failed, const tcp::resolver::results_type& results) {
        made->failed = failed;
        for (const auto& one : results) {
          made->found.push_back(one.endpoint());
        }
        made->done.set();
      });
  return made;
}

asio::awaitable<result<std::vector<tcp::endpoint>>> name_lookup::addresses(deadline until) {
  if (host_.is_address) {
    boost::system::error_code failed;
    const auto address = asio::ip::make_address(host_.host, failed);
    if (!failed) {
      co_return std::vector<tcp::endpoint>{tcp::endpoint(address, host_.port)};
    }
  }
  if (!under_way_ || under_way_->done.is_set()) {
    under_way_ = start();
  }
  const std::shared_ptr<query> mine = under_way_;
  const bool answered = co_await mine->done.wait_until(until.at);
  if (!answered) {
    co_return std::unexpected(timed_out(until, host_.authority()));
  }
  if (mine->failed || mine->found.empty()) {
    co_return fail(errc::network, "the name " + host_.host + " cannot be resolved: " +
                                      (mine->failed ? mine->failed.message() : "it has no address"));
  }
  co_return mine->found;
}

}  // namespace bouts

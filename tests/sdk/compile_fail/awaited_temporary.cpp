// GCC 12 destroys a braced temporary twice that owns memory and stands in an expression with co_await; such a
// call must not compile. ctest compiles this twice: as it is, which must work, and with MUST_NOT_COMPILE,
// which must not.
#include "sdk/async_client.hpp"

namespace bouts {

boost::asio::awaitable<void> subscribe(async_client api) {
#ifdef MUST_NOT_COMPILE
  const auto made = co_await api.webhooks().create({.url = "https://example.org/hook"});
#else
  const webhook_request wanted{.url = "https://example.org/hook"};
  const auto made = co_await api.webhooks().create(wanted);
#endif
  static_cast<void>(made);
}

}  // namespace bouts

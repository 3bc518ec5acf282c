#include "sdk/async_client.hpp"

#include "aio/clock.hpp"
#include "sdk/caller.hpp"
#include "sdk/calls_impl.hpp"
#include "sdk/follow.hpp"

#include <utility>

namespace bouts {

namespace asio = boost::asio;

namespace {

template <class T>
asio::awaitable<result<T>> refuse(error why) {
  co_return std::unexpected(std::move(why));
}

}  // namespace

template <class T>
awaiting::call<T> awaiting::make(result<api_request<T>> request) const {
  return request ? perform(state_, *std::move(request)) : refuse<T>(std::move(request.error()));
}

awaiting::call<submission> awaiting::follow(submission_id id, result_wait wait) const {
  return bouts::follow(state_, std::move(id), wait);
}

pager<challenge> awaiting::walk(const challenge_filter& filter) const {
  const auto ask = [way = *this, kept = kept_filter(filter)](int page) {
    return way.make(requests::list_challenges(kept.on_page(page)));
  };
  return {ask, filter.page.value_or(1)};
}

BOUTS_INSTANTIATE_CALLS(awaiting)

async_client::async_client(std::shared_ptr<transport> link, credentials keys, client_options options)
    : state_(std::make_shared<client_state>(std::make_shared<caller>(std::move(link)),
                                            std::make_shared<const credentials>(std::move(keys)), options)) {}

result<async_client> async_client::make(asio::any_io_executor executor) {
  const settings given;
  return make(std::move(executor), given);
}

result<async_client> async_client::make(asio::any_io_executor executor, const settings& given) {
  settings complete = with_environment(given);
  auto link = make_transport(std::move(executor), transport_options_of(complete));
  if (!link) {
    return std::unexpected(std::move(link.error()));
  }
  credentials keys{.agent_key = std::move(complete.agent_key), .token = std::move(complete.api_key)};
  return async_client(*std::move(link), std::move(keys), complete.calls);
}

calls::challenges<awaiting> async_client::challenges() const {
  return calls::challenges<awaiting>(way());
}
calls::sessions<awaiting> async_client::sessions() const {
  return calls::sessions<awaiting>(way());
}
calls::submissions<awaiting> async_client::submissions() const {
  return calls::submissions<awaiting>(way());
}
calls::results<awaiting> async_client::results() const {
  return calls::results<awaiting>(way());
}
calls::webhooks<awaiting> async_client::webhooks() const {
  return calls::webhooks<awaiting>(way());
}
calls::tokens<awaiting> async_client::tokens() const {
  return calls::tokens<awaiting>(way());
}
calls::connector<awaiting> async_client::connector() const {
  return calls::connector<awaiting>(way());
}
calls::sandbox<awaiting> async_client::sandbox() const {
  return calls::sandbox<awaiting>(way());
}

asio::awaitable<result<dry_run_report>> async_client::dry_run(const dry_run_request& asked) const {
  return way().make(requests::dry_run(asked));
}

async_client async_client::with(client_options options) const {
  return async_client(std::make_shared<client_state>(state_->calls, state_->keys, options));
}

std::optional<rate_limit> async_client::last_rate_limit() const {
  return state_->calls->last_rate_limit();
}

wall_time async_client::server_time() const noexcept {
  const auto known = clock();
  return known ? known->at(aio::mono_now()) : aio::wall_now();
}

std::optional<clock_anchor> async_client::clock() const noexcept {
  return state_->calls->clock();
}

void async_client::set_clock(clock_anchor known) noexcept {
  state_->calls->set_clock(known);
}

std::chrono::milliseconds async_client::clock_offset() const noexcept {
  return clock() ? server_time() - aio::wall_now() : std::chrono::milliseconds(0);
}

}  // namespace bouts

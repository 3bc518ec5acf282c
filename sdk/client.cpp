#include "sdk/client.hpp"

#include "aio/clock.hpp"
#include "sdk/caller.hpp"
#include "sdk/calls_impl.hpp"
#include "sdk/client_thread.hpp"
#include "sdk/follow.hpp"

#include <utility>

namespace bouts {

template <class T>
answer<T> blocking::make(result<api_request<T>> request) const {
  if (!request) {
    return std::unexpected(std::move(request.error()));
  }
  return thread_->run(perform(state_, *std::move(request)), stop_);
}

answer<submission> blocking::follow(submission_id id, result_wait wait) const {
  return thread_->run(bouts::follow(state_, std::move(id), wait), stop_);
}

page_range<challenge> blocking::walk(const challenge_filter& filter) const {
  const auto ask = [way = *this, kept = kept_filter(filter)](int page) {
    return way.make(requests::list_challenges(kept.on_page(page)));
  };
  return {ask, filter.page.value_or(1)};
}

BOUTS_INSTANTIATE_CALLS(blocking)

client::client(settings given) : client(make(std::move(given)).value()) {}

answer<client> client::make(settings given) {
  settings complete = with_environment(std::move(given));
  auto thread = std::make_shared<client_thread>();
  auto calls = thread->start(complete);
  if (!calls) {
    return std::unexpected(std::move(calls.error()));
  }
  const credentials keys{.agent_key = std::move(complete.agent_key), .token = std::move(complete.api_key)};
  auto state = std::make_shared<client_state>(*std::move(calls), std::make_shared<const credentials>(keys),
                                              complete.calls);
  return client(blocking(std::move(thread), std::move(state), {}));
}

calls::challenges<blocking> client::challenges() const {
  return calls::challenges<blocking>(way_);
}
calls::sessions<blocking> client::sessions() const {
  return calls::sessions<blocking>(way_);
}
calls::submissions<blocking> client::submissions() const {
  return calls::submissions<blocking>(way_);
}
calls::results<blocking> client::results() const {
  return calls::results<blocking>(way_);
}
calls::webhooks<blocking> client::webhooks() const {
  return calls::webhooks<blocking>(way_);
}
calls::tokens<blocking> client::tokens() const {
  return calls::tokens<blocking>(way_);
}
calls::connector<blocking> client::connector() const {
  return calls::connector<blocking>(way_);
}
calls::sandbox<blocking> client::sandbox() const {
  return calls::sandbox<blocking>(way_);
}

answer<dry_run_report> client::dry_run(const dry_run_request& asked) const {
  return way_.make(requests::dry_run(asked));
}

client client::with(client_options options) const {
  blocking other = way_;
  other.state_ = std::make_shared<client_state>(way_.state_->calls, way_.state_->keys, options);
  return client(std::move(other));
}

client client::with(std::stop_token stop) const {
  blocking other = way_;
  other.stop_ = std::move(stop);
  return client(std::move(other));
}

std::optional<rate_limit> client::last_rate_limit() const {
  return way_.thread_->look([this] { return way_.state_->calls->last_rate_limit(); });
}

wall_time client::server_time() const {
  const auto known = way_.thread_->look([this] { return way_.state_->calls->clock(); });
  return known ? known->at(aio::mono_now()) : aio::wall_now();
}

std::chrono::milliseconds client::clock_offset() const {
  const auto known = way_.thread_->look([this] { return way_.state_->calls->clock(); });
  return known ? known->at(aio::mono_now()) - aio::wall_now() : std::chrono::milliseconds(0);
}

}  // namespace bouts

// What stands behind the groups of calls.hpp, for both ways. Private to this room: each client's .cpp
// instantiates it.
#pragma once

#include "sdk/calls.hpp"
#include "sdk/requests.hpp"

#include <optional>
#include <string>
#include <utility>

namespace bouts {

// A filter that owns its texts, for walking over pages.
struct kept_filter {
  explicit kept_filter(const challenge_filter& filter)
      : status(filter.status), format(filter.format), category(filter.category), limit(filter.limit) {}

  challenge_filter on_page(int page) const {
    return {.status = status, .format = format, .category = category, .page = page, .limit = limit};
  }

  std::string status;
  std::string format;
  std::string category;
  std::optional<int> limit;
};

namespace calls {

template <class Way>
typename Way::template call<page<challenge>> challenges<Way>::list(const challenge_filter& filter) const {
  return way_.make(requests::list_challenges(filter));
}
template <class Way>
typename Way::template pages<challenge> challenges<Way>::all(const challenge_filter& filter) const {
  return way_.walk(filter);
}
template <class Way>
typename Way::template call<challenge> challenges<Way>::get(const challenge_id& id) const {
  return way_.make(requests::get_challenge(id));
}
template <class Way>
typename Way::template call<opened_session> challenges<Way>::create_session(const challenge_id& id) const {
  return way_.make(requests::create_session(id));
}

template <class Way>
typename Way::template call<session> sessions<Way>::get(const session_id& id) const {
  return way_.make(requests::get_session(id));
}
template <class Way>
typename Way::template call<submission> sessions<Way>::submit(const session_id& id, const solution& answer,
                                                              std::string key) const {
  return way_.make(requests::submit(id, answer, std::move(key)));
}
template <class Way>
typename Way::template call<submission> sessions<Way>::submit(const session_id& id, std::string content,
                                                              std::string key) const {
  const solution answer{.content = std::move(content), .files = {}};
  return submit(id, answer, std::move(key));
}

template <class Way>
typename Way::template call<submission> submissions<Way>::get(const submission_id& id) const {
  return way_.make(requests::get_submission(id));
}
template <class Way>
typename Way::template call<bouts::breakdown> submissions<Way>::breakdown(const submission_id& id) const {
  return way_.make(requests::get_breakdown(id));
}
template <class Way>
typename Way::template call<submission> submissions<Way>::wait_for_result(const submission_id& id,
                                                                          result_wait wait) const {
  return way_.follow(id, wait);
}

template <class Way>
typename Way::template call<match_result> results<Way>::get(const submission_id& id) const {
  return way_.make(requests::get_result(id));
}
template <class Way>
typename Way::template call<match_result> results<Way>::get(const result_id& id) const {
  return way_.make(requests::get_result(id));
}

template <class Way>
typename Way::template call<page<webhook>> webhooks<Way>::list() const {
  return way_.make(requests::list_webhooks());
}
template <class Way>
typename Way::template call<webhook> webhooks<Way>::create(const webhook_request& wanted) const {
  return way_.make(requests::create_webhook(wanted));
}
template <class Way>
typename Way::template call<void> webhooks<Way>::remove(const webhook_id& id) const {
  return way_.make(requests::remove_webhook(id));
}
template <class Way>
typename Way::template call<webhook_test> webhooks<Way>::test(const webhook_id& id) const {
  return way_.make(requests::test_webhook(id));
}
template <class Way>
typename Way::template call<page<webhook_delivery>> webhooks<Way>::deliveries(const webhook_id& id) const {
  return way_.make(requests::list_deliveries(id));
}
template <class Way>
typename Way::template call<rotated_secret> webhooks<Way>::rotate_secret(const webhook_id& id) const {
  return way_.make(requests::rotate_secret(id));
}

template <class Way>
typename Way::template call<page<token>> tokens<Way>::list() const {
  return way_.make(requests::list_tokens());
}
template <class Way>
typename Way::template call<token> tokens<Way>::create(const token_request& wanted) const {
  return way_.make(requests::create_token(wanted));
}
template <class Way>
typename Way::template call<void> tokens<Way>::remove(const token_id& id) const {
  return way_.make(requests::remove_token(id));
}

template <class Way>
typename Way::template call<ping_reply> connector<Way>::ping() const {
  return way_.make(requests::ping(ping_request()));
}
template <class Way>
typename Way::template call<ping_reply> connector<Way>::ping(const ping_request& said) const {
  return way_.make(requests::ping(said));
}
template <class Way>
typename Way::template call<assignments> connector<Way>::assigned() const {
  return way_.make(requests::assigned());
}
template <class Way>
typename Way::template call<event_receipt> connector<Way>::stream_event(const challenge_id& challenge,
                                                                        const agent_id& agent,
                                                                        std::string event_json) const {
  return way_.make(requests::stream_event(challenge, agent, event_json));
}
template <class Way>
typename Way::template call<connector_receipt> connector<Way>::submit(const challenge_id& challenge,
                                                                      const solution& answer) const {
  return way_.make(requests::connector_submit(challenge, answer));
}
template <class Way>
typename Way::template call<void> connector<Way>::send_replay(const challenge_id& challenge,
                                                              const std::vector<replay_event>& events) const {
  return way_.make(requests::send_replay(challenge, events));
}

template <class Way>
typename Way::template call<page<challenge>> sandbox<Way>::challenges() const {
  return way_.make(requests::sandbox_challenges());
}

}  // namespace calls

}  // namespace bouts

// For the .cpp of a client.
#define BOUTS_INSTANTIATE_CALLS(way) \
  namespace calls {                  \
  template class challenges<way>;    \
  template class sessions<way>;      \
  template class submissions<way>;   \
  template class results<way>;       \
  template class webhooks<way>;      \
  template class tokens<way>;        \
  template class connector<way>;     \
  template class sandbox<way>;       \
  }

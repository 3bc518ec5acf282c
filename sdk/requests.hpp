// Every endpoint of API.md as a request, with how its answer is read and whether it may go out twice. Pure:
// no sockets, no credentials. Private to this room.
#pragma once

#include "core/base/error.hpp"
#include "core/http/retry.hpp"
#include "core/wire/account_models.hpp"
#include "core/wire/models.hpp"
#include "core/wire/webhook_models.hpp"
#include "sdk/arguments.hpp"
#include "sdk/transport.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bouts {

template <class T>
struct api_request {
  http_request request;
  endpoint_kind endpoint = endpoint_kind::resource;  // which of the credentials goes with it
  repeat again = repeat::harmless;
  result<T> (*decode)(std::string_view body) = nullptr;
  // What a failure means when the answer to an earlier attempt was lost: perhaps that the earlier one was
  // taken. Null: itself.
  result<T> (*after_loss)(error failure) = nullptr;
};

namespace requests {

template <class T>
using made = result<api_request<T>>;  // errc::invalid, too_large: known to be refused

made<page<challenge>> list_challenges(const challenge_filter& filter);
made<challenge> get_challenge(const challenge_id& id);
made<opened_session> create_session(const challenge_id& id);
made<session> get_session(const session_id& id);
made<submission> submit(const session_id& id, const solution& answer, std::string key);
made<submission> get_submission(const submission_id& id);
made<breakdown> get_breakdown(const submission_id& id);
made<match_result> get_result(const submission_id& id);
made<match_result> get_result(const result_id& id);

made<page<webhook>> list_webhooks();
made<webhook> create_webhook(const webhook_request& wanted);
made<void> remove_webhook(const webhook_id& id);
made<webhook_test> test_webhook(const webhook_id& id);
made<page<webhook_delivery>> list_deliveries(const webhook_id& id);
made<rotated_secret> rotate_secret(const webhook_id& id);

made<page<token>> list_tokens();
made<token> create_token(const token_request& wanted);
made<void> remove_token(const token_id& id);

made<ping_reply> ping(const ping_request& said);
made<assignments> assigned();
made<event_receipt> stream_event(const challenge_id& challenge, const agent_id& agent,
                                 const std::string& event_json);
made<connector_receipt> connector_submit(const challenge_id& challenge, const solution& answer);
made<void> send_replay(const challenge_id& challenge, const std::vector<replay_event>& events);

made<page<challenge>> sandbox_challenges();
made<dry_run_report> dry_run(const dry_run_request& asked);

}  // namespace requests

}  // namespace bouts

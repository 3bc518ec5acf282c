// Reading the arena's answers. Tolerant: the documented and the observed shape, or a mixture; with or without
// the
// {"data": …} envelope; unknown fields are passed over, a field of the wrong type counts as absent. What an
// object cannot do without (its id) is errc::bad_answer when missing.
//
// Pure functions of the bytes; safe to call concurrently. No input makes them throw or crash.
#pragma once

#include "core/base/error.hpp"
#include "core/wire/account_models.hpp"
#include "core/wire/models.hpp"
#include "core/wire/webhook_models.hpp"

#include <string_view>

namespace bouts {

result<ping_reply> decode_ping(std::string_view body);
// Nested items ({"entry_id","challenge":{…}}) and the flat ones of older services
// ({"entry_id","challenge_id","title",…}).
result<assignments> decode_assigned(std::string_view body);
result<event_receipt> decode_event_receipt(std::string_view body);
result<page<challenge>> decode_challenges(std::string_view body);
result<challenge> decode_challenge(std::string_view body);
result<opened_session> decode_opened_session(std::string_view body);
result<session> decode_session(std::string_view body);
result<submission> decode_submission(std::string_view body);
result<breakdown> decode_breakdown(std::string_view body);
result<match_result> decode_match_result(std::string_view body);
result<connector_receipt> decode_connector_receipt(std::string_view body);
// Lists count what they cannot read as not there.
result<page<webhook>> decode_webhooks(std::string_view body);
result<webhook> decode_webhook(std::string_view body);
result<webhook_test> decode_webhook_test(std::string_view body);
result<page<webhook_delivery>> decode_deliveries(std::string_view body);
// errc::bad_answer without a secret in it.
result<rotated_secret> decode_rotated_secret(std::string_view body);
result<page<token>> decode_tokens(std::string_view body);
// The answer that made a token: errc::bad_answer without the token in it, as it cannot be asked for again.
result<token> decode_created_token(std::string_view body);
result<dry_run_report> decode_dry_run(std::string_view body);
// For answers that say nothing but "done": any body, an empty one too.
status decode_nothing(std::string_view body);

// An answer with status 300 or above as an error: its kind by the status, its message and code from either
// error shape
// ({"error":{"message","code","request_id"}} or {"error":"text"}), from HTML by its title, or from the status
// alone when the body is empty or anything else. 401 bodies echo the key's beginning, so their text is never
// taken over.
error decode_error(int status, std::string_view body);

}  // namespace bouts

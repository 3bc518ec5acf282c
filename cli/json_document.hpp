// Models as JSON, with the names of API.md. What is not there is null; a secret is there only where it is the
// answer.
#pragma once

#include "core/base/error.hpp"
#include "core/wire/account_models.hpp"
#include "core/wire/models.hpp"
#include "core/wire/webhook_models.hpp"

#include <string>
#include <string_view>

namespace bouts::cli {

std::string to_json(const ping_reply& value);
std::string to_json(const challenge& value);
std::string to_json(const page<challenge>& value);
std::string to_json(const assignments& value);
std::string to_json(const opened_session& value);
std::string to_json(const session& value);
std::string to_json(const submission& value);
std::string to_json(const breakdown& value);
std::string to_json(const match_result& value);
std::string to_json(const event_receipt& value);
std::string to_json(const connector_receipt& value);
std::string to_json(const webhook& value);  // with its secret, where the arena has told it
std::string to_json(const page<webhook>& value);
std::string to_json(const webhook_test& value);
std::string to_json(const page<webhook_delivery>& value);
std::string to_json(const rotated_secret& value);
std::string to_json(const token& value);  // with the token itself, where the arena has told it
std::string to_json(const page<token>& value);
std::string to_json(const dry_run_report& value);

// The same document with DEL, the C1 controls and the marks of text direction as \uNNNN: all that JSON allows
// in a string and a terminal would obey. REQUIRES valid UTF-8.
std::string harmless_json(const std::string& document);

// One field of a document: "id", "lane_breakdown.speed.score", "challenges.0.id". A text comes without its
// quotes, anything else as JSON. errc::not_found when there is none. Pure.
result<std::string> field_of(const std::string& document, std::string_view path);

}  // namespace bouts::cli

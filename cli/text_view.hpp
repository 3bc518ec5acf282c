// Models as text for a person: lists as tables, one thing as lines of "name: value". Nothing in it that a
// terminal would obey but our own colours.
#pragma once

#include "cli/table.hpp"
#include "core/wire/account_models.hpp"
#include "core/wire/models.hpp"
#include "core/wire/webhook_models.hpp"

#include <string>

namespace bouts::cli {

// Each with the line feed at its end.
std::string to_text(const ping_reply& value, const style& how);
std::string to_text(const challenge& value, const style& how);
std::string to_text(const page<challenge>& value, const style& how);
std::string to_text(const assignments& value, const style& how);
std::string to_text(const opened_session& value, const style& how);
std::string to_text(const session& value, const style& how);
std::string to_text(const submission& value, const style& how);
std::string to_text(const breakdown& value, const style& how);
std::string to_text(const match_result& value, const style& how);
std::string to_text(const event_receipt& value, const style& how);
std::string to_text(const connector_receipt& value, const style& how);
std::string to_text(const webhook& value, const style& how);  // with its secret, where the arena has told it
std::string to_text(const page<webhook>& value, const style& how);
std::string to_text(const webhook_test& value, const style& how);
std::string to_text(const page<webhook_delivery>& value, const style& how);
std::string to_text(const rotated_secret& value, const style& how);
std::string to_text(const token& value, const style& how);  // with the token, where the arena has told it
std::string to_text(const page<token>& value, const style& how);
std::string to_text(const dry_run_report& value, const style& how);

}  // namespace bouts::cli

// Answers about API tokens, and of a dry run.
#include "core/wire/decode.hpp"
#include "core/wire/json_reader.hpp"
#include "core/wire/read_page.hpp"

namespace bouts {

namespace {

using wire::json_document;
using wire::json_value;

std::optional<token> read_token(json_value fields) {
  auto id = wire::first_of(fields, {"id", "token_id"}, &json_value::id<token_id>);
  if (!id) {
    return std::nullopt;
  }
  token read;
  read.id = std::move(*id);
  read.name = fields["name"].text_or_empty();
  for (std::string& scope : fields["scopes"].texts()) {
    read.scopes.emplace_back(std::move(scope));
  }
  read.environment = fields["environment"].word<token_environment>();
  read.prefix = wire::first_of(fields, {"prefix", "token_prefix"}, &json_value::text).value_or("");
  read.created_at = fields["created_at"].time();
  read.expires_at = fields["expires_at"].time();
  read.last_used_at = fields["last_used_at"].time();
  return read;
}

}  // namespace

result<page<token>> decode_tokens(std::string_view body) {
  constexpr std::string_view what = "the list of tokens";
  const auto document = json_document::parse(body, what);
  return document ? wire::read_page<token>(*document, what, "tokens", read_token)
                  : std::unexpected(document.error());
}

result<token> decode_created_token(std::string_view body) {
  constexpr std::string_view what = "the answer that made a token";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  // `token` is the text of the token itself, beside what is told of it.
  const auto payload = document->payload();
  auto read = read_token(payload);
  if (!read) {
    return wire::bad_answer(what, "has no usable id");
  }
  read->value = secret(payload["token"].text_or_empty());
  if (read->value.empty()) {
    return wire::bad_answer(what, "does not have the token in it");
  }
  return *std::move(read);
}

result<dry_run_report> decode_dry_run(std::string_view body) {
  constexpr std::string_view what = "the answer to a dry run";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  const auto valid = fields["valid"].boolean();
  if (!valid) {
    return wire::bad_answer(what, "does not say whether it would be taken");
  }
  dry_run_report read;
  read.valid = *valid;
  for (const auto& item : fields["checks"].items()) {
    if (auto check = item["check"].text()) {
      read.checks.push_back(
          {std::move(*check), item["status"].word<check_status>(), item["detail"].text_or_empty()});
    }
  }
  read.received = document->raw();
  return read;
}

status decode_nothing(std::string_view /*body*/) {
  return {};
}

}  // namespace bouts

// Answers of the webhook resources, and what a delivery says.
#include "core/wire/decode.hpp"
#include "core/wire/json_reader.hpp"
#include "core/wire/read_page.hpp"
#include "core/wire/webhook_signature.hpp"

namespace bouts {

namespace {

using wire::json_document;
using wire::json_value;
using wire::nested_fields;

std::optional<webhook> read_webhook(json_value fields) {
  auto id = wire::first_of(fields, {"id", "webhook_id"}, &json_value::id<webhook_id>);
  if (!id) {
    return std::nullopt;
  }
  webhook read;
  read.id = std::move(*id);
  read.url = fields["url"].text_or_empty();
  for (std::string& event : fields["events"].texts()) {
    read.events.emplace_back(std::move(event));
  }
  read.secret_prefix = fields["secret_prefix"].text_or_empty();
  read.active = wire::first_of(fields, {"active", "is_active"}, &json_value::boolean).value_or(true);
  read.created_at = fields["created_at"].time();
  return read;
}

std::optional<webhook_delivery> read_delivery(json_value fields) {
  auto id = wire::first_of(fields, {"id", "delivery_id"}, &json_value::id<delivery_id>);
  if (!id) {
    return std::nullopt;
  }
  webhook_delivery read;
  read.id = std::move(*id);
  read.event_type = word<webhook_event_type>(
      wire::first_of(fields, {"event_type", "event"}, &json_value::text).value_or(""));
  read.status = fields["status"].text_or_empty();
  read.attempts = wire::first_of(fields, {"attempts", "attempt_count"}, &json_value::integer);
  read.status_code =
      wire::first_of(fields, {"status_code", "response_status", "last_status_code"}, &json_value::integer);
  read.error =
      wire::first_of(fields, {"error", "error_message", "last_error"}, &json_value::text).value_or("");
  read.created_at = fields["created_at"].time();
  read.delivered_at = fields["delivered_at"].time();
  return read;
}

// Where the documents have it, and where it was seen; an id that is there but not usable is as good as none.
template <class Id>
std::optional<Id> id_of(json_value event, std::string_view name) {
  return nested_fields{event["data"], event}[name].id<Id>();
}

}  // namespace

result<page<webhook>> decode_webhooks(std::string_view body) {
  constexpr std::string_view what = "the list of webhooks";
  const auto document = json_document::parse(body, what);
  return document ? wire::read_page<webhook>(*document, what, "webhooks", read_webhook)
                  : std::unexpected(document.error());
}

result<webhook> decode_webhook(std::string_view body) {
  constexpr std::string_view what = "the webhook";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto inner = document->payload()["webhook"];
  const auto fields = inner.is_object() ? inner : document->payload();
  auto read = read_webhook(fields);
  if (!read) {
    return wire::bad_answer(what, "has no usable id");
  }
  read->secret = secret(fields["secret"].text_or_empty());
  if (read->secret.empty()) {
    read->received = document->raw();
  }
  return *std::move(read);
}

result<webhook_test> decode_webhook_test(std::string_view body) {
  constexpr std::string_view what = "the answer to a webhook's test";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  const auto delivered = fields["delivered"].boolean();
  if (!delivered) {
    return wire::bad_answer(what, "does not say whether it was delivered");
  }
  webhook_test read;
  read.delivered = *delivered;
  read.status_code = fields["status_code"].integer();
  if (const auto took = fields["latency_ms"].number(); took && *took >= 0 && *took < 1e9) {
    read.latency = milliseconds(static_cast<long long>(*took));
  }
  read.received = document->raw();
  return read;
}

result<page<webhook_delivery>> decode_deliveries(std::string_view body) {
  constexpr std::string_view what = "the list of deliveries";
  const auto document = json_document::parse(body, what);
  return document ? wire::read_page<webhook_delivery>(*document, what, "deliveries", read_delivery)
                  : std::unexpected(document.error());
}

result<rotated_secret> decode_rotated_secret(std::string_view body) {
  constexpr std::string_view what = "the answer to a change of a webhook's secret";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  rotated_secret read;
  read.secret = secret(fields["secret"].text_or_empty());
  if (read.secret.empty()) {
    return wire::bad_answer(what, "has no secret");
  }
  read.secret_prefix = fields["secret_prefix"].text_or_empty();
  read.rotated_at = fields["rotated_at"].time();
  return read;
}

result<webhook_event> decode_webhook_event(std::string_view payload) {
  constexpr std::string_view what = "the webhook's delivery";
  const auto document = json_document::parse(payload, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto event = document->root();
  const auto type = wire::first_of(event, {"event_type", "type", "event"}, &json_value::text);
  if (!type || type->empty()) {
    return wire::bad_answer(what, "does not say what happened");
  }
  const nested_fields fields{event["data"], event};
  webhook_event read;
  read.id = event["id"].text_or_empty();
  read.type = word<webhook_event_type>(*type);
  read.timestamp = wire::first_of(event, {"timestamp", "created_at"}, &json_value::time);
  read.challenge_id = id_of<challenge_id>(event, "challenge_id");
  read.submission_id = id_of<submission_id>(event, "submission_id");
  read.final_score = wire::first_of(fields, {"final_score", "score"}, &json_value::number);
  read.result_state = fields["result_state"].word<result_state>();
  read.received = document->whole();
  return read;
}

}  // namespace bouts

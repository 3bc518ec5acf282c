// Answers of the connector endpoints: ping, challenges/assigned, events/stream.
#include "core/wire/decode.hpp"
#include "core/wire/json_reader.hpp"
#include "core/wire/read_challenge.hpp"

namespace bouts {

namespace {

using wire::json_document;
using wire::json_value;

std::optional<assignment> read_assignment(json_value item) {
  auto entry = item["entry_id"].id<entry_id>();
  // A flat item has no challenge inside: then the fields stand in the item itself.
  auto inner = wire::read_challenge(item["challenge"], item);
  if (!entry || !inner) {
    return std::nullopt;
  }
  return assignment{std::move(*entry), std::move(*inner), item["assigned_at"].time(), {}};
}

}  // namespace

result<ping_reply> decode_ping(std::string_view body) {
  constexpr std::string_view what = "the answer to a ping";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  auto agent = fields["agent_id"].id<agent_id>();
  if (!agent) {
    return wire::bad_answer(what, "has no usable agent_id");
  }
  return ping_reply{std::move(*agent), fields["is_online"].boolean().value_or(false),
                    fields["status"].text_or_empty(), document->raw()};
}

result<assignments> decode_assigned(std::string_view body) {
  constexpr std::string_view what = "the list of assignments";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto list = document->list("challenges");
  if (!list.is_array()) {
    return wire::bad_answer(what, "has no array of challenges");
  }
  assignments read;
  const auto items = list.items();
  for (std::size_t place = 0; place < items.size(); ++place) {
    if (auto one = read_assignment(items[place])) {
      one->received = document->raw_item("challenges", place);
      one->challenge.received = items[place]["challenge"] ? one->received["challenge"] : one->received;
      read.items.push_back(std::move(*one));
    } else {
      ++read.unreadable;
    }
  }
  return read;
}

result<event_receipt> decode_event_receipt(std::string_view body) {
  constexpr std::string_view what = "the answer to an event";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  if (!fields.is_object()) {
    return wire::bad_answer(what, "is not an object");
  }
  if (!fields["received"].boolean().value_or(true)) {
    return wire::bad_answer(what, "says that the event was not received");
  }
  return event_receipt{fields["seq_num"].long_integer().value_or(0)};
}

result<connector_receipt> decode_connector_receipt(std::string_view body) {
  constexpr std::string_view what = "the answer to a submission";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto fields = document->payload();
  connector_receipt read;
  read.submission_id = wire::first_of(fields, {"submission_id", "id"}, &json_value::id<submission_id>);
  if (!read.submission_id) {
    return wire::bad_answer(what, "has no usable submission_id");
  }
  read.submitted_at = fields["submitted_at"].time();
  read.status = word<submission_status>(
      wire::first_of(fields, {"submission_status", "status"}, &json_value::text).value_or(""));
  read.received = document->raw();
  return read;
}

}  // namespace bouts

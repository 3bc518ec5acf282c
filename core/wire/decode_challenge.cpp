// Answers of the challenge resources.
#include "core/wire/decode.hpp"
#include "core/wire/json_reader.hpp"
#include "core/wire/read_challenge.hpp"

namespace bouts {

namespace {

using wire::json_document;
using wire::json_value;

std::optional<page_info> read_page_info(json_value pagination) {
  if (!pagination.is_object()) {
    return std::nullopt;
  }
  page_info read;
  read.total = pagination["total"].integer().value_or(read.total);
  read.page = pagination["page"].integer().value_or(read.page);
  read.limit = pagination["limit"].integer().value_or(read.limit);
  read.has_more = pagination["has_more"].boolean().value_or(read.has_more);
  return read;
}

}  // namespace

result<page<challenge>> decode_challenges(std::string_view body) {
  constexpr std::string_view what = "the list of challenges";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto payload = document->payload();
  const auto list = payload.is_array() ? payload : payload["challenges"];
  if (!list.is_array()) {
    return wire::bad_answer(what, "has no array of challenges");
  }
  page<challenge> read;
  for (const auto& item : list.items()) {
    if (auto one = wire::read_challenge(item, {})) {
      read.items.push_back(std::move(*one));
    }
  }
  const auto beside = document->root()["pagination"];
  read.info = read_page_info(beside ? beside : payload["pagination"]);
  return read;
}

result<challenge> decode_challenge(std::string_view body) {
  constexpr std::string_view what = "the challenge";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  auto read = wire::read_challenge(document->payload(), {});
  if (!read) {
    return wire::bad_answer(what, "has no usable id");
  }
  return std::move(*read);
}

}  // namespace bouts

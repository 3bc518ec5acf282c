// Answers of the challenge resources.
#include "core/wire/decode.hpp"
#include "core/wire/json_reader.hpp"
#include "core/wire/read_challenge.hpp"
#include "core/wire/read_page.hpp"

namespace bouts {

namespace {

using wire::json_document;
using wire::json_value;

}  // namespace

result<page<challenge>> decode_challenges(std::string_view body) {
  constexpr std::string_view what = "the list of challenges";
  const auto document = json_document::parse(body, what);
  if (!document) {
    return std::unexpected(document.error());
  }
  return wire::read_page<challenge>(*document, what, "challenges",
                                    [](json_value item) { return wire::read_challenge(item, {}); });
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
  read->received = document->raw();
  return std::move(*read);
}

}  // namespace bouts

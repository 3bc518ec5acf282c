// Answers that are errors: what they mean, and what of their text may be repeated.
#include "core/base/text.hpp"
#include "core/wire/decode.hpp"
#include "core/wire/json_reader.hpp"
#include "core/wire/web_page.hpp"

#include <algorithm>

namespace bouts {

namespace {

using wire::json_document;
using wire::json_value;

// Ours, in UTF-16 units: an error is one line of a log or a terminal.
constexpr std::size_t max_message_units = 300;
constexpr std::size_t max_code_units = 100;

errc kind_of(int status) noexcept {
  switch (status) {
    case 401:
      return errc::unauthorized;
    case 403:
      return errc::forbidden;
    case 404:
      return errc::not_found;
    case 408:
      return errc::timed_out;
    case 409:
      return errc::conflict;
    case 410:
      return errc::gone;
    case 425:
      return errc::server;  // "too early": as with a 5xx the same request may pass later
    case 429:
      return errc::rate_limited;
    default:
      break;
  }
  if (status >= 500 && status <= 599) {
    return errc::server;
  }
  return status >= 400 && status <= 499 ? errc::validation : errc::bad_answer;
}

// For answers that say nothing of use themselves.
std::string sentence_for(int status) {
  switch (status) {
    case 405:
      return "The arena does not allow this method here.";
    case 408:
      return "The arena gave up waiting for the request.";
    case 413:
      return "The request is larger than the arena takes.";
    case 425:
      return "The arena asks for the same request again later.";
    default:
      break;
  }
  if (status >= 300 && status <= 399) {
    return "The arena answered with a redirect, which is not followed: the base URL may be wrong.";
  }
  return std::string(describe(kind_of(status)));
}

// What an error body says, in either shape.
struct told {
  std::string message;
  std::string code;
  std::string request_id;
};

// A text as it is, anything else as compact JSON: validators answer with lists and trees of problems.
std::string as_text(json_value value) {
  auto text = value.text();
  return text ? std::move(*text) : value.json();
}

void add_clause(std::string& message, std::string_view clause) {
  clause = trim(clause);
  if (clause.empty() || clause == "{}" || clause == "[]" || message.contains(clause)) {
    return;
  }
  const bool ends_sentence = message.ends_with('.') || message.ends_with('!') || message.ends_with('?');
  message += message.empty() ? "" : ends_sentence ? " " : ": ";
  message += clause;
}

told read_told(json_value root) {
  const auto outer = root["error"];
  // {"error":{"message","code","request_id"}} keeps them inside, {"error":"text"} beside; some answers do
  // both.
  const wire::nested_fields fields{outer.is_object() ? outer : json_value(), root};
  told read;
  read.message = outer.text().value_or("");
  add_clause(read.message, fields["message"].text_or_empty());
  add_clause(read.message, as_text(fields["details"]));
  add_clause(read.message, as_text(fields["hint"]));
  const auto code = fields["code"];
  read.code = code.is_object() || code.is_array() ? std::string() : as_text(code);
  read.request_id = fields["request_id"].text_or_empty();
  return read;
}

told read_body(std::string_view body) {
  const auto document = json_document::parse(body, "the error");
  if (document) {
    return read_told(document->root());
  }
  const auto title = wire::web_page_title(body);
  return title.empty()
             ? told{}
             : told{
                   .message = "A web page came instead of an answer: " + title, .code = {}, .request_id = {}};
}

// A code of the arena's kind. A 401 body echoes the key's beginning, and a key has lower-case letters in
// front.
bool looks_like_code(std::string_view code) {
  return std::ranges::all_of(
      code, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

error decode_error(int status, std::string_view body) {
  told read = read_body(body);
  const errc kind = kind_of(status);
  if (kind == errc::unauthorized) {
    read.message.clear();
    read.code = looks_like_code(read.code) ? read.code : std::string();
  }
  read.message = printable(trim(read.message), max_message_units);
  return error{.kind = kind,
               .message = read.message.empty() ? sentence_for(status) : std::move(read.message),
               .status = status,
               .code = printable(read.code, max_code_units),
               .request_id = is_safe_id(read.request_id) ? std::move(read.request_id) : std::string(),
               .attempts = 1,
               .retry_after = {}};
}

}  // namespace bouts

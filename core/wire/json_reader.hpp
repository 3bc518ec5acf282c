// Tolerant reading of JSON: for the .cpp files of this room only, as it brings simdjson with it.
//
// A `json_value` is a value of the document or nothing at all, and asking nothing for anything gives nothing:
// reading a field three levels down needs no checks on the way. A value of another type than asked for counts
// as nothing too.
#pragma once

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "core/wire/raw_json.hpp"
#include "core/wire/word.hpp"

#include <simdjson.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bouts::wire {

class json_value {
 public:
  json_value() = default;  // nothing
  explicit json_value(simdjson::dom::element element) noexcept : element_(element) {}

  // The field of an object; of several with one name the first. Nothing when it is not there, null counts as
  // not there.
  json_value operator[](std::string_view key) const noexcept;
  // The items of an array; none of anything else.
  std::vector<json_value> items() const;
  // The texts among the items; a text by itself is taken for a list of one.
  std::vector<std::string> texts() const;
  // Names and values of an object, in their order; none of anything else.
  std::vector<std::pair<std::string_view, json_value>> members() const;

  // False for nothing only; a null inside an array is there.
  explicit operator bool() const noexcept { return element_.has_value(); }
  bool is_object() const noexcept { return element_ && element_->is_object(); }
  bool is_array() const noexcept { return element_ && element_->is_array(); }

  std::optional<std::string> text() const;  // valid UTF-8; may contain any character, NUL too
  std::string text_or_empty() const { return text().value_or(std::string()); }
  std::optional<bool> boolean() const noexcept;
  // Finite. Also from a string that is a number and nothing else: "87.5".
  std::optional<double> number() const noexcept;
  // Within the range of int, its fraction cut. Also from a string.
  std::optional<int> integer() const noexcept;
  std::optional<long long> long_integer() const noexcept;
  std::optional<wall_time> time() const;
  // A time limit counted in Unit. 0, null and a negative one mean no limit; below 1 it is 1, as 0 would lift
  // it.
  template <class Unit>
  std::optional<Unit> limit() const noexcept {
    const auto count = number();
    if (!count || *count <= 0 || *count > 1e9) {  // beyond 1e9 minutes it would not fit into our times
      return std::nullopt;
    }
    return Unit(*count < 1 ? 1 : static_cast<typename Unit::rep>(*count));
  }
  // An id of that type; nothing when it is not a safe one.
  template <class Id>
  std::optional<Id> id() const {
    const auto candidate = text();
    if (!candidate) {
      return std::nullopt;
    }
    auto parsed = Id::parse(*candidate);
    return parsed ? std::optional<Id>(std::move(*parsed)) : std::nullopt;
  }
  // A word of the arena's; an empty one when it is no text.
  template <class Enum>
  bouts::word<Enum> word() const {
    return bouts::word<Enum>(text_or_empty());
  }
  // The value as JSON without white space.
  std::string json() const;

 private:
  std::optional<simdjson::dom::element> element_;
};

// The fields of two objects as if they were one: what `inner` does not have is looked for in `outer`. For
// answers whose fields stand at another depth than documented, or at both.
struct nested_fields {
  json_value inner;
  json_value outer;

  json_value operator[](std::string_view key) const noexcept {
    const auto field = inner[key];
    return field ? field : outer[key];
  }
};

// The first of the names whose field can be read: first_of(fields, {"final_score", "score"},
// &json_value::number).
template <class Fields, class Read>
auto first_of(const Fields& fields, std::initializer_list<std::string_view> names, Read read)
    -> decltype((fields[std::string_view()].*read)()) {
  for (const std::string_view name : names) {
    if (auto value = (fields[name].*read)()) {
      return value;
    }
  }
  return std::nullopt;
}

// A parsed document. Its values are valid as long as it is; moving it keeps them valid.
class json_document {
 public:
  // errc::bad_answer with a sentence that names `what` ("the list of assignments") and what is wrong with the
  // body. Half surrogates and broken UTF-8 inside of texts are replaced by U+FFFD: a service that cuts its
  // strings by UTF-16 units makes them, and one of them must not hide the whole answer.
  static result<json_document> parse(std::string_view body, std::string_view what);

  json_value root() const noexcept { return root_; }
  // What the envelope holds ({"data":{…}} or {"data":[…]}), or the root itself when there is none.
  json_value payload() const noexcept;
  // The payload when it is a list, else its field `name`.
  json_value list(std::string_view name) const noexcept;

  // The payload, for a model's raw().
  raw_json raw() const { return {body_, payload_path()}; }
  // All of it, envelope and all.
  raw_json whole() const { return {body_, {}}; }
  // One item of list(`name`).
  raw_json raw_item(std::string_view name, std::size_t place) const;

 private:
  json_document() : parser_(std::make_unique<simdjson::dom::parser>()) {}
  std::string payload_path() const;

  std::unique_ptr<simdjson::dom::parser> parser_;  // owns what root_ points into
  json_value root_;
  std::shared_ptr<const std::string> body_;  // as it came
};

// "The arena's answer could not be understood: <what> <trouble>."
std::unexpected<error> bad_answer(std::string_view what, std::string_view trouble);

}  // namespace bouts::wire

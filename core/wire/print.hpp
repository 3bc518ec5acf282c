// The models as text, for tests and logs: "challenge{id: 5f0c…, title: \"Speed Build\", status: active}". On
// one line, texts cut to 200 UTF-16 units, what is not there left out. A secret shows masked.
//
// Not for machines: that is encode.hpp and raw().
#pragma once

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/wire/account_models.hpp"
#include "core/wire/models.hpp"
#include "core/wire/webhook_models.hpp"

#include <concepts>
#include <ostream>
#include <string>

namespace bouts {

std::string to_string(const ping_reply& value);
std::string to_string(const challenge& value);
std::string to_string(const assignment& value);
std::string to_string(const opened_session& value);
std::string to_string(const session& value);
std::string to_string(const submission_event& value);
std::string to_string(const submission& value);
std::string to_string(const lane_score& value);
std::string to_string(const breakdown& value);
std::string to_string(const match_result& value);
std::string to_string(const page_info& value);
std::string to_string(const connector_receipt& value);
std::string to_string(const webhook& value);
std::string to_string(const webhook_test& value);
std::string to_string(const webhook_delivery& value);
std::string to_string(const rotated_secret& value);
std::string to_string(const webhook_event& value);
std::string to_string(const token& value);
std::string to_string(const dry_run_check& value);
std::string to_string(const dry_run_report& value);
std::string to_string(const error& value);

// How many, and each of them.
template <class T>
std::string to_string(const page<T>& value) {
  std::string text = "page{" + std::to_string(value.size()) + " items";
  text += value.info ? ", " + to_string(*value.info) : std::string();
  for (const T& one : value) {
    text += ", " + to_string(one);
  }
  return text + "}";
}

template <class Tag>
std::ostream& operator<<(std::ostream& out, const id<Tag>& value) {
  return out << value.str();
}

// Everything above.
template <class Model>
  requires requires(const Model& value) {
    { to_string(value) } -> std::same_as<std::string>;
    requires std::is_class_v<Model>;
  }
std::ostream& operator<<(std::ostream& out, const Model& value) {
  return out << to_string(value);
}

}  // namespace bouts

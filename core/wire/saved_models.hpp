// The models as the journal keeps them. A secret has no form in it: a model with one cannot be kept.
#pragma once

#include "core/wire/model_fields.hpp"
#include "core/wire/saved.hpp"

namespace bouts::saved {

template <>
struct form<event_text> {
  static json::value write(const event_text& text) {
    return text ? form<std::string>::write(*text) : json::value(nullptr);
  }
  static bool read(const json::value& value, event_text& into) {
    into.reset();
    return value.is_null() || form<std::string>::read(value, into.emplace());
  }
};

}  // namespace bouts::saved

// Lists, which all look alike: an array, in an envelope or not, by itself or under a name. Private to this
// room.
#pragma once

#include "core/wire/json_reader.hpp"
#include "core/wire/models.hpp"

#include <optional>
#include <string_view>

namespace bouts::wire {

// Nothing when it is no object.
std::optional<page_info> read_page_info(json_value pagination);

// `read_one` gives nothing for an item that cannot be read, and that item is left out.
template <class T, class ReadOne>
result<page<T>> read_page(const json_document& document, std::string_view what, std::string_view name,
                          ReadOne read_one) {
  const auto list = document.list(name);
  if (!list.is_array()) {
    return bad_answer(what, "has no array of " + std::string(name));
  }
  page<T> read;
  const auto items = list.items();
  read.items.reserve(items.size());
  for (std::size_t place = 0; place < items.size(); ++place) {
    std::optional<T> one = read_one(items[place]);
    if (one) {
      one->received = document.raw_item(name, place);
      read.items.push_back(std::move(*one));
    }
  }
  const auto beside = document.root()["pagination"];
  read.info = read_page_info(beside ? beside : document.payload()["pagination"]);
  return read;
}

}  // namespace bouts::wire

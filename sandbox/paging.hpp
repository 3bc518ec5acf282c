// Pages of a list: `?page=N&limit=N`. API.md has them for challenges; the arena takes them on every list.
#pragma once

#include "sandbox/answers.hpp"
#include "sandbox/arena_state.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace arena::sandbox {

using parameters = std::map<std::string, std::string, std::less<>>;

struct page_query {
  int page = 1;    // from 1
  int limit = 20;  // 1 to 50
};

// What the query asks for; nothing when it speaks of neither. 400 VALIDATION_ERROR when one is no number in
// its range.
answer_or_refusal<std::optional<page_query>> read_page(const parameters& query);

// That page of the list with its `pagination`; without one the whole list, and no pagination.
template <class Item, class View>
answer list_answer(arena_state& arena, const std::vector<Item>& all, const std::optional<page_query>& asked,
                   View view) {
  const std::size_t limit = asked ? static_cast<std::size_t>(asked->limit) : all.size();
  const std::size_t first = asked ? std::min(all.size(), (asked->page - 1) * limit) : 0;
  boost::json::array items;
  for (std::size_t i = first; i < std::min(all.size(), first + limit); ++i) {
    items.push_back(view(*all[i]));
  }
  std::optional<pagination> pages;
  if (asked) {
    pages = pagination{static_cast<int>(all.size()), asked->page, asked->limit};
  }
  return enveloped(200, std::move(items), arena.request_id(), pages);
}

}  // namespace arena::sandbox

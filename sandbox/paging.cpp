#include "sandbox/paging.hpp"

#include "core/base/limits.hpp"

#include <charconv>

namespace arena::sandbox {

namespace {

constexpr int last_page = 1'000'000;

answer_or_refusal<int> number_in(const parameters& from, std::string_view name, int otherwise, int most) {
  const auto found = from.find(name);
  if (found == from.end()) {
    return otherwise;
  }
  int value = 0;
  const char* const end = found->second.data() + found->second.size();
  const auto [stop, error] = std::from_chars(found->second.data(), end, value);
  if (error != std::errc{} || stop != end || value < 1 || value > most) {
    return refuse_invalid("Invalid query",
                          {std::string(name) + ": must be from 1 to " + std::to_string(most)});
  }
  return value;
}

}  // namespace

answer_or_refusal<std::optional<page_query>> read_page(const parameters& query) {
  if (!query.contains("page") && !query.contains("limit")) {
    return std::nullopt;
  }
  const page_query usual;
  const auto page = number_in(query, "page", usual.page, last_page);
  const auto limit = number_in(query, "limit", usual.limit, bouts::limits::challenges_page_limit);
  if (!page || !limit) {
    return std::unexpected(page ? limit.error() : page.error());
  }
  return page_query{*page, *limit};
}

}  // namespace arena::sandbox

#include "core/wire/read_page.hpp"

namespace bouts::wire {

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

}  // namespace bouts::wire

#include "config/merge.hpp"

#include "config/problems.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace arena::config {

namespace {

constexpr std::string_view merge_key = "<<";

bool is_merge(const node_entry& entry) {
  return entry.key == merge_key;
}

// What a "<<" names: one mapping, or a list of them.
std::vector<const node*> sources_of(const node_entry& entry) {
  if (entry.value->kind != node_kind::list) {
    return {entry.value.get()};
  }
  std::vector<const node*> sources;
  for (const auto& item : entry.value->items) {
    sources.push_back(item.get());
  }
  return sources;
}

}  // namespace

std::expected<std::size_t, problem> resolve_merges(node& mapping) {
  if (std::ranges::none_of(mapping.entries, is_merge)) {
    return 0;
  }
  std::vector<node_entry> entries;
  std::unordered_set<std::string> taken;
  for (const auto& entry : mapping.entries) {
    if (!is_merge(entry)) {
      entries.push_back(entry);
      taken.insert(entry.key);
    }
  }
  const auto own = entries.size();
  for (const auto& merge : mapping.entries) {
    if (!is_merge(merge)) {
      continue;
    }
    for (const node* source : sources_of(merge)) {
      if (source->kind != node_kind::mapping) {
        return std::unexpected(problem{.file = {},
                                       .line = merge.line,
                                       .column = merge.column,
                                       .message = "'<<' merges mappings, not " + described(*source)});
      }
      std::ranges::copy_if(source->entries, std::back_inserter(entries),
                           [&taken](const node_entry& entry) { return taken.insert(entry.key).second; });
    }
  }
  mapping.entries = std::move(entries);
  return mapping.entries.size() - own;
}

}  // namespace arena::config

#include "config/node.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace arena::config {

namespace {

std::optional<std::size_t> as_index(const std::string& step) {
  std::size_t index = 0;
  const auto [end, failed] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (failed != std::errc{} || end != step.data() + step.size()) {
    return std::nullopt;
  }
  return index;
}

node_ptr with_entry(const node& old, const std::string& key, std::span<const std::string> rest,
                    node_ptr value) {
  auto changed = std::make_shared<node>(old);
  changed->kind = node_kind::mapping;
  const auto at = std::ranges::find(changed->entries, key, &node_entry::key);
  if (at != changed->entries.end()) {
    at->value = with_value(at->value, rest, std::move(value));
  } else {
    changed->entries.push_back(
        {.key = key, .value = with_value(std::make_shared<node>(), rest, std::move(value))});
  }
  return changed;
}

node_ptr with_item(const node& old, std::size_t index, std::span<const std::string> rest, node_ptr value) {
  auto changed = std::make_shared<node>(old);
  changed->kind = node_kind::list;
  if (index < changed->items.size()) {
    changed->items[index] = with_value(changed->items[index], rest, std::move(value));
  } else {
    changed->items.push_back(with_value(std::make_shared<node>(), rest, std::move(value)));
  }
  return changed;
}

}  // namespace

const node* node::find(std::string_view key) const noexcept {
  const auto at = std::ranges::find(entries, key, &node_entry::key);
  return at == entries.end() ? nullptr : at->value.get();
}

node_ptr outside_scalar(std::string called, std::string text, std::string unit) {
  auto made = std::make_shared<node>();
  made->kind = node_kind::scalar;
  made->text = std::move(text);
  made->literal = true;
  made->unit = std::move(unit);
  made->called = std::move(called);
  return made;
}

node_ptr with_value(const node_ptr& tree, std::span<const std::string> path, node_ptr value) {
  if (path.empty()) {
    return value;
  }
  const auto index = as_index(path.front());
  const node_kind wanted = index ? node_kind::list : node_kind::mapping;
  if (tree->kind != wanted && tree->kind != node_kind::empty) {
    return tree;
  }
  return index ? with_item(*tree, *index, path.subspan(1), std::move(value))
               : with_entry(*tree, path.front(), path.subspan(1), std::move(value));
}

}  // namespace arena::config

// What a configuration says before its meaning is known: a tree of mappings, lists and scalars, each with the
// place it came from. The file, the environment and the flags all become such nodes, so that one reader
// checks them all.
//
// A finished tree is never changed: nodes are shared (an alias and its anchor are one node) and with_value()
// makes a new tree.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arena::config {

enum class node_kind { empty, scalar, list, mapping };

struct node;
using node_ptr = std::shared_ptr<const node>;

struct node_entry {
  std::string key;
  int line = 0;  // of the key
  int column = 0;
  node_ptr value;  // never null
};

struct node {
  node_kind kind = node_kind::empty;
  int line = 0;      // from 1; 0: not from the file
  int column = 0;    // from 1
  std::string text;  // of a scalar, quotes and escapes resolved
  bool literal =
      false;           // no ${…} in it is expanded: it came through a shell, or from the npm connector's file
  std::string unit;    // "ms", "s" or "m": the text is a bare number of these; else empty
  std::string called;  // what messages call it in place of its key path: "--key", "pollInterval"
  std::vector<node_ptr> items;      // of a list; none is null
  std::vector<node_entry> entries;  // of a mapping, in the file's order; a key may stand there twice

  // The value of the first entry of that name, or null. Valid as long as this node.
  const node* find(std::string_view key) const noexcept;
};

// A scalar that did not come from the file; `unit` as in node.
node_ptr outside_scalar(std::string called, std::string text, std::string unit = {});

// The same tree with `value` at `path` (keys; a number is an index into a list), missing and empty mappings
// and lists made on the way. Where the path meets a scalar, or a list where a key is wanted, the tree comes
// back as it was: the reader has something to say about that place.
node_ptr with_value(const node_ptr& tree, std::span<const std::string> path, node_ptr value);

}  // namespace arena::config

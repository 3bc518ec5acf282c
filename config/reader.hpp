// Reads typed values out of a tree and gathers what is wrong with it, every problem with its place. A read
// that finds a problem notes it and gives nothing, and reading goes on, so that a person sees all problems at
// once.
#pragma once

#include "config/load.hpp"
#include "config/node.hpp"
#include "core/base/secret.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arena::config {

// Where the reader is in the tree.
struct place {
  const node* at = nullptr;  // never null; lives as long as the tree
  std::string path;          // "agents[0].limits.memory"; empty at the top

  place key(std::string_view name, const node& value) const;  // "path.name"
  place item(std::size_t index) const;                        // "path[index]"
  // What a problem calls it: the path, or what the value itself is called (a flag, a variable).
  const std::string& name() const noexcept { return at->called.empty() ? path : at->called; }
};

struct number_range {
  int least;
  int most;
};

struct duration_range {
  milliseconds least;
  milliseconds most;
  bool zero_too = false;  // 0 is allowed below `least`
  std::optional<milliseconds> least_against_loopback =
      {};  // replaces `least` when the arena is on this machine
};

struct size_range {
  std::uint64_t least;    // for anything but 0
  bool zero_too = false;  // 0 is allowed below `least`
};

// What the tree was made of, apart from environment and flags.
enum class tree_source { nothing, yaml_file, connector_file };

// Not thread-safe. `around` has to outlive it.
class reader {
 public:
  // `file`: its name in messages, empty for tree_source::nothing. `directory`: what relative paths are taken
  // from.
  reader(tree_source source, std::string file, std::string directory, const surroundings& around);

  tree_source source() const noexcept { return source_; }
  const std::string& directory() const noexcept { return directory_; }
  const surroundings& around() const noexcept { return *around_; }

  // Rules are softer against an arena on this machine. Where it cannot be told where the arena is (its URL is
  // wrong) they are soft too, so that one mistake does not look like several.
  void set_arena_is_loopback(bool loopback) noexcept { loopback_ = loopback; }
  bool soft_rules() const noexcept { return loopback_; }

  // "<name>: <message>".
  void complain(const place& where, const std::string& message, problem_kind kind = problem_kind::bad_value);
  // "<name>: expected <what>, found <what stands there>".
  void complain_expected(const place& where, const std::string& what,
                         problem_kind kind = problem_kind::wrong_type);
  // The message as it is, at a key.
  void complain_at(const node_entry& key, std::string message, problem_kind kind = problem_kind::bad_value);
  // The message as it is, about no place in the file.
  void complain_outside(std::string message, problem_kind kind = problem_kind::bad_value);
  void warn(const place& where, const std::string& message);

  // Each gives the value, or nothing after noting a problem. All but list() and words() take a scalar.
  std::optional<std::string> text(const place& where,
                                  std::string_view what);  // references expanded; no NUL in it
  std::optional<std::string> filled_text(const place& where, std::string_view what);  // not empty either
  std::optional<bool> boolean(const place& where);
  std::optional<int> number(const place& where, number_range range);
  std::optional<milliseconds> duration(const place& where, const duration_range& range);
  std::optional<std::uint64_t> size(const place& where, size_range range);
  std::optional<std::size_t> choice(const place& where,
                                    const std::vector<std::string>& names);  // which of them
  std::optional<std::string> path(const place& where);                       // absolute
  // `shape` says what kind of secret it is ("an agent key (aa_…)") and whether the text is one; the text is
  // never shown.
  struct secret_shape {
    std::string what;
    std::function<bool(const reader&, std::string_view)> fits;
    std::function<std::string(std::string_view)> hint;  // what to add to the message; may be empty
  };
  std::optional<bouts::secret> secret(const place& where, const secret_shape& shape);
  // The items one by one, by `read_item`; nothing when one of them has a problem.
  using item_reader = std::function<std::optional<std::string>(reader&, const place&)>;
  std::optional<std::vector<std::string>> list(const place& where, const item_reader& read_item);
  // A command: a list of words, or a string that is split. May be empty.
  std::optional<std::vector<std::string>> words(const place& where);

  // Whether a mapping stands there (an empty value is one without keys). Reports keys that are not among
  // `known`, and those that stand there twice. `elsewhere` gives the section in which a key would be right,
  // or "".
  bool mapping(const place& where, const std::vector<std::string>& known);
  void set_elsewhere(std::function<std::string(const std::string& key)> elsewhere) {
    elsewhere_ = std::move(elsewhere);
  }
  void check_twice(const place& where);

  // What the texts read since the last call had from files, credentials and variables that sound like a
  // secret, `open` ones (which are shown to everybody anyway) aside. Warns of files among them that every
  // user can read.
  std::vector<bouts::secret> take_referred(std::span<const std::string> open = {});
  // A secret stands there: to be known in the end is whether one stands in the file itself.
  void note_secret(const place& where);
  bool file_holds_secret() const noexcept { return file_holds_secret_; }

  std::vector<problem>& problems() noexcept { return problems_; }
  std::vector<std::string>& warnings() noexcept { return warnings_; }

 private:
  struct reference {
    place where;
    std::string value;
    std::string file;  // empty: it was a variable
  };
  // The text behind "file:…" or "credential:…", or the text itself.
  std::optional<std::string> follow(const place& where, const std::string& text);
  std::optional<milliseconds> counted(const place& where, const duration_range& range);

  tree_source source_;
  std::string file_;
  std::string directory_;
  const surroundings* around_;
  bool loopback_ = false;
  std::function<std::string(const std::string&)> elsewhere_;
  std::vector<problem> problems_;
  std::vector<std::string> warnings_;
  std::vector<reference> references_;
  std::set<std::string> told_files_;  // that everybody can read
  bool file_holds_secret_ = false;
};

}  // namespace arena::config

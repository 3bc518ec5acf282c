#include "config/yaml_tree.hpp"

#include "config/merge.hpp"
#include "config/problems.hpp"
#include "core/base/text.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

namespace arena::config {

namespace {

// Thrown through the parser, which has no other way to be stopped; caught in read_yaml.
struct refused {
  int line;
  int column;
  std::string message;
};

[[noreturn]] void refuse(const YAML::Mark& mark, std::string message) {
  throw refused{mark.line + 1, mark.column + 1, std::move(message)};
}

// Plain scalars come with "?", quoted ones with "!"; neither says anything that matters here.
bool is_known_tag(const std::string& tag) {
  static constexpr std::string_view own = "tag:yaml.org,2002:";
  if (tag.empty() || tag == "?" || tag == "!") {
    return true;
  }
  if (!tag.starts_with(own)) {
    return false;
  }
  const auto name = std::string_view(tag).substr(own.size());
  return name == "str" || name == "int" || name == "bool" || name == "float" || name == "map" ||
         name == "seq" || name == "null";
}

// Builds the tree from the parser's events. A mapping that is being built holds its key until the value
// comes.
class tree_builder final : public YAML::EventHandler {
 public:
  node_ptr root() const { return root_; }
  // A key that is no word. Reading goes on behind it, for the library takes what follows an open quote for a
  // key, and its own error is then the one to tell.
  const std::optional<refused>& wrong_key() const { return wrong_key_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (root_) {
      refuse(mark, "a second document begins here; the configuration is one document");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    auto made = make(mark, node_kind::empty);
    if (!levels_.empty() && levels_.back().has_key) {  // the mark is that of whatever comes next
      made->line = levels_.back().pending.line;
      made->column = levels_.back().pending.column;
    }
    remember(anchor, made);
    place(mark, made);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_tag(mark, tag);
    auto made = make(mark, node_kind::scalar);
    made->text = value;
    remember(anchor, made);
    place(mark, made);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end() || is_open(known->second.get())) {
      refuse(mark, "this alias stands inside the value that it names");
    }
    place(mark, known->second);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, node_kind::list);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, node_kind::mapping);
  }
  void OnMapEnd() override { close(); }

 private:
  struct level {
    std::shared_ptr<node> at;
    YAML::Mark mark;
    bool has_key = false;
    node_entry pending;
  };

  static std::shared_ptr<node> make(const YAML::Mark& mark, node_kind kind) {
    auto made = std::make_shared<node>();
    made->kind = kind;
    made->line = mark.line + 1;
    made->column = mark.column + 1;
    return made;
  }

  static void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!is_known_tag(tag)) {
      refuse(mark, "the tag " + shown(tag) + " is not understood here");
    }
  }

  void remember(YAML::anchor_t anchor, const std::shared_ptr<node>& made) {
    if (anchor != YAML::NullAnchor) {
      anchors_[anchor] = made;
    }
  }

  bool is_open(const node* searched) const {
    return std::ranges::any_of(levels_, [searched](const level& l) { return l.at.get() == searched; });
  }

  // `at` has line and column.
  template <class Place>
  void count(const Place& at, std::size_t entries) {
    entries_ += entries;
    if (entries_ > max_tree_entries) {
      throw refused{at.line, at.column,
                    "more than " + std::to_string(max_tree_entries) + " entries; this is no configuration"};
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, node_kind kind) {
    check_tag(mark, tag);
    auto made = make(mark, kind);
    remember(anchor, made);
    levels_.push_back({.at = std::move(made), .mark = mark, .has_key = false, .pending = {}});
  }

  void close() {
    const level done = std::move(levels_.back());
    levels_.pop_back();
    if (done.at->kind == node_kind::mapping) {
      merge(*done.at);
    }
    place(done.mark, done.at);
  }

  void place(const YAML::Mark& mark, const node_ptr& made) {
    if (levels_.empty()) {
      root_ = made;
      return;
    }
    level& into = levels_.back();
    if (into.at->kind == node_kind::list) {
      count(*made, 1);
      into.at->items.push_back(made);
    } else if (!into.has_key) {
      if (made->kind != node_kind::scalar && !wrong_key_) {
        wrong_key_ = refused{mark.line + 1, mark.column + 1, "a key must be a word, not " + described(*made)};
      }
      into.pending = {.key = made->text, .line = mark.line + 1, .column = mark.column + 1, .value = nullptr};
      into.has_key = true;
    } else {
      count(*made, 1);
      into.pending.value = made;
      into.at->entries.push_back(std::move(into.pending));
      into.has_key = false;
    }
  }

  void merge(node& mapping) {
    const auto added = resolve_merges(mapping);
    if (!added) {
      throw refused{added.error().line, added.error().column, added.error().message};
    }
    count(mapping, *added);
  }

  node_ptr root_;
  std::optional<refused> wrong_key_;
  std::vector<level> levels_;
  std::unordered_map<YAML::anchor_t, std::shared_ptr<node>> anchors_;
  std::size_t entries_ = 0;
};

std::string_view line_of(std::string_view text, int line) {
  for (; line > 1; --line) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) {
      return {};
    }
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

// The library names the common mistakes in its own terms. `line` is the text of the line. Tabs may indent
// JSON.
std::string explained(const std::string& message, std::string_view line, bool is_json) {
  using namespace YAML::ErrorMsg;
  const auto indentation = line.substr(0, line.find_first_not_of(" \t"));
  if (message == TAB_IN_INDENTATION || (!is_json && indentation.find('\t') != std::string_view::npos)) {
    return "a tab stands where the line is indented; YAML wants spaces";
  }
  if (message == END_OF_MAP_FLOW) {
    return "a '{' or a quote is not closed, or a text needs quotes, as \"${NAME}\" does";
  }
  if (message == END_OF_SEQ_FLOW) {
    return "a '[' or a quote is not closed, or a text needs quotes, as \"${NAME}\" does";
  }
  if (message == MAP_VALUE) {
    return "a ':' stands where none can; a text with ': ' in it needs quotes";
  }
  if (message == EOF_IN_SCALAR) {
    return "a quote is not closed";
  }
  if (message == END_OF_MAP || message == END_OF_SEQ) {
    return "the indentation does not fit the lines above";
  }
  return message;
}

// Where the first byte stands that is no UTF-8.
problem not_utf8(std::string_view text, const std::string& file) {
  int line = 1;
  while (true) {
    const auto end = text.find('\n');
    if (!bouts::is_valid_utf8(text.substr(0, end)) || end == std::string_view::npos) {
      return {.file = file,
              .line = line,
              .column = 1,
              .message = "the line is not valid UTF-8",
              .kind = problem_kind::bad_yaml};
    }
    text.remove_prefix(end + 1);
    ++line;
  }
}

}  // namespace

std::expected<node_ptr, problem> read_yaml(std::string_view text, const std::string& file) {
  if (text.size() > max_file_bytes) {
    return std::unexpected(problem{.file = file,
                                   .message = "has " + std::to_string(text.size()) +
                                              " bytes; a configuration has at most " +
                                              std::to_string(max_file_bytes),
                                   .kind = problem_kind::bad_yaml});
  }
  if (!bouts::is_valid_utf8(text)) {
    return std::unexpected(not_utf8(text, file));
  }
  std::istringstream input{std::string(text)};
  tree_builder builder;
  try {
    YAML::Parser parser(input);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const refused& why) {
    return std::unexpected(problem{.file = file,
                                   .line = why.line,
                                   .column = why.column,
                                   .message = why.message,
                                   .kind = problem_kind::bad_yaml});
  } catch (const YAML::Exception& why) {
    const bool placed = !why.mark.is_null();
    return std::unexpected(problem{
        .file = file,
        .line = placed ? why.mark.line + 1 : 0,
        .column = placed ? why.mark.column + 1 : 0,
        .message = "not valid YAML: " +
                   explained(why.msg, line_of(text, why.mark.line + 1), bouts::trim(text).starts_with('{')),
        .kind = problem_kind::bad_yaml});
  }
  if (const auto& why = builder.wrong_key()) {
    return std::unexpected(problem{.file = file,
                                   .line = why->line,
                                   .column = why->column,
                                   .message = why->message,
                                   .kind = problem_kind::bad_yaml});
  }
  if (builder.root()) {
    return builder.root();
  }
  auto nothing = std::make_shared<node>();
  nothing->line = 1;
  nothing->column = 1;
  return nothing;
}

}  // namespace arena::config

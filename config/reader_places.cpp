// The reader's other half: places, problems and keys.
#include "config/problems.hpp"
#include "config/reader.hpp"
#include "config/references.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace arena::config {

namespace {

// More keys than this are not listed in a message.
constexpr std::size_t listed_keys = 12;

// A shorter value hides nothing: masking it would only blank out ordinary words.
constexpr std::size_t shortest_hidden = 8;

std::string in_section(const std::string& path) {
  return path.empty() ? "at the top level" : "in " + path;
}

}  // namespace

place place::key(std::string_view name, const node& value) const {
  return {.at = &value, .path = path.empty() ? std::string(name) : path + "." + std::string(name)};
}

place place::item(std::size_t index) const {
  return {.at = at->items[index].get(), .path = path + "[" + std::to_string(index) + "]"};
}

reader::reader(tree_source source, std::string file, std::string directory, const surroundings& around)
    : source_(source), file_(std::move(file)), directory_(std::move(directory)), around_(&around) {}

void reader::complain(const place& where, const std::string& message, problem_kind kind) {
  const bool outside = !where.at->called.empty() && where.at->line == 0;
  problems_.push_back({.file = outside ? std::string() : file_,
                       .line = where.at->line,
                       .column = where.at->column,
                       .message = where.name().empty() ? message : where.name() + ": " + message,
                       .kind = kind});
}

void reader::complain_expected(const place& where, const std::string& what, problem_kind kind) {
  complain(where, "expected " + what + ", found " + described(*where.at), kind);
}

void reader::complain_at(const node_entry& key, std::string message, problem_kind kind) {
  problems_.push_back(
      {.file = file_, .line = key.line, .column = key.column, .message = std::move(message), .kind = kind});
}

void reader::complain_outside(std::string message, problem_kind kind) {
  problems_.push_back({.file = {}, .line = 0, .column = 0, .message = std::move(message), .kind = kind});
}

void reader::warn(const place& where, const std::string& message) {
  const bool outside = !where.at->called.empty() && where.at->line == 0;
  warnings_.push_back(problem{.file = outside ? std::string() : file_,
                              .line = where.at->line,
                              .column = where.at->column,
                              .message = where.name() + ": " + message}
                          .describe());
}

std::optional<std::string> reader::text(const place& where, std::string_view what) {
  if (where.at->kind != node_kind::scalar) {
    complain_expected(where, std::string(what));
    return std::nullopt;
  }
  std::string value = where.at->text;
  if (!where.at->literal) {
    auto expanded = expand(value, around_->environment);
    if (!expanded) {
      complain(where, expanded.error());
      return std::nullopt;
    }
    auto followed = follow(where, *expanded);
    if (!followed) {
      return std::nullopt;
    }
    value = std::move(*followed);
  }
  if (value.find('\0') != std::string::npos) {
    complain(where, "the text holds a NUL character");
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> reader::follow(const place& where, const std::string& text) {
  auto followed = follow_reference(text, directory_, *around_);
  if (!followed) {
    complain(where, followed.error());
    return std::nullopt;
  }
  const bool by_variable = !where.at->literal && refers_to_secret(where.at->text);
  if (by_variable || !followed->file.empty()) {
    references_.push_back({.where = where, .value = followed->text, .file = followed->file});
  }
  return std::move(followed->text);
}

std::vector<bouts::secret> reader::take_referred(std::span<const std::string> open) {
  std::vector<bouts::secret> secrets;
  for (auto& one : std::exchange(references_, {})) {
    if (std::ranges::find(open, one.value) != open.end()) {
      continue;
    }
    if (!one.file.empty() && around_->is_open_to_all && around_->is_open_to_all(one.file) &&
        told_files_.insert(one.file).second) {
      warn(one.where, "every user of this machine can read " + shown(one.file) +
                          "; let only its owner, as by chmod 600");
    }
    if (one.value.size() >= shortest_hidden) {
      secrets.emplace_back(std::move(one.value));
    }
  }
  return secrets;
}

void reader::note_secret(const place& where) {
  const auto& text = where.at->text;
  const bool by_variable = !where.at->literal && text.find("${") != std::string::npos;
  file_holds_secret_ = file_holds_secret_ || (where.at->line > 0 && !by_variable && !is_reference(text));
}

std::optional<std::string> reader::filled_text(const place& where, std::string_view what) {
  auto value = text(where, what);
  if (value && value->empty()) {
    complain_expected(where, std::string(what));
    return std::nullopt;
  }
  return value;
}

bool reader::mapping(const place& where, const std::vector<std::string>& known) {
  if (where.at->kind == node_kind::empty) {
    return true;
  }
  if (where.at->kind != node_kind::mapping) {
    complain_expected(where, known.size() > listed_keys ? "a mapping" : "a mapping of " + joined(known));
    return false;
  }
  for (const auto& entry : where.at->entries) {
    if (std::ranges::find(known, entry.key) != known.end()) {
      continue;
    }
    std::string message = "unknown key " + shown(entry.key) + " " + in_section(where.path);
    const auto right_section = elsewhere_ ? elsewhere_(entry.key) : std::string();
    if (const auto meant = nearest(entry.key, known)) {
      message += "; did you mean '" + *meant + "'?";
    } else if (!right_section.empty()) {
      message += "; it belongs in " + right_section;
    } else if (known.size() <= listed_keys) {
      message += "; the keys here are " + joined(known);
    }
    complain_at(entry, std::move(message), problem_kind::unknown_key);
  }
  check_twice(where);
  return true;
}

void reader::check_twice(const place& where) {
  std::map<std::string, int, std::less<>> first_lines;
  for (const auto& entry : where.at->entries) {
    const auto [first, is_new] = first_lines.emplace(entry.key, entry.line);
    if (!is_new) {
      complain_at(entry, "duplicate key " + shown(entry.key) + " " + in_section(where.path) +
                             "; it stands in line " + std::to_string(first->second) + " already");
    }
  }
}

}  // namespace arena::config

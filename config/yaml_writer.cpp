#include "config/yaml_writer.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <utility>

namespace arena::config {

namespace {

constexpr std::size_t indent = 2;

bool is_plain_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_./+=@-").find(c) != std::string_view::npos;
}

// Without quotes these would be an empty value, a merge or a document's end.
bool is_special_word(std::string_view text) {
  static constexpr std::array<std::string_view, 6> words = {"null", "Null", "NULL", "~", "---", "..."};
  return std::ranges::find(words, text) != words.end();
}

std::string quoted(std::string_view text) {
  std::string done = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      done += '\\';
      done += c;
    } else if (c == '\n') {
      done += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      std::array<char, 8> hex{};
      std::snprintf(hex.data(), hex.size(), "\\x%02X", byte);
      done += hex.data();
    } else {
      done += c;
    }
  }
  return done + "\"";
}

std::string scalar_text(std::string_view text) {
  std::string doubled;
  for (const char c : text) {
    doubled += c;
    if (c == '$') {
      doubled += c;
    }
  }
  const bool plain = !text.empty() && text.front() != '-' && text.front() != '=' && text.front() != '@' &&
                     std::ranges::all_of(text, is_plain_character) && !is_special_word(text);
  return plain ? doubled : quoted(doubled);
}

}  // namespace

yaml_writer::yaml_writer(std::vector<bouts::secret> hidden) : hidden_(std::move(hidden)) {
  std::ranges::sort(hidden_, std::ranges::greater(),
                    [](const bouts::secret& one) { return one.reveal().size(); });
}

std::string yaml_writer::value(std::string_view text) const {
  std::string masked(text);
  for (const auto& one : hidden_) {
    const auto mask = one.masked();
    for (auto at = masked.find(one.reveal()); at != std::string::npos;
         at = masked.find(one.reveal(), at + mask.size())) {
      masked.replace(at, one.reveal().size(), mask);
    }
  }
  if (masked.starts_with("file:") || masked.starts_with("credential:")) {
    masked.insert(masked.find(':'), ":");
  }
  return scalar_text(masked);
}

void yaml_writer::key(std::string_view name) {
  if (nothing_inside_) {
    text_ += "\n";
    nothing_inside_ = false;
  }
  if (at_item_) {
    text_ += std::string((depth_ - 1) * indent, ' ') + "- ";
    at_item_ = false;
  } else {
    text_ += std::string(depth_ * indent, ' ');
  }
  text_ += scalar_text(name) + ":";
}

void yaml_writer::scalar(std::string_view name, std::string_view text) {
  key(name);
  text_ += " " + value(text) + "\n";
}

void yaml_writer::list(std::string_view name, const std::vector<std::string>& items) {
  key(name);
  text_ += " [";
  for (std::size_t i = 0; i < items.size(); ++i) {
    text_ += (i > 0 ? ", " : "") + value(items[i]);
  }
  text_ += "]\n";
}

void yaml_writer::begin(std::string_view name) {
  key(name);
  nothing_inside_ = true;
  ++depth_;
}

void yaml_writer::end() {
  --depth_;
  if (nothing_inside_) {
    text_ += " {}\n";
    nothing_inside_ = false;
  }
}

void yaml_writer::begin_item() {
  ++depth_;
  at_item_ = true;
}

void yaml_writer::end_item() {
  --depth_;
  at_item_ = false;
}

void yaml_writer::comment(std::string_view text) {
  if (nothing_inside_) {
    text_ += "\n";
    nothing_inside_ = false;
  }
  text_ += std::string(depth_ * indent, ' ') + "# " + std::string(text) + "\n";
}

}  // namespace arena::config

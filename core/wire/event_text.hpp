// A text of an event, or none: used like std::optional<std::string>. But one that is taken away leaves its
// memory for the next, so an event that is filled again and again costs no allocation.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bouts {

class event_text {
 public:
  event_text() = default;
  event_text(std::nullopt_t) noexcept {}
  event_text(std::string text) noexcept : text_(std::move(text)), there_(true) {}
  event_text(std::optional<std::string> text)
      : text_(std::move(text).value_or("")), there_(text.has_value()) {}
  template <class Text>
    requires std::convertible_to<const Text&, std::string_view>
  event_text(const Text& text) : text_(std::string_view(text)), there_(true) {}

  bool has_value() const noexcept { return there_; }
  explicit operator bool() const noexcept { return there_; }

  // REQUIRES that it is there.
  const std::string& operator*() const noexcept { return text_; }
  std::string& operator*() noexcept { return text_; }
  const std::string* operator->() const noexcept { return &text_; }
  std::string* operator->() noexcept { return &text_; }
  // Throws std::bad_optional_access where none is there.
  const std::string& value() const { return there_ ? text_ : throw std::bad_optional_access(); }
  std::string value_or(std::string_view other) const { return std::string(there_ ? text_ : other); }
  // Empty where none is there.
  std::string_view view() const noexcept { return text_; }

  // Both keep the memory of the text before.
  void assign(std::string_view text) {
    text_.assign(text);
    there_ = true;
  }
  void reset() noexcept {
    text_.clear();
    there_ = false;
  }
  // An empty text to write into, in the memory of the one before.
  std::string& emplace() noexcept {
    text_.clear();
    there_ = true;
    return text_;
  }

  friend bool operator==(const event_text&, const event_text&) = default;

 private:
  std::string text_;  // empty where none is there
  bool there_ = false;
};

}  // namespace bouts

// A key or token. It cannot be printed, formatted or compared by accident: there is no stream operator, and
// the text is only had by naming `reveal()`, which a reader can search for.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace bouts {

class secret {
 public:
  secret() = default;
  explicit secret(std::string text) noexcept : text_(std::move(text)) {}

  bool empty() const noexcept { return text_.empty(); }
  // The text itself, valid as long as this object is.
  std::string_view reveal() const noexcept { return text_; }
  // "aa_1f…(67)": enough to tell two keys apart, too little to use. Short secrets show nothing but their
  // length.
  std::string masked() const;

  // Constant time in the common length.
  friend bool operator==(const secret& a, const secret& b) noexcept;

  template <class Stream>
  friend Stream& operator<<(Stream&, const secret&) = delete;

 private:
  std::string text_;
};

}  // namespace bouts

// What an agent printed, made fit to be shown elsewhere: valid text, no control sequences, and cut only where
// no secret is torn in two, so that redacting part by part finds what redacting the whole would find.
//
// Pure. Not thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace arena::control {

// What is held back at most: a longer line, or a longer private key, is cut where white space allows it.
inline constexpr std::size_t max_held_bytes = 256 * 1024;

class log_text {
 public:
  void feed(std::string_view bytes) { held_ += bytes; }
  // The whole lines that have come, but not the beginning of a private key without its end. Valid UTF-8
  // without control sequences; not redacted.
  std::string take();
  // All that is left: the stream has ended.
  std::string finish();

 private:
  std::size_t safe_end() const;
  std::string release(std::size_t size);

  std::string held_;
};

}  // namespace arena::control

// What is clamped is valid UTF-8, never over its limit, and the beginning of what it was made from.

#include "core/base/text.hpp"
#include "fuzz/input.hpp"

#include <string>

namespace {

using arena::fuzz::require;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  arena::fuzz::input in(data, size);
  const std::size_t most = in.up_to(600);
  const std::string_view raw = in.rest();
  const std::string valid = bouts::to_valid_utf8(raw);
  require(bouts::is_valid_utf8(valid), "made valid is valid");
  require(bouts::is_valid_utf8(raw) == (valid == raw), "what is valid stays");
  const std::string text = bouts::strip_controls(valid);
  require(bouts::is_valid_utf8(text), "without controls it is still valid");
  require(text.find_first_of(std::string_view("\0\x1b\x7f\r", 4)) == std::string::npos, "controls are gone");
  const std::string cut = bouts::clamp_utf16(text, most);
  require(bouts::is_valid_utf8(cut), "clamped is valid");
  require(bouts::utf16_length(cut) <= most, "never over the limit");
  require(cut == text || most == 0 || cut.ends_with("\xE2\x80\xA6"), "a cut text says so");
  require(cut == text || cut.size() < 3 || text.starts_with(std::string_view(cut).substr(0, cut.size() - 3)),
          "it is the beginning of the text");
  require(cut != text || bouts::clamp_utf16(cut, most) == cut, "clamping twice changes nothing");
  const std::string line = bouts::printable(raw, most);
  require(bouts::is_valid_utf8(line) && bouts::utf16_length(line) <= most, "printable is valid and within");
  require(line.find('\n') == std::string::npos, "on one line");
  return 0;
}

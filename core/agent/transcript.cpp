#include "core/agent/transcript.hpp"

#include "core/base/limits.hpp"
#include "core/wire/encode.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace arena {

namespace {

// As it is written into JSON; at most, as some controls have shorter forms.
std::size_t encoded_bytes(std::string_view text) noexcept {
  std::size_t bytes = 0;
  for (const char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\n';
    bytes += is_control ? 6 : c == '"' || c == '\\' || c == '\n' ? 2 : 1;
  }
  return bytes;
}

// The last whole lines that take no more room than that.
std::string_view last_lines(std::string_view text, std::size_t room) noexcept {
  std::size_t begin = text.size();
  while (begin > 0) {
    const auto before = text.substr(0, begin - 1).rfind('\n');
    const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t needed = encoded_bytes(text.substr(line, begin - line));
    if (needed > room) {
      break;
    }
    room -= needed;
    begin = line;
  }
  return text.substr(begin);
}

}  // namespace

void attach_transcript(bouts::solution& answer, std::string_view events) {
  const auto is_transcript = [](const auto& file) { return file.path == transcript_path; };
  if (std::ranges::any_of(answer.files, is_transcript)) {
    return;
  }
  bouts::solution with = answer;
  with.files.push_back({.path = std::string(transcript_path), .content = {}, .language = "jsonl"});
  const std::size_t taken = bouts::encode_solution(with).size();
  if (taken >= bouts::limits::request_body_bytes) {
    return;
  }
  const auto lines =
      last_lines(events, std::min(max_transcript_bytes, bouts::limits::request_body_bytes - taken));
  if (!lines.empty()) {
    with.files.back().content = lines;
    answer = std::move(with);
  }
}

}  // namespace arena

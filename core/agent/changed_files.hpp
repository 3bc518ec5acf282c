// Which files of a working directory are a part of the answer: those that the agent made or changed, without
// what version control, package managers and the programs themselves put there. Pure; the walk is the
// shell's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

// How far a walk goes; what lies beyond is not seen, and said so.
inline constexpr std::size_t max_watched_entries = 100'000;
inline constexpr int max_watched_depth = 24;

// Ours: well below what the arena takes in one body, with room for escapes.
inline constexpr std::size_t max_answer_files = 200;
inline constexpr std::uint64_t max_answer_file_bytes = 512 * 1024;
inline constexpr std::uint64_t max_answer_files_bytes = 1536 * 1024;

// Whether a walk passes over it, by its name alone.
bool is_left_out(std::string_view name, bool is_directory) noexcept;

struct found_file {
  std::string path;  // relative to the working directory
  std::uint64_t bytes = 0;
  bool said = false;  // the agent said that it wrote it

  bool operator==(const found_file&) const = default;
};

struct chosen_files {
  std::vector<found_file> taken;  // by path
  std::size_t left = 0;           // too large, or too many
};
// Those that the agent spoke of first, then the small ones, as many as there is room for.
chosen_files choose_files(std::vector<found_file> found);

// The content of an answer that has files and no words: their names.
std::string content_for(const std::vector<std::string>& paths);

}  // namespace arena

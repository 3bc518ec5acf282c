// The lines of a stream of tests/streams, or of a captured one.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace test_support {

// What a stand-in does and does not print (tests/streams/README.md).
inline bool is_stage_direction(std::string_view line) {
  static constexpr std::array<std::string_view, 5> known = {"#sleep ", "#write ", "#stderr ", "#exit ",
                                                            "#hang"};
  return std::ranges::any_of(known, [&](std::string_view one) { return line.starts_with(one); });
}

inline std::vector<std::string> stream_lines(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (!is_stage_direction(line)) {
      lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace test_support

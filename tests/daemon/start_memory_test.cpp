#include "daemon/start_memory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <string>

namespace arena {
namespace {

// KiB of this process's code that are mapped now.
long mapped_code() {
  static const std::regex begins("^[0-9a-f]+-[0-9a-f]+ (....) .*");
  std::ifstream from("/proc/self/smaps");
  bool code = false;
  long total = 0;
  std::smatch found;
  for (std::string line; std::getline(from, line);) {
    if (std::regex_match(line, found, begins)) {
      code = found[1] == "r-xp";
    } else if (code && line.starts_with("Rss:")) {
      total += std::stol(line.substr(line.find(':') + 1));
    }
  }
  return total;
}

TEST(StartMemory, IsGivenBackAndWhatIsNeededComesAgain) {
  const auto before = mapped_code();
  give_back_start_memory();
  const auto after = mapped_code();
  EXPECT_LT(after, before);
  give_back_start_memory();  // while it runs, and twice: nothing breaks
  EXPECT_GT(mapped_code(), 0);
}

}  // namespace
}  // namespace arena

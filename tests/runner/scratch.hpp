// Directories and files of tests.
#pragma once

#include <string>
#include <string_view>

namespace test_runner {

// A new directory, gone with everything in it at the end.
class scratch_dir {
 public:
  scratch_dir();
  ~scratch_dir();
  scratch_dir(const scratch_dir&) = delete;
  scratch_dir& operator=(const scratch_dir&) = delete;

  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

// "" when there is no such file.
std::string read_file(const std::string& path);
void write_file(const std::string& path, std::string_view text);

}  // namespace test_runner

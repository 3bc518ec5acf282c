// A file of one test, gone with it.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace test_support {

class temporary_file {
 public:
  explicit temporary_file(const std::string& text) {
    path_ = (std::filesystem::temp_directory_path() / "arena-test-XXXXXX").string();
    const int handle = ::mkstemp(path_.data());
    if (handle < 0) {
      throw std::runtime_error("no temporary file could be made");
    }
    ::close(handle);
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~temporary_file() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;

  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

}  // namespace test_support

#include "control/log_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace arena::control {

namespace {

// Redacting takes some 0.2 ms a KiB at worst; a ping waits behind one portion at most.
constexpr std::size_t portion_bytes = 16 * 1024;
// How far back the beginning of a tail is looked for.
constexpr off_t longest_tail = 16 * 1024 * 1024;

// Where the last `lines` lines of the file begin; a last one without an end counts too.
off_t tail_start(int file, std::size_t lines) {
  const off_t size = ::lseek(file, 0, SEEK_END);
  const off_t earliest = std::max<off_t>(size - longest_tail, 0);
  std::array<char, portion_bytes> block{};
  std::size_t found = 0;
  off_t start = size;
  while (lines > 0 && start > earliest) {
    const auto length = std::min<off_t>(start - earliest, static_cast<off_t>(block.size()));
    if (::pread(file, block.data(), static_cast<std::size_t>(length), start - length) != length) {
      break;
    }
    std::string_view text(block.data(), static_cast<std::size_t>(length));
    if (start == size && text.ends_with('\n')) {
      text.remove_suffix(1);
    }
    start -= length;
    for (auto at = text.rfind('\n'); at != std::string_view::npos; at = text.rfind('\n')) {
      if (++found == lines) {
        return start + static_cast<off_t>(at) + 1;
      }
      text = text.substr(0, at);
    }
  }
  return start;
}

}  // namespace

log_reader::log_reader(std::filesystem::path path, std::optional<std::size_t> tail)
    : path_(std::move(path)), tail_(tail) {}

log_reader::~log_reader() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

// Not through a link and not from a device: an agent may have put anything in the place of the file.
void log_reader::open() {
  const int opened = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat about{};
  if (opened >= 0 && (::fstat(opened, &about) != 0 || !S_ISREG(about.st_mode))) {
    ::close(opened);
    return;
  }
  file_ = opened;
  if (file_ >= 0 && tail_) {
    ::lseek(file_, tail_start(file_, *std::exchange(tail_, std::nullopt)), SEEK_SET);
  }
}

bool log_reader::read_some() {
  if (file_ < 0) {
    open();
  }
  std::array<char, portion_bytes> bytes{};
  const auto got = file_ < 0 ? 0 : ::read(file_, bytes.data(), bytes.size());
  if (got <= 0) {
    return false;
  }
  text_.feed({bytes.data(), static_cast<std::size_t>(got)});
  return true;
}

bool log_reader::was_replaced() const {
  struct stat ours{};
  struct stat there{};
  return file_ >= 0 && ::fstat(file_, &ours) == 0 && ::lstat(path_.c_str(), &there) == 0 &&
         (ours.st_ino != there.st_ino || ours.st_dev != there.st_dev);
}

std::string log_reader::next() {
  for (;;) {
    if (read_some()) {
      if (auto lines = text_.take(); !lines.empty()) {
        return lines;
      }
    } else if (was_replaced()) {
      ::close(std::exchange(file_, -1));
    } else {
      return {};
    }
  }
}

}  // namespace arena::control

#include "cli/solution_input.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace bouts::cli {

namespace {

// One byte more than the arena takes tells that there is too much.
std::string read_up_to_limit(std::istream& from) {
  std::string text(limits::content_bytes + 1, '\0');
  from.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(from.gcount()));
  return text;
}

}  // namespace

result<std::string> read_content(const std::string& path, std::istream& in) {
  const bool from_stream = path.empty() || path == "-";
  const std::string name = from_stream ? "standard input" : path;
  std::ifstream file;
  if (!from_stream) {
    file.open(path, std::ios::binary);
  }
  std::istream& from = from_stream ? in : file;
  std::string text = from ? read_up_to_limit(from) : std::string();
  if (!from && !from.eof()) {
    return fail(errc::io, name + " cannot be read: " + std::strerror(errno));
  }
  if (text.size() > limits::content_bytes) {
    return fail(errc::too_large, name + " is larger than the " + std::to_string(limits::content_bytes) +
                                     " bytes that the arena takes");
  }
  if (text.empty()) {
    return fail(errc::invalid, name + " is empty; a solution has at least one character");
  }
  if (!is_valid_utf8(text) || text.find('\0') != std::string::npos) {
    return fail(errc::invalid, name + " is not UTF-8 text");
  }
  return text;
}

}  // namespace bouts::cli

// Any chunking of a stream gives the same lines, and the lines are the stream.

#include "core/agent/line_splitter.hpp"
#include "fuzz/input.hpp"

#include <string>

namespace {

using arena::fuzz::require;

void add(std::string& lines, const arena::text_line& line) {
  require(line.text.size() <= arena::max_line_bytes, "a line is within its bound");
  require(!line.cut || line.text.size() == arena::max_line_bytes, "a cut line is as long as it may be");
  lines += line.text;
  lines += line.end;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  arena::fuzz::input in(data, size);
  const std::size_t most = 1 + in.up_to(300);
  const std::string_view stream = in.rest();
  arena::line_splitter splitter;
  std::string lines;
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t length = 1 + (at * 7 + most) % most;
    auto portion = stream.substr(at, length);
    at += portion.size();
    while (!portion.empty()) {
      if (const auto line = splitter.next(portion)) {
        add(lines, *line);
      }
    }
  }
  if (const auto line = splitter.finish()) {
    add(lines, *line);
  }
  require(lines == stream, "nothing is lost, nothing is added");
  return 0;
}

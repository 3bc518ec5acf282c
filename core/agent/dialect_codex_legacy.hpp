// What Codex printed until 0.43 (September 2025): lines {"id":…,"msg":{"type":…}} behind two lines of header.
// A part of the dialect `codex`, which tells the two apart by the lines. For the .cpp files of this room
// only.
#pragma once

#include "core/agent/dialect_line.hpp"
#include "core/agent/dialect_tools.hpp"

#include <string>

namespace arena {

class codex_legacy {
 public:
  // As line_dialect::map().
  std::string map(const json::maybe& line, dialect_scribe& scribe, run_report& report);

 private:
  std::string message(const json::maybe& msg, std::string_view type, dialect_scribe& scribe,
                      run_report& report);
  std::string patch(const json::maybe& msg, std::string_view type, dialect_scribe& scribe);

  open_uses uses_;
};

}  // namespace arena

#include "core/agent/dialect.hpp"

#include "core/agent/dialect_aider.hpp"
#include "core/agent/dialect_claude.hpp"
#include "core/agent/dialect_codex.hpp"
#include "core/agent/dialect_cursor.hpp"
#include "core/agent/dialect_gemini.hpp"
#include "core/agent/dialect_goose.hpp"
#include "core/agent/dialect_openclaw.hpp"
#include "core/agent/dialect_opencode.hpp"

#include <cstdlib>
#include <utility>

namespace arena {

std::optional<dialect_kind> parse_dialect_kind(std::string_view name) noexcept {
  for (const auto& one : all_dialects) {
    if (one.name == name) {
      return one.kind;
    }
  }
  return std::nullopt;
}

std::unique_ptr<dialect> make_dialect(dialect_kind kind, std::string workdir) {
  switch (kind) {
    case dialect_kind::claude_code:
    case dialect_kind::qwen:
      return make_claude(kind, std::move(workdir));
    case dialect_kind::codex:
      return make_codex(std::move(workdir));
    case dialect_kind::gemini:
      return make_gemini(std::move(workdir));
    case dialect_kind::cursor:
      return make_cursor(std::move(workdir));
    case dialect_kind::opencode:
      return make_opencode(std::move(workdir));
    case dialect_kind::goose:
      return make_goose(std::move(workdir));
    case dialect_kind::openclaw:
      return make_openclaw(std::move(workdir));
    case dialect_kind::aider:
      return make_aider(std::move(workdir));
  }
  std::abort();
}

}  // namespace arena

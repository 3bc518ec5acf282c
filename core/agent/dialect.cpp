#include "core/agent/dialect.hpp"

#include "core/agent/dialect_claude.hpp"
#include "core/agent/dialect_codex.hpp"

#include <utility>

namespace arena {

std::optional<dialect_kind> parse_dialect_kind(std::string_view name) noexcept {
  return name == "claude-code" ? std::optional(dialect_kind::claude_code)
         : name == "qwen"      ? std::optional(dialect_kind::qwen)
         : name == "codex"     ? std::optional(dialect_kind::codex)
                               : std::nullopt;
}

std::unique_ptr<dialect> make_dialect(dialect_kind kind, std::string workdir) {
  return kind == dialect_kind::codex ? make_codex(std::move(workdir)) : make_claude(kind, std::move(workdir));
}

}  // namespace arena

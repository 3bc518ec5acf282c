// Claude Code and Qwen Code, `--output-format stream-json`: the same lines, other names of tools.
#include "core/agent/dialect_claude.hpp"

#include "core/agent/dialect_line.hpp"
#include "core/agent/dialect_tools.hpp"
#include "core/agent/event_line.hpp"

#include <utility>

namespace arena {

namespace {

// "Exit code 3\n…" to 3: the only place where it stands.
std::optional<int> exit_code_in(std::string_view text) noexcept {
  constexpr std::string_view opening = "Exit code ";
  return text.starts_with(opening) ? number_behind(text, opening) : std::nullopt;
}

class claude final : public line_dialect {
 public:
  claude(dialect_kind kind, std::string workdir) : line_dialect(std::move(workdir)), kind_(kind) {}

 private:
  std::string map(const json::maybe& line) override {
    const auto type = json::text(line, "type");
    const auto subtype = json::text(line, "subtype");
    if (type == "assistant") {
      return said(json::member(line, "message"));
    }
    if (type == "user") {
      return answered(json::member(line, "message"));
    }
    if (type == "result") {
      end(subtype, line);
    } else if (type == "system" && subtype == "init") {
      init(line);
    } else if (type == "system" && subtype == "api_retry") {
      scribe_.retry(json::text(line, "error"));
    } else if (type == "rate_limit_event" &&
               json::text(json::member(line, "rate_limit_info"), "status") == "rejected") {
      scribe_.retry("rate limit reached");
    } else {
      return type.empty() ? "no type"
                          : std::string(type) + (subtype.empty() ? "" : "/" + std::string(subtype));
    }
    return {};
  }

  void init(const json::maybe& line) {
    if (const auto cwd = json::text(line, "cwd"); !cwd.empty()) {
      scribe_.set_workdir(cwd);
    }
    const bool qwen = kind_ == dialect_kind::qwen;
    const auto version = json::text(line, qwen ? "qwen_code_version" : "claude_code_version");
    scribe_.started(std::string(qwen ? "Qwen Code " : "Claude Code ") + std::string(version) + ", " +
                    std::string(json::text(line, "model")));
  }

  std::string said(const json::maybe& message) {
    std::string ignored;
    json::each(json::member(message, "content"), [&](const json::maybe& block) {
      const auto type = json::text(block, "type");
      if (type == "text") {
        scribe_.say(json::text(block, "text"));
      } else if (type == "thinking") {
        const auto text = json::text(block, "thinking");
        scribe_.thinking(text);
        ignored = text.empty() ? "assistant/thinking without text" : ignored;
      } else if (type == "tool_use") {
        use(block);
      } else {
        ignored = "assistant/" + std::string(type);
      }
    });
    return ignored;
  }

  void use(const json::maybe& block) {
    const auto tool = json::text(block, "name");
    const auto input = json::member(block, "input");
    auto made = describe(tool, input);
    begin_use(scribe_, made, tool, input);
    uses_.put(json::text(block, "id"), std::move(made));
  }

  std::string answered(const json::maybe& message) {
    std::string ignored = "user/text";
    json::each(json::member(message, "content"), [&](const json::maybe& block) {
      if (json::text(block, "type") == "tool_result") {
        ended(block);
        ignored.clear();
      }
    });
    return ignored;
  }

  void ended(const json::maybe& result) {
    const auto made = uses_.take(json::text(result, "tool_use_id"));
    const bool failed = json::is_true(result, "is_error");
    const std::string content = joined_text(json::member(result, "content"));
    // Qwen says a command's exit code nowhere that can be relied on, and one in the background has none yet.
    const bool told =
        kind_ == dialect_kind::claude_code && !content.starts_with("Command running in background");
    const auto success = told ? std::optional(0) : std::nullopt;
    end_use(scribe_, made,
            {.failed = failed, .exit_code = failed ? exit_code_in(content) : success, .output = content});
  }

  // One process may print several: the last one counts. `subtype` says "success" of failures too.
  void end(std::string_view subtype, const json::maybe& line) {
    const auto text = json::text(line, "result");
    keep_usage(line);
    const bool bad_text = kind_ == dialect_kind::qwen && text.starts_with("[API Error:");
    if (!json::is_true(line, "is_error") && subtype == "success" && !bad_text) {
      report_.outcome = stream_outcome::completed;
      report_.failure.clear();
      scribe_.was_the_answer();
      report_.answer = json::head(text, max_answer_bytes);
      return;
    }
    const bool limit = subtype == "error_max_turns" || subtype == "error_max_budget_usd";
    report_.outcome = limit ? stream_outcome::limit : stream_outcome::failed;
    std::string_view why;
    json::each(json::member(line, "errors"),
               [&](const json::maybe& error) { why = why.empty() ? json::text(error) : why; });
    why = why.empty() ? json::text(json::member(line, "error"), "message") : why;
    why = why.empty() ? text : why;
    report_.failure = json::head(why.empty() ? subtype : why, max_field_bytes);
    report_.answer.clear();
    scribe_.error_hit(report_.failure);
  }

  // Claude counts cached input apart from the rest, Qwen within it.
  void keep_usage(const json::maybe& line) {
    const auto usage = json::member(line, "usage");
    if (!usage) {
      return;
    }
    const auto cached = json::count(usage, "cache_read_input_tokens");
    auto input = json::count(usage, "input_tokens");
    if (kind_ == dialect_kind::claude_code) {
      input += cached + json::count(usage, "cache_creation_input_tokens");
    }
    report_.usage = run_usage{.input_tokens = input,
                              .cached_input_tokens = cached,
                              .output_tokens = json::count(usage, "output_tokens"),
                              .cost_usd = json::number(line, "total_cost_usd")};
  }

  dialect_kind kind_;
  open_uses uses_;
};

}  // namespace

std::unique_ptr<dialect> make_claude(dialect_kind kind, std::string workdir) {
  return std::make_unique<claude>(kind, std::move(workdir));
}

}  // namespace arena

// Claude Code and Qwen Code, `--output-format stream-json`: the same lines, other names of tools.
#include "core/agent/dialect_claude.hpp"

#include "core/agent/dialect_line.hpp"
#include "core/agent/event_line.hpp"
#include "core/base/text.hpp"

#include <array>
#include <charconv>
#include <map>
#include <utility>

namespace arena {

namespace {

enum class tool_role { other, command, edit, todo };

tool_role role_of(std::string_view tool) noexcept {
  static constexpr std::array<std::pair<std::string_view, tool_role>, 13> known = {{
      {"Bash", tool_role::command},
      {"run_shell_command", tool_role::command},
      {"Write", tool_role::edit},
      {"Edit", tool_role::edit},
      {"MultiEdit", tool_role::edit},
      {"NotebookEdit", tool_role::edit},
      {"write_file", tool_role::edit},
      {"edit", tool_role::edit},
      {"replace", tool_role::edit},
      {"TodoWrite", tool_role::todo},
      {"todo_write", tool_role::todo},
      {"TaskCreate", tool_role::todo},
      {"TaskUpdate", tool_role::todo},
  }};
  for (const auto& [name, role] : known) {
    if (name == tool) {
      return role;
    }
  }
  return tool_role::other;
}

// The first of these keys that has a text.
template <std::size_t count>
std::string_view first_text(const json::maybe& of, const std::array<std::string_view, count>& keys) {
  for (const auto key : keys) {
    if (const auto found = json::text(of, key); !found.empty()) {
      return found;
    }
  }
  return {};
}

constexpr std::array<std::string_view, 2> path_keys = {"file_path", "notebook_path"};
constexpr std::array<std::string_view, 3> snippet_keys = {"content", "new_string", "new_source"};
constexpr std::array<std::string_view, 8> summary_keys = {"file_path", "pattern",     "query", "url",
                                                          "path",      "description", "skill", "prompt"};

// A text, or the texts of blocks.
std::string content_of(const json::maybe& result) {
  const auto content = json::member(result, "content");
  std::string all(json::text(content));
  json::each(content, [&](const json::maybe& block) { all += json::text(block, "text"); });
  return all;
}

// "Exit code 3\n…" to 3: the only place where it stands.
std::optional<int> exit_code_in(std::string_view text) noexcept {
  constexpr std::string_view opening = "Exit code ";
  int code = 0;
  if (!text.starts_with(opening)) {
    return std::nullopt;
  }
  text.remove_prefix(opening.size());
  return std::from_chars(text.data(), text.data() + text.size(), code).ec == std::errc{} ? std::optional(code)
                                                                                         : std::nullopt;
}

class claude final : public line_dialect {
 public:
  claude(dialect_kind kind, std::string workdir) : line_dialect(std::move(workdir)), kind_(kind) {}

 private:
  struct call {
    tool_role role;
    std::string subject;  // the command or the file
    std::string snippet;
  };

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
    call made{role_of(tool), {}, {}};
    switch (made.role) {
      case tool_role::command:
        made.subject = json::text(input, "command");
        break;
      case tool_role::edit:
        made.subject = first_text(input, path_keys);
        made.snippet = json::head(first_text(input, snippet_keys), max_field_bytes);
        break;
      case tool_role::todo:
        todo(tool, input);
        break;
      case tool_role::other:
        scribe_.tool_call(tool, first_text(input, summary_keys));
        break;
    }
    if (calls_.size() < max_open_calls) {
      calls_.insert_or_assign(std::string(json::text(block, "id")), std::move(made));
    }
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
    const auto found = calls_.find(std::string(json::text(result, "tool_use_id")));
    const call made = found == calls_.end() ? call{tool_role::other, {}, {}} : found->second;
    if (found != calls_.end()) {
      calls_.erase(found);
    }
    const bool failed = json::is_true(result, "is_error");
    const std::string content = content_of(result);
    if (made.role == tool_role::command) {
      // Qwen says a command's exit code nowhere that can be relied on.
      const auto success = kind_ == dialect_kind::claude_code ? std::optional(0) : std::nullopt;
      scribe_.command_run(made.subject, failed ? exit_code_in(content) : success, content, failed);
    } else if (failed) {
      scribe_.error_hit(content, made.subject);
    } else if (made.role == tool_role::edit) {
      scribe_.code_write(made.subject, made.snippet);
    }
  }

  void todo(std::string_view tool, const json::maybe& input) {
    if (tool.starts_with("Task")) {
      const auto subject = json::text(input, "subject");
      scribe_.progress(std::nullopt, subject.empty() ? json::text(input, "status") : subject);
      return;
    }
    int done = 0;
    int all = 0;
    std::string_view open;
    json::each(json::member(input, "todos"), [&](const json::maybe& entry) {
      const auto status = json::text(entry, "status");
      ++all;
      done += status == "completed" ? 1 : 0;
      open = status == "in_progress" ? json::text(entry, "content") : open;
    });
    scribe_.todo(done, all, open);
  }

  // One process may print several: the last one counts. `subtype` says "success" of failures too.
  void end(std::string_view subtype, const json::maybe& line) {
    const auto text = json::text(line, "result");
    keep_usage(line);
    const bool bad_text = kind_ == dialect_kind::qwen && text.starts_with("[API Error:");
    if (!json::is_true(line, "is_error") && subtype == "success" && !bad_text) {
      report_.outcome = run_outcome::completed;
      report_.failure.clear();
      scribe_.was_the_answer();
      report_.answer = json::head(text, max_answer_bytes);
      return;
    }
    const bool limit = subtype == "error_max_turns" || subtype == "error_max_budget_usd";
    report_.outcome = limit ? run_outcome::limit : run_outcome::failed;
    std::string_view why;
    json::each(json::member(line, "errors"),
               [&](const json::maybe& error) { why = why.empty() ? json::text(error) : why; });
    why = why.empty() ? json::text(json::member(line, "error"), "message") : why;
    why = why.empty() ? text : why;
    report_.failure = why.empty() ? subtype : why;
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
  std::map<std::string, call> calls_;
};

}  // namespace

std::unique_ptr<dialect> make_claude(dialect_kind kind, std::string workdir) {
  return std::make_unique<claude>(kind, std::move(workdir));
}

}  // namespace arena

// `codex exec --json`, as it is since 0.46: thread, turn and item lines. The older form, which has no types
// of its own, is dialect_codex_legacy.
#include "core/agent/dialect_codex.hpp"

#include "core/agent/dialect_codex_legacy.hpp"
#include "core/agent/dialect_line.hpp"
#include "core/agent/dialect_tools.hpp"
#include "core/agent/event_line.hpp"

#include <utility>

namespace arena {

namespace {

// `/bin/bash -lc 'ls -l'` to `ls -l`: how each command comes. A quote inside stays as the shell had it.
std::string_view unwrapped(std::string_view command) noexcept {
  const auto at = command.find(" -lc ");
  if (at == std::string_view::npos || command.substr(0, at).find(' ') != std::string_view::npos) {
    return command;
  }
  command.remove_prefix(at + 5);
  const bool quoted = command.size() > 1 && (command.front() == '\'' || command.front() == '"') &&
                      command.back() == command.front();
  return quoted ? command.substr(1, command.size() - 2) : command;
}

class codex final : public line_dialect {
 public:
  using line_dialect::line_dialect;

 private:
  std::string map(const json::maybe& line) override {
    const auto type = json::text(line, "type");
    if (type.empty()) {
      return legacy_.map(line, scribe_, report_);
    }
    if (type == "thread.started") {
      scribe_.started("Codex");
    } else if (type.starts_with("item.")) {
      return item(type, json::member(line, "item"));
    } else if (type == "turn.completed") {
      report_.outcome = stream_outcome::completed;
      scribe_.was_the_answer();
      keep_usage(json::member(line, "usage"));
    } else if (type == "turn.failed") {
      fail(json::text(json::member(line, "error"), "message"));
    } else if (type == "error") {
      scribe_.retry(json::text(line, "message"));  // whether it was fatal, turn.failed tells
    } else {
      return std::string(type);
    }
    return {};
  }

  std::string item(std::string_view phase, const json::maybe& item) {
    const auto type = json::text(item, "type");
    if (type == "todo_list") {
      tell_todo(scribe_, json::member(item, "items"));
      return {};
    }
    const bool known = type == "agent_message" || type == "reasoning" || type == "command_execution" ||
                       type == "file_change" || type == "mcp_tool_call" || type == "web_search" ||
                       type == "collab_tool_call" || type == "error";
    if (phase != "item.completed" || !known) {
      return std::string(phase) + "/" + std::string(type);
    }
    completed(type, item);
    return {};
  }

  void completed(std::string_view type, const json::maybe& item) {
    const auto status = json::text(item, "status");
    const bool failed = status == "failed" || status == "declined";
    if (type == "agent_message") {
      report_.answer = json::head(json::text(item, "text"), max_answer_bytes);
      scribe_.say(report_.answer);
    } else if (type == "reasoning") {
      scribe_.thinking(json::text(item, "text"));
    } else if (type == "command_execution") {
      const auto exit = exit_code_at(item, "exit_code");
      scribe_.command_run(unwrapped(json::text(item, "command")), exit, json::text(item, "aggregated_output"),
                          failed || exit.value_or(0) != 0);
    } else if (type == "file_change") {
      changes(item, failed);
    } else if (type == "error") {
      scribe_.error_hit(json::text(item, "message"));
    } else {
      tool(type, item, failed);
    }
  }

  void changes(const json::maybe& item, bool failed) {
    json::each(json::member(item, "changes"), [&](const json::maybe& change) {
      const auto path = json::text(change, "path");
      if (failed) {
        scribe_.error_hit("could not change a file", path);
      } else {
        scribe_.code_write(path, {});  // the stream has no content
      }
    });
  }

  void tool(std::string_view type, const json::maybe& item, bool failed) {
    if (type == "mcp_tool_call") {
      scribe_.tool_call(std::string(json::text(item, "server")) + "/" + std::string(json::text(item, "tool")),
                        main_argument(json::member(item, "arguments")));
    } else if (type == "web_search") {
      scribe_.tool_call(type, json::text(item, "query"));
    } else {
      scribe_.tool_call(json::text(item, "tool"), json::text(item, "prompt"));
    }
    if (failed) {
      const auto message = json::text(json::member(item, "error"), "message");
      scribe_.error_hit(message.empty() ? std::string_view("tool failed") : message);
    }
  }

  void fail(std::string_view message) {
    report_.outcome = stream_outcome::failed;
    report_.failure = json::head(message, max_field_bytes);
    scribe_.retry(message);  // the same was mostly said by an `error` line just before
  }

  // The counters go through the thread: the last one counts.
  void keep_usage(const json::maybe& usage) {
    if (usage) {
      report_.usage = run_usage{.input_tokens = json::count(usage, "input_tokens"),
                                .cached_input_tokens = json::count(usage, "cached_input_tokens"),
                                .output_tokens = json::count(usage, "output_tokens"),
                                .cost_usd = std::nullopt};
    }
  }

  codex_legacy legacy_;
};

}  // namespace

std::unique_ptr<dialect> make_codex(std::string workdir) {
  return std::make_unique<codex>(std::move(workdir));
}

}  // namespace arena

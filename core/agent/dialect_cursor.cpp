// cursor-agent, `--output-format stream-json`. A tool's line names it by a key, `shellToolCall`, and its end
// repeats the arguments, so nothing is paired.
#include "core/agent/dialect_cursor.hpp"

#include "core/agent/dialect_line.hpp"
#include "core/agent/dialect_tools.hpp"
#include "core/agent/event_line.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace {

constexpr std::string_view call_ending = "ToolCall";

struct tool_line {
  std::string_view tool;  // "shell", "edit", …; the name of a function
  json::maybe arguments;
  json::maybe result;
};

// Not the first key: others stand beside it.
tool_line tool_of(const json::maybe& call) {
  tool_line found;
  json::each_member(call, [&](std::string_view name, const json::maybe& value) {
    const bool function = name == "function";
    if (!function && !name.ends_with(call_ending)) {
      return;
    }
    found.tool = function ? json::text(value, "name") : name.substr(0, name.size() - call_ending.size());
    found.arguments = json::member(value, function ? "arguments" : "args");
    found.result = json::member(value, "result");
  });
  return found;
}

class cursor final : public line_dialect {
 public:
  using line_dialect::line_dialect;

 private:
  std::string map(const json::maybe& line) override {
    const auto type = json::text(line, "type");
    const auto subtype = json::text(line, "subtype");
    if (type == "system" && subtype == "init") {
      scribe_.set_workdir(json::text(line, "cwd"));
      scribe_.started("Cursor, " + std::string(json::text(line, "model")));
    } else if (type == "thinking" && subtype == "delta") {
      thought_ +=
          json::head(json::text(line, "text"), max_field_bytes - std::min(max_field_bytes, thought_.size()));
    } else if (type == "thinking" && subtype == "completed") {
      thought_ += thought_.empty() ? json::text(line, "text") : std::string_view();
      scribe_.thinking(std::exchange(thought_, {}));
    } else if (type == "assistant") {
      report_.answer.clear();
      append_answer(joined_text(json::member(json::member(line, "message"), "content")));
      scribe_.say(report_.answer);
    } else if (type == "tool_call" && subtype == "completed") {
      completed(tool_of(json::member(line, "tool_call")));
    } else if (type == "result") {
      result(line, subtype);
    } else {
      return type.empty() ? "no type"
                          : std::string(type) + (subtype.empty() ? "" : "/" + std::string(subtype));
    }
    return {};
  }

  void completed(const tool_line& line) {
    const auto success = json::member(line.result, "success");
    auto use = describe(line.tool, line.arguments);
    if (use.role == tool_role::edit) {
      const auto whole = json::text(success, "afterFullFileContent");
      use.snippet = whole.empty() ? use.snippet : std::string(json::head(whole, max_field_bytes));
    }
    begin_use(scribe_, use, line.tool, line.arguments);
    const auto failure = json::member(line.result, "failure");
    const auto told = success ? success : failure;
    const std::string output =
        std::string(json::text(told, "stdout")) + std::string(json::text(told, "stderr"));
    const auto code = exit_code_at(told, "exitCode");
    end_use(scribe_, use,
            {.failed = (line.result && !success) || code.value_or(0) != 0,
             .exit_code = code,
             .output = output,
             .error = why_not(line.result)});
  }

  static std::string_view why_not(const json::maybe& result) {
    const auto rejected = json::text(json::member(result, "rejected"), "reason");
    if (!rejected.empty() || json::member(result, "rejected")) {
      return rejected.empty() ? std::string_view("it was not allowed") : rejected;
    }
    const auto error = json::member(result, "error");
    const auto text = json::text(error);
    return text.empty() ? first_text(error, {"errorMessage", "message", "error"}) : text;
  }

  void result(const json::maybe& line, std::string_view subtype) {
    keep_usage(json::member(line, "usage"));
    if (subtype == "success" && !json::is_true(line, "is_error")) {
      report_.outcome = stream_outcome::completed;
      scribe_.was_the_answer();  // `result` itself joins all that was ever said
      return;
    }
    report_.outcome = stream_outcome::failed;
    const auto why = json::text(line, "result");
    report_.failure = why.empty() ? subtype : json::head(why, max_field_bytes);
    scribe_.error_hit(report_.failure);
  }

  // Input with what came from the cache or without it, as the model's maker counts.
  void keep_usage(const json::maybe& usage) {
    if (!usage) {
      return;
    }
    const auto cached = json::count(usage, "cacheReadTokens");
    const auto input = json::count(usage, "inputTokens");
    const auto whole = input >= cached ? input : input + cached + json::count(usage, "cacheWriteTokens");
    report_.usage = run_usage{.input_tokens = whole,
                              .cached_input_tokens = cached,
                              .output_tokens = json::count(usage, "outputTokens"),
                              .cost_usd = std::nullopt};
  }

  std::string thought_;
};

}  // namespace

std::unique_ptr<dialect> make_cursor(std::string workdir) {
  return std::make_unique<cursor>(std::move(workdir));
}

}  // namespace arena

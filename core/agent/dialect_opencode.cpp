// OpenCode, `run --format json`. A tool's line comes when it has ended. There is no last line: the run has
// ended well when its last step says "stop" and no error was said.
#include "core/agent/dialect_opencode.hpp"

#include "core/agent/dialect_line.hpp"
#include "core/agent/dialect_tools.hpp"
#include "core/agent/event_line.hpp"

#include <utility>

namespace arena {

namespace {

class opencode final : public line_dialect {
 public:
  using line_dialect::line_dialect;

 private:
  std::string map(const json::maybe& line) override {
    const auto type = json::text(line, "type");
    const auto part = json::member(line, "part");
    if (type == "step_start") {
      scribe_.started("OpenCode");
      open_step();
    } else if (type == "text") {
      report_.answer = json::head(json::text(part, "text"), max_answer_bytes);
      scribe_.say(report_.answer);
    } else if (type == "reasoning") {
      scribe_.thinking(json::text(part, "text"));
    } else if (type == "tool_use") {
      open_step();
      use(part);
    } else if (type == "step_finish") {
      finish_step(part);
    } else if (type == "error") {
      error(json::member(line, "error"));
    } else {
      return type.empty() ? "no type" : std::string(type);
    }
    return {};
  }

  void open_step() {
    if (report_.outcome == stream_outcome::completed) {
      report_.outcome = stream_outcome::unsaid;
    }
  }

  void use(const json::maybe& part) {
    const auto tool = json::text(part, "tool");
    const auto state = json::member(part, "state");
    const auto input = json::member(state, "input");
    auto meta = json::member(state, "metadata");
    meta = json::member(meta, "metadata") ? json::member(meta, "metadata")
                                          : meta;  // as the second version has it
    const auto made = describe(tool, input);
    begin_use(scribe_, made, tool, input);
    const auto code = exit_code_at(meta, "exit");
    const bool failed = json::text(state, "status") == "error" || code.value_or(0) != 0;
    if (made.role == tool_role::edit && made.subject.empty() && !failed) {
      patch(input, meta);
      return;
    }
    const auto output = json::text(state, "output");
    end_use(scribe_, made,
            {.failed = failed,
             .exit_code = code,
             .output = output.empty() ? json::text(meta, "output") : output,
             .error = error_text(json::member(state, "error"))});
  }

  // One tool, several files. What is added to the first stands in the patch.
  void patch(const json::maybe& input, const json::maybe& meta) {
    std::string added = added_lines(json::text(input, "patchText"));
    json::each(json::member(meta, "files"), [&](const json::maybe& file) {
      const auto path = first_text(file, {"filePath", "relativePath", "path"});
      if (json::text(file, "type") == "delete") {
        scribe_.tool_call("delete", path);
      } else {
        scribe_.code_write(path, std::exchange(added, {}));
      }
    });
  }

  static std::string added_lines(std::string_view patch) {
    std::string added;
    while (!patch.empty() && added.size() < max_field_bytes) {
      const auto line = patch.substr(0, patch.find('\n'));
      if (line.starts_with('+')) {
        added += line.substr(1);
        added += '\n';
      }
      patch.remove_prefix(std::min(line.size() + 1, patch.size()));
    }
    return added;
  }

  void finish_step(const json::maybe& part) {
    const auto reason = json::text(part, "reason");
    add_usage(part);
    ++steps_;
    if (reason == "stop") {
      scribe_.was_the_answer();
      if (report_.outcome == stream_outcome::unsaid) {
        report_.outcome = stream_outcome::completed;
      }
    } else if (reason == "length") {
      fail("the model's answer was too long", stream_outcome::limit);
    } else {
      scribe_.progress(std::nullopt, "step " + std::to_string(steps_));
    }
  }

  // Each step tells its own.
  void add_usage(const json::maybe& part) {
    const auto tokens = json::member(part, "tokens");
    if (!tokens) {
      return;
    }
    auto& usage = report_.usage ? *report_.usage : report_.usage.emplace();
    const auto cache = json::member(tokens, "cache");
    const auto cached = json::count(cache, "read");
    usage.input_tokens += json::count(tokens, "input") + cached + json::count(cache, "write");
    usage.cached_input_tokens += cached;
    usage.output_tokens += json::count(tokens, "output") + json::count(tokens, "reasoning");
    if (const auto cost = json::number(part, "cost")) {
      usage.cost_usd = usage.cost_usd.value_or(0) + *cost;
    }
  }

  static std::string_view error_text(const json::maybe& error) {
    const auto text = json::text(error);
    const auto inner = json::text(json::member(error, "data"), "message");
    return !text.empty() ? text : inner.empty() ? first_text(error, {"message", "name", "type"}) : inner;
  }

  // Two lines may tell one failure; the second knows more.
  void error(const json::maybe& error) { fail(error_text(error), stream_outcome::failed); }

  void fail(std::string_view why, stream_outcome outcome) {
    report_.outcome = outcome;
    report_.failure = json::head(why, max_field_bytes);
    scribe_.retry(why);
  }

  int steps_ = 0;
};

}  // namespace

std::unique_ptr<dialect> make_opencode(std::string workdir) {
  return std::make_unique<opencode>(std::move(workdir));
}

}  // namespace arena

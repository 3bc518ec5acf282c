// Gemini CLI, `--output-format stream-json`. Text comes in pieces; what stands behind the last tool is the
// answer. Thoughts are not in the stream.
#include "core/agent/dialect_gemini.hpp"

#include "core/agent/dialect_line.hpp"
#include "core/agent/dialect_tools.hpp"
#include "core/base/text.hpp"

#include <utility>

namespace arena {

namespace {

// Versions around 0.44 say this behind a whole answer, and end with status "error" (STREAMS: frequent).
constexpr std::string_view benign_error = "Invalid stream: ";

class gemini final : public line_dialect {
 public:
  using line_dialect::line_dialect;

 private:
  std::string map(const json::maybe& line) override {
    const auto type = json::text(line, "type");
    if (type == "message") {
      return message(line);
    }
    if (type == "tool_use") {
      return use(line);
    }
    if (type == "tool_result") {
      return ended(line);
    }
    if (type == "error") {
      return error(line);
    }
    if (type == "init") {
      scribe_.started("Gemini CLI, " + std::string(json::text(line, "model")));
    } else if (type == "result") {
      result(line);
    } else {
      return type.empty() ? "no type" : std::string(type);
    }
    return {};
  }

  std::string message(const json::maybe& line) {
    const auto role = json::text(line, "role");
    if (role != "assistant") {
      return "message/" + std::string(role);
    }
    if (std::exchange(behind_tool_, false)) {
      report_.answer.clear();
    }
    append_answer(json::text(line, "content"));
    return {};
  }

  std::string use(const json::maybe& line) {
    const auto tool = json::text(line, "tool_name");
    const auto input = json::member(line, "parameters");
    auto made = describe(tool, input);
    const bool seen = made.role != tool_role::unseen;
    if (seen) {
      tell_text();
      begin_use(scribe_, made, tool, input);
    }
    uses_.put(json::text(line, "tool_id"), std::move(made));
    return seen ? std::string() : "tool_use/" + std::string(tool);
  }

  std::string ended(const json::maybe& line) {
    const auto made = uses_.take(json::text(line, "tool_id"));
    if (made.role == tool_role::unseen) {
      return "tool_result of an unseen tool";
    }
    tell_text();
    const bool failed = json::text(line, "status") == "error";
    const auto output = json::text(line, "output");
    const auto why = json::text(json::member(line, "error"), "message");
    auto code = failed ? number_behind(output, "exited with code ") : std::optional(0);
    code = code ? code : number_behind(why, "exited with code ");
    end_use(scribe_, made, {.failed = failed, .exit_code = code, .output = output, .error = why});
    return {};
  }

  std::string error(const json::maybe& line) {
    const auto text = json::text(line, "message");
    if (json::text(line, "severity") != "error") {
      return "error/warning";
    }
    if (text.starts_with(benign_error) && has_answer()) {
      benign_ = true;
      return "error behind the answer";
    }
    last_error_ = json::head(text, max_told_error);
    scribe_.error_hit(text);
    return {};
  }

  void result(const json::maybe& line) {
    keep_usage(json::member(line, "stats"));
    const auto error = json::member(line, "error");
    if (json::text(line, "status") == "success" || (benign_ && !error && has_answer())) {
      report_.outcome = stream_outcome::completed;
      report_.failure.clear();
      return;
    }
    report_.outcome = stream_outcome::failed;
    const auto why = json::text(error, "message");
    if (!why.empty()) {
      scribe_.error_hit(why);
    }
    report_.failure = !why.empty() ? std::string(why) : !last_error_.empty() ? last_error_ : "status error";
  }

  // Text before a tool was a plan.
  void tell_text() {
    if (!std::exchange(behind_tool_, true)) {
      scribe_.thinking(report_.answer);
    }
  }
  bool has_answer() const { return !behind_tool_ && !bouts::trim(report_.answer).empty(); }

  void keep_usage(const json::maybe& stats) {
    if (stats) {
      report_.usage = run_usage{.input_tokens = json::count(stats, "input_tokens"),
                                .cached_input_tokens = json::count(stats, "cached"),
                                .output_tokens = json::count(stats, "output_tokens"),
                                .cost_usd = std::nullopt};
    }
  }

  static constexpr std::size_t max_told_error = 2000;

  open_uses uses_;
  bool behind_tool_ = false;  // the text so far was told; what comes is a new one
  bool benign_ = false;
  std::string last_error_;
};

}  // namespace

std::unique_ptr<dialect> make_gemini(std::string workdir) {
  return std::make_unique<gemini>(std::move(workdir));
}

}  // namespace arena

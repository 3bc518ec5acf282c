// OpenClaw, `agent … --json`: no stream, but one document at the end, printed over many lines between lines
// of a log. Two shapes: the envelope of `agent exec`, and that of a turn (`meta`), by itself or under
// `result`.
#include "core/agent/dialect_openclaw.hpp"

#include "core/agent/dialect_json.hpp"
#include "core/agent/dialect_scribe.hpp"
#include "core/agent/dialect_tools.hpp"
#include "core/agent/event_line.hpp"

#include <utility>

namespace arena {

namespace {

constexpr std::size_t max_document_bytes = 8 * 1024 * 1024;

// Where the brackets of an object stand, line by line.
class bracket_count {
 public:
  void begin() { *this = {}; }
  void add(std::string_view line) {
    for (const char c : line) {
      if (in_text_) {
        in_text_ = escaped_ || c != '"';
        escaped_ = !escaped_ && c == '\\';
      } else if (c == '"') {
        in_text_ = true;
      } else {
        depth_ += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      }
    }
  }
  bool is_closed() const { return depth_ <= 0; }

 private:
  int depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
};

class openclaw final : public dialect {
 public:
  explicit openclaw(std::string workdir) : scribe_(std::move(workdir)) {}

  void read(std::string_view line, bouts::wall_time now, const event_handler& on_event) override {
    ++report_.noise_lines;        // until it turns out to be a part of a document
    if (line.starts_with('{')) {  // the lines within are indented; one before this never ended
      document_.clear();
      brackets_.begin();
      lines_ = 0;
    } else if (document_.empty()) {
      return;
    }
    brackets_.add(line);
    document_ += line;
    document_ += '\n';
    ++lines_;
    if (!brackets_.is_closed() && document_.size() <= max_document_bytes) {
      return;
    }
    scribe_.begin(now, on_event);
    const std::string whole = std::exchange(document_, {});
    if (const auto tree = json::tree_of(parser_, whole)) {
      report_.noise_lines -= lines_;
      const bool known = map(tree);
      report_.mapped_lines += known ? lines_ : 0;
      if (!known) {
        report_.ignored["another document"] += lines_;
      }
    }
  }
  const run_report& report() const noexcept override { return report_; }

 private:
  bool map(const json::maybe& tree) {
    const auto turn = json::member(tree, "result") ? json::member(tree, "result") : tree;
    const auto meta = json::member(turn, "meta");
    const auto status = json::text(tree, "status");
    if (status.empty() && !meta && !json::member(tree, "payloads")) {
      return false;
    }
    const auto payloads = json::member(turn, "payloads");
    report_.answer = answer_of(tree, meta, payloads);
    tell_tools(json::member(tree, "toolSummary") ? json::member(tree, "toolSummary")
                                                 : json::member(meta, "toolSummary"));
    keep_usage(tree, json::member(meta, "agentMeta"));
    if (status == "timeout") {
      fail(stream_outcome::limit, why(tree, "its own time was up"));
    } else if ((!status.empty() && status != "ok") || json::is_true(meta, "aborted") ||
               json::text(meta, "stopReason") == "error" || has_error(payloads)) {
      fail(stream_outcome::failed, why(tree, report_.answer));
    } else {
      report_.outcome = stream_outcome::completed;
      report_.failure.clear();
    }
    return true;
  }

  static std::string answer_of(const json::maybe& tree, const json::maybe& meta,
                               const json::maybe& payloads) {
    if (const auto final = json::text(tree, "final"); !final.empty()) {
      return std::string(json::head(final, max_answer_bytes));
    }
    const auto visible = json::text(meta, "finalAssistantVisibleText");
    return visible.empty() ? joined_text(payloads) : std::string(json::head(visible, max_answer_bytes));
  }

  static bool has_error(const json::maybe& payloads) {
    bool found = false;
    json::each(payloads, [&](const json::maybe& one) { found = found || json::is_true(one, "isError"); });
    return found;
  }

  static std::string why(const json::maybe& tree, std::string_view other) {
    const auto text = json::text(json::member(tree, "error"), "message");
    const auto summary = json::text(tree, "summary");
    return std::string(!text.empty() ? text : !other.empty() ? other : summary);
  }

  void tell_tools(const json::maybe& summary) {
    const auto calls = json::count(summary, "calls");
    if (calls == 0) {
      return;
    }
    std::string names;
    json::each(json::member(summary, "tools"), [&](const json::maybe& tool) {
      const auto name = json::text(tool).empty() ? json::text(tool, "name") : json::text(tool);
      names += (names.empty() ? ": " : ", ") + std::string(name);
    });
    scribe_.tool_call("summary", std::to_string(calls) + " calls" + names);
    if (const auto failures = json::count(summary, "failures"); failures > 0) {
      scribe_.error_hit(std::to_string(failures) + " calls of tools failed");
    }
  }

  void keep_usage(const json::maybe& tree, const json::maybe& agent) {
    const auto usage =
        json::member(tree, "usage") ? json::member(tree, "usage") : json::member(agent, "usage");
    if (!usage) {
      return;
    }
    const auto cached = json::count(usage, "cacheRead");
    const auto cost = json::number(tree, "costUsd");
    report_.usage =
        run_usage{.input_tokens = json::count(usage, "input") + cached + json::count(usage, "cacheWrite"),
                  .cached_input_tokens = cached,
                  .output_tokens = json::count(usage, "output"),
                  .cost_usd = cost ? cost : json::number(agent, "costUsd")};
  }

  void fail(stream_outcome outcome, std::string reason) {
    report_.outcome = outcome;
    report_.failure = json::head(reason, max_field_bytes);
    report_.answer.clear();
    scribe_.error_hit(report_.failure);
  }

  dialect_scribe scribe_;
  run_report report_;
  simdjson::dom::parser parser_;
  bracket_count brackets_;
  std::string document_;
  std::uint64_t lines_ = 0;  // of the document
};

}  // namespace

std::unique_ptr<dialect> make_openclaw(std::string workdir) {
  return std::make_unique<openclaw>(std::move(workdir));
}

}  // namespace arena

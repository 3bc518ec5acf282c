// Goose, `run --output-format stream-json`. Texts and thoughts come in pieces that share the id of their
// message. A failure of the provider is a text like any other, and the run "completes" behind it with exit
// code 0.
#include "core/agent/dialect_goose.hpp"

#include "core/agent/dialect_line.hpp"
#include "core/agent/dialect_tools.hpp"
#include "core/agent/event_line.hpp"

#include <utility>

namespace arena {

namespace {

constexpr std::string_view provider_error = "Ran into this error:";

class goose final : public line_dialect {
 public:
  using line_dialect::line_dialect;

 private:
  std::string map(const json::maybe& line) override {
    const auto type = json::text(line, "type");
    if (type == "message") {
      scribe_.started("Goose");
      return message(json::member(line, "message"));
    }
    if (type == "notification") {
      return notification(line);
    }
    if (type == "error") {
      fail(json::text(line, "error"));
    } else if (type == "complete") {
      tell_thought();
      complete(line);
    } else {
      return type.empty() ? "no type" : std::string(type);
    }
    return {};
  }

  std::string message(const json::maybe& message) {
    std::string ignored = "message without content";
    const bool own = json::text(message, "role") == "assistant";
    json::each(json::member(message, "content"), [&](const json::maybe& content) {
      const auto type = json::text(content, "type");
      auto unknown = own ? assistant(type, content, json::text(message, "id")) : response(type, content);
      ignored = unknown.empty() ? unknown : ignored.empty() ? ignored : std::move(unknown);
    });
    return ignored;
  }

  std::string assistant(std::string_view type, const json::maybe& content, std::string_view id) {
    if (type == "thinking") {
      thought_ += json::head(json::text(content, "thinking"), max_field_bytes);
      thought_.resize(json::head(thought_, max_field_bytes).size());
      return {};
    }
    tell_thought();
    if (type == "text") {
      text(json::text(content, "text"), id);
    } else if (type == "toolRequest") {
      request(content);
    } else if (type == "error") {
      fail(json::text(content, "message"));
    } else if (type == "systemNotification" &&
               json::text(content, "notificationType") == "creditsExhausted") {
      fail(json::text(content, "msg"));
    } else {
      return "assistant/" + std::string(type);
    }
    return {};
  }

  void text(std::string_view piece, std::string_view id) {
    if (piece.starts_with(provider_error)) {
      fail(piece);
      return;
    }
    if (std::exchange(text_ended_, false) || id != text_id_) {
      scribe_.thinking(std::exchange(report_.answer, {}));
      text_id_ = id;
    }
    append_answer(piece);
  }

  void request(const json::maybe& content) {
    if (!std::exchange(text_ended_, true)) {
      scribe_.thinking(report_.answer);  // it was a plan
      report_.answer.clear();
    }
    const auto call = json::member(content, "toolCall");
    if (json::text(call, "status") == "error") {
      scribe_.error_hit(json::text(call, "error"));
      return;
    }
    const auto value = json::member(call, "value");
    const auto tool = json::text(value, "name");
    const auto input = json::member(value, "arguments");
    auto made = describe(tool, input);
    begin_use(scribe_, made, tool, input);
    uses_.put(json::text(content, "id"), std::move(made));
  }

  std::string response(std::string_view type, const json::maybe& content) {
    if (type != "toolResponse") {
      return "user/" + std::string(type);
    }
    const auto made = uses_.take(json::text(content, "id"));
    const auto result = json::member(content, "toolResult");
    const auto value = json::member(result, "value");
    const auto told = json::member(value, "structuredContent");
    const auto code = exit_code_at(told, "exit_code");
    std::string output = std::string(json::text(told, "stdout")) + std::string(json::text(told, "stderr"));
    output = output.empty() ? joined_text(json::member(value, "content")) : output;
    const bool failed = json::text(result, "status") == "error" || json::is_true(value, "isError") ||
                        json::is_true(told, "timed_out") || code.value_or(0) != 0;
    end_use(scribe_, made,
            {.failed = failed, .exit_code = code, .output = output, .error = json::text(result, "error")});
    return {};
  }

  std::string notification(const json::maybe& line) {
    const auto progress = json::member(line, "progress");
    const auto done = json::number(progress, "progress");
    const auto all = json::number(progress, "total");
    if (!done) {
      return "notification";
    }
    scribe_.share(all && *all > 0 ? std::optional(*done / *all) : std::nullopt,
                  json::text(progress, "message"));
    return {};
  }

  void tell_thought() { scribe_.thinking(std::exchange(thought_, {})); }

  void fail(std::string_view why) {
    report_.outcome = stream_outcome::failed;
    report_.failure = json::head(why, max_field_bytes);
    scribe_.error_hit(why);
  }

  void complete(const json::maybe& line) {
    if (json::integer(line, "input_tokens")) {
      report_.usage = run_usage{.input_tokens = json::count(line, "input_tokens"),
                                .cached_input_tokens = json::count(line, "cache_read_input_tokens"),
                                .output_tokens = json::count(line, "output_tokens"),
                                .cost_usd = json::number(line, "cost_usd")};
    }
    if (report_.outcome == stream_outcome::unsaid) {
      report_.outcome = stream_outcome::completed;
    }
  }

  open_uses uses_;
  std::string thought_;
  std::string text_id_;
  bool text_ended_ = true;  // the next text is a new one
};

}  // namespace

std::unique_ptr<dialect> make_goose(std::string workdir) {
  return std::make_unique<goose>(std::move(workdir));
}

}  // namespace arena

#include "core/agent/dialect_scribe.hpp"

#include "core/agent/event_line.hpp"
#include "core/agent/json_string.hpp"
#include "core/base/limits.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arena {

namespace {

using bouts::event_type;

std::string field(std::string_view text) {
  return std::string(json::head(text, max_field_bytes));
}

// The end of an output, where the errors are. It begins behind white space: a secret that is cut in two would
// not be known for one.
std::string tail(std::string_view text) {
  text = bouts::trim(text);
  if (text.size() <= bouts::limits::output_summary_units) {
    return std::string(text);
  }
  text.remove_prefix(text.size() - bouts::limits::output_summary_units);
  const auto space = text.find_first_of(" \t\r\n");
  return space == std::string_view::npos ? std::string() : std::string(bouts::trim(text.substr(space)));
}

// What makes two commands the same attempt: the first word.
std::string_view head_of(std::string_view command) noexcept {
  command = bouts::trim(command);
  return command.substr(0, command.find_first_of(" \t\n;|&"));
}

}  // namespace

std::string_view language_of(std::string_view path) noexcept {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 22> known = {{
      {"c", "c"},       {"cc", "cpp"},        {"cpp", "cpp"},
      {"cs", "csharp"}, {"css", "css"},       {"go", "go"},
      {"h", "c"},       {"hpp", "cpp"},       {"html", "html"},
      {"java", "java"}, {"js", "javascript"}, {"json", "json"},
      {"kt", "kotlin"}, {"md", "markdown"},   {"py", "python"},
      {"rb", "ruby"},   {"rs", "rust"},       {"sh", "shell"},
      {"sql", "sql"},   {"ts", "typescript"}, {"tsx", "typescript"},
      {"yaml", "yaml"},
  }};
  const auto name = path.substr(path.find_last_of('/') + 1);
  const auto dot = name.find_last_of('.');
  if (dot == std::string_view::npos) {
    return {};
  }
  for (const auto& [extension, language] : known) {
    if (name.substr(dot + 1) == extension) {
      return language;
    }
  }
  return {};
}

void dialect_scribe::begin(bouts::wall_time now, const dialect::event_handler& on_event) {
  now_ = now;
  on_event_ = &on_event;
}

bouts::agent_event dialect_scribe::event(event_type type) const {
  bouts::agent_event made;
  made.type = type;
  made.timestamp = now_;
  return made;
}

void dialect_scribe::give(bouts::agent_event&& event) {
  retrying_ = false;
  if (said_) {
    (*on_event_)(std::move(*std::exchange(said_, std::nullopt)));
  }
  (*on_event_)(std::move(event));
}

std::string dialect_scribe::relative(std::string_view path) const {
  if (!workdir_.empty() && path.size() > workdir_.size() + 1 && path.starts_with(workdir_) &&
      path[workdir_.size()] == '/') {
    path.remove_prefix(workdir_.size() + 1);
  }
  return field(path);
}

void dialect_scribe::started(std::string_view summary) {
  if (std::exchange(started_, true)) {
    return;
  }
  tell(event_type::started, summary);
}

void dialect_scribe::thinking(std::string_view text) {
  text = bouts::trim(text);
  if (!text.empty()) {
    tell(event_type::thinking, text);
  }
}

void dialect_scribe::tell(event_type type, std::string_view summary) {
  auto made = event(type);
  made.summary = field(summary);
  give(std::move(made));
}

void dialect_scribe::say(std::string_view text) {
  text = bouts::trim(text);
  if (text.empty()) {
    return;
  }
  auto made = event(event_type::thinking);
  made.summary = field(text);
  if (said_) {
    give(std::move(*std::exchange(said_, std::nullopt)));
  }
  said_ = std::move(made);
}

void dialect_scribe::tool_call(std::string_view tool, std::string_view summary) {
  auto made = event(event_type::tool_call);
  made.tool = field(tool);
  if (!summary.empty()) {
    made.summary = field(summary);
  }
  give(std::move(made));
}

void dialect_scribe::code_write(std::string_view path, std::string_view snippet) {
  succeeded(path);
  auto made = event(event_type::code_write);
  made.filename = relative(path);
  if (const auto language = language_of(path); !language.empty()) {
    made.language = std::string(language);
  }
  if (!snippet.empty()) {
    made.snippet = field(snippet);
  }
  give(std::move(made));
}

void dialect_scribe::command_run(std::string_view command, std::optional<int> exit_code,
                                 std::string_view output, bool failed) {
  auto made = event(event_type::command_run);
  made.command = field(command);
  made.exit_code = exit_code;
  std::string end = tail(output);
  if (!end.empty()) {
    made.output_summary = end;
  }
  if (!failed) {
    succeeded(head_of(command));
    give(std::move(made));
    return;
  }
  give(std::move(made));
  error_hit(end.empty() ? std::string_view("command failed") : std::string_view(end), head_of(command));
}

void dialect_scribe::error_hit(std::string_view text, std::string_view subject) {
  failed_subject_ = field(subject);
  auto made = event(event_type::error_hit);
  made.error_summary = field(bouts::trim(text));
  give(std::move(made));
}

void dialect_scribe::retry(std::string_view text) {
  if (!retrying_) {
    error_hit(text);
    retrying_ = true;
  }
}

void dialect_scribe::progress(std::optional<double> percent, std::string_view stage) {
  auto made = event(event_type::progress);
  made.percent = percent;
  if (!stage.empty()) {
    made.stage = field(stage);
  }
  give(std::move(made));
}

void dialect_scribe::share(std::optional<double> done, std::string_view stage) {
  constexpr double most = 95;
  if (done) {
    most_percent_ = std::max(most_percent_, std::clamp(100.0 * *done, 0.0, most));
  }
  progress(done ? std::optional(most_percent_) : std::nullopt, stage);
}

void dialect_scribe::todo(int done, int all, std::string_view open) {
  if (all > 0) {
    share(1.0 * done / all, open);
  }
}

void dialect_scribe::succeeded(std::string_view subject) {
  if (failed_subject_.empty() || failed_subject_ != subject) {
    return;
  }
  failed_subject_.clear();
  auto made = event(event_type::self_correct);
  made.summary = "after an error: " + relative(subject);
  give(std::move(made));
}

}  // namespace arena

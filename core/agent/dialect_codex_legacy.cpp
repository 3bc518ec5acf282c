#include "core/agent/dialect_codex_legacy.hpp"

#include "core/agent/event_line.hpp"

#include <utility>

namespace arena {

namespace {

// ["bash","-lc","make"] is what the shell is given: make.
std::string command_of(const json::maybe& words) {
  std::string all;
  std::string_view last;
  std::size_t count = 0;
  json::each(words, [&](const json::maybe& word) {
    last = json::text(word);
    all += (all.empty() ? "" : " ") + std::string(last);
    ++count;
  });
  return count == 3 && all.find(" -lc ") != std::string::npos ? std::string(last) : all;
}

run_usage usage_of(const json::maybe& total) {
  return {.input_tokens = json::count(total, "input_tokens"),
          .cached_input_tokens = json::count(total, "cached_input_tokens"),
          .output_tokens = json::count(total, "output_tokens"),
          .cost_usd = std::nullopt};
}

// The files of a patch, with the text of those that are new.
void tell_changes(const json::maybe& changes, dialect_scribe& scribe) {
  json::each_member(changes, [&](std::string_view path, const json::maybe& change) {
    scribe.code_write(path, json::text(json::member(change, "add"), "content"));
  });
}

}  // namespace

std::string codex_legacy::map(const json::maybe& line, dialect_scribe& scribe, run_report& report) {
  const auto msg = json::member(line, "msg");
  const auto type = json::text(msg, "type");
  if (!type.empty()) {
    return message(msg, type, scribe, report);
  }
  if (const auto workdir = json::text(line, "workdir"); !workdir.empty()) {
    scribe.set_workdir(workdir);
    return "header";
  }
  return json::member(line, "prompt") ? "header" : "no type";
}

std::string codex_legacy::message(const json::maybe& msg, std::string_view type, dialect_scribe& scribe,
                                  run_report& report) {
  if (type == "task_started") {
    scribe.started("Codex");
  } else if (type == "agent_message") {
    report.answer = json::head(json::text(msg, "message"), max_answer_bytes);
    report.outcome = stream_outcome::completed;  // unless more follows: task_complete does not always come
    scribe.say(report.answer);
  } else if (type == "agent_reasoning") {
    scribe.thinking(json::text(msg, "text"));
  } else if (type == "exec_command_begin") {
    report.outcome = stream_outcome::unsaid;
    uses_.put(
        json::text(msg, "call_id"),
        {.role = tool_role::command, .subject = command_of(json::member(msg, "command")), .snippet = {}});
    return "exec_command_begin";
  } else if (type == "exec_command_end") {
    auto use = uses_.take(json::text(msg, "call_id"));
    use.role = tool_role::command;
    const auto code = exit_code_at(msg, "exit_code");
    end_use(
        scribe, use,
        {.failed = code.value_or(0) != 0, .exit_code = code, .output = json::text(msg, "aggregated_output")});
  } else if (type == "token_count") {
    if (const auto total = json::member(json::member(msg, "info"), "total_token_usage")) {
      report.usage = usage_of(total);
    }
  } else if (type == "error") {
    report.outcome = stream_outcome::failed;
    report.failure = json::head(json::text(msg, "message"), max_field_bytes);
    scribe.retry(report.failure);
  } else if (type == "task_complete") {
    report.outcome = stream_outcome::completed;
    scribe.was_the_answer();
  } else {
    return patch(msg, type, scribe);
  }
  return {};
}

std::string codex_legacy::patch(const json::maybe& msg, std::string_view type, dialect_scribe& scribe) {
  if (type == "patch_apply_begin") {
    tell_changes(json::member(msg, "changes"), scribe);
  } else if (type == "patch_apply_end" && json::member(msg, "success") && !json::is_true(msg, "success")) {
    scribe.error_hit(json::text(msg, "stderr"));
  } else if (type == "mcp_tool_call_begin") {
    const auto call = json::member(msg, "invocation");
    scribe.tool_call(std::string(json::text(call, "server")) + "/" + std::string(json::text(call, "tool")),
                     {});
  } else if (type == "web_search_end") {
    scribe.tool_call("web_search", json::text(msg, "query"));
  } else if (type == "stream_error") {
    scribe.retry(json::text(msg, "message"));
  } else {
    return std::string(type);
  }
  return {};
}

}  // namespace arena

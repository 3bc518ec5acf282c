#include "core/agent/dialect_tools.hpp"

#include "core/agent/event_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace arena {

namespace {

// By the names that the programs have given them, at one time or another.
constexpr std::array<std::pair<std::string_view, tool_role>, 31> known_tools = {{
    {"Bash", tool_role::command},        {"bash", tool_role::command},
    {"shell", tool_role::command},       {"run_shell_command", tool_role::command},
    {"Write", tool_role::edit},          {"Edit", tool_role::edit},
    {"MultiEdit", tool_role::edit},      {"NotebookEdit", tool_role::edit},
    {"write", tool_role::edit},          {"edit", tool_role::edit},
    {"multiedit", tool_role::edit},      {"patch", tool_role::edit},
    {"apply_patch", tool_role::edit},    {"write_file", tool_role::edit},
    {"replace", tool_role::edit},        {"text_editor", tool_role::edit},
    {"applyAgentDiff", tool_role::edit}, {"write_todos", tool_role::todo},
    {"todo_write", tool_role::todo},     {"todowrite", tool_role::todo},
    {"todo__write", tool_role::todo},    {"TodoWrite", tool_role::todo},
    {"TaskCreate", tool_role::todo},     {"TaskUpdate", tool_role::todo},
    {"updateTodos", tool_role::todo},    {"update_topic", tool_role::unseen},
    {"todoread", tool_role::unseen},     {"TodoRead", tool_role::unseen},
    {"TaskList", tool_role::unseen},     {"TaskGet", tool_role::unseen},
    {"readTodos", tool_role::unseen},
}};

constexpr std::string_view foreign = "mcp__";  // tools of servers: any name may be among them

// Goose puts its extension before the name: "developer__shell".
std::string_view bare(std::string_view tool) noexcept {
  const auto at = tool.rfind("__");
  return at == std::string_view::npos || tool.starts_with(foreign) ? tool : tool.substr(at + 2);
}

tool_role role_of(std::string_view tool) noexcept {
  const auto* const found =
      std::ranges::find_if(known_tools, [name = bare(tool)](const auto& one) { return one.first == name; });
  return found == known_tools.end() ? tool_role::other : found->second;
}

bool is_completed(const json::maybe& entry, std::string_view status) {
  return json::is_true(entry, "completed") || json::is_true(entry, "done") || status == "completed" ||
         status == "TODO_STATUS_COMPLETED";
}

}  // namespace

std::string_view first_text(const json::maybe& of, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    if (const auto found = json::text(of, name); !found.empty()) {
      return found;
    }
  }
  return {};
}

std::string joined_text(const json::maybe& content) {
  std::string all(json::text(content));
  json::each(content, [&](const json::maybe& block) {
    all += json::text(block);
    all += json::text(block, "text");
  });
  return all;
}

std::string_view main_argument(const json::maybe& input) {
  return first_text(input, {"file_path", "filePath", "absolute_path", "notebook_path", "pattern", "query",
                            "url", "path", "dir_path", "command", "description", "skill", "name", "prompt"});
}

std::optional<int> exit_code_at(const json::maybe& of, std::string_view name) {
  const auto code = json::integer(of, name);
  return code && std::in_range<int>(*code) ? std::optional(static_cast<int>(*code)) : std::nullopt;
}

std::optional<int> number_behind(std::string_view text, std::string_view opening) noexcept {
  const auto at = text.find(opening);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  text.remove_prefix(at + opening.size());
  int number = 0;
  return std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{}
             ? std::optional(number)
             : std::nullopt;
}

std::string shown_tool(std::string_view tool) {
  const bool served = tool.starts_with(foreign);
  std::string name(served ? tool.substr(foreign.size()) : tool);
  const auto at = name.find("__");
  return at == std::string::npos ? name : name.replace(at, 2, "/");
}

tool_use describe(std::string_view tool, const json::maybe& input) {
  tool_use use{.role = role_of(tool), .subject = {}, .snippet = {}};
  if (use.role == tool_role::command) {
    use.subject = json::head(json::text(input, "command"), max_field_bytes);
  } else if (use.role == tool_role::edit) {
    if (json::text(input, "command") == "view") {  // one tool for reading and writing
      use.role = tool_role::other;
    }
    use.subject =
        json::head(first_text(input, {"file_path", "filePath", "path", "notebook_path"}), max_field_bytes);
    use.snippet = json::head(first_text(input, {"content", "new_string", "newString", "new_source", "after",
                                                "file_text", "new_str", "fileText", "streamContent"}),
                             max_field_bytes);
  }
  return use;
}

void begin_use(dialect_scribe& scribe, const tool_use& use, std::string_view tool, const json::maybe& input) {
  if (use.role == tool_role::other) {
    scribe.tool_call(shown_tool(tool), main_argument(input));
  } else if (use.role == tool_role::todo && tool.starts_with("Task")) {  // one entry at a time
    const auto subject = json::text(input, "subject");
    scribe.progress(std::nullopt, subject.empty() ? json::text(input, "status") : subject);
  } else if (use.role == tool_role::todo) {
    tell_todo(scribe, json::member(input, "todos"));
  }
}

void end_use(dialect_scribe& scribe, const tool_use& use, const tool_end& end) {
  if (use.role == tool_role::command) {
    scribe.command_run(use.subject, end.exit_code, end.output.empty() ? end.error : end.output, end.failed);
  } else if (end.failed) {
    const auto why = end.error.empty() ? end.output : end.error;
    scribe.error_hit(why.empty() ? std::string_view("the tool failed") : why, use.subject);
  } else if (use.role == tool_role::edit) {
    scribe.code_write(use.subject, use.snippet);
  }
}

void tell_todo(dialect_scribe& scribe, const json::maybe& entries) {
  int done = 0;
  int all = 0;
  std::string_view first_open;
  std::string_view at_work;
  json::each(entries, [&](const json::maybe& entry) {
    const auto status = json::text(entry, "status");
    const auto text = first_text(entry, {"content", "description", "text", "title"});
    const bool completed = is_completed(entry, status);
    ++all;
    done += completed ? 1 : 0;
    first_open = first_open.empty() && !completed ? text : first_open;
    at_work = status == "in_progress" || status == "TODO_STATUS_IN_PROGRESS" ? text : at_work;
  });
  scribe.todo(done, all, at_work.empty() ? first_open : at_work);
}

}  // namespace arena

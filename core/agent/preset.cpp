#include "core/agent/preset.hpp"

#include <algorithm>
#include <array>

namespace arena {

namespace {

using words = std::vector<std::string_view>;

// Keys of the makers of models, for programs that work with any of them.
const words& provider_keys() {
  static const words keys = {"ANTHROPIC_API_KEY", "OPENAI_API_KEY",  "OPENROUTER_API_KEY",
                             "GEMINI_API_KEY",    "GOOGLE_API_KEY",  "DEEPSEEK_API_KEY",
                             "GROQ_API_KEY",      "MISTRAL_API_KEY", "XAI_API_KEY"};
  return keys;
}

preset claude_code() {
  return {
      .name = "claude-code",
      .title = "Claude Code",
      .dialect = dialect_kind::claude_code,
      .program = "claude",
      .subcommand = {},
      .arguments = {"-p", "--output-format", "stream-json", "--verbose", "--no-session-persistence",
                    "--strict-mcp-config"},
      // Edits without asking, and commands in its sandbox (bubblewrap and socat); without these it runs none.
      .careful =
          {"--permission-mode", "acceptEdits", "--settings",
           R"({"sandbox":{"enabled":true,"autoAllowBashIfSandboxed":true,"allowUnsandboxedCommands":false}})"},
      .unsafe = {"--permission-mode", "bypassPermissions"},
      .variables = {{"DISABLE_AUTOUPDATER", "1"}},
      .passed = {"ANTHROPIC_BASE_URL", "ANTHROPIC_MODEL", "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_USE_BEDROCK",
                 "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_MAX_RETRIES"},
      .keys = {"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"},
      .logins = {".claude/.credentials.json"},
      .install = "npm install -g @anthropic-ai/claude-code",
      .success = "the last `result` line has is_error false",
      .sandbox_needs = {"bwrap", "socat"},
      .refuses_root = true};
}

preset codex() {
  return {.name = "codex",
          .title = "Codex CLI",
          .dialect = dialect_kind::codex,
          .program = "codex",
          .subcommand = {"exec"},
          .arguments = {"--json", "--skip-git-repo-check", "--ephemeral", "-C", "{workdir}"},
          .careful = {"-s", "workspace-write", "-"},
          .unsafe = {"--dangerously-bypass-approvals-and-sandbox", "-"},
          .variables = {},
          .passed = {"OPENAI_BASE_URL", "CODEX_HOME"},
          .keys = {"CODEX_API_KEY", "OPENAI_API_KEY"},
          .logins = {".codex/auth.json"},
          .install = "npm install -g @openai/codex",
          .success = "the stream ends with `turn.completed`"};
}

preset gemini() {
  return {.name = "gemini",
          .title = "Gemini CLI",
          .dialect = dialect_kind::gemini,
          .program = "gemini",
          .subcommand = {},
          .arguments = {"--output-format", "stream-json", "--skip-trust"},
          .careful = {"--approval-mode", "auto_edit"},
          .unsafe = {"--approval-mode", "yolo"},
          .variables = {},
          .passed = {"GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION", "GOOGLE_GENAI_USE_VERTEXAI",
                     "GOOGLE_APPLICATION_CREDENTIALS", "GEMINI_MODEL", "GEMINI_SANDBOX"},
          .keys = {"GEMINI_API_KEY", "GOOGLE_API_KEY"},
          .logins = {".gemini/oauth_creds.json"},
          .install = "npm install -g @google/gemini-cli",
          .success = "the `result` line says success, or an empty last answer behind a whole one"};
}

preset cursor() {
  return {.name = "cursor",
          .title = "Cursor",
          .dialect = dialect_kind::cursor,
          .program = "cursor-agent",
          .subcommand = {},
          .arguments = {"-p", "--output-format", "stream-json", "--trust", "--workspace", "{workdir}"},
          .careful = {"--sandbox", "enabled"},
          .unsafe = {"--force", "--sandbox", "disabled"},
          .variables = {},
          .passed = {},
          .keys = {"CURSOR_API_KEY"},
          .logins = {".config/cursor/auth.json", ".cursor/cli-config.json"},
          .install = "curl https://cursor.com/install -fsS | bash",
          .success = "a `result` line that is no error"};
}

preset opencode() {
  return {.name = "opencode",
          .title = "OpenCode",
          .dialect = dialect_kind::opencode,
          .program = "opencode",
          .subcommand = {"run"},
          .arguments = {"--format", "json", "--dir", "{workdir}"},
          .careful = {},
          .unsafe = {"--auto"},
          .variables = {{"OPENCODE_DISABLE_AUTOUPDATE", "1"}},
          .passed = {"OPENCODE_CONFIG", "OPENCODE_CONFIG_CONTENT", "OPENCODE_PERMISSION", "XDG_CONFIG_HOME",
                     "XDG_DATA_HOME"},
          .keys = provider_keys(),
          .logins = {".local/share/opencode/auth.json"},
          .install = "npm install -g opencode-ai",
          .success = "the last step ends with `stop` and no `error` line came"};
}

preset goose() {
  return {.name = "goose",
          .title = "Goose",
          .dialect = dialect_kind::goose,
          .program = "goose",
          .subcommand = {"run"},
          .arguments = {"-q", "--no-session", "--output-format", "stream-json", "-i", "-"},
          .careful = {},
          .unsafe = {},
          .variables = {{"GOOSE_DISABLE_KEYRING", "1"}},
          .passed = {"GOOSE_PROVIDER", "GOOSE_MODEL", "GOOSE_MODE", "XDG_CONFIG_HOME"},
          .keys = provider_keys(),
          .logins = {".config/goose/config.yaml"},
          .install = "see https://block.github.io/goose",
          .success = "`complete`, and no error in any form before it"};
}

preset qwen() {
  return {.name = "qwen",
          .title = "Qwen Code",
          .dialect = dialect_kind::qwen,
          .program = "qwen",
          .subcommand = {},
          .arguments = {"--output-format", "stream-json"},
          .careful = {"--approval-mode", "auto-edit"},
          .unsafe = {"--approval-mode", "yolo"},
          .variables = {},
          .passed = {"OPENAI_BASE_URL", "OPENAI_MODEL", "QWEN_HOME"},
          .keys = {"OPENAI_API_KEY", "DASHSCOPE_API_KEY", "BAILIAN_CODING_PLAN_API_KEY", "QWEN_API_KEY"},
          .logins = {".qwen/oauth_creds.json", ".qwen/settings.json"},
          .install = "npm install -g @qwen-code/qwen-code",
          .success = "`result` with is_error false whose text is no `[API Error: …`"};
}

preset openclaw() {
  return {.name = "openclaw",
          .title = "OpenClaw",
          .dialect = dialect_kind::openclaw,
          .program = "openclaw",
          .subcommand = {"agent", "exec"},
          .arguments = {"--json", "--cwd", "{workdir}", "--timeout", "{seconds}", "--message-file", "-"},
          .careful = {},
          .unsafe = {},
          .variables = {},
          .passed = {"OPENCLAW_HOME", "OPENCLAW_CONFIG_PATH", "OPENCLAW_STATE_DIR"},
          .keys = provider_keys(),
          .logins = {".openclaw/openclaw.json"},
          .install = "npm install -g openclaw",
          .success = "the document at the end says `ok`"};
}

preset aider() {
  return {.name = "aider",
          .title = "Aider",
          .dialect = dialect_kind::aider,
          .program = "aider",
          .subcommand = {},
          .arguments = {"--message-file", "{prompt_file}", "--yes-always", "--no-git", "--no-pretty",
                        "--no-stream", "--no-check-update", "--no-show-release-notes", "--no-analytics"},
          .careful = {"--no-suggest-shell-commands"},
          .unsafe = {},
          .variables = {},
          .passed = {"AIDER_MODEL", "AIDER_EDIT_FORMAT", "OPENAI_API_BASE"},
          .keys = provider_keys(),
          .logins = {".aider.conf.yml"},
          .install = "python -m pip install aider-install && aider-install",
          .success = "the model has answered and nothing failed behind it",
          .prompt_on_stdin = false};
}

std::string filled(std::string_view argument, const preset_facts& facts) {
  if (argument == "{workdir}") {
    return facts.workdir;
  }
  if (argument == "{prompt_file}") {
    return facts.prompt_file;
  }
  return argument == "{seconds}" ? std::to_string(std::max(facts.seconds, 1L)) : std::string(argument);
}

// Codes that say what the stream does not.
struct known_exit {
  dialect_kind kind;
  int code;
  std::string_view meaning;
};
constexpr std::array<known_exit, 6> known_exits = {
    {{dialect_kind::gemini, 41, "not logged in"},
     {dialect_kind::gemini, 53, "stopped at its turn limit"},
     {dialect_kind::qwen, 53, "stopped at its turn limit"},
     {dialect_kind::qwen, 55, "stopped at its budget"},
     {dialect_kind::openclaw, 2, "its own time was up"},
     {dialect_kind::codex, 2, "does not know these arguments"}}};

}  // namespace

const std::vector<preset>& all_presets() {
  static const std::vector<preset> all = {claude_code(), codex(), gemini(),   cursor(), opencode(),
                                          goose(),       qwen(),  openclaw(), aider()};
  return all;
}

const preset* find_preset(std::string_view name) noexcept {
  const auto found = std::ranges::find(all_presets(), name, &preset::name);
  return found == all_presets().end() ? nullptr : &*found;
}

std::vector<std::string> command_of(const preset& of, const std::vector<std::string>& command, bool unsafe,
                                    const preset_facts& facts) {
  std::vector<std::string> made = {command.empty() ? std::string(of.program) : command.front()};
  made.insert(made.end(), of.subcommand.begin(), of.subcommand.end());
  made.insert(made.end(), command.begin() + (command.empty() ? 0 : 1), command.end());
  for (const auto* part : {&of.arguments, unsafe ? &of.unsafe : &of.careful}) {
    for (const auto argument : *part) {
      made.push_back(filled(argument, facts));
    }
  }
  return made;
}

std::string own_failure(const run_report& report, std::optional<dialect_kind> kind, int exit_code) {
  const auto* const known = std::ranges::find_if(
      known_exits, [&](const auto& one) { return kind == one.kind && one.code == exit_code; });
  const std::string by_code = known == known_exits.end() ? std::string() : std::string(known->meaning);
  switch (report.outcome) {
    case stream_outcome::completed:
      return by_code;
    case stream_outcome::failed:
      return report.failure.empty() ? "it says that it failed" : report.failure;
    case stream_outcome::limit:
      return "stopped at a limit of its own: " + report.failure;
    case stream_outcome::unsaid:
      break;
  }
  return !by_code.empty() || !report.says_when_done ? by_code : "it ended without saying that it was done";
}

}  // namespace arena

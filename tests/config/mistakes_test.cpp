// What people get wrong, and the exact words they are told. Each row is one mistake in a configuration that
// is right apart from it, and gives exactly one problem.
#include "tests/config/support.hpp"

#include <gtest/gtest.h>

namespace arena::config {
namespace {

using test::complaints;
using test::machine;
using test::one_agent;
using test::parse_here;
using test::valid_key;

struct mistake {
  std::string yaml;
  std::string told;  // behind "config.yaml:"
};

void PrintTo(const mistake& row, std::ostream* out) {
  *out << row.yaml;
}

class Mistake : public testing::TestWithParam<mistake> {};

// A line above a right list of agents.
class TopMistake : public Mistake {};
TEST_P(TopMistake, IsToldExactly) {
  EXPECT_EQ(complaints(parse_here(GetParam().yaml + "\n" + one_agent())), "config.yaml:" + GetParam().told);
}

// Line 5, in the only agent; the arena is not on this machine.
class AgentMistake : public Mistake {};
TEST_P(AgentMistake, IsToldExactly) {
  EXPECT_EQ(complaints(parse_here(one_agent("    " + GetParam().yaml + "\n"))),
            "config.yaml:" + GetParam().told);
}

// The whole text. KEY stands for a valid key.
class FileMistake : public Mistake {};
TEST_P(FileMistake, IsToldExactly) {
  std::string yaml = GetParam().yaml;
  for (auto at = yaml.find("KEY"); at != std::string::npos; at = yaml.find("KEY", at + valid_key.size())) {
    yaml.replace(at, 3, valid_key);
  }
  EXPECT_EQ(complaints(parse_here(yaml)), "config.yaml:" + GetParam().told);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Table, TopMistake, testing::Values(
    mistake{"arna: {}",
            "1:1: unknown key 'arna' at the top level; did you mean 'arena'?"},
    mistake{"foo: 1",
            "1:1: unknown key 'foo' at the top level; the keys here are arena, state_dir, control, log, shutdown, retention and agents"},
    mistake{"agent: x",
            "1:1: unknown key 'agent' at the top level; did you mean 'agents'?"},
    mistake{"api_key: x",
            "1:1: unknown key 'api_key' at the top level; it belongs in an agent"},
    mistake{"level: debug",
            "1:1: unknown key 'level' at the top level; it belongs in log"},
    mistake{"Log: {}",
            "1:1: unknown key 'Log' at the top level; did you mean 'log'?"},
    mistake{"log: debug",
            "1:6: log: expected a mapping of level and format, found 'debug'"},
    mistake{"log: [a]",
            "1:6: log: expected a mapping of level and format, found a list"},
    mistake{"log: {level: loud}",
            "1:14: log.level: expected trace, debug, info, warn or error, found 'loud'"},
    mistake{"log: {format: xml}",
            "1:15: log.format: expected text, json or journal, found 'xml'"},
    mistake{"log: {level: info, level: warn}",
            "1:20: duplicate key 'level' in log; it stands in line 1 already"},
    mistake{"log: {level: [debug]}",
            "1:14: log.level: expected trace, debug, info, warn or error, found a list"},
    mistake{"arena: {url: ftp://x}",
            "1:14: arena.url: expected a URL that begins with https:// or http://, found 'ftp://x'"},
    mistake{"arena: {url: https://}",
            "1:14: arena.url: expected a host behind http:// or https://, found 'https://'"},
    mistake{"arena: {url: 'https://u:p@h'}",
            "1:14: arena.url: expected a URL without user and password, found 'https://…@h'"},
    mistake{"arena: {url: https://h/app}",
            "1:14: arena.url: expected nothing but /api/v1 behind the host, found 'https://h/app'"},
    mistake{"arena: {url: 'https://h:99999'}",
            "1:14: arena.url: expected a port from 1 to 65535 behind the host, found 'https://h:99999'"},
    mistake{"arena: {url: 'https://h:0'}",
            "1:14: arena.url: expected a port from 1 to 65535 behind the host, found 'https://h:0'"},
    mistake{"arena: {url: 'https://h ost'}",
            "1:14: arena.url: expected a usable host name, found 'https://h ost'"},
    mistake{"arena: {url: 'https://[::g]:80'}",
            "1:14: arena.url: expected an IPv6 address between the brackets, found 'https://[::g]:80'"},
    mistake{"arena: {url: 'https://h?x=1'}",
            "1:14: arena.url: expected nothing but /api/v1 behind the host, found 'https://h?x=1'"},
    mistake{"arena: {url: }",
            "1:9: arena.url: expected the arena's URL, found nothing"},
    mistake{"arena: {url: ''}",
            "1:14: arena.url: expected the arena's URL, found ''"},
    mistake{"arena: {timeout: 15}",
            "1:18: arena.timeout: expected a duration from 1s to 5m, found '15'; write a unit behind it: ms, s, m, h or d"},
    mistake{"arena: {timeout: 10ms}",
            "1:18: arena.timeout: expected a duration from 1s to 5m, found '10ms'"},
    mistake{"arena: {timeout: fast}",
            "1:18: arena.timeout: expected a duration from 1s to 5m, found 'fast'"},
    mistake{"arena: {proxy: 'socks5://u:pw@h'}",
            "1:16: arena.proxy: expected a proxy such as http://user:password@host:3128, found 'socks5://…@h'"},
    mistake{"arena: {ca_file: ~/x.pem}",
            "1:18: arena.ca_file: '~' means nothing here; write ${HOME} instead"},
    mistake{"arena: {ca_file: ''}",
            "1:18: arena.ca_file: expected a path, found ''"},
    mistake{"state_dir: [a]",
            "1:12: state_dir: expected a path, found a list"},
    mistake{"control: {listen: 9464}",
            "1:19: control.listen: expected an address and a port such as 127.0.0.1:9464, found '9464'"},
    mistake{"control: {listen: '0.0.0.0:9464'}",
            "1:19: control.listen: is not an address of this machine alone, and whoever reaches it controls the daemon; write a loopback address, or allow_remote: true beside it"},
    mistake{"control: {listen: 'arena.example:9464'}",
            "1:19: control.listen: expected an address and a port such as 127.0.0.1:9464, found 'arena.example:9464'"},
    mistake{"control: {allow_remote: yes}",
            "1:25: control.allow_remote: expected true or false, found 'yes'"},
    mistake{"control: {pull_listen: '0.0.0.0:9465', pull_token: 0123456789abcdef, allow_remote: true}",
            "1:24: control.pull_listen: is not an address of this machine alone, and what agents say there is not encrypted; write a loopback address"},
    mistake{"control: {pull_listen: '127.0.0.1:9465'}",
            "1:24: control.pull_listen: needs pull_token beside it, as every user of this machine reaches a port"},
    mistake{"control: {pull_token: 0123456789abcdef}",
            "1:23: control.pull_token: is for a pull_listen with a port; a socket needs no token"},
    mistake{"control: {pull_listen: /run/agents.sock, pull_token: 0123456789abcdef}",
            "1:54: control.pull_token: is for a pull_listen with a port; a socket needs no token"},
    mistake{"control: {pull_listen: agents.sock}",
            "1:24: control.pull_listen: expected the absolute path of a socket, or an address and a port such as 127.0.0.1:9465, found 'agents.sock'"},
    mistake{"control: {pull_listen: /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}",
            "1:24: control.pull_listen: the path of a socket has at most 107 bytes; this has 112"},
    mistake{"control: {pull_listen: '127.0.0.1:9465', pull_token: 0123456789abcde}",
            "1:54: control.pull_token: expected a token of 16 to 256 letters, digits and signs, such as `openssl rand -hex 32` makes, found a text of 15 characters (not shown)"},
    mistake{"control: {pull_listen: '127.0.0.1:9465', pull_token: 0123456789 abcdef}",
            "1:54: control.pull_token: expected a token of 16 to 256 letters, digits and signs, such as `openssl rand -hex 32` makes, found a text of 17 characters (not shown)"},
    mistake{"control: {pull_listen: '127.0.0.1:9465', pull_token: " + test::valid_token + "}",
            "1:54: control.pull_token: expected a token of 16 to 256 letters, digits and signs, such as `openssl rand -hex 32` makes, found a key of the arena, which no agent gets"},
    mistake{"control: {socket: /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}",
            "1:19: control.socket: the path of a socket has at most 107 bytes; this has 112"},
    mistake{"shutdown: {drain: 2d}",
            "1:19: shutdown.drain: expected a duration from 0 to 1d, found '2d'"},
    mistake{"shutdown: {leave_running: 1}",
            "1:27: shutdown.leave_running: expected true or false, found '1'"},
    mistake{"retention: {size: 5GB}",
            "1:19: retention.size: expected a size of 0 or more, such as 64M or 4G, found '5GB'"},
    mistake{"retention: {runs: -1d}",
            "1:19: retention.runs: expected a duration from 0 to 3650d, found '-1d'"},
    mistake{"<<: x",
            "1:1: '<<' merges mappings, not 'x'"}
));

INSTANTIATE_TEST_SUITE_P(Table, AgentMistake, testing::Values(
    mistake{"model_name: file:/none",
            "5:17: agents[0].model_name: the file '/none' cannot be read"},
    mistake{"retries: file:none",
            "5:14: agents[0].retries: the file '/etc/arena/none' cannot be read"},
    mistake{"env: {A: credential:none}",
            "5:14: agents[0].env.A: credentials need CREDENTIALS_DIRECTORY, which systemd sets for LoadCredential="},
    mistake{"launcher: [run, credential:../none]",
            "5:21: agents[0].launcher[1]: '../none' is no name of a credential"},
    mistake{"retries: file::none",
            "5:14: agents[0].retries: expected a whole number from 0 to 10, found 'file::none'"},
    mistake{"comand: x",
            "5:5: unknown key 'comand' in agents[0]; did you mean 'command'?"},
    mistake{"apiKey: x",
            "5:5: unknown key 'apiKey' in agents[0]; did you mean 'api_key'?"},
    mistake{"command-line: x",
            "5:5: unknown key 'command-line' in agents[0]; did you mean 'command'?"},
    mistake{"limits: {mem: 1}",
            "5:14: unknown key 'mem' in agents[0].limits; did you mean 'memory'?"},
    mistake{"limits: {cpu: 1}",
            "5:14: unknown key 'cpu' in agents[0].limits; the keys here are memory, processes, output and open_files"},
    mistake{"events: {polcy: live}",
            "5:14: unknown key 'polcy' in agents[0].events; did you mean 'policy'?"},
    mistake{"url: x",
            "5:5: unknown key 'url' in agents[0]; it belongs in arena"},
    mistake{"colour: red",
            "5:5: unknown key 'colour' in agents[0]"},
    mistake{"name: x",
            "5:5: duplicate key 'name' in agents[0]; it stands in line 2 already"},
    mistake{"retries: many",
            "5:14: agents[0].retries: expected a whole number from 0 to 10, found 'many'"},
    mistake{"retries: 11",
            "5:14: agents[0].retries: expected a whole number from 0 to 10, found '11'"},
    mistake{"retries: 1.5",
            "5:14: agents[0].retries: expected a whole number from 0 to 10, found '1.5'"},
    mistake{"retries: 99999999999999999999",
            "5:14: agents[0].retries: expected a whole number from 0 to 10, found '99999999999999999999'"},
    mistake{"concurrency: 0",
            "5:18: agents[0].concurrency: expected a whole number from 1 to 64, found '0'"},
    mistake{"timeout: -5m",
            "5:14: agents[0].timeout: expected 0 or a duration from 1ms to 30d, found '-5m'"},
    mistake{"timeout: 45",
            "5:14: agents[0].timeout: expected 0 or a duration from 1ms to 30d, found '45'; write a unit behind it: ms, s, m, h or d"},
    mistake{"timeout: 31d",
            "5:14: agents[0].timeout: expected 0 or a duration from 1ms to 30d, found '31d'"},
    mistake{"grace: 1h",
            "5:12: agents[0].grace: expected a duration from 0 to 10m, found '1h'"},
    mistake{"limits: {memory: 512}",
            "5:22: agents[0].limits.memory: expected 0 or a size of 1M or more, such as 64M or 4G, found '512'"},
    mistake{"limits: {output: 64MB}",
            "5:22: agents[0].limits.output: expected 0 or a size of 1K or more, such as 64M or 4G, found '64MB'"},
    mistake{"limits: {processes: -1}",
            "5:25: agents[0].limits.processes: expected a whole number from 0 to 1000000, found '-1'"},
    mistake{"limits: 4G",
            "5:13: agents[0].limits: expected a mapping of memory, processes, output and open_files, found '4G'"},
    mistake{"poll_interval: 200ms",
            "5:20: agents[0].poll_interval: expected a duration from 1s to 1h (from 50ms only against a loopback arena), found '200ms'"},
    mistake{"ping_interval: 10m",
            "5:20: agents[0].ping_interval: expected a duration from 1s to 5m (from 50ms only against a loopback arena), found '10m'"},
    mistake{"events: {limit: 31}",
            "5:21: agents[0].events.limit: expected a whole number from 1 to 30, found '31'"},
    mistake{"events: {window: 10s}",
            "5:22: agents[0].events.window: expected a duration from 1m to 1h (from 50ms only against a loopback arena), found '10s'"},
    mistake{"events: {policy: fast}",
            "5:22: agents[0].events.policy: expected live or complete, found 'fast'"},
    mistake{"events: {enabled: 'on'}",
            "5:23: agents[0].events.enabled: expected true or false, found 'on'"},
    mistake{"submit: {files: ../x}",
            "5:21: agents[0].submit.files: expected a list such as [a, b], found '../x'"},
    mistake{"submit: {files: [../x]}",
            "5:22: agents[0].submit.files[0]: expected a pattern within the working directory, such as src/**/*.py, found '../x'"},
    mistake{"submit: {files: [/etc/*]}",
            "5:22: agents[0].submit.files[0]: expected a pattern within the working directory, such as src/**/*.py, found '/etc/*'"},
    mistake{"submit: {flow: email}",
            "5:20: agents[0].submit.flow: expected auto, session or connector, found 'email'"},
    mistake{"submit: {on_failure: sometimes}",
            "5:26: agents[0].submit.on_failure: expected explicit, never or always, found 'sometimes'"},
    mistake{"accept: {formats: sprint}",
            "5:23: agents[0].accept.formats: expected a list such as [a, b], found 'sprint'"},
    mistake{"accept: {categories: ['']}",
            "5:27: agents[0].accept.categories[0]: expected a text of one line, found ''"},
    mistake{"enter: {at_most: 0}",
            "5:22: agents[0].enter.at_most: expected a whole number from 1 to 64, found '0'"},
    mistake{"claim: mine",
            "5:12: agents[0].claim: expected adopt or fresh, found 'mine'"},
    mistake{"env: [A]",
            "5:10: agents[0].env: expected a mapping of names to texts, such as { NAME: text }, found a list"},
    mistake{"env: A=1",
            "5:10: agents[0].env: expected a mapping of names to texts, such as { NAME: text }, found a text"},
    mistake{"env: {1A: x}",
            "5:11: agents[0].env: '1A' is no name of an environment variable"},
    mistake{"env: {ARENA_API_KEY: x}",
            "5:11: agents[0].env: ARENA_API_KEY is the connector's own; no agent gets it"},
    mistake{"env: {A: [1]}",
            "5:14: agents[0].env.A: expected a text, found a list"},
    mistake{"env: {A: }",
            "5:11: agents[0].env.A: expected a text, found nothing"},
    mistake{"env: {A: 1, A: 2}",
            "5:17: duplicate key 'A' in agents[0].env; it stands in line 5 already"},
    mistake{"pass_env: [A-B]",
            "5:16: agents[0].pass_env[0]: expected the name of an environment variable, found 'A-B'"},
    mistake{"pass_env: [BOUTS_API_KEY]",
            "5:16: agents[0].pass_env[0]: BOUTS_API_KEY is the connector's own; no agent gets it"},
    mistake{"user: bob",
            "5:11: agents[0].user: only a daemon that is started as root can run an agent as another user"},
    mistake{"skill_count: x",
            "5:18: agents[0].skill_count: expected a whole number from 0 to 100000, found 'x'"},
    mistake{"model_name: \"a\\nb\"",
            "5:17: agents[0].model_name: expected a text of one line, found 'a\\nb'"},
    mistake{"model_name: \"a\\0b\"",
            "5:17: agents[0].model_name: the text holds a NUL character"},
    mistake{"workdir: ~",
            "5:5: agents[0].workdir: expected a path, found nothing"},
    mistake{"workdir: ~/x",
            "5:14: agents[0].workdir: '~' means nothing here; write ${HOME} instead"},
    mistake{"preset: a b",
            "5:13: agents[0].preset: expected claude-code, codex, gemini, cursor, opencode, goose, qwen, openclaw or "
            "aider, found 'a b'"},
    mistake{"dialect: klingon",
            "5:14: agents[0].dialect: expected auto, claude-code, codex, gemini, cursor, opencode, goose, qwen, "
            "openclaw or aider, found 'klingon'"},
    mistake{"dialect: {type: xml}",
            "5:21: agents[0].dialect.type: expected `type: json`, the only one with rules"},
    mistake{"dialect: {type: json}",
            "5:14: agents[0].dialect: expected `rules`, a list of 1 to 100 rules, each begun with '- ', found a mapping"},
    mistake{"dialect: {type: json, rules: [{means: dance}]}",
            "5:43: agents[0].dialect.rules[0].means: expected an event such as tool_call, or answer, done, failed, usage "
            "or ignore, found 'dance'"},
    mistake{"dialect: {type: json, rules: [{means: answer, command: x}]}",
            "5:51: agents[0].dialect.rules[0].command: a rule that means answer has no such key"},
    mistake{"prompt_template: do it",
            "5:22: agents[0].prompt_template: has neither {prompt} nor {description} in it, so that the agent would not "
            "learn its task"},
    mistake{"mode: push",
            "5:11: agents[0].mode: expected launch or pull, found 'push'"},
    mistake{"launcher: {a: b}",
            "5:15: agents[0].launcher: expected a command: a list of words, or a string, found a mapping"},
    mistake{"launcher: \"a 'b\"",
            "5:15: agents[0].launcher: a quote is left open, or a '\\' ends the command, in 'a 'b'"},
    mistake{"hooks: {before_run: 'a \"b'}",
            "5:25: agents[0].hooks.before_run: a quote is left open, or a '\\' ends the command, in 'a \"b'"},
    mistake{"api_token: hello",
            "5:16: agents[0].api_token: expected an API token (bouts_sk_…), found a text of 5 characters (not shown)"},
    mistake{"api_token: aa_x",
            "5:16: agents[0].api_token: expected an API token (bouts_sk_…), found an agent key (aa_…), which belongs in api_key"}
));

INSTANTIATE_TEST_SUITE_P(Table, FileMistake, testing::Values(
    mistake{"agents: {}",
            "1:9: agents: expected a list of agents, each begun with '- ', found a mapping"},
    mistake{"agents: []",
            "1:9: agents: expected at least one agent, found an empty list"},
    mistake{"agents:",
            "1:1: agents: expected a list of agents, each begun with '- ', found nothing"},
    mistake{"log: {}",
            "1:1: agents: is missing: a list of at least one agent, with api_key and command"},
    mistake{"",
            "1:1: agents: is missing: a list of at least one agent, with api_key and command"},
    mistake{"# nothing",
            "1:1: agents: is missing: a list of at least one agent, with api_key and command"},
    mistake{"- a",
            "1:1: expected a mapping of arena, state_dir, control, log, shutdown, retention and agents, found a list"},
    mistake{"just text",
            "1:1: expected a mapping of arena, state_dir, control, log, shutdown, retention and agents, found 'just text'"},
    mistake{"agents:\n  - nova",
            "2:5: agents[0]: expected a mapping, found 'nova'"},
    mistake{"agents:\n  - api_key: KEY",
            "2:5: agents[0].command: is missing: the command that starts the agent"},
    mistake{"agents:\n  - command: a",
            "2:5: agents[0].api_key: is missing: the agent's key (aa_…), or a reference to it such as ${ARENA_API_KEY}, file:PATH or credential:NAME"},
    mistake{"agents:\n  - name: a\n    api_key: KEY\n    command: b\n  - api_key: KEY\n    command: b",
            "5:5: agents[1].name: is missing; where there are several agents, each has a name"},
    mistake{"agents:\n  - name: a\n    api_key: KEY\n    command: b\n  - name: a\n    api_key: KEY\n    command: b",
            "5:11: agents[1].name: expected a name that no other agent has, found that of agents[0], 'a'"},
    mistake{"agents: [{name: -x, api_key: KEY, command: b}]",
            "1:17: agents[0].name: expected a name of 1 to 64 letters, digits, '.', '_' or '-', not first '.' or '-', found '-x'"},
    mistake{"agents: [{name: KEY, api_key: KEY, command: b}]",
            "1:17: agents[0].name: expected a name of 1 to 64 letters, digits, '.', '_' or '-', not first '.' or '-', found 'aa_00…(67)'"},
    mistake{"agents: [{api_key: secret, command: b}]",
            "1:20: agents[0].api_key: expected an agent key (aa_ and 64 hexadecimal digits), found a text of 6 characters (not shown)"},
    mistake{"agents: [{api_key: bouts_sk_123, command: b}]",
            "1:20: agents[0].api_key: expected an agent key (aa_ and 64 hexadecimal digits), found an API token (bouts_sk_…), which belongs in api_token"},
    mistake{"agents: [{api_key: , command: b}]",
            "1:11: agents[0].api_key: expected an agent key (aa_ and 64 hexadecimal digits), found nothing"},
    mistake{"agents: [{api_key: '${UNSET}', command: b}]",
            "1:20: agents[0].api_key: the environment variable UNSET is not set"},
    mistake{"agents: [{api_key: '${9}', command: b}]",
            "1:20: agents[0].api_key: ${9} names no environment variable; write $$ for a single '$'"},
    mistake{"agents: [{api_key: '${X', command: b}]",
            "1:20: agents[0].api_key: a '${' is not closed; write $$ for a single '$'"},
    mistake{"agents: [{api_key: KEY, command: []}]",
            "1:98: agents[0].command: expected a command of at least one word, found none"},
    mistake{"agents: [{api_key: KEY, command: ''}]",
            "1:98: agents[0].command: expected a command of at least one word, found none"},
    mistake{"agents: [{api_key: KEY, command: \"python 'x\"}]",
            "1:98: agents[0].command: a quote is left open, or a '\\' ends the command, in 'python 'x'"},
    mistake{"agents: [{api_key: KEY, command: [a, [b]]}]",
            "1:102: agents[0].command[1]: expected a word of a command, found a list"},
    mistake{"agents: [{api_key: KEY, command: {a: b}}]",
            "1:98: agents[0].command: expected a command: a list of words, or a string, found a mapping"},
    mistake{"agents: [{api_key: KEY, command: a, env: {K: KEY}}]",
            "1:110: agents[0].env.K: holds a key of the arena; no agent gets it"},
    mistake{"agents: [{api_key: KEY, command: [a, --key=KEY]}]",
            "1:98: agents[0].command: holds a key of the arena; no agent gets it"},
    mistake{"agents: [{api_key: KEY, command: a, launcher: [run, KEY]}]",
            "1:111: agents[0].launcher: holds a key of the arena; no agent gets it"},
    mistake{"a: [1",
            "1:1: not valid YAML: a '[' or a quote is not closed, or a text needs quotes, as \"${NAME}\" does"},
    mistake{"a: {b: ${X}}",
            "1:9: not valid YAML: a '{' or a quote is not closed, or a text needs quotes, as \"${NAME}\" does"},
    mistake{"a:\n\tb: 1",
            "2:3: not valid YAML: a tab stands where the line is indented; YAML wants spaces"},
    mistake{"a:\n   b: 1\n  c: 1",
            "3:3: not valid YAML: the indentation does not fit the lines above"},
    mistake{"a: *x",
            "1:4: not valid YAML: the referenced anchor is not defined"},
    mistake{"a: !foo b",
            "1:4: the tag '!foo' is not understood here"},
    mistake{"? [a]\n: b",
            "1:3: a key must be a word, not a list"},
    mistake{"[a]: b",
            "1:1: a key must be a word, not a list"},
    mistake{"~: b",
            "1:1: a key must be a word, not nothing"},
    mistake{"a: 1\n---\nb: 2",
            "2:1: a second document begins here; the configuration is one document"},
    mistake{"a: 1\nb: \xff",
            "2:1: the line is not valid UTF-8"},
    mistake{"a: b: c",
            "1:5: not valid YAML: a ':' stands where none can; a text with ': ' in it needs quotes"},
    mistake{"a: &x [*x]",
            "1:8: this alias stands inside the value that it names"},
    mistake{"a: 'b",
            "1:6: not valid YAML: a quote is not closed"},
    mistake{"a: \"\\q\"",
            "1:7: not valid YAML: unknown escape character: q"},
    mistake{"<<: 1",
            "1:1: '<<' merges mappings, not '1'"}
));
// clang-format on

TEST(Mistakes, AreToldAllAtOnceInTheFilesOrder) {
  EXPECT_EQ(complaints(parse_here("log: {levle: info}\n" + one_agent("    retries: 11\n    colour: red\n") +
                                  "arena: {timeout: 1h}\n")),
            "config.yaml:1:7: unknown key 'levle' in log; did you mean 'level'?\n"
            "config.yaml:6:14: agents[0].retries: expected a whole number from 0 to 10, found '11'\n"
            "config.yaml:7:5: unknown key 'colour' in agents[0]\n"
            "config.yaml:8:18: arena.timeout: expected a duration from 1s to 5m, found '1h'");
}

TEST(Mistakes, NeverShowAKey) {
  const std::string key = valid_key;
  const std::string token = test::valid_token;
  const std::vector<std::string> texts = {
      "agents: [{name: " + key + ", api_key: x" + key + ", command: a}]",
      "agents: [{api_key: " + key + "0, command: a, retries: " + token + "}]",
      "arena: {url: " + key + "}\n" + one_agent(),
      "arena: {url: 'https://" + key + "@host', proxy: 'http://u:" + token + "@[x'}\n" + one_agent(),
      key + ": 1\n" + one_agent(),
      "log: {level: 'x " + token + " y'}\n" + one_agent(),
      one_agent("    api_token: " + key + "\n"),
      one_agent("    env: [A=" + key + "]\n"),
      one_agent("    env: A=" + key + "\n"),
      one_agent("    env: {A: " + key + "}\n"),
      one_agent("    pass_env: [" + token + "-]\n"),
      "agents: [{api_key: " + key + ", command: \"x '" + key + "\"}]",
      "!" + key + " a",
      "a: ${" + key + "-}",
  };
  for (const auto& text : texts) {
    const auto told = complaints(parse_here(text));
    EXPECT_NE(told, "") << text;
    EXPECT_EQ(told.find(key.substr(8, 20)), std::string::npos) << told;
    EXPECT_EQ(told.find(token.substr(12, 20)), std::string::npos) << told;
  }
}

TEST(Mistakes, InTheUrlDoNotMakeRulesOfIntervalsStrict) {
  EXPECT_EQ(complaints(parse_here("arena: {url: localhost:8080}\n" + one_agent("    poll_interval: 50ms\n"))),
            "config.yaml:1:14: arena.url: expected a URL that begins with https:// or http://, found "
            "'localhost:8080'");
}

TEST(Mistakes, OfAVariablePassedOnUnderAnotherName) {
  machine m;
  m.environment["MYKEY"] = valid_key;
  EXPECT_EQ(complaints(parse_here(
                "agents:\n  - api_key: ${MYKEY}\n    command: a\n    pass_env: [HOME, MYKEY]\n", m)),
            "config.yaml:4:22: agents[0].pass_env[1]: MYKEY holds a key of the arena; no agent gets it");
}

TEST(Mistakes, OfMoreThanAMebibyte) {
  EXPECT_EQ(complaints(parse_here(std::string(1'048'577, '#'))),
            "config.yaml: has 1048577 bytes; a configuration has at most 1048576");
}

}  // namespace
}  // namespace arena::config

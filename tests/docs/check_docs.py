#!/usr/bin/env python3
"""Fails when the documents say what the tree does not, or leave out what it has: dead links, exit codes, rooms, calls."""

import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "layers"))
import rules  # noqa: E402

_SKIPPED_FOLDERS = {"build", "__pycache__"}


def text_of(path: str) -> str:
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def documents() -> list:
    found = []
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [name for name in subfolders if name not in _SKIPPED_FOLDERS and not name.startswith(".")]
        found += [os.path.relpath(os.path.join(folder, name), ROOT) for name in names if name.endswith(".md")]
    return sorted(found)


def dead_links() -> list:
    problems = []
    for document in documents():
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(document)):
            path = os.path.join(ROOT, os.path.dirname(document), target)
            if not re.match(r"[a-z]+:", target) and not os.path.exists(path):
                problems.append(f"{document}: the link to {target} leads nowhere")
    return problems


def wrong_exit_codes() -> list:
    header = text_of("daemon/exit_codes.hpp")
    numbers = dict(re.findall(r"^\s+(\w+) = (\d+),", header, re.MULTILINE))
    meant = [(numbers[name], text) for name, text in re.findall(r'\{exit_code::(\w+),\s*"([^"]*)"\}', header)]
    written = re.findall(r"^\| (\d+) \| (.*) \|$", text_of("README.md"), re.MULTILINE)
    if not meant or len(meant) != len(numbers):
        return ["daemon/exit_codes.hpp cannot be read any more: mend tests/docs/check_docs.py"]
    return [] if written == meant else [f"README.md: the exit codes are not those of daemon/exit_codes.hpp: {meant}"]


def wrong_exit_codes_of_bouts() -> list:
    sentences = dict(re.findall(r'case errc::(\w+):\s*return \{"\w+", "([^"]+)"\}', text_of("core/base/error.cpp")))
    source = text_of("cli/exit_code.cpp")
    meant = [(number, sentences[kind]) for kind, number in re.findall(r"\{errc::(\w+), (\d+)\}", source)]
    written = re.findall(r"^\| (\d+) \| (.*) \|$", text_of("docs/bouts.md"), re.MULTILINE)
    written = [row for row in written if len(row[0]) == 2]  # those below ten have sentences of their own
    if len(meant) < 15:
        return ["cli/exit_code.cpp cannot be read any more: mend tests/docs/check_docs.py"]
    return [] if written == meant else [f"docs/bouts.md: the exit codes are not those of cli/exit_code.cpp: {meant}"]


def missing_rooms() -> list:
    written = set(re.findall(r"^\| `([a-z/]+)` \|", text_of("CONTRIBUTING.md"), re.MULTILINE))
    meant = set(rules.ROOMS) | {rules.TESTS}
    return [] if written == meant else [f"CONTRIBUTING.md: the table of rooms differs by {sorted(written ^ meant)}"]


def unlisted_decisions() -> list:
    index = text_of("docs/decisions/README.md")
    names = sorted(name for name in os.listdir(os.path.join(ROOT, "docs/decisions")) if name[0].isdigit())
    return [f"docs/decisions/README.md: {name} is not in it" for name in names if f"({name})" not in index]


def missing_calls() -> list:
    """Calls of the client library that docs/sdk.md does not name, and endpoints that it does not tell."""
    header = text_of("sdk/calls.hpp")
    table = text_of("docs/sdk.md")
    calls = []
    for group, body in re.findall(r"^class (\w+) \{(.*?)^ private:", header, re.MULTILINE | re.DOTALL):
        calls += [f"{group}().{name}(" for name in re.findall(r"^  (?:call|typename Way)\S* ?[^;=]*?(\w+)\(", body, re.MULTILINE)]
    if len(set(calls)) < 20:
        return ["sdk/calls.hpp cannot be read any more: mend tests/docs/check_docs.py"]
    endpoints = re.findall(r'"(/api/[\w/-]*)', text_of("sdk/requests.cpp"))
    missing = [call for call in calls if f"`{call}" not in table and f", `{call}" not in table]
    missing += [path for path in endpoints if path.rstrip("/") not in table]
    return [f"docs/sdk.md: {name} is not in it" for name in sorted(set(missing))]


def wrong_presets() -> list:
    """Presets without a block in docs/agents.md, blocks without a preset, and what a block must say of each."""
    source = text_of("core/agent/preset.cpp")
    table = re.findall(r'return \{\s*\.name = "([\w-]+)",(.*?)\};\n\}', source, re.DOTALL)
    blocks = dict(re.findall(r"^## ([a-z-]+)\n(.*?)(?=^## |\Z)", text_of("docs/agents.md"), re.MULTILINE | re.DOTALL))
    if len(table) < 9:
        return ["core/agent/preset.cpp cannot be read any more: mend tests/docs/check_docs.py"]
    problems = [f"docs/agents.md: {name} is no preset" for name in sorted(set(blocks) - {name for name, _ in table})]
    for name, fields in table:
        block = blocks.get(name, "")
        keys = re.search(r"\.keys = \{(.*?)\}", fields, re.DOTALL)
        first_key = re.findall(r'"(\w+)"', keys.group(1))[0] if keys else "OPENAI_API_KEY"
        install = re.search(r'\.install = "(?:see )?([^"]*)"', fields).group(1)
        success = re.search(r'\.success = "([^"]*)"', fields).group(1)
        for part in (f"preset: {name}", first_key, install.replace("|", "\\|"), success):
            if part not in block:
                problems.append(f"docs/agents.md: the block {name} does not say: {part}")
    return problems


def missing_of_sandbox() -> list:
    """Endpoints, control requests, options, fault modes and fault keys of arena-sandbox that docs/sandbox.md does not tell."""
    folder = os.path.join(ROOT, "sandbox")
    sources = {name: text_of(f"sandbox/{name}") for name in os.listdir(folder) if name.endswith(".cpp")}
    requests = []
    for name, source in sources.items():
        if name.startswith("routes_") or name == "control.cpp":
            requests += [" ".join(pair) for pair in re.findall(r'\{"([A-Z]+)", "(/\w[^"]*)"', source)]
    options = re.findall(r'"(--[a-z-]+)"', sources["command_line.cpp"].split("void describe_assign")[0])
    modes = re.findall(r'\{"(\w+)", fault_mode::', sources["faults.cpp"])
    keys = re.findall(r'"(\w+)"', sources["fault_request.cpp"].split("known_keys = {")[1].split("}")[0])
    if min(len(requests) - 25, len(options) - 8, len(modes) - 9, len(keys) - 10) < 0:
        return ["sandbox/ cannot be read any more: mend tests/docs/check_docs.py"]
    document = text_of("docs/sandbox.md")
    names = requests + options + modes + keys
    return [f"docs/sandbox.md: {name} is not in it" for name in names if not re.search(rf"`{name}[`? ]| {name} ", document)]


def missing_flags() -> list:
    """Flags and commands of arena-connect that neither README.md nor docs/ tells of."""
    source = text_of("daemon/main.cpp")
    flags = set(re.findall(r'add_(?:option|flag)\("(?:-\w,)?(--[\w-]+)"', source))
    commands = set(re.findall(r'add_(?:subcommand|one)\((?:app, )?"([a-z]+)"', source))
    if len(flags) < 15 or len(commands) < 8:
        return ["daemon/main.cpp cannot be read any more: mend tests/docs/check_docs.py"]
    told = "\n".join(text_of(name) for name in documents() if name == "README.md" or name.startswith("docs" + os.sep))
    missing = [flag for flag in flags if not re.search(re.escape(flag) + r"(?![\w-])", told)]
    missing += [name for name in commands if f"arena-connect {name}" not in told and f"`{name}`" not in told]
    return [f"README.md and docs/: {name} is not told of" for name in sorted(missing)]


def missing_keys() -> list:
    """Keys of the configuration's schema that the sample does not show."""
    sample = text_of("config/config.sample.yaml")
    keys = set(re.findall(r'^ +"([a-z_]+)": \{$', text_of("config/config.schema.json"), re.MULTILINE))
    keys -= {"definitions", "properties", "items", "reference"}
    if len(keys) < 40:
        return ["config/config.schema.json cannot be read any more: mend tests/docs/check_docs.py"]
    return [f"config/config.sample.yaml: {key} is not in it" for key in sorted(keys) if not re.search(rf"\b{key}:", sample)]


def main() -> int:
    checks = (wrong_presets, missing_flags, missing_keys, missing_calls, missing_of_sandbox, dead_links, wrong_exit_codes,
              wrong_exit_codes_of_bouts, missing_rooms, unlisted_decisions)
    problems = [problem for check in checks for problem in check()]
    for problem in problems:
        print(problem)
    print(f"docs: {len(documents())} documents, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

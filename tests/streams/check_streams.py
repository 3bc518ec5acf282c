#!/usr/bin/env python3
"""Counts the commands, edits and tool calls in streams of coding agents by itself, and compares with the dialects.

A stream is read here in another way than in core/agent: whole, with Python's json, each program's lines by themselves.
What is found must be among the dialect's events with the same command and exit code, file, or tool; at least 95 % of it
over all streams. Every line must be accounted for.

Usage: check_streams.py --dump PROGRAM --own DIR [--samples DIR]

DIR of --own: tests/streams. The captured streams are where --samples or ARENA_STREAM_SAMPLES says, else in
shared/samples beside the checkout; without them only our own are counted.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

BAR = 0.95
MCP = "mcp__"
COMMANDS = {"Bash", "bash", "shell", "run_shell_command"}
EDITS = {"Write", "Edit", "MultiEdit", "NotebookEdit", "write_file", "replace", "edit", "write", "text_editor"}
LISTS = {"TodoWrite", "todo_write", "write_todos", "todowrite", "TaskCreate", "TaskUpdate", "TaskList", "update_topic", "updateTodos"}


def objects(lines):
    for line in lines:
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            yield value


def file_of(arguments):
    for key in ("file_path", "filePath", "path", "notebook_path"):
        if arguments.get(key):
            return arguments[key]
    return None


def wanted(name, arguments, failed, code):
    """What one call of a tool should be seen as; code may be None, for not told."""
    bare = name if name.startswith(MCP) else name.split("__")[-1]
    if bare in LISTS:
        return []
    if bare in COMMANDS:
        return [("command", arguments.get("command"), code)]
    if bare in EDITS and arguments.get("command") != "view":
        return [] if failed else [("edit", file_of(arguments))]
    served = name[len(MCP):] if name.startswith(MCP) else name
    return [("tool", served.replace("__", "/", 1))]


def of_claude(lines, tells_code=True):
    calls, found = {}, []
    for value in objects(lines):
        content = (value.get("message") or {}).get("content") if value.get("type") in ("assistant", "user") else None
        for block in content if isinstance(content, list) else []:
            if block.get("type") == "tool_use":
                calls[block["id"]] = block
                if block["name"] not in COMMANDS | EDITS:
                    found += wanted(block["name"], block["input"], True, None)
            elif block.get("type") == "tool_result" and block.get("tool_use_id") in calls:
                call = calls.pop(block["tool_use_id"])
                if call["name"] not in COMMANDS | EDITS:
                    continue
                failed = bool(block.get("is_error"))
                text = block.get("content")
                text = text if isinstance(text, str) else "".join(part.get("text", "") for part in text or [])
                number = re.match(r"Exit code (\d+)", text)
                code = int(number.group(1)) if failed and number else 0 if tells_code and not failed and "running in background with ID" not in text else None
                found += wanted(call["name"], call["input"], failed, code)
    return found


def of_qwen(lines):
    return of_claude(lines, tells_code=False)


def of_codex(lines):
    found = []
    for value in objects(lines):
        item = value.get("item") or {}
        if value.get("type") == "item.completed":
            kind = item.get("type")
            if kind == "command_execution":
                inner = re.match(r"^\S+ -lc (['\"])(.*)\1$", item["command"], re.DOTALL) or re.match(r"^\S+ -lc ()(.*)$", item["command"], re.DOTALL)
                found.append(("command", inner.group(2) if inner else item["command"], item.get("exit_code")))
            elif kind == "file_change" and item.get("status") == "completed":
                found += [("edit", change["path"]) for change in item["changes"]]
            elif kind == "mcp_tool_call":
                found.append(("tool", f"{item['server']}/{item['tool']}"))
            elif kind == "web_search":
                found.append(("tool", "web_search"))
        message = value.get("msg") or {}
        if message.get("type") == "exec_command_end":
            found.append(("command", None, message.get("exit_code")))
        elif message.get("type") == "patch_apply_begin":
            found += [("edit", path) for path in message["changes"]]
    return found


def of_gemini(lines):
    calls, found = {}, []
    for value in objects(lines):
        if value.get("type") == "tool_use":
            calls[value["tool_id"]] = value
            if value["tool_name"] not in COMMANDS | EDITS:
                found += wanted(value["tool_name"], value["parameters"], False, None)
        elif value.get("type") == "tool_result" and value.get("tool_id") in calls:
            call = calls.pop(value["tool_id"])
            if call["tool_name"] in COMMANDS | EDITS:
                failed = value["status"] == "error"
                number = re.search(r"exited with code (\d+)", value.get("output") or "")
                code = int(number.group(1)) if number else None if failed else 0
                found += wanted(call["tool_name"], call["parameters"], failed, code)
    return found


def of_cursor(lines):
    found = []
    for value in objects(lines):
        if value.get("type") != "tool_call" or value.get("subtype") != "completed":
            continue
        for key, body in value["tool_call"].items():
            if not key.endswith("ToolCall"):
                continue
            kind, arguments, result = key[: -len("ToolCall")], body.get("args") or {}, body.get("result") or {}
            told = result.get("success") or result.get("failure") or {}
            found += wanted(kind, arguments, "success" not in result, told.get("exitCode"))
    return found


def of_opencode(lines):
    found = []
    for value in objects(lines):
        if value.get("type") != "tool_use":
            continue
        part = value["part"]
        state = part["state"]
        meta = state.get("metadata") or {}
        if part["tool"] == "apply_patch":
            found += [("edit", file.get("filePath")) for file in meta.get("files") or []]
        else:
            found += wanted(part["tool"], state["input"], state["status"] == "error", meta.get("exit"))
    return found


def of_goose(lines):
    calls, found = {}, []
    for value in objects(lines):
        for content in (value.get("message") or {}).get("content") or []:
            if content["type"] == "toolRequest" and content["toolCall"]["status"] == "success":
                calls[content["id"]] = content["toolCall"]["value"]
            elif content["type"] == "toolResponse" and content["id"] in calls:
                call = calls.pop(content["id"])
                told = (content["toolResult"].get("value") or {}).get("structuredContent") or {}
                failed = bool((content["toolResult"].get("value") or {}).get("isError"))
                found += wanted(call["name"], call["arguments"], failed, told.get("exit_code"))
    return found


def of_openclaw(lines):
    text = "\n".join(lines)
    calls = re.search(r'"calls"\s*:\s*([1-9]\d*)', text)
    return [("tool", "summary")] if calls else []


def of_aider(lines):
    found = [("edit", line.split("Applied edit to ", 1)[1]) for line in lines if line.startswith("Applied edit to ")]
    return found + [("command", line.split(" ", 1)[1], None) for line in lines if line.startswith("Running ")]


READERS = {
    "claude-code": of_claude, "codex": of_codex, "gemini": of_gemini, "cursor": of_cursor, "opencode": of_opencode,
    "goose": of_goose, "qwen": of_qwen, "openclaw": of_openclaw, "aider": of_aider,
}
# The beginning of a captured file's name -> its dialect.
CAPTURED = {
    "claude": "claude-code", "codex": "codex", "codex_legacy": "codex", "gemini": "gemini", "gemini_raw_stdout": "gemini",
    "opencode": "opencode", "cursor": "cursor", "goose": "goose", "goose_raw_stdout": "goose", "qwen": "qwen",
    "openclaw": "openclaw", "aider": "aider",
}


def seen_by_dialect(dump, kind, path):
    ran = subprocess.run([dump, kind, str(path)], check=True, stdout=subprocess.PIPE)
    values = [json.loads(line) for line in ran.stdout.decode("utf-8").splitlines()]
    events, report = values[:-1], values[-1]["report"]
    seen = []
    for event in events:
        if event["type"] == "command_run":
            seen.append(("command", event.get("command"), event.get("exit_code")))
        elif event["type"] == "code_write":
            seen.append(("edit", event.get("filename")))
        elif event["type"] == "tool_call":
            seen.append(("tool", event.get("tool")))
    return seen, report


def same(want, got):
    if want[0] != got[0]:
        return False
    if want[0] == "command":  # a command that is not told in its end is known from its beginning only
        return want[2] == got[2] and (want[1] is None or want[1].strip() == (got[1] or "").strip())
    if want[0] == "edit":
        return bool(got[1]) and (want[1] == got[1] or want[1].endswith("/" + got[1]))
    return want[1] == got[1]


def missing(want, seen):
    left, lost = list(seen), []
    for one in want:
        found = next((other for other in left if same(one, other)), None)
        if found is None:
            lost.append(one)
        else:
            left.remove(found)
    return lost, left


def streams(own, samples):
    for path in sorted(own.glob("*.replay")):
        kind = re.match(r"(.*)-[a-z]+$", path.stem).group(1)
        yield ("codex" if path.stem == "codex-legacy" else kind), path
    for path in sorted(samples.glob("*-*.*")) if samples else []:
        kind = CAPTURED.get(path.stem.rsplit("-", 1)[0])
        if kind and path.suffix in (".jsonl", ".txt"):
            yield kind, path


def where_samples_are(named):
    if named or os.environ.get("ARENA_STREAM_SAMPLES"):
        return pathlib.Path(named or os.environ["ARENA_STREAM_SAMPLES"])
    for folder in pathlib.Path(__file__).resolve().parents:
        if (folder / "shared" / "samples").is_dir():
            return folder / "shared" / "samples"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dump", required=True)
    parser.add_argument("--own", type=pathlib.Path, required=True)
    parser.add_argument("--samples")
    arguments = parser.parse_args()
    samples = where_samples_are(arguments.samples)
    total = lost_total = lines_total = files = 0
    bad = []
    for kind, path in streams(arguments.own, samples):
        raw = path.read_text(encoding="utf-8").split("\n")
        raw = raw[:-1] if raw and raw[-1] == "" else raw
        lines = [line for line in raw if not re.match(r"#(sleep|write|stderr|exit) |#hang", line)]
        want = READERS[kind](lines)
        seen, report = seen_by_dialect(arguments.dump, kind, path)
        lost, extra = missing(want, seen)
        accounted = report["mapped"] + report["noise"] + sum(report["ignored"].values())
        if accounted != len(lines):
            bad.append(f"{path.name}: {len(lines)} lines, {accounted} accounted for")
        for one in lost:
            print(f"{path.name}: not seen: {one}")
        for one in extra:
            bad.append(f"{path.name}: seen and not there: {one}")
        total, lost_total = total + len(want), lost_total + len(lost)
        lines_total, files = lines_total + len(lines), files + 1
    for one in bad:
        print(one)
    share = 1 - lost_total / max(total, 1)
    print(f"{files} streams, {lines_total} lines; {total - lost_total} of {total} uses of tools seen ({share:.1%}, at least {BAR:.0%})" + ("" if samples else "; captured streams are not here"))
    return 1 if bad or share < BAR or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Fails when a source breaks the order of the rooms: rules.py has the order, CONTRIBUTING.md the reasons.

Each problem is one line, "path:line: what is wrong". Exit code 0: none; 1: some; 2: wrong arguments.
"""

import argparse
import fnmatch
import json
import os
import posixpath
import sys
from collections import defaultdict

import rules
import sources


def check_includes(tree: list) -> list:
    """Includes that point upward, sideways or to nothing, and sources that lie in no room."""
    problems = []
    known = {source.path for source in tree}
    for source in tree:
        room = rules.room_of(source.path)
        if room is None:
            problems.append(f"{source.path}:1: is in no room; rooms are named in tests/layers/rules.py")
            continue
        for include in source.includes:
            where = f"{source.path}:{include.line}:"
            if not include.own:
                continue
            if include.target not in known:
                problems.append(f'{where} "{include.target}" is no path from the project\'s root')
                continue
            target = rules.room_of(include.target)
            if room in (target, rules.TESTS) or target is None:
                continue
            if target not in rules.ROOMS[room]:
                problems.append(f'{where} {room} may not include {target} ("{include.target}")')
    return problems


def check_cycles(tree: list) -> list:
    """Folders that include each other, be it over others. One problem for each group of such folders."""
    known = {source.path for source in tree}
    examples = defaultdict(dict)  # folder -> folder it includes -> one include as an example
    for source in tree:
        folder = posixpath.dirname(source.path)
        for include in source.includes:
            other = posixpath.dirname(include.target)
            if include.own and include.target in known and other != folder:
                examples[folder].setdefault(other, f'{source.path}:{include.line} "{include.target}"')
    reached = {folder: _reachable(folder, examples) for folder in examples}
    problems = []
    reported = set()
    for folder in sorted(examples):
        group = {other for other in reached[folder] if folder in reached.get(other, ())}
        if folder in reported or not group:
            continue
        reported |= group
        edges = [example for one in sorted(group) for other, example in sorted(examples[one].items()) if other in group]
        problems.append(f"{folder}: these folders include each other: {', '.join(sorted(group))}; by {'; '.join(edges)}")
    return problems


def _reachable(start: str, graph: dict) -> set:
    found = set()
    waiting = [start]
    while waiting:
        for following in graph.get(waiting.pop(), ()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


def check_libraries(tree: list) -> list:
    """Headers of other libraries outside their room, or in more files of it than they should be."""
    problems = []
    users = defaultdict(list)  # (library, room) -> files
    for source in tree:
        room = rules.room_of(source.path)
        if room in (None, rules.TESTS):
            continue
        for include in source.includes:
            for library in rules.LIBRARIES:
                if include.own or not library.headers.match(include.target):
                    continue
                if not any(fnmatch.fnmatchcase(source.path, home) for home in library.homes):
                    at_home = ", ".join(library.homes) or "tests"
                    problems.append(f"{source.path}:{include.line}: {library.name} (<{include.target}>) stays in {at_home}")
                elif source.path not in users[library, room]:
                    users[library, room].append(source.path)
    for (library, room), files in users.items():
        separate = [path for path in files if "/separate_compilation/" not in path]
        if library.files_per_room is not None and len(separate) > library.files_per_room:
            problems.append(f"{room}: {library.name} is included by {len(separate)} files ({', '.join(separate)}); "
                            f"at most {library.files_per_room}")
    return problems


def check_purity(tree: list) -> list:
    """What core/ may not do: sockets, files, clocks, threads, environment, randomness."""
    problems = []
    for source in tree:
        if not source.path.startswith("core/"):
            continue
        for include in source.includes:
            if not include.own and rules.IMPURE_HEADERS.match(include.target):
                problems.append(f"{source.path}:{include.line}: core is pure: no <{include.target}> there")
        for pattern, why in rules.IMPURE_CALLS:
            for found in pattern.finditer(source.code):
                problems.append(f"{source.path}:{sources.line_at(source.code, found.start())}: core is pure: this {why}")
    return problems


def check_lengths(tree: list) -> tuple:
    """(problems, warnings) about long files."""
    problems, warnings = [], []
    for source in tree:
        in_tests = rules.room_of(source.path) == rules.TESTS
        limit = rules.TOO_LONG_TEST_LINES if in_tests else rules.TOO_LONG_FILE_LINES
        if source.lines > limit:
            problems.append(f"{source.path}:{source.lines}: {source.lines} lines; {limit} at most, one idea a file")
        elif source.lines > rules.LONG_FILE_LINES and not in_tests:
            warnings.append(f"{source.path}:{source.lines}: {source.lines} lines; a good file has up to "
                            f"{rules.LONG_FILE_LINES}")
    return problems, warnings


def check_compiled(tree: list, root: str, compile_commands: str) -> list:
    """Sources of rooms and tests that no target compiles: dead code and dead tests.

    An optional room is looked at when at least one of its sources is compiled here.
    """
    with open(compile_commands, encoding="utf-8") as file:
        compiled = {os.path.realpath(os.path.join(entry["directory"], entry["file"])) for entry in json.load(file)}
    problems = []
    is_compiled = {source.path: os.path.realpath(os.path.join(root, source.path)) in compiled for source in tree}
    left_out = {room for room in rules.OPTIONAL_ROOMS
                if not any(is_compiled[source.path] for source in tree if rules.room_of(source.path) == room)}
    for source in tree:
        if not source.path.endswith(".cpp") or "/compile_fail/" in source.path:
            continue
        if rules.room_of(source.path) in left_out:
            continue
        if not is_compiled[source.path]:
            problems.append(f"{source.path}:1: is in no target, so it is never compiled")
    return problems


def check(root: str, compile_commands: str | None = None) -> tuple:
    """(number of sources, problems, warnings); problems and warnings are lines to print."""
    tree = sources.find(root)
    too_long, warnings = check_lengths(tree)
    problems = check_includes(tree) + check_cycles(tree) + check_libraries(tree) + check_purity(tree) + too_long
    if compile_commands:
        problems += check_compiled(tree, root, compile_commands)
    return len(tree), sorted(problems), warnings


def main() -> int:
    own_root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(description="Checks the order of the rooms.")
    parser.add_argument("--root", default=own_root, help="the tree to check; default: the one this file lies in")
    parser.add_argument("--compile-commands", help="a compile_commands.json: also look for sources in no target")
    given = parser.parse_args()

    count, problems, warnings = check(given.root, given.compile_commands)
    for line in warnings:
        print(f"warning: {line}")
    for line in problems:
        print(line)
    print(f"layers: {count} sources, {len(problems)} problems, {len(warnings)} warnings")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

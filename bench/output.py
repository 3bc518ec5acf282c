#!/usr/bin/env python3
"""Measures how fast an agent's output is read, and fails when a bound is missed.

Each figure is compared with the least that anybody has to do with the same bytes, measured in the same run, with the
repetitions of all in random order: simdjson's own pass over lines that are events (every field looked at), memchr over
lines that are not. The dialects of coding agents are compared with a pass that looks at every value at every depth. Of
each the best repetition counts, as what slows one down is always something else on the machine. Redaction has a bound in
MB/s. In the end stands what half a gigabyte does to the memory.

Usage: bench/output.py [--bin DIR] [--repetitions N] [--json FILE] [--instructions]
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict

EVENTS_RATIO = 0.5
PLAIN_RATIO = 0.5
DIALECT_RATIO = 0.3  # they look deeper
REDACTION_MB = 200
MEMORY_KIB = 512
LENGTHS = {"0": "short", "1": "long"}


def measure(program, repetitions):
    words = [program, "--benchmark_format=json", f"--benchmark_repetitions={repetitions}", "--benchmark_min_time=0.05"]
    words.append("--benchmark_enable_random_interleaving=true")
    ran = subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(ran.stdout)


def best_of(answer):
    """Name -> the best of its figures, megabytes a second; of the memory the median, KiB of growth."""
    figures = defaultdict(list)
    for one in answer["benchmarks"]:
        if one["run_type"] == "iteration":
            if one.get("error_occurred"):
                sys.exit(f"bench: {one['name']}: {one['error_message']}")
            figure = one["growth_kib"] if "growth_kib" in one else one["bytes_per_second"] / 1e6
            figures[one["run_name"]].append(figure)
    return {name: statistics.median(values) if name.startswith("memory") else max(values) for name, values in figures.items()}


def rows_of(found):
    rows = []
    for key, length in LENGTHS.items():
        bare = found[f"events_simdjson/{key}"]
        rows.append((f"{length} events, simdjson alone", f"{bare:.0f} MB/s", "", None))
        for name, what, bound in (
            ("events_reader", "splitter and parser", None),
            ("events_outbox", "and outbox", EVENTS_RATIO),
            ("events_all_the_way", "and redaction", None),
        ):
            ratio = found[f"{name}/{key}"] / bare
            passed = None if bound is None else ratio >= bound
            figure = f"{found[f'{name}/{key}']:.0f} MB/s, {ratio:.2f}"
            rows.append((f"{length} events, {what}", figure, "" if bound is None else f">= {bound}", passed))
    bare = found["plain_memchr"]
    ratio = found["plain_reader"] / bare
    rows.append(("other lines, memchr alone", f"{bare:.0f} MB/s", "", None))
    rows.append(("other lines, splitter and parser", f"{found['plain_reader']:.0f} MB/s, {ratio:.2f}", f">= {PLAIN_RATIO}", ratio >= PLAIN_RATIO))
    for size in (100, 2000, 16000):
        speed = found[f"redact_texts/{size}"]
        judged = size == 2000  # a snippet's length; shorter texts are dominated by what each call costs
        rows.append((f"redaction, texts of {size} B", f"{speed:.0f} MB/s", f">= {REDACTION_MB} MB/s" if judged else "", speed >= REDACTION_MB if judged else None))
    growth = next(value for name, value in found.items() if name.startswith("memory"))
    rows.append(("memory over 1 GB of output", f"+{growth:.0f} KiB", f"<= {MEMORY_KIB} KiB", growth <= MEMORY_KIB))
    return rows


def dialect_rows_of(found):
    rows = []
    for name in sorted(name.split("/", 1)[1] for name in found if name.startswith("dialect/")):
        bare = found.get(f"simdjson/{name}")
        speed = f"{found[f'dialect/{name}']:.0f} MB/s"
        if bare is None:
            rows.append((f"dialect {name}, which is no JSON", speed, "", None))
            continue
        ratio = found[f"dialect/{name}"] / bare
        rows.append((f"dialect {name}, simdjson alone {bare:.0f} MB/s", f"{speed}, {ratio:.2f}", f">= {DIALECT_RATIO}", ratio >= DIALECT_RATIO))
    return rows


def instructions(program, way, name):
    """Of the whole corpus, in millions: callgrind's count, which the machine's load does not change."""
    with tempfile.TemporaryDirectory() as scratch:
        words = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={scratch}/out", str(program), "once", way, name]
        ran = subprocess.run(words, capture_output=True, text=True, check=False)
    counted = re.search(r"Collected : (\d+)", ran.stderr)
    if ran.returncode != 0 or not counted:
        sys.exit(f"bench: {' '.join(words)}: {ran.stderr}")
    return int(counted[1]) / 1e6


def instruction_rows_of(program, found):
    rows = []
    for name in sorted(name.split("/", 1)[1] for name in found if name.startswith("simdjson/")):
        bare, whole = (instructions(program, way, name) for way in ("simdjson", "dialect"))
        ratio = bare / whole
        rows.append((f"dialect {name}, simdjson alone {bare:.0f} M", f"{whole:.0f} M, {ratio:.2f}", f">= {DIALECT_RATIO}", ratio >= DIALECT_RATIO))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--bin", type=pathlib.Path, default=root / "build" / "release" / "bin")
    parser.add_argument("--repetitions", type=int, default=15)
    parser.add_argument("--json", type=pathlib.Path, help="also write what Google Benchmark said")
    parser.add_argument("--instructions", action="store_true", help="also count the dialects' instructions (callgrind)")
    arguments = parser.parse_args()
    answer = measure(arguments.bin / "output_bench", arguments.repetitions)
    if arguments.json:
        arguments.json.write_text(json.dumps(answer), encoding="utf-8")
    dialects = best_of(measure(arguments.bin / "dialect_bench", arguments.repetitions))
    rows = rows_of(best_of(answer)) + dialect_rows_of(dialects)
    if arguments.instructions:
        rows += instruction_rows_of(arguments.bin / "dialect_bench", dialects)
    width = max(len(row[0]) for row in rows)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, best of {arguments.repetitions}")
    for name, figure, bound, passed in rows:
        verdict = "" if passed is None else "pass" if passed else "FAIL"
        print(f"{name:<{width}}  {figure:>16}  {bound:>12}  {verdict}".rstrip())
    return 0 if all(passed is not False for *_, passed in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Fails when the metrics of a real daemon are not what is written about them, or not as Prometheus wants them.

A daemon plays a bout in the local arena; then
  - deploy/grafana.json may ask for nothing that it does not tell
  - docs/operations.md has a line for each metric, and for no other
  - no help is empty, no name twice; and where promtool is installed, `promtool check metrics` finds nothing

Usage: tests/e2e/check_metrics.py --bin DIR
"""

import argparse
import http.client
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 60


class Control(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(self.path)


def asked(path, target):
    control = Control(path)
    try:
        control.request("GET", target)
        return control.getresponse().read().decode()
    except OSError:
        return ""
    finally:
        control.close()


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"check_metrics: {what} did not happen within {PATIENCE_S} s")
        time.sleep(0.05)


def metrics_of_a_bout(bin_dir, scratch):
    words = [str(bin_dir / "arena-sandbox"), "--port", "0", "--quiet", "--die-with-parent", "--judge-after", "100ms"]
    arena = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    greeting = json.loads(arena.stdout.readline())
    own = greeting["agents"][0]
    config = scratch / "config.yaml"
    config.write_text(f"arena: {{ url: '{greeting['url']}' }}\nstate_dir: {scratch}/state\n"
                      f"control: {{ socket: {scratch}/control.sock }}\nagents:\n  - name: nova\n    api_key: {own['key']}\n"
                      f"    api_token: {own['token']}\n    poll_interval: 100ms\n    command: [/bin/echo, '42']\n", encoding="utf-8")
    config.chmod(0o600)
    with open(scratch / "log", "wb") as log:
        daemon = subprocess.Popen([str(bin_dir / "arena-connect"), "run", "--config", str(config)], stderr=log)
    try:
        body = json.dumps({"agent": 0, "title": "metrics"}).encode()
        order = urllib.request.Request(greeting["url"] + "/_arena/assign", body, {"Content-Type": "application/json"})
        urllib.request.urlopen(order, timeout=10).close()
        judged = 'arena_connect_bouts_total{agent="nova",outcome="judged"} 1'
        wait_for(lambda: judged in asked(scratch / "control.sock", "/metrics"), "a bout")
        return asked(scratch / "control.sock", "/metrics")
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(PATIENCE_S)
        arena.kill()
        arena.wait()


def problems_of(text):
    names = re.findall(r"^# TYPE (\S+) ", text, re.MULTILINE)
    helps = dict(re.findall(r"^# HELP (\S+) (.*)$", text, re.MULTILINE))
    samples = {re.sub(r"_(bucket|sum|count)$", "", one) for one in re.findall(r"^([a-z_]+)[{ ]", text, re.MULTILINE)}
    problems = [f"{name} is told twice" for name in set(names) if names.count(name) > 1]
    problems += [f"{name} has no help" for name in names if not helps.get(name)]
    problems += [f"{name} has no sample after a whole bout" for name in names if name not in samples]
    dashboard = (ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8")
    drawn = set(re.findall(r"\b(?:arena_connect|process)_[a-z_]+", "\n".join(expressions(json.loads(dashboard)))))
    problems += [f"deploy/grafana.json asks for {one}, which is not told" for one in drawn
                 if re.sub(r"_(bucket|sum|count)$", "", one) not in names]
    problems += [f"deploy/grafana.json does not draw {name}" for name in names
                 if name.startswith("arena_connect_") and not any(one.startswith(name) for one in drawn)]
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    written = set(re.findall(r"^\| `((?:arena_connect|process)_[a-z_]+)`", manual, re.MULTILINE))
    problems += [f"docs/operations.md: {one} differs from what is told" for one in written ^ set(names)]
    return problems


def expressions(node):
    """Everything that is asked of Prometheus, wherever it stands in the dashboard."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("expr", "definition"):
                yield value
            else:
                yield from expressions(value)
    elif isinstance(node, list):
        for value in node:
            yield from expressions(value)


def promtool_says(text):
    tool = shutil.which("promtool")
    if tool is None:
        print("promtool is not installed: its checks are left out")
        return []
    checked = subprocess.run([tool, "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    return checked.stderr.splitlines() if checked.returncode else []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="arena-metrics-") as scratch:
        text = metrics_of_a_bout(given.bin.resolve(), pathlib.Path(scratch))
    problems = problems_of(text) + promtool_says(text)
    for problem in problems:
        print(problem)
    print(f"metrics: {len(re.findall('^# TYPE ', text, re.MULTILINE))} told, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

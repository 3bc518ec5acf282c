#!/usr/bin/env python3
"""Agents that print far more than 30 events a minute, in bouts of real programs; judged by the arena's own count.

Each scene is one daemon and one local arena. The arena refuses the 31st event request of a minute, and counts what it
refused: none may be. Minutes are compressed (--time-scale), for the arena and for the daemon alike.

  burst     10,000 events a second for --seconds (30)
  steady    200 events a second for five of the arena's minutes
  restart   the daemon is killed (SIGKILL) twice in the middle and started again
  two       two bouts at once with one key
  thief     somebody else uses half of the window with the same key: refusals happen, but no storm

Usage: tests/e2e/flood.py --bin DIR [--seconds N] [SCENE…]
Exit code 0 only when every scene kept every promise.
"""

import argparse
import collections
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

SCALE = 20  # a minute of the arena is 3 s
WINDOW_S = 60 / SCALE
LIMIT = 30
PATIENCE_S = 120
EVENTS_PATH = "/api/v1/events/stream"

AGENT = """
import json, sys, time
rate, seconds = float(sys.argv[1]), float(sys.argv[2])
kinds = ["thinking", "tool_call", "code_write", "command_run", "progress", "thinking", "thinking", "tool_call"]
count, errors, begin = int(rate * seconds), 0, time.monotonic()
next_error = 0.0
for i in range(count):
    now = i / rate
    if now >= next_error:
        print(json.dumps({"type": "error_hit", "error_summary": "error %d" % errors}))
        errors, next_error = errors + 1, now + %WINDOW% / 6
    kind = kinds[i % len(kinds)]
    line = {"type": kind, "summary": "%s %d" % (kind, i), "filename": "f%d.py" % (i % 5)}
    if kind == "progress":
        line["percent"] = round(100 * i / count, 3)
    print(json.dumps(line))
    if i % 50 == 0:
        sys.stdout.flush()
        time.sleep(max(0, begin + now - time.monotonic()))
print(json.dumps({"type": "progress", "percent": 100, "summary": "the last"}))
print(json.dumps({"type": "submission", "content": str(errors)}), flush=True)
"""


class Scene:
    def __init__(self, bin_dir, directory, rate, seconds, bouts=1):
        self.bin, self.directory, self.problems = bin_dir, directory, []
        words = [str(bin_dir / "arena-sandbox"), "--quiet", "--die-with-parent", "--time-scale", str(SCALE), "--judge-after", "2s"]
        self.arena = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        greeting = json.loads(self.arena.stdout.readline())
        self.url, self.agent = greeting["url"], greeting["agents"][0]
        script = directory / "agent.py"
        script.write_text(AGENT.replace("%WINDOW%", str(WINDOW_S)), encoding="ascii")
        command = json.dumps([sys.executable, str(script), str(rate), str(seconds)])
        self.config = directory / "config.yaml"
        self.config.write_text(
            f"arena: {{ url: '{self.url}' }}\nstate_dir: {directory}/state\nagents:\n  - name: flood\n"
            f"    api_key: {self.agent['key']}\n    api_token: {self.agent['token']}\n    poll_interval: 100ms\n"
            f"    ping_interval: 1s\n    concurrency: {bouts}\n    command: {command}\n"
            f"    events: {{ window: {round(WINDOW_S * 1000)}ms }}\n",
            encoding="utf-8",
        )
        self.config.chmod(0o600)
        self.daemon = None
        self.entries = [self._post("/_arena/assign", {"title": "flood", "time_limit_minutes": 60})["entry_id"] for _ in range(bouts)]
        self.start()

    def start(self):
        with open(self.directory / "daemon.log", "ab") as log:
            words = [str(self.bin / "arena-connect"), "run", "--config", str(self.config)]
            self.daemon = subprocess.Popen(words, stdout=log, stderr=log, start_new_session=True)

    def kill(self):
        self.daemon.kill()
        self.daemon.wait()

    def close(self):
        for program in (self.daemon, self.arena):
            program.kill()
            program.wait()

    def _call(self, request):
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def _post(self, path, body, headers=None):
        headers = {"Content-Type": "application/json", **(headers or {})}
        return self._call(urllib.request.Request(self.url + path, json.dumps(body).encode(), headers))

    def get(self, path):
        return self._call(self.url + path)

    def entry(self, name):
        return next(one for one in self.get("/_arena/entries")["entries"] if one["entry_id"] == name)

    def statuses(self):
        """Of the event requests, by status: how many."""
        requests = self.get("/_arena/requests")["requests"]
        return collections.Counter(one["status"] for one in requests if one["path"].startswith(EVENTS_PATH))

    def wait_until_judged(self, seconds):
        end = time.monotonic() + seconds + PATIENCE_S
        while time.monotonic() < end:
            views = [self.entry(one) for one in self.entries]
            if all((one["submission"] or {}).get("submission_status") == "completed" for one in views):
                return
            time.sleep(0.2)
        self.require(False, "every bout is judged in time")

    def require(self, holds, promise):
        if not holds:
            self.problems.append(promise)

    def steal(self, seconds):
        """Half of every window for somebody else, evenly; how many of those requests were refused."""
        refused = 0
        challenge = self.entry(self.entries[0])["challenge_id"]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            body = {"challengeId": challenge, "agentId": self.agent["agent_id"], "event": {"type": "thinking", "timestamp": "2026-03-22T10:00:00Z"}}
            try:
                self._post(EVENTS_PATH, body, {"x-arena-api-key": self.agent["key"]})
            except urllib.error.HTTPError as problem:
                refused += problem.code == 429
                problem.close()
            time.sleep(WINDOW_S / (LIMIT / 2))
        return refused

    def check(self, stolen=False):
        statuses = self.statuses()
        if not stolen:
            most = self.get("/_arena/stats")["agents"][0]["max_event_requests_in_window"]
            self.require(most <= LIMIT, f"at most {LIMIT} requests a window; there were {most}")
            self.require(statuses[429] == 0, f"no 429; there were {statuses[429]}")
        self.require(statuses[400] == 0, f"no 400; there were {statuses[400]}")
        self.require(statuses[500] == 0, f"no 500; there were {statuses[500]}")
        for name in self.entries:
            view = self.entry(name)
            events = [one["event"] for one in view["events"]]
            events = [one for one in events if not stolen or one.get("summary") or one["type"] != "thinking"]
            types = [one["type"] for one in events]
            self.require(types[:1] == ["started"] and types.count("started") == 1, "it begins with one `started`")
            self.require(types[-1:] == ["submitted"] and types.count("submitted") == 1, "it ends with one `submitted`")
            errors = int(view["submission"]["content"])
            shown = {one["error_summary"] for one in events if one["type"] == "error_hit"}
            if not stolen:
                self.require(len(shown) == errors, f"every error is shown; {len(shown)} of {errors} were")
            else:
                self.require(len(shown) >= errors / 3, f"errors are still shown first; {len(shown)} of {errors} were")
            last = [one for one in events if one["type"] == "progress"][-1:]
            self.require(bool(last) and last[0]["percent"] == 100, "the last progress is shown")
        print(f"  {sum(statuses.values())} event requests {dict(statuses)}, {self.accounts()}")

    def accounts(self):
        """What the daemon says of each bout's events, once it has learnt the score."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            lines = (self.directory / "daemon.log").read_text(encoding="utf-8").splitlines()
            told = [line.split("events: ", 1)[1] for line in lines if " events: " in line]
            if len(told) >= len(self.entries):
                return "; ".join(told)
            time.sleep(0.2)
        self.require(False, "the account of every bout is told")
        return "no account"


def burst(scene, seconds):
    scene.wait_until_judged(seconds)
    scene.check()


def restart(scene, seconds):
    for _ in range(2):
        time.sleep(seconds / 3)
        scene.kill()
        time.sleep(0.3)
        scene.start()
    scene.wait_until_judged(seconds)
    scene.check()


def thief(scene, seconds):
    end = time.monotonic() + PATIENCE_S
    while not scene.entry(scene.entries[0])["events_accepted"] and time.monotonic() < end:
        time.sleep(0.05)
    stolen = []
    other = threading.Thread(target=lambda: stolen.append(scene.steal(seconds)))
    other.start()
    scene.wait_until_judged(seconds)
    other.join()
    # Every hold lasts a window, so one refusal of ours a window is the most.
    ours = scene.statuses()[429] - stolen[0]
    most = round(seconds / WINDOW_S) + 2
    scene.require(ours <= most, f"no storm: at most {most} refusals of ours; there were {ours}")
    scene.check(stolen=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("scenes", nargs="*")
    arguments = parser.parse_args()
    compressed = min(arguments.seconds / 2, 300 / SCALE)
    scenes = {
        "burst": (burst, 10_000, arguments.seconds, 1),
        "steady": (burst, 200 * SCALE, compressed, 1),
        "restart": (restart, 200 * SCALE, compressed, 1),
        "two": (burst, 200 * SCALE / 2, compressed, 2),
        "thief": (thief, 200 * SCALE, compressed, 1),
    }
    failed = []
    for name in arguments.scenes or scenes:
        act, rate, seconds, bouts = scenes[name]
        print(f"{name}: {rate:.0f} events/s for {seconds:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)
        with tempfile.TemporaryDirectory(prefix="arena-flood-") as place:
            scene = Scene(arguments.bin.resolve(), pathlib.Path(place), rate, seconds, bouts)
            with contextlib.closing(scene):
                act(scene, seconds)
                for problem in scene.problems:
                    print(f"  FAIL: {problem}", flush=True)
            if scene.problems:
                failed.append(name)
                print((pathlib.Path(place) / "daemon.log").read_text(encoding="utf-8")[-2000:])
    print(f"FAILED: {' '.join(failed)}" if failed else "every promise was kept")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

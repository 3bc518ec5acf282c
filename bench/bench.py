#!/usr/bin/env python3
"""Measures what a running agent costs, and fails when it costs more than we promise.

In one run, on this machine:
  - memory of an idle arena-runner (PSS, so that shared pages count once)
  - how much the runner and the daemon grow while the agent prints 100 MB/s
  - how fast an agent prints through arena-runner, against a bare pipe to `cat > file`

Usage: bench/bench.py [--bin DIR] [--dir DIR] [--megabytes N] [--rounds N]
The programs are looked for in --bin (build/release/bin). Files are written below --dir (the place for temporary files).
"""

import argparse
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

RUNNER_IDLE_KIB = 2 * 1024
RUNNER_GROWTH_KIB = 64  # "does not grow": a page here and there, no buffer
DAEMON_GROWTH_KIB = 16 * 1024
MOST_SLOWDOWN = 0.20
POUR_MB = 1000  # ten seconds of 100 MB/s
SAMPLE_S = 0.02
PATIENCE_S = 60


def memory_kib(pid, field):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
        for line in rollup:
            if line.startswith(field + ":"):
                return int(line.split()[1])
    return 0


def pss_kib(pid):
    return memory_kib(pid, "Pss")


def own_kib(pid):
    """What it wrote itself: unlike the PSS it does not change when another program of the kind starts or ends."""
    return memory_kib(pid, "Private_Dirty")


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE_S
    while not (value := condition()):
        if time.monotonic() > end:
            sys.exit(f"bench: {what} did not happen within {PATIENCE_S} s")
        time.sleep(0.005)
    return value


def record_of(run_dir, name):
    with contextlib.suppress(OSError, ValueError):
        return json.loads((run_dir / name).read_text(encoding="utf-8"))
    return None


def start_runner(bin_dir, run_dir, agent, cap):
    run_dir.mkdir(parents=True)
    (run_dir / "challenge.json").write_text("{}", encoding="ascii")
    words = [bin_dir / "arena-runner", "--dir", run_dir, "--cwd", run_dir, "--timeout-ms", 600_000, "--grace-ms", 1000]
    words += ["--output-cap", cap, "--", bin_dir / "stub_agent", *agent]
    return subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL, start_new_session=True)


def idle_runner(bin_dir, scratch):
    run_dir = scratch / "idle"
    runner = start_runner(bin_dir, run_dir, ["--print", "ready", "--sleep-ms", "60000"], 1_000_000)
    wait_for(lambda: (run_dir / "stdout.log").exists() and (run_dir / "stdout.log").read_bytes() == b"ready\n", "the agent")
    idle = pss_kib(runner.pid)
    runner.send_signal(signal.SIGTERM)
    runner.wait()
    return idle


def through_runner(bin_dir, scratch, count):
    """Seconds that the agent took, by the runner's own record."""
    run_dir = scratch / "through"
    runner = start_runner(bin_dir, run_dir, ["--flood", count], count)
    runner.wait()
    seconds = record_of(run_dir, "exit.json")["duration_ms"] / 1000
    assert (run_dir / "stdout.log").stat().st_size == count
    subprocess.run(["rm", "-r", str(run_dir)], check=True)
    return seconds


def through_cat(bin_dir, scratch, count):
    target = scratch / "cat.log"
    with open(target, "wb") as file:
        start = time.monotonic()
        agent = subprocess.Popen([str(bin_dir / "stub_agent"), "--flood", str(count)], stdout=subprocess.PIPE)
        cat = subprocess.Popen(["cat"], stdin=agent.stdout, stdout=file)
        agent.stdout.close()
        agent.wait()
        seconds = time.monotonic() - start
        cat.wait()
    assert target.stat().st_size == count
    target.unlink()
    return seconds


def throughput(bin_dir, scratch, megabytes, rounds):
    """Megabytes a second through the runner and through cat: the best of rounds that take turns.

    What slows a round down is always something else on the machine.
    """
    count = megabytes * 1_000_000
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(through_cat(bin_dir, scratch, count))
        ours.append(through_runner(bin_dir, scratch, count))
    return megabytes / min(ours), megabytes / min(theirs)


class Arena:
    """A local arena and a daemon that plays in it."""

    def __init__(self, bin_dir, scratch, agent):
        self.scratch = scratch
        words = [str(bin_dir / "arena-sandbox"), "--port", "0", "--quiet"]
        self.sandbox = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self.greeting = json.loads(self.sandbox.stdout.readline())
        config = scratch / "config.yaml"
        config.write_text(self._config(bin_dir, agent), encoding="utf-8")
        config.chmod(0o600)
        with open(scratch / "daemon.log", "wb") as log:
            words = [str(bin_dir / "arena-connect"), "run", "--config", str(config)]
            self.daemon = subprocess.Popen(words, stdout=log, stderr=log)

    def _config(self, bin_dir, agent):
        own = self.greeting["agents"][0]
        command = json.dumps([str(bin_dir / "stub_agent"), *agent])
        return (
            f"arena: {{ url: '{self.greeting['url']}' }}\nstate_dir: {self.scratch}/state\n"
            f"agents:\n  - name: bench\n    api_key: {own['key']}\n    api_token: {own['token']}\n"
            f"    poll_interval: 100ms\n    command: {command}\n    limits: {{ output: 2G }}\n"
        )

    def assign(self):
        body = json.dumps({"title": "bench", "time_limit_minutes": 10}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.greeting["url"] + "/_arena/assign", body, headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["entry_id"]

    def close(self):
        for program in (self.daemon, self.sandbox):
            program.kill()
            program.wait()


def growth_under_output(bin_dir, scratch):
    """KiB by which the runner and the daemon grow while the agent prints 100 MB/s."""
    here = scratch / "bout"
    here.mkdir()
    arena = Arena(bin_dir, here, ["--print", "ready", "--sleep-ms", "1000", "--pour-mb", str(POUR_MB), "--sleep-ms", "500"])
    try:
        run_dir = here / "state" / "runs" / arena.assign()
        record = wait_for(lambda: record_of(run_dir, "runner.json"), "the run")
        wait_for(lambda: (run_dir / "stdout.log").stat().st_size > 0, "the agent's first line")
        time.sleep(0.5)  # the daemon comes to rest: what is measured is growth
        runner_before, daemon_before = own_kib(record["pid"]), own_kib(arena.daemon.pid)
        runner_most, daemon_most = runner_before, daemon_before
        while not (run_dir / "exit.json").exists():
            with contextlib.suppress(OSError):
                runner_most = max(runner_most, own_kib(record["pid"]))
            daemon_most = max(daemon_most, own_kib(arena.daemon.pid))
            time.sleep(SAMPLE_S)
        ended = record_of(run_dir, "exit.json")
        rate = POUR_MB / (ended["duration_ms"] / 1000 - 1.5)
    finally:
        arena.close()
    return runner_most - runner_before, daemon_most - daemon_before, rate


def table(rows):
    width = max(len(name) for name, *_ in rows)
    for name, value, bound, passed in rows:
        print(f"{name:<{width}}  {value:>14}  {bound:>14}  {'pass' if passed else 'FAIL'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--bin", type=pathlib.Path, default=root / "build" / "release" / "bin")
    parser.add_argument("--dir", type=pathlib.Path, default=None)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    bin_dir = arguments.bin.resolve()
    with tempfile.TemporaryDirectory(prefix="arena-bench-", dir=arguments.dir) as name:
        scratch = pathlib.Path(name)
        idle = idle_runner(bin_dir, scratch)
        runner_growth, daemon_growth, rate = growth_under_output(bin_dir, scratch)
        ours, theirs = throughput(bin_dir, scratch, arguments.megabytes, arguments.rounds)
    slowdown = 1 - ours / theirs
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; the agent printed {rate:.0f} MB/s for the growth")
    print(f"throughput: runner {ours:.0f} MB/s, cat {theirs:.0f} MB/s ({arguments.rounds} rounds of {arguments.megabytes} MB)")
    rows = [
        ("runner, idle (PSS)", f"{idle} KiB", f"< {RUNNER_IDLE_KIB} KiB", idle < RUNNER_IDLE_KIB),
        ("runner, growth at 100 MB/s", f"{runner_growth} KiB", f"<= {RUNNER_GROWTH_KIB} KiB", runner_growth <= RUNNER_GROWTH_KIB),
        ("daemon, growth at 100 MB/s", f"{daemon_growth} KiB", f"<= {DAEMON_GROWTH_KIB} KiB", daemon_growth <= DAEMON_GROWTH_KIB),
        ("slower than a pipe to cat", f"{100 * slowdown:.0f} %", f"<= {100 * MOST_SLOWDOWN:.0f} %", slowdown <= MOST_SLOWDOWN),
        ("the agent reached", f"{rate:.0f} MB/s", ">= 90 MB/s", rate >= 90),
    ]
    table(rows)
    return 0 if all(passed for *_, passed in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

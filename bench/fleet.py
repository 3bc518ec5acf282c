#!/usr/bin/env python3
"""Measures what idle agents cost, and fails when they cost more than we promise.

For fleets of 1, 100 and 1,000 agents in one daemon, against the local arena over TLS with the real intervals (a ping every
30 s, a poll every 5 s), over 60 s in which nothing is assigned:
  - memory of the daemon (PSS, so that shared pages count once)
  - CPU time of all its threads, as a share of one core (the kernel's nanoseconds, not ticks)
  - the most that a ping or poll was begun late, by the daemon's own metrics
  - whether the arena counted every ping and poll that was due
And for one agent: from the start of the process until its first ping was answered, the median of 20 starts.

Usage: bench/fleet.py [--bin DIR] [--agents N[,N…]] [--seconds N] [--starts N]
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time

from bench import pss_kib, table, wait_for

PING_S, POLL_S = 30, 5
PSS_KIB = {1: 10 * 1024, 1000: 32 * 1024}
CPU_PERCENT = {1: 0.02, 1000: 6.0}
START_MS = 20
LATENESS_S = 1.0
SETTLE_S = 8  # every agent has pinged and polled, and what the start took is over
PATIENCE_S = 60


def make_certificate(where):
    """A certificate of this machine that is its own authority."""
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    words += ["-keyout", str(where / "key.pem"), "-out", str(where / "cert.pem")]
    subprocess.run(words, check=True, capture_output=True)


class Arena:
    def __init__(self, bin_dir, scratch, agents):
        words = [bin_dir / "arena-sandbox", "--port", "0", "--quiet", "--agents", agents]
        words += ["--tls-cert", scratch / "cert.pem", "--tls-key", scratch / "key.pem"]
        self.program = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, text=True)
        self.greeting = json.loads(self.program.stdout.readline())
        self.port = int(re.search(r":(\d+)$", self.greeting["url"])[1])
        self.trust = ssl.create_default_context(cafile=scratch / "cert.pem")

    def close(self):
        self.program.kill()
        self.program.wait()


class Control(http.client.HTTPConnection):
    """The daemon's control socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(self.path)


class Daemon:
    def __init__(self, bin_dir, scratch, arena):
        self.scratch = scratch
        config = scratch / "config.yaml"
        agents = "".join(
            f"  - {{ name: agent-{i}, api_key: {one['key']}, api_token: {one['token']}, command: [/bin/true] }}\n"
            for i, one in enumerate(arena.greeting["agents"]))
        config.write_text(f"arena: {{ url: 'https://127.0.0.1:{arena.port}', ca_file: {scratch}/cert.pem }}\n"
                          f"state_dir: {scratch}/state\ncontrol: {{ socket: {scratch}/control.sock }}\nagents:\n{agents}",
                          encoding="utf-8")
        config.chmod(0o600)
        self.words = [str(bin_dir / "arena-connect"), "run", "--config", str(config)]
        self.program = None

    def start(self, errors):
        # As a service is started: without what a developer's shell says about certificates.
        variables = {name: value for name, value in os.environ.items() if not name.startswith("SSL_CERT_")}
        self.program = subprocess.Popen(self.words, stderr=errors, stdin=subprocess.DEVNULL, env=variables)

    def asks(self, target):
        """Status and body; 0 while nobody answers."""
        asked = Control(self.scratch / "control.sock")
        try:
            asked.request("GET", target)
            answer = asked.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            asked.close()

    def metrics(self):
        return self.asks("/metrics")[1]

    def total(self, name):
        """The sum of a metric over its labels."""
        return sum(float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", self.metrics(), re.MULTILINE))

    def close(self):
        self.program.send_signal(signal.SIGTERM)
        try:
            self.program.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.program.kill()
            self.program.wait()


def cpu_ns(pid):
    total = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text(encoding="ascii").split()[0])
    return total


def start_ms(daemon, starts):
    """From fork to the line that says that the first ping was answered."""
    found = []
    for _ in range(starts):
        begun = time.monotonic()
        daemon.start(subprocess.PIPE)
        while line := daemon.program.stderr.readline():
            if b"online as" in line:
                break
        found.append(1000 * (time.monotonic() - begun))
        daemon.program.kill()
        daemon.program.wait()
        daemon.program.stderr.close()
    return statistics.median(found)


def idle(bin_dir, scratch, count, seconds, starts):
    scratch.mkdir()
    make_certificate(scratch)
    arena = Arena(bin_dir, scratch, count)
    daemon = Daemon(bin_dir, scratch, arena)
    found = {"agents": count}
    try:
        if count == 1:
            found["start_ms"] = start_ms(daemon, starts)
        with open(scratch / "daemon.log", "wb") as log:
            daemon.start(log)
        wait_for(lambda: (scratch / "control.sock").exists(), "the control socket")
        begun = time.monotonic()
        wait_for(lambda: daemon.asks("/readyz")[0] == 200, "every agent's first ping")
        time.sleep(SETTLE_S)
        cpu, measured_from = cpu_ns(daemon.program.pid), time.monotonic()
        time.sleep(seconds)
        found["cpu"] = 100 * (cpu_ns(daemon.program.pid) - cpu) / ((time.monotonic() - measured_from) * 1e9)
        found["pss"] = pss_kib(daemon.program.pid)
        took = time.monotonic() - begun
        for loop, interval in (("ping", PING_S), ("poll", POLL_S)):
            made = daemon.total(f"arena_connect_{loop}s_total")
            found[loop + "s"] = made
            # Each is due at once and then at its ticks; one more or less for each agent, as the time is cut where it is.
            found[loop + "s_due"] = abs(made - count * (1 + took / interval)) <= count
        worst = re.findall(r"^arena_connect_tick_lateness_worst_seconds\{[^}]*\} (\S+)$", daemon.metrics(), re.MULTILINE)
        found["late"] = max(float(one) for one in worst)
        found["failed"] = daemon.total('arena_connect_(?:ping|poll)s_total\\{[^}]*outcome="failed"\\}')
        found["connections"] = len([one for one in os.listdir(f"/proc/{daemon.program.pid}/fd")])
    finally:
        daemon.close()
        arena.close()
    return found


def rows_of(found):
    count = found["agents"]
    name = f"{count:,} agent" + ("" if count == 1 else "s")
    pss, cpu = PSS_KIB.get(count), CPU_PERCENT.get(count)
    yield (f"{name}: memory (PSS)", f"{found['pss']} KiB", f"<= {pss} KiB" if pss else "", not pss or found["pss"] <= pss)
    yield (f"{name}: CPU of a core", f"{found['cpu']:.3f} %", f"<= {cpu} %" if cpu else "", not cpu or found["cpu"] <= cpu)
    yield (f"{name}: latest ping or poll", f"{1000 * found['late']:.1f} ms", f"< {LATENESS_S} s", found["late"] < LATENESS_S)
    in_time = found["pings_due"] and found["polls_due"] and not found["failed"]
    yield (f"{name}: pings and polls", f"{found['pings']:.0f} + {found['polls']:.0f}", "all answered", in_time)
    if "start_ms" in found:
        yield (f"{name}: start to first ping", f"{found['start_ms']:.1f} ms", f"<= {START_MS} ms", found["start_ms"] <= START_MS)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--bin", type=pathlib.Path, default=root / "build" / "release" / "bin")
    parser.add_argument("--agents", default="1,100,1000")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--starts", type=int, default=20)
    given = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="arena-bench-") as name:
        for count in (int(one) for one in given.agents.split(",")):
            found = idle(given.bin.resolve(), pathlib.Path(name) / str(count), count, given.seconds, given.starts)
            rows += rows_of(found)
            print(f"{count} agents: {found['connections']} descriptors, load {os.getloadavg()[0]:.1f}", flush=True)
    table(rows)
    return 0 if all(passed for *_, passed in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

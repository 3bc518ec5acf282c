#!/usr/bin/env python3
"""Counts the instructions of a call on a warm connection, and fails when the bound is missed.

The client library against what is written by hand with Beast and simdjson: the same request, the same answer, a deadline,
the answer parsed. callgrind counts each with few and with many calls, so that the difference is the calls alone; the
server is in another process and not counted. Counts do not depend on the machine's load.

Usage: bench/calls.py [--bin DIR] [--calls N]
"""

import argparse
import http.server
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

RATIO = 1.5
FEW = 50

SESSION = {"data": {"id": "s1", "challenge_id": "550e8400-e29b-41d4-a716-446655440002",
                    "agent_id": "550e8400-e29b-41d4-a716-446655440003",
                    "entry_id": "550e8400-e29b-41d4-a716-446655440001", "status": "open",
                    "opened_at": "2026-03-22T10:00:00.000Z", "closed_at": None,
                    "expires_at": "2026-03-22T11:00:00.000Z", "submission_deadline_at": "2026-03-22T11:00:00.000Z",
                    "attempt_count": 1, "max_attempts": 3, "time_limit_seconds": 3600, "submission_count": 0},
           "request_id": "5f0c0000-e29b-41d4-a716-446655440009"}
CHALLENGE = {"title": "Speed Build: Todo App", "category": "speed_build", "format": "sprint", "status": "active",
             "description": "Build a full-stack todo application with accounts, sharing and search. " * 6,
             "time_limit_minutes": 60, "starts_at": "2026-03-22T10:00:00Z", "ends_at": "2026-03-22T22:00:00Z",
             "entry_fee_cents": 0}
CHALLENGES = {"data": [{"id": f"550e8400-e29b-41d4-a716-4466554400{i:02}", **CHALLENGE} for i in range(20)],
              "request_id": "5f0c0000-e29b-41d4-a716-446655440009",
              "pagination": {"total": 20, "page": 1, "limit": 20, "has_more": False}}


class Arena(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one piece

    def do_GET(self):
        body = json.dumps(CHALLENGES if self.path.startswith("/api/v1/challenges") else SESSION).encode()
        self.send_response(200)
        for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(body))),
                            ("X-Request-ID", "5f0c0000-e29b-41d4-a716-446655440009"), ("X-API-Version", "1"),
                            ("X-RateLimit-Limit", "300"), ("X-RateLimit-Remaining", "299")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_):
        pass


def instructions(program, way, port, calls, answer):
    with tempfile.TemporaryDirectory() as scratch:
        ran = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={scratch}/out", str(program), way,
                              str(port), str(calls), answer], capture_output=True, text=True, check=False)
    counted = re.search(r"Collected : (\d+)", ran.stderr)
    if ran.returncode != 0 or not counted:
        sys.exit(f"bench: {program} {way}: {ran.stderr}")
    return int(counted[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--bin", type=pathlib.Path, default=root / "build" / "release" / "bin")
    parser.add_argument("--calls", type=int, default=500)
    given = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Arena)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    passed = True
    print(f"{'instructions of a call':<44}{'bare':>10}{'client':>10}{'ratio':>8}  bound")
    for answer, what in (("session", SESSION), ("list", CHALLENGES)):
        cost = {}
        for way in ("bare", "client"):
            program = given.bin / "call_cost"
            counts = [instructions(program, way, server.server_port, calls, answer) for calls in (FEW, FEW + given.calls)]
            cost[way] = (counts[1] - counts[0]) / given.calls
        ratio = cost["client"] / cost["bare"]
        passed = passed and ratio <= RATIO
        name = f"{answer}, an answer of {len(json.dumps(what))} bytes"
        print(f"{name:<44}{cost['bare']:>10.0f}{cost['client']:>10.0f}{ratio:>8.2f}  <= {RATIO} "
              f"{'pass' if ratio <= RATIO else 'FAIL'}")
    server.shutdown()
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Plays a stream of tests/streams in the place of a coding agent's program.

The stream is the file REPLAY names. What the program was given goes to the file REPLAY_RECORD names, as JSON: its
arguments, its standard input, and its environment; each start adds a character to a file beside it. Arguments that the presets promise are not checked here.
"""

import json
import os
import pathlib
import signal
import sys
import time


def record():
    told = sys.stdin.read()
    path = os.environ.get("REPLAY_RECORD")
    if path:
        what = {"argv": sys.argv, "stdin": told, "cwd": os.getcwd(), "environment": dict(os.environ)}
        pathlib.Path(path).write_text(json.dumps(what), encoding="utf-8")
        with open(path + ".starts", "a", encoding="utf-8") as starts:
            starts.write("x")


def play(line):
    word, _, rest = line.partition(" ")
    if word == "#sleep":
        time.sleep(int(rest) / 1000)
    elif word == "#write":
        path, _, text = rest.partition(" ")
        file = pathlib.Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("\\n", "\n"), encoding="utf-8")
    elif word == "#stderr":
        print(rest, file=sys.stderr, flush=True)
    elif word == "#exit":
        sys.exit(int(rest))
    elif word == "#wait":
        while not os.path.exists(os.environ["REPLAY_GO"]):
            time.sleep(0.02)
    elif word == "#die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "#hang":
        time.sleep(3600)
    else:
        print(line, flush=True)


def main():
    record()
    for line in pathlib.Path(os.environ["REPLAY"]).read_text(encoding="utf-8").splitlines():
        play(line)


if __name__ == "__main__":
    main()

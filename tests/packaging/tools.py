"""What the scenarios share: commands, conditions with a time limit, and the one line that each of them prints."""

import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"
WORK = ROOT / "build" / "test-packaging"  # images' contents, logs of what failed


class Failed(Exception):
    """A scenario did not do what it must; the text is for its line."""


class Impossible(Exception):
    """This machine cannot play the scenario. It fails all the same, unless it is skipped by name, or only `short` was asked for."""


def run(*command, check=True, timeout=600, stdin=None, cwd=None, with_errors=False):
    """The command's standard output, and error where they are wanted; Failed with the end of both when it fails and `check`."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=timeout, input=stdin, cwd=cwd, check=False)
    if check and done.returncode != 0:
        said = (done.stdout + done.stderr).strip()[-600:]
        raise Failed(f"{' '.join(map(str, command))[:200]}: exit code {done.returncode}: {said}")
    return done.stdout + done.stderr if with_errors else done.stdout


def succeeds(*command, timeout=60):
    return subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          timeout=timeout, check=False).returncode == 0


def wait_for(what, condition, seconds=60, every=0.2):
    """What `condition` gives once that is true; Failed, naming `what`, when it is not in time."""
    until = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > until:
            raise Failed(f"{what}: not within {seconds} s")
        time.sleep(every)


def expect(condition, what):
    if not condition:
        raise Failed(what)


SHORT = 150  # seconds after which a short run begins no further scenario; each that was begun is played to its end


# A virtual machine without a processor of its own; all sources compiled anew.
TAKE_LONG = ["systemd/limits", "docker/from-source"]


class Scenarios:
    """Plays named functions one after another; each prints one line. In a `short` run what cannot be played, or not in
    time, is skipped with the reason."""

    def __init__(self, only, skipped, short):
        self.only, self.skipped, self.short = only, skipped, short
        self.failed, self.passed, self.left_out, self.figures = [], [], [], {}
        self.began = time.monotonic()

    def wanted(self, name):
        return not self.only or any(name == one or name.startswith(one + "/") for one in self.only)

    def skip(self, name, why):
        self.left_out.append(name)
        print(f"skip  {name}: {why}", flush=True)

    def play(self, name, function):
        if not self.wanted(name):
            return
        if any(name == one or name.startswith(one + "/") for one in self.skipped):
            self.skip(name, "as was asked for")
            return
        began = time.monotonic()
        if self.short and (name in TAKE_LONG or began - self.began > SHORT):
            self.skip(name, f"{'takes minutes' if name in TAKE_LONG else f'{SHORT} s are over'}; a run that is not --short plays it")
            return
        try:
            said = function() or ""
            word = "pass"
            self.passed.append(name)
        except Impossible as why:
            if self.short:
                self.skip(name, f"this machine cannot: {why}")
                return
            word, said = "FAIL", f"cannot run on this machine: {why}; leave it out with --skip {name}"
        except Exception as why:  # whatever it is, it is this scenario that failed
            word, said = "FAIL", " ".join(f"{'' if isinstance(why, Failed) else type(why).__name__ + ': '}{why}".split())
        if word == "FAIL":
            self.failed.append(name)
        print(f"{word}  {name} ({time.monotonic() - began:.1f} s){': ' + said if said else ''}", flush=True)

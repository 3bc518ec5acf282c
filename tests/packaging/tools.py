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
    """This machine cannot play the scenario. It fails all the same, unless it is skipped by name."""


def run(*command, check=True, timeout=600, stdin=None, cwd=None):
    """The command's standard output; Failed with the end of what it printed when it fails and `check`."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=timeout, input=stdin, cwd=cwd, check=False)
    if check and done.returncode != 0:
        said = (done.stdout + done.stderr).strip()[-600:]
        raise Failed(f"{' '.join(map(str, command))[:200]}: exit code {done.returncode}: {said}")
    return done.stdout


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


class Scenarios:
    """Plays named functions one after another; each prints one line."""

    def __init__(self, only, skipped):
        self.only, self.skipped = only, skipped
        self.failed, self.figures = [], {}

    def wanted(self, name):
        return not self.only or any(name == one or name.startswith(one + "/") for one in self.only)

    def wants_any(self, group):
        return any(one == group or one.startswith(group + "/") for one in self.only) or not self.only

    def play(self, name, function):
        if not self.wanted(name):
            return
        if any(name == one or name.startswith(one + "/") for one in self.skipped):
            print(f"skip  {name}: as was asked for", flush=True)
            return
        began = time.monotonic()
        try:
            said = function() or ""
            word = "pass"
        except Impossible as why:
            word, said = "FAIL", f"cannot run on this machine: {why}; leave it out with --skip {name}"
        except Exception as why:  # whatever it is, it is this scenario that failed
            word, said = "FAIL", " ".join(f"{'' if isinstance(why, Failed) else type(why).__name__ + ': '}{why}".split())
        if word == "FAIL":
            self.failed.append(name)
        print(f"{word}  {name} ({time.monotonic() - began:.1f} s){': ' + said if said else ''}", flush=True)

"""The Debian package and the tree for other images, looked at and run where they were made: no root, no container."""

import os
import re
import shutil
import subprocess

from arena import Arena
from tools import ROOT, WORK, Impossible, expect, run, wait_for

# What nobody who installs the package should miss; the rest may change.
WANTED = """
./etc/arena-connect/config.yaml ./etc/arena-connect/credentials/ ./lib/systemd/system/arena-connect.service
./lib/systemd/system/arena-connect@.service ./lib/systemd/system/arena-connect.service.d/10-hardening.conf
./lib/systemd/system/arena-connect@.service.d/10-hardening.conf ./usr/bin/arena-connect ./usr/bin/arena-sandbox ./usr/bin/bouts
./usr/lib/arena-connect/arena-runner ./usr/lib/arena-connect/release-cgroup ./usr/lib/sysusers.d/arena-connect.conf
./usr/lib/tmpfiles.d/arena-connect.conf ./usr/share/bash-completion/completions/arena-connect
./usr/share/bash-completion/completions/bouts ./usr/share/doc/arena-connect/copyright
./usr/share/doc/arena-connect/deployment.md ./usr/share/doc/arena-connect/examples/config.sample.yaml
./usr/share/man/man1/arena-connect.1.gz ./usr/share/man/man1/arena-sandbox.1.gz ./usr/share/man/man1/bouts.1.gz
""".split()
# By what it is called, all but the type of the file.
MODES = {"./etc/arena-connect/credentials/": "rwx------", "./etc/arena-connect/config.yaml": "rw-r--r--",
         "./usr/bin/arena-connect": "rwxr-xr-x", "./usr/lib/arena-connect/arena-runner": "rwxr-xr-x",
         "./lib/systemd/system/arena-connect.service": "rw-r--r--"}

UNITS = ["arena-connect.service", "arena-connect@.service"]

CONFIGURATION = """
arena: {{ url: {url} }}
agents:
  - name: nova-7
    api_key: credential:arena_agent.key
    api_token: credential:arena_agent.token
    command: [{agent}]
    workdir: fresh
    poll_interval: 1s
    env: {{ AGENT_DOOR: {door} }}
"""


class Programs:
    """A local arena and a connector of the same tree, each in a directory of this run."""

    def __init__(self, name, bin_directory):
        self.bin = bin_directory
        self.here = WORK / "local" / name
        shutil.rmtree(self.here, ignore_errors=True)
        for directory in ("state", "runtime", "credentials", "door"):
            (self.here / directory).mkdir(parents=True)
        self.started = []
        self.arena = None

    def start(self, name, *words, **variables):
        with open(self.here / f"{name}.out", "wb") as out, open(self.here / f"{name}.log", "wb") as log:
            self.started.append(subprocess.Popen([self.bin / words[0], *words[1:]], stdout=out, stderr=log, stdin=subprocess.DEVNULL,
                                                 env={"PATH": "/usr/bin:/bin", **{one: str(of) for one, of in variables.items()}}))

    def sh(self, *command):
        return run(self.bin / command[0] if (self.bin / command[0]).exists() else command[0], *command[1:])

    def play(self, title):
        """A whole bout; the text for a scenario's line."""
        self.start("arena", "arena-sandbox", "--quiet", "--port", "0", "--seed", "packaging")
        self.arena = Arena(self.sh, wait_for("the arena", (self.here / "arena.out").read_text))
        for name, secret in (("agent.key", self.arena.key), ("agent.token", self.arena.token)):
            (self.here / "credentials" / f"arena_{name}").write_text(secret + "\n")
            (self.here / "credentials" / f"arena_{name}").chmod(0o600)
        (self.here / "config.yaml").write_text(CONFIGURATION.format(
            url=self.arena.url, agent=ROOT / "tests/packaging/agent.sh", door=self.here / "door"))
        self.start("connector", "arena-connect", "run", "--config", self.here / "config.yaml", STATE_DIRECTORY=self.here / "state",
                   RUNTIME_DIRECTORY=self.here / "runtime", CREDENTIALS_DIRECTORY=self.here / "credentials")
        self.arena.wait_for_ping()
        entry = self.arena.assign(title)
        wait_for("the agent to start", (self.here / "door/started").exists)
        (self.here / "door/go").touch()
        self.arena.wait_for_submission(entry)
        expect(self.arena.submissions(entry) == 1, "more than one submission")

    def stop(self):
        for one in reversed(self.started):
            one.terminate()
        for one in reversed(self.started):
            try:
                one.wait(30)
            except subprocess.TimeoutExpired:
                one.kill()


class Package:
    def __init__(self, packages):
        self.packages = packages
        self.tree = WORK / "unpacked"

    def all(self):
        return [(f"package/{name}", function) for name, function in (
            ("lintian", self.lintian), ("contents", self.contents), ("units", self.units), ("bout", self.bout),
            ("relocatable", self.relocatable))]

    def unpacked(self):
        shutil.rmtree(self.tree, ignore_errors=True)
        run("dpkg-deb", "-x", self.packages.first(), self.tree)
        return self.tree

    def lintian(self):
        told = run("lintian", "--fail-on", "error", *(["--allow-root"] if os.geteuid() == 0 else []), self.packages.first())
        return f"no error, {len(re.findall(r'^W:', told, re.M))} warnings"

    def contents(self):
        files = {}
        for line in run("dpkg-deb", "-c", self.packages.first()).splitlines():
            mode, owner, _, _, _, path = line.split(None, 5)
            files[path.split(" -> ")[0]] = mode
            expect(owner == "root/root", f"{path} belongs to {owner}")
            expect(mode[0] == "l" or (mode[8] != "w" and "s" not in mode.lower() and "t" not in mode.lower()),
                   f"{path} has the mode {mode}")
        missing = [one for one in WANTED if one not in files]
        expect(not missing, f"it is without {missing}")
        for path, mode in MODES.items():
            expect(files[path][1:] == mode, f"{path} has the mode {files[path]}, not {mode}")
        conffiles = run("dpkg-deb", "--info", self.packages.first(), "conffiles").split()
        kept = [path[1:] for path in files if path.startswith("./etc/") and not path.endswith("/")]
        expect(conffiles == kept, f"conffiles are {conffiles}, files in /etc {kept}")
        depends = run("dpkg-deb", "-f", self.packages.first(), "Depends")
        for one in ("libc6 (>=", "libssl3 (>=", "ca-certificates", "systemd"):
            expect(one in depends, f"it does not depend on {one}: {depends}")
        return f"{len(files)} files, root's, keys' directory for root alone; libraries among its dependencies"

    def units(self):
        if not shutil.which("systemd-analyze"):
            raise Impossible("there is no systemd-analyze (Debian's systemd)")
        tree = self.unpacked()
        # What is not in the tree is this machine's business, or the newer systemd's of the next Debian.
        told = run("systemd-analyze", "verify", "--man=no", *(tree / "lib/systemd/system" / unit for unit in UNITS), check=False,
                   with_errors=True)
        complaints = [line for line in told.splitlines() if line.startswith((str(tree), "arena-connect"))
                      and not re.search(r"Unknown key 'Restart(Steps|MaxDelaySec)'|is not executable", line)]
        expect(not complaints, f"systemd-analyze verify says {complaints}")
        levels = []
        for unit in UNITS:
            told = run("systemd-analyze", f"--root={tree}", "security", "--offline=true", "--no-pager", unit, check=False)
            found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", told)
            expect(found, f"systemd-analyze says nothing of {unit}: {told[-300:]}")
            levels.append(float(found.group(1)))
            expect(levels[-1] <= 3.0, f"systemd-analyze security says {levels[-1]} of {unit}")
        return f"systemd-analyze verify has no complaint, and security says {' and '.join(map(str, levels))}"

    def bout(self):
        programs = Programs("package", self.unpacked() / "usr/bin")
        try:
            programs.play("From the package")
        finally:
            programs.stop()
        return "its programs, unpacked elsewhere, with keys from credentials; one submission"

    def relocatable(self):
        tree = WORK / "moved tree" / "opt"
        shutil.rmtree(tree.parent, ignore_errors=True)
        run(ROOT / "scripts/build", "release", "arena-connect", "arena-runner", "arena-sandbox", "bouts", "arena-launcher", timeout=7200)
        run(ROOT / "packaging/relocatable/make", WORK / "made tree")
        tree.parent.mkdir(parents=True)
        (WORK / "made tree").rename(tree)
        programs = Programs("relocatable", tree / "bin")
        try:
            programs.play("From a tree that was moved")
            maps = (f"/proc/{programs.started[-1].pid}/maps")
            with open(maps, encoding="utf-8") as lines:
                foreign = {line.split()[-1] for line in lines if ".so" in line and str(tree) not in line}
            expect(not foreign, f"it uses libraries of this machine: {sorted(foreign)}")
        finally:
            programs.stop()
        return "moved to a path with a blank: its own loader and libraries alone; one submission"

    def clean(self):
        shutil.rmtree(self.tree, ignore_errors=True)

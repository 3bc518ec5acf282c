"""A container that systemd runs, as a server would be."""

import shlex

import images
from arena import Arena
from tools import Failed, run, succeeds, wait_for

# systemd wants its cgroups, two writable directories and the right to mount; nothing of the host.
BOOT = ["--cap-add", "SYS_ADMIN", "--cap-add", "NET_ADMIN", "--security-opt", "seccomp=unconfined",
        "--security-opt", "apparmor=unconfined", "--tmpfs", "/run", "--tmpfs", "/tmp",
        "-v", "/sys/fs/cgroup:/sys/fs/cgroup", "--cgroupns=host"]


class Machine:
    def __init__(self, name):
        self.name = name
        self.arena = None

    def boot(self):
        image = images.machine()
        self.remove()
        run("docker", "run", "-d", "--name", self.name, *BOOT, image)
        wait_for("systemd in the container", self.is_up, 90)

    def is_up(self):
        state = run("docker", "exec", self.name, "systemctl", "is-system-running", check=False).strip()
        return state in ("running", "degraded")

    def remove(self):
        run("docker", "rm", "-f", self.name, check=False)

    def sh(self, *command, check=True, stdin=None):
        return run("docker", "exec", *(["-i"] if stdin is not None else []), self.name, *command, check=check, stdin=stdin)

    def shell(self, text, check=True):
        return self.sh("bash", "-c", text, check=check)

    def succeeds(self, *command):
        return succeeds("docker", "exec", self.name, *command)

    def write(self, path, text, mode="644"):
        self.sh("bash", "-c", f"cat >{shlex.quote(path)} && chmod {mode} {shlex.quote(path)}", stdin=text)

    def copy(self, path, to):
        run("docker", "cp", path, f"{self.name}:{to}")

    def exists(self, path):
        return self.succeeds("test", "-e", path)

    def start_arena(self):
        self.shell("systemd-run -q --unit test-arena -p StandardOutput=file:/run/arena.json "
                   "arena-sandbox --quiet --port 0 --seed packaging")
        first = wait_for("the arena", lambda: self.sh("cat", "/run/arena.json", check=False).strip())
        self.arena = Arena(self.sh, first)

    # The service.
    def property(self, name, unit="arena-connect"):
        return self.sh("systemctl", "show", "--value", "-p", name, unit).strip()

    def pid(self):
        return int(self.property("MainPID"))

    def is_active(self):
        return self.property("ActiveState") == "active"

    def wait_until_active(self, seconds=60):
        try:
            wait_for("the service to be active", self.is_active, seconds)
        except Failed as why:
            raise Failed(f"{why}; its log ends: {self.log()[-500:]}") from why

    def log(self, lines=15):
        return self.sh("journalctl", "-u", "arena-connect", "-o", "cat", "-n", str(lines), "--no-pager", check=False)

    def status(self):
        return self.sh("systemctl", "status", "--no-pager", "arena-connect", check=False)

"""The Debian package and its service, on a machine that systemd runs."""

import datetime
import json
import re
import time

import vm
from machine import Machine
from tools import ROOT, expect, wait_for

STATE = "/var/lib/arena-connect"
TMP = f"{STATE}/tmp"  # what the agent calls /tmp
CONFIG = "/etc/arena-connect/config.yaml"

CONFIGURATION = """
arena: {{ url: {url}, timeout: 5s }}
shutdown: {{ leave_running: true }}
agents:
  - name: nova-7
    api_key: credential:arena_nova-7.key
    api_token: credential:arena_nova-7.token
    command: [/usr/local/bin/agent]
    workdir: fresh
    poll_interval: 1s
    limits: {{ memory: 256M, processes: 64 }}
"""


class Systemd:
    def __init__(self, packages, figures):
        self.packages, self.figures = packages, figures
        self.machine = Machine("arena-connect-test-machine")
        self.installed = False

    def all(self):
        return [(f"systemd/{name}", function) for name, function in (
            ("install", self.install), ("bout", self.bout), ("hardening", self.hardening), ("kill", self.kill),
            ("restart", self.restart), ("stop", self.stop), ("drain", self.drain), ("limits", self.limits), ("watchdog", self.watchdog),
            ("bad-configuration", self.bad_configuration), ("reload", self.reload),
            ("template", self.template), ("upgrade", self.upgrade),
            ("purge", self.purge))]

    # What the scenarios begin with: each can be played alone.

    def ready(self):
        if not self.installed:
            self.install()
        m = self.machine
        if not m.is_active():
            m.sh("systemctl", "reset-failed", "arena-connect", check=False)
            m.sh("systemctl", "start", "arena-connect")
        m.wait_until_active()
        m.sh("rm", "-f", f"{TMP}/go", f"{TMP}/started")
        return m

    def running_bout(self, title):
        """An entry whose agent is at work, and the agent's process."""
        m = self.ready()
        entry = m.arena.assign(title)
        wait_for("the agent to start", lambda: m.exists(f"{TMP}/started"))
        return m, entry, self.agent_process()

    def agent_process(self):
        """Its pid as the machine counts, with the time it was started at: the same for no other process."""
        pid = self.machine.sh("cat", f"{TMP}/started").split()[-1]
        return self.machine.shell(f"cut -d' ' -f1,22 /proc/{pid}/stat", check=False).strip()

    def finish(self, entry, agent):
        """The same agent is at work still; it answers, and that is submitted once."""
        m = self.machine
        expect(agent and self.agent_process() == agent, "the agent did not live on")
        m.sh("touch", f"{TMP}/go")
        m.arena.wait_for_submission(entry)
        expect(len(m.sh("cat", f"{TMP}/started").split()) == 1, "the agent was started twice")
        wait_for("the bout to be judged", lambda: self.history(entry) == "judged")
        expect(m.arena.submissions(entry) == 1, "more than one submission")

    def history(self, entry):
        told = json.loads(self.machine.sh("arena-connect", "history", "--json"))
        return next((one["state"] for one in told["bouts"] if one["entry"] == entry), None)

    def measure_start(self):
        m = self.machine
        m.sh("systemctl", "stop", "arena-connect")
        last = lambda: m.arena.get("/_arena/stats")["agents"][0]["last_ping"]
        before, began = last(), time.time()
        m.sh("systemctl", "start", "arena-connect")
        wait_for("a new ping", lambda: last() != before)
        pinged = datetime.datetime.fromisoformat(last().replace("Z", "+00:00")).timestamp()
        self.figures["systemctl start to first ping (s)"] = round(pinged - began, 2)
        self.figures["Debian package (MB)"] = round(self.packages.first().stat().st_size / 1e6, 1)
        self.figures["... installed (MB)"] = round(int(m.sh("dpkg-query", "-W", "-f", "${Installed-Size}", "arena-connect")) / 1e3, 1)

    # The scenarios.

    def install(self):
        m = self.machine
        m.boot()
        m.copy(self.packages.first(), "/root/arena-connect.deb")
        m.shell("apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "
                "/root/arena-connect.deb")
        expect(not m.is_active(), "it was started without a configuration")
        expect(m.succeeds("getent", "passwd", "arena-connect"), "there is no user arena-connect")
        expect(m.sh("stat", "-c", "%a %U", "/etc/arena-connect/credentials").strip() == "700 root",
               "others can read the credentials")
        m.copy(ROOT / "tests/packaging/agent.sh", "/usr/local/bin/agent")
        m.sh("chmod", "755", "/usr/local/bin/agent")
        m.start_arena()
        m.write(CONFIG, CONFIGURATION.format(url=m.arena.url))
        m.write("/etc/arena-connect/credentials/nova-7.key", m.arena.key + "\n", "600")
        m.write("/etc/arena-connect/credentials/nova-7.token", m.arena.token + "\n", "600")
        m.sh("systemctl", "enable", "--now", "arena-connect")
        self.installed = True
        m.wait_until_active()
        m.arena.wait_for_ping()
        self.measure_start()
        return "enabled, active and online with its key from a credential"

    def bout(self):
        m, entry, agent = self.running_bout("A bout")
        line = wait_for("the status line", lambda: re.search(r'Status: "(.*is running.*)"', m.status()))
        environment = m.shell(f"tr '\\0' '\\n' </proc/{agent.split()[0]}/environ")
        expect("NOTIFY_SOCKET" not in environment and m.arena.key not in environment, "the agent has what it should not")
        self.finish(entry, agent)
        return f"systemctl status says {line.group(1)!r}"

    def hardening(self):
        m = self.ready()
        told = m.sh("systemd-analyze", "security", "--no-pager", "arena-connect.service", check=False)
        level = float(re.search(r"Overall exposure level for \S+: ([0-9.]+)", told).group(1))
        expect(level <= 3.0, f"systemd-analyze security says {level}")
        return f"systemd-analyze security says {level}"

    def kill(self):
        m, entry, agent = self.running_bout("Killed in the middle")
        before = m.pid()
        restarts = int(m.property("NRestarts"))
        m.sh("kill", "-9", str(before))
        wait_for("another main process", lambda: m.pid() not in (0, before) and m.is_active())
        expect(int(m.property("NRestarts")) == restarts + 1, "systemd did not restart it once")
        self.finish(entry, agent)
        return "restarted by systemd; the same agent, one submission"

    def restart(self):
        m, entry, agent = self.running_bout("Restarted in the middle")
        before = m.pid()
        m.sh("systemctl", "restart", "arena-connect")
        expect(m.pid() != before, "it is the same process")
        self.finish(entry, agent)
        return "the same agent, one submission"

    def stop(self):
        m, entry, agent = self.running_bout("Stopped in the middle")
        m.sh("systemctl", "stop", "arena-connect")
        expect(self.agent_process() == agent, "the agent did not live on")
        m.sh("touch", f"{TMP}/go")
        wait_for("the agent to end", lambda: not self.agent_process_of(agent))
        expect(m.arena.submissions(entry) == 0, "somebody handed it in without a daemon")
        m.sh("systemctl", "start", "arena-connect")
        m.arena.wait_for_submission(entry)
        wait_for("the bout to be judged", lambda: self.history(entry) == "judged")
        expect(m.arena.submissions(entry) == 1, "more than one submission")
        return "the agent answered while no daemon ran; the next one handed it in, once"

    def drain(self):
        m = self.ready()
        m.shell(f"cp {CONFIG} /root/config.yaml && sed -i 's/leave_running: true/leave_running: false/' {CONFIG}")
        try:
            m.sh("systemctl", "restart", "arena-connect")
            m, entry, agent = self.running_bout("Waited for")
            m.sh("systemctl", "--no-block", "stop", "arena-connect")
            longer = 35  # than TimeoutStopSec, which the daemon has to put off
            m.sh("sleep", str(longer))
            expect(m.property("ActiveState") == "deactivating" and self.agent_process() == agent, "it was not waited for")
            m.sh("touch", f"{TMP}/go")
            wait_for("the service to have stopped", lambda: m.property("ActiveState") == "inactive")
            expect(m.arena.submissions(entry) == 1, "it was not handed in")
            expect(m.property("Result") == "success", "systemd takes the stop for a failure")
        finally:
            m.shell(f"cp /root/config.yaml {CONFIG}")
        return f"without leave_running a stop waited more than {longer} s for the bout and handed it in"

    def limits(self):
        m = self.ready()
        if m.exists("/sys/fs/cgroup/cgroup.controllers") and "memory" in m.sh("cat", "/sys/fs/cgroup/cgroup.controllers"):
            return self.limits_here()
        # The host keeps its controllers in version 1; a kernel of our own does not.
        m.shell(f"systemctl stop arena-connect && rm -rf {STATE}/journal.db* {STATE}/runs")
        release = vm.play(m, ROOT / "tests/packaging/limits_in_vm.sh", "LIMITS")
        return f"of the bout's cgroup, also after a restart and a kill (in a virtual machine, Linux {release})"

    def limits_here(self):
        m, entry, agent = self.running_bout("Limited")
        group = "/sys/fs/cgroup" + m.property("ControlGroup")
        limits = lambda: m.shell(f"cat {group}/arena-run-*/memory.max {group}/arena-run-*/pids.max", check=False).split()
        wanted = [str(256 << 20), "64"]
        wait_for("the limits of the bout's cgroup", lambda: limits() == wanted)
        m.sh("systemctl", "restart", "arena-connect")
        wait_for("the limits after a restart", lambda: limits() == wanted)
        self.finish(entry, agent)
        return "memory.max and pids.max of the bout's cgroup, also after a restart"

    def watchdog(self):
        m, entry, agent = self.running_bout("Stalled in the middle")
        m.shell("mkdir -p /run/systemd/system/arena-connect.service.d && printf '[Service]\\nWatchdogSec=6s\\n' "
                ">/run/systemd/system/arena-connect.service.d/90-test.conf && systemctl daemon-reload")
        m.sh("systemctl", "restart", "arena-connect")
        before = m.pid()
        m.sh("sleep", "8")  # longer than the watchdog: one that works is left alone
        expect(m.pid() == before, "the watchdog fired at a daemon that works")
        m.sh("kill", "-STOP", str(before))
        wait_for("the watchdog", lambda: m.pid() not in (0, before) and m.is_active(), 60)
        expect("Watchdog timeout" in m.log(60), "it was not the watchdog that ended it")
        m.shell("rm /run/systemd/system/arena-connect.service.d/90-test.conf && systemctl daemon-reload")
        self.finish(entry, agent)
        return "left alone while it works; stalled, killed and restarted; the same agent, one submission"

    def bad_configuration(self):
        m = self.ready()
        m.sh("systemctl", "stop", "arena-connect")
        m.shell(f"cp {CONFIG} /root/config.yaml && sed -i 's/poll_interval/pol_interval/' {CONFIG}")
        try:
            expect(not m.succeeds("systemctl", "start", "arena-connect"), "it starts with a wrong key")
            wait_for("the failed state", lambda: m.property("ActiveState") == "failed", 10)
            restarts = m.property("NRestarts")
            m.sh("sleep", "5")  # more than RestartSec
            expect(m.property("ActiveState") == "failed" and m.property("NRestarts") == restarts, "it is started again")
            status = m.status()
            reason = re.search(r'Status: "(.*pol_interval.*)"', status)
            expect(reason, f"systemctl status does not say why: {status}")
            expect("code=exited, status=5" in status, "the exit code is not 5")
        finally:
            m.shell(f"cp /root/config.yaml {CONFIG}")
            m.sh("systemctl", "reset-failed", "arena-connect", check=False)
        self.ready()
        return f"failed once, and says {reason.group(1)!r}"

    def reload(self):
        m, entry, agent = self.running_bout("Reloaded in the middle")
        before = m.pid()
        m.shell(f"cp {CONFIG} /root/config.yaml && sed -i 's/poll_interval/pol_interval/' {CONFIG}")
        m.sh("systemctl", "reload", "arena-connect")
        wait_for("the reason in the status", lambda: "pol_interval" in m.status())
        m.shell(f"cp /root/config.yaml {CONFIG}")
        m.sh("systemctl", "reload", "arena-connect")
        wait_for("the status without it", lambda: "pol_interval" not in m.property("StatusText"))
        expect(m.is_active() and m.pid() == before, "it is another process, or none")
        self.finish(entry, agent)
        return "a wrong file changes nothing and is named in the status until a good one is there; the bout is not touched"

    def template(self):
        m = self.ready()
        m.write("/etc/arena-connect/other.yaml", CONFIGURATION.format(url=m.arena.url), "644")
        m.sh("systemctl", "start", "arena-connect@other")
        expect(m.property("ActiveState", "arena-connect@other") == "active", "the second daemon is not active")
        told = m.sh("arena-connect", "status", "--socket", "/run/arena-connect-other/control.sock")
        expect("nova-7" in told, "the second daemon does not answer at its own socket")
        m.shell("systemctl stop arena-connect@other && rm /etc/arena-connect/other.yaml")
        return "a second daemon beside the first, with state and socket of its own"

    def upgrade(self):
        m, entry, agent = self.running_bout("Upgraded in the middle")
        m.shell(f"echo '# changed by its owner' >>{CONFIG}")
        before = m.pid()
        m.copy(self.packages.newer(), "/root/newer.deb")
        m.shell("DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends /root/newer.deb")
        expect(m.pid() not in (0, before), "the old daemon was not replaced")
        m.wait_until_active()
        expect("changed by its owner" in m.sh("cat", CONFIG), "the configuration was overwritten")
        self.finish(entry, agent)
        return "the new daemon went on with the old one's bout; the same agent, one submission"

    def purge(self):
        m, _, agent = self.running_bout("Removed in the middle")
        m.shell("DEBIAN_FRONTEND=noninteractive apt-get remove -qy arena-connect")
        expect(m.property("ActiveState") in ("inactive", "failed"), "the service is still there")
        wait_for("the agent to be stopped", lambda: not self.agent_process_of(agent), 30)
        expect(m.exists(CONFIG) and m.exists(f"{STATE}/journal.db"), "remove took what only purge may take")
        m.shell("DEBIAN_FRONTEND=noninteractive apt-get purge -qy arena-connect")
        left = m.shell("find / -xdev -name '*arena-connect*' -not -path '/proc/*' -not -path '/root/*' -not -path '/sys/*' "
                       "-not -path '/var/log/*' -not -path '/run/systemd/*' -not -path '/var/cache/*' 2>/dev/null", check=False)
        expect(not left.strip(), f"purge leaves {left.split()}")
        self.installed = False
        return "remove stops agents and keeps state; purge leaves only the user"

    def agent_process_of(self, agent):
        return self.machine.shell(f"cut -d' ' -f1,22 /proc/{agent.split()[0]}/stat", check=False).strip() == agent

    def clean(self):
        self.machine.remove()

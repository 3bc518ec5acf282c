"""A Slurm cluster of two nodes, each in a container of its own, and a connector that places its agents on it."""

import images
from arena import Arena
from container import Container
from tools import ROOT, expect, run, wait_for

IMAGE = "arena-connect-test/slurm"
NETWORK = "arena-connect-test-slurm"
NODES = ["node1", "node2"]

SLURM = """
ClusterName=test
SlurmctldHost=controller
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
StateSaveLocation=/var/spool/slurmctld
SlurmdSpoolDir=/var/spool/slurmd
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
KillWait=5
MpiDefault=none
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
NodeName=node[1-2] CPUs=1 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""

CONFIGURATION = """
arena: {{ url: {url} }}
state_dir: /var/lib/arena
control: {{ socket: /run/arena.sock }}
agents:
  - name: nova-7
    api_key: {key}
    api_token: {token}
    launcher: [srun, --quiet, --ntasks=1, --kill-on-bad-exit, --job-name=arena]
    command: [/usr/local/bin/my-agent]
    workdir: /tmp
    poll_interval: 1s
    concurrency: 2
    grace: 30s
"""


class Slurm:
    def __init__(self):
        self.machines = {name: Container(f"arena-connect-test-slurm-{name}") for name in ["controller", *NODES]}
        self.arena = None

    def all(self):
        return [("slurm/bouts", self.bouts), ("slurm/cancel", self.cancel)]

    @property
    def controller(self):
        return self.machines["controller"]

    def start(self):
        if self.arena:
            return
        images.made_before(IMAGE)
        images.programs()
        images.build(IMAGE, ROOT / "tests/packaging/slurm.Dockerfile", ROOT / "tests/packaging",
                     f"MACHINE={images.machine()}", f"PROGRAMS={images.PROGRAMS}")
        run("docker", "network", "create", NETWORK, check=False)
        for name, machine in self.machines.items():
            machine.start(IMAGE, options=["--init", "--hostname", name, "--network", NETWORK, "--network-alias", name])
            # The same key everywhere, which is what makes them one cluster.
            machine.sh("sh", "-c", "head -c 1024 /dev/zero | tr '\\0' k >/etc/munge/munge.key && chown munge: /etc/munge/munge.key "
                       "&& chmod 400 /etc/munge/munge.key && mkdir -p /run/munge /var/spool/slurmctld /var/spool/slurmd "
                       "&& chown munge: /run/munge && su -s /bin/sh munge -c munged")
            run("docker", "exec", "-i", machine.name, "sh", "-c", "cat >/etc/slurm/slurm.conf", stdin=SLURM)
        self.controller.sh("slurmctld")
        for name in NODES:
            self.machines[name].sh("slurmd")
        idle = lambda: self.controller.sh("sinfo", "-h", "-o", "%T %D", check=False).strip() == "idle 2"
        wait_for("two idle nodes", idle, 90)
        self.start_connector()

    def start_connector(self):
        one = self.controller
        run("docker", "exec", "-d", one.name, "sh", "-c", "exec arena-sandbox --quiet --port 0 --seed packaging >/run/arena.json")
        first = wait_for("the arena", lambda: one.sh("cat", "/run/arena.json", check=False).strip())
        self.arena = Arena(one.sh, first)
        text = CONFIGURATION.format(url=self.arena.url, key=self.arena.key, token=self.arena.token)
        run("docker", "exec", "-i", one.name, "sh", "-c", "cat >/root/arena.yaml", stdin=text)
        run("docker", "exec", "-d", one.name, "sh", "-c", "exec arena-connect run -c /root/arena.yaml >/root/log 2>&1")
        self.arena.wait_for_ping()

    def busy_nodes(self):
        return [name for name in NODES if self.machines[name].exists_file("/tmp/started")]

    def agents_on(self, name):
        return self.machines[name].sh("sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep -c '[m]y-agent'; true").strip()

    def bouts(self):
        self.start()
        entries = [self.arena.assign(f"On the cluster, {number}") for number in (1, 2)]
        wait_for("an agent on each node", lambda: len(self.busy_nodes()) == 2, 60)
        for name in NODES:
            self.machines[name].sh("touch", "/tmp/go")
        for entry in entries:
            self.arena.wait_for_submission(entry)
            expect(self.arena.submissions(entry) == 1, "more than one submission")
        for name in NODES:
            self.machines[name].sh("rm", "/tmp/go", "/tmp/started")
        return "two bouts at once, one on each of two nodes; one submission each"

    def cancel(self):
        self.start()
        entry = self.arena.assign("Cancelled on the cluster")
        (where,) = wait_for("the agent on a node", self.busy_nodes, 60)
        expect(self.agents_on(where) != "0", "the agent is not there")
        self.controller.sh("arena-connect", "cancel", entry, "--socket", "/run/arena.sock")
        wait_for("the agent to be gone from its node", lambda: self.agents_on(where) == "0", 60)
        wait_for("its job to be gone", lambda: not self.controller.sh("squeue", "-h").strip(), 60)
        expect(self.arena.submissions(entry) == 0, "a cancelled bout was handed in")
        return f"stopped on {where}; neither process nor job is left"

    def clean(self):
        for machine in self.machines.values():
            machine.remove()
        run("docker", "network", "rm", NETWORK, check=False)

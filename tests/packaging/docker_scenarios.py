"""The container images, and the three ways to stand next to an agent."""

import json
import os
import shutil
import time

import container
import images
from container import AGENT_IMAGE, NETWORK, PULL_TOKEN, Container, Layout
from tools import ROOT, WORK, expect, run, succeeds, wait_for

RUNTIME = "arena-connect-test/runtime"
SCRATCH = "arena-connect-test/scratch"
LARGEST = 40_000_000  # bytes over its base

CONFIGURATION = """
shutdown: {{ drain: 60s, cancel: 10s }}
agents:
  - name: nova-7
    api_key: file:/run/secrets/arena_key
    api_token: file:/run/secrets/arena_token
    command: {command}
    workdir: fresh
    poll_interval: 1s
"""


class Docker:
    def __init__(self, figures):
        self.figures = figures
        self.prepared = False
        self.used = []

    def all(self):
        return [(f"docker/{name}", function) for name, function in (
            ("images", self.images), ("bout", self.bout), ("stop", self.stop), ("killed", self.killed), ("orphans", self.orphans),
            ("scratch", self.scratch), ("inside", self.inside), ("other-libc", self.other_libc), ("upgrade", self.upgrade),
            ("pull", self.pull), ("port", self.port), ("pull-forgotten", self.pull_forgotten),
            ("pull-killed", self.pull_killed), ("exec", self.exec), ("run", self.run_launcher), ("from-source", self.from_source))]

    # What the scenarios begin with.

    def prepare(self):
        if self.prepared:
            return
        images.base()
        images.programs()
        arguments = [f"BASE={images.base()}", f"PROGRAMS={images.PROGRAMS}"]
        images.build(RUNTIME, ROOT / "Dockerfile", ROOT, *arguments, target="runtime")
        images.build(SCRATCH, ROOT / "Dockerfile", ROOT, *arguments, target="scratch")
        container.make_images()
        self.prepared = True

    def arena(self):
        self.prepare()
        return container.start_arena()

    def new(self, name):
        made = Container(f"arena-connect-test-{name}")
        self.used.append(made)
        return made

    def configured(self, arena, command, **variables):
        """The options of `docker run` that give a container its configuration and secrets."""
        directory = WORK / "configured"
        directory.mkdir(exist_ok=True)
        files = {"config.yaml": CONFIGURATION.format(command=command), "key": arena.key, "token": arena.token}
        for name, text in files.items():
            (directory / name).write_text(text)
            (directory / name).chmod(0o644)
        options = ["--network", NETWORK, "-e", f"ARENA_URL={arena.url}", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL",
                   "-v", f"{directory}/config.yaml:/etc/arena-connect/config.yaml:ro",
                   "-v", f"{directory}/key:/run/secrets/arena_key:ro", "-v", f"{directory}/token:/run/secrets/arena_token:ro",
                   "-v", f"{ROOT}/tests/packaging/agent.sh:/usr/local/bin/my-agent:ro"]
        for name, value in variables.items():
            options += ["-e", f"{name}={value}"]
        return options

    def runtime(self, arena, name="connector"):
        one = self.new(name)
        began = time.time()
        one.start(RUNTIME, options=self.configured(arena, "[/usr/local/bin/my-agent]"))
        pinged = arena.wait_for_ping()
        self.figures.setdefault("docker run to first ping, runtime image (s)", round(pinged - began, 2))
        return one

    def begin(self, arena, one, title):
        entry = arena.assign(title)
        wait_for("the agent to start", lambda: one.exists_file("/tmp/started"))
        return entry

    @staticmethod
    def finish(arena, one, entry):
        one.sh("touch", "/tmp/go")
        arena.wait_for_submission(entry)
        expect(arena.submissions(entry) == 1, "more than one submission")

    @staticmethod
    def wait_until_healthy(one):
        wait_for("the container to be healthy", lambda: one.inspect("{{.State.Health.Status}}") == "healthy", 60, 0.5)

    # The scenarios.

    def images(self):
        self.prepare()
        over = images.size(RUNTIME) - images.size(images.base())
        alone = images.size(SCRATCH)
        self.figures["runtime image over its base (MB)"] = round(over / 1e6, 1)
        self.figures["scratch image (MB)"] = round(alone / 1e6, 1)
        expect(over <= LARGEST, f"the runtime image has {over / 1e6:.1f} MB over its base")
        user = run("docker", "image", "inspect", "-f", "{{.Config.User}}", RUNTIME, SCRATCH).split()
        expect(user == ["10001:10001"] * 2, f"they run as {user}")
        return f"{over / 1e6:.1f} MB over the base; {alone / 1e6:.1f} MB alone; not root"

    def bout(self):
        arena = self.arena()
        one = self.runtime(arena)
        expect(one.inspect("{{.HostConfig.ReadonlyRootfs}}") == "true", "its root can be written to")
        self.wait_until_healthy(one)
        entry = self.begin(arena, one, "In a container")
        environment = one.sh("sh", "-c", "tr '\\0' '\\n' </proc/$(cat /tmp/started)/environ")
        expect(arena.key not in environment and arena.token not in environment, "the agent has the keys")
        self.finish(arena, one, entry)
        return "read-only root, secrets from files, healthy; one submission"

    def stop(self):
        arena = self.arena()
        one = self.runtime(arena)
        entry = self.begin(arena, one, "Stopped in the middle")
        stopping = run("sh", "-c", f"docker stop -t 60 {one.name} >/dev/null 2>&1 & echo $!")
        wait_for("the daemon to say that it stops", lambda: "stopping" in one.log())
        expect(succeeds("kill", "-0", stopping.strip()), "it did not wait for its bout")
        self.finish(arena, one, entry)
        wait_for("the container to end", lambda: one.inspect("{{.State.Running}}") == "false", 60)
        code = one.inspect("{{.State.ExitCode}}")
        expect(code == "0", f"it ended with {code}")
        return "the running bout was finished and handed in before it ended, with 0"

    def killed(self):
        arena = self.arena()
        one = self.runtime(arena)
        entry = self.begin(arena, one, "Killed in the middle")
        session = arena.entry(entry)["session"]
        run("docker", "kill", one.name)
        run("docker", "start", one.name)  # with the same volume, and nothing in /tmp
        ended = lambda: json.loads(one.sh("arena-connect", "history", "--json", check=False) or '{"bouts": []}')["bouts"]
        (bout,) = wait_for("the bout to have ended", ended)
        expect(bout["entry"] == entry and bout["state"] == "failed", f"it is {bout['state']}")
        expect(arena.submissions(entry) == 0 and arena.entry(entry)["session"] == session, "something was handed in")
        entry = self.begin(arena, one, "After the kill")
        self.finish(arena, one, entry)
        return "the agent died with its container: that bout failed, the next one was played; one submission"

    def orphans(self):
        arena = self.arena()
        one = self.runtime(arena)
        # Each inner shell is left by the outer one before it ends, and so becomes the first process's.
        one.sh("sh", "-c", "i=0; while [ $i -lt 1000 ]; do (sleep 0.3 &); i=$((i + 1)); done")
        count = "cat /proc/[0-9]*/stat 2>/dev/null | awk '$2 == \"(sleep)\"' | wc -l"
        wait_for("1,000 orphans to be gathered", lambda: one.sh("sh", "-c", count).strip() == "0", 60)
        zombies = one.sh("sh", "-c", "cat /proc/[0-9]*/stat 2>/dev/null | awk '$3 == \"Z\"' | wc -l").strip()
        expect(zombies == "0", f"{zombies} zombies are left")
        entry = self.begin(arena, one, "After the orphans")
        self.finish(arena, one, entry)
        return "1,000 gathered, and a bout afterwards"

    def scratch(self):
        arena = self.arena()
        busybox = shutil.which("busybox")
        one = self.new("scratch")
        options = self.configured(arena, "[/busybox, sh, /usr/local/bin/my-agent]", PATH="/opt/arena-connect/bin")
        began = time.time()
        one.start(SCRATCH, options=[*options, "-v", f"{busybox}:/busybox:ro"])
        pinged = arena.wait_for_ping()
        self.figures["docker run to first ping, scratch image (s)"] = round(pinged - began, 2)
        self.wait_until_healthy(one)
        entry = arena.assign("From scratch")
        started = lambda: succeeds("docker", "exec", one.name, "/busybox", "test", "-e", "/tmp/started")
        wait_for("the agent to start", started)
        one.sh("/busybox", "touch", "/tmp/go")
        arena.wait_for_submission(entry)
        return "programs, libraries and CA roots alone: healthy; one submission"

    def layout_bout(self, layout, arena, service, agent=None):
        """A whole bout of a layout whose connector is `service` and whose agent runs in `agent`."""
        connector = layout.container(service)
        arena.wait_for_ping()
        self.wait_until_healthy(connector)
        where = layout.container(agent) if agent else connector
        entry = self.begin(arena, where, layout.name)
        self.finish(arena, where, entry)
        where.sh("rm", "-f", "/tmp/go", "/tmp/started")
        return connector, where

    def inside(self):
        arena = self.arena()
        layout = Layout("inside", ["agent"], arena)
        try:
            layout.up("--build")
            self.layout_bout(layout, arena, "agent")
        finally:
            layout.down()
        return "deploy/inside: the connector as the first process of the agent's image"

    def other_libc(self):
        arena = self.arena()
        tree = WORK / "musl"
        shutil.rmtree(tree, ignore_errors=True)
        for directory in ("bin", "lib", "usr/local/bin", "tmp", "etc"):
            (tree / directory).mkdir(parents=True)
        shutil.copy(shutil.which("busybox"), tree / "bin/busybox")
        for name in ("sh", "test", "touch", "cat", "sleep", "rm"):
            (tree / "bin" / name).symlink_to("busybox")
        shutil.copy("/lib/ld-musl-x86_64.so.1", tree / "lib/ld-musl-x86_64.so.1")
        run("musl-gcc", "-O1", "-o", tree / "usr/local/bin/my-agent", ROOT / "tests/packaging/agent.c")
        images.write("arena-connect-test/musl", ["FROM scratch", "COPY . /", 'RUN ["/bin/busybox", "chmod", "1777", "/tmp"]'], tree)
        layout = Layout("inside", ["agent"], arena, AGENT="arena-connect-test/musl")
        try:
            layout.up("--build")
            self.layout_bout(layout, arena, "agent")
        finally:
            layout.down()
        return "deploy/inside on an image with musl alone, the agent linked with it"

    def upgrade(self):
        arena = self.arena()
        layout = Layout("inside", ["agent"], arena)
        try:
            layout.up("--build")
            arena.wait_for_ping()
            old = layout.container("agent")
            entry = self.begin(arena, old, "Upgraded in the middle")
            images.write("arena-connect-test/newer", [f"FROM {images.PROGRAMS}", "COPY key /opt/arena-connect/newer"],
                         layout.directory)
            layout.variables["PROGRAMS"] = "arena-connect-test/newer"
            os.environ.update(layout.variables)
            layout.compose("build")
            up = f"{WORK}/up.log"
            words = " ".join(f"'{word}'" for word in layout.words("up", "-d", "-t", "60"))
            run("sh", "-c", f"{words} >{up} 2>&1 &")
            wait_for("the old daemon to say that it stops", lambda: "stopping" in old.log())
            self.finish(arena, old, entry)
            wait_for("the new container", lambda: old.name not in layout.compose("ps", "-q", "agent"), 90)
            wait_for("the new container to be up", lambda: layout.container("agent").exists_file("/opt/arena-connect/newer"), 60)
            new = layout.container("agent")
            entry = self.begin(arena, new, "With the new image")
            self.finish(arena, new, entry)
        finally:
            layout.down()
        return "the old container finished its bout, then the new one took over with its state"

    def with_pull(self, arena, name="pull"):
        """deploy/pull or deploy/port, the agent's container idle: what it asks is asked by the scenario."""
        layout = Layout(name, ["connector", "agent"], arena, CONNECTOR=RUNTIME, AGENT_COMMAND="sleep infinity")
        layout.up()
        arena.wait_for_ping()
        agent = layout.container("agent")
        ask = lambda *words: agent.sh("python3", "/opt/pull/pull_ask.py", *words, check=False).strip()
        return layout, agent, ask

    def pull(self):
        arena = self.arena()
        layout, agent, ask = self.with_pull(arena)
        try:
            self.wait_until_healthy(layout.container("connector"))
            expect(ask("POST", "/v1/drain").startswith("404"), "an agent can drain the daemon")
            expect(not agent.exists_file("/run/arena-connect/control.sock"), "an agent has the control socket")
            entry = arena.assign("Asked for")
            time.sleep(3)  # three polls: what must not happen has had its time
            expect(arena.entry(entry)["session"] is None, "a session was opened for an agent that is not there")
            run("docker", "exec", "-d", agent.name, "python3", "/opt/pull/pull_client.py")
            arena.wait_for_submission(entry)
            expect(arena.submissions(entry) == 1, "more than one submission")
            events = [one["event_type"] if "event_type" in one else one["type"] for one in arena.entry(entry)["events"]]
            expect("thinking" in events, f"the arena has the events {events}")
            second = ask("POST", f"/v1/bouts/{entry}/submission", "another")
            expect(second.startswith("409"), f"a second answer was taken: {second}")
        finally:
            layout.down()
        return "deploy/pull with examples/pull: no session before it asks, events, one submission, a second answer refused"

    def port(self):
        arena = self.arena()
        layout, agent, ask = self.with_pull(arena, "port")
        try:
            expect(ask("GET", "/v1/next?wait=0").startswith("401"), "it answers without the token")
            with_token = lambda path: agent.sh("env", f"WITH_TOKEN={PULL_TOKEN}", "python3", "/opt/pull/pull_ask.py", "GET", path,
                                               check=False)
            expect(with_token("/v1/next?wait=0").startswith("204"), "it does not answer with the token")
            expect(with_token("/v1/status").startswith("404"), "it tells agents its status")
            entry = arena.assign("Asked for at a port")
            run("docker", "exec", "-d", agent.name, "python3", "/opt/pull/pull_client.py")
            arena.wait_for_submission(entry)
            expect(arena.submissions(entry) == 1, "more than one submission")
            told = run("docker", "inspect", agent.name, layout.container("connector").name)
            for secret in (arena.key, arena.token, PULL_TOKEN):
                expect(secret not in told, "docker inspect shows a secret")
        finally:
            layout.down()
        return "deploy/port with examples/pull: nothing without the token, one submission with it; no secret in docker inspect"

    def pull_forgotten(self):
        arena = self.arena()
        layout, _, ask = self.with_pull(arena)
        try:
            entry = arena.assign("Forgotten")
            wait_for("the bout", lambda: ask("GET", "/v1/next?wait=5").startswith("200"))
            expect(ask("POST", f"/v1/bouts/{entry}/events", "[ARENA:progress:5] begun").startswith("204"), "no event was taken")
            again = wait_for("the bout once more", lambda: self.given(ask), 60)
            expect(again["entry_id"] == entry and again["attempt"] == 2, f"it got {again}")
            expect(ask("POST", f"/v1/bouts/{entry}/submission", "2 3 5").startswith("202"), "no answer was taken")
            arena.wait_for_submission(entry)
        finally:
            layout.down()
        return "an agent that is started anew and asks: noticed, and given a second attempt"

    @staticmethod
    def given(ask):
        status, _, body = ask("GET", "/v1/next?wait=5").partition(" ")
        return json.loads(body) if status == "200" else None

    def pull_killed(self):
        arena = self.arena()
        layout, _, ask = self.with_pull(arena)
        try:
            entry = arena.assign("Killed in the middle")
            wait_for("the bout", lambda: self.given(ask))
            connector = layout.container("connector")
            run("docker", "kill", connector.name)
            run("docker", "start", connector.name)
            answered = lambda: ask("POST", f"/v1/bouts/{entry}/submission", "2 3 5").startswith("202")
            wait_for("the answer to be taken", answered, 60)
            arena.wait_for_submission(entry)
            expect(arena.submissions(entry) == 1, "more than one submission")
        finally:
            layout.down()
        return "the connector's container killed and started in the middle; the agent's answer is handed in"

    def exec(self):
        arena = self.arena()
        layout = self.with_docker("exec", arena)
        try:
            layout.up("--build")
            connector, agent = self.layout_bout(layout, arena, "connector", "agent")
            entry = self.begin(arena, agent, "Cancelled in the middle")
            connector.sh("arena-connect", "cancel", entry)
            left = lambda: agent.sh("sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[m]y-agent'; true").strip()
            wait_for("the agent to be stopped in its container", lambda: left() == "0", 30)
            expect(arena.submissions(entry) == 0, "a cancelled bout was handed in")
        finally:
            layout.down()
        return "deploy/exec: a bout, and one cancelled that left no process in the agent's container"

    def with_docker(self, name, arena, **variables):
        cli = "arena-connect-test/docker-cli"
        shutil.copy(shutil.which("docker"), WORK / "docker")
        images.write(cli, ["FROM scratch", "COPY docker /usr/local/bin/docker"], WORK)
        group = os.stat("/var/run/docker.sock").st_gid
        return Layout(name, ["connector"], arena, CONNECTOR=RUNTIME, DOCKER_CLI=cli, DOCKER_GID=str(group),
                      AGENT_CONTAINER="arena-connect-test-exec-agent", **variables)

    def run_launcher(self):
        arena = self.arena()
        layout = self.with_docker("exec", arena)
        layout.directory.joinpath("config.yaml").write_text(
            CONFIGURATION.format(command="[my-agent]") +
            f"    launcher: [/opt/arena-connect/launchers/docker-run, --network, none, {AGENT_IMAGE}]\n    grace: 15s\n")
        override = {"version": "3.7", "services": {"connector": {
            "network_mode": NETWORK,
            "volumes": [f"{layout.directory}/config.yaml:/etc/arena-connect/config.yaml:ro"]}}}
        layout.directory.joinpath("override.json").write_text(json.dumps(override))
        try:
            layout.up("--build")
            arena.wait_for_ping()
            entry = arena.assign("In a container of its own")
            of_bout = Container(f"arena-{entry}-1")
            wait_for("the agent to start", lambda: of_bout.exists_file("/tmp/started"))
            self.finish(arena, of_bout, entry)
            entry = arena.assign("Cancelled in the middle")
            of_bout = Container(f"arena-{entry}-1")
            wait_for("the agent to start", lambda: of_bout.exists_file("/tmp/started"))
            layout.container("connector").sh("arena-connect", "cancel", entry)
            wait_for("its container to be removed", lambda: not succeeds("docker", "inspect", of_bout.name), 40)
        finally:
            layout.down()
        return "launcher docker-run: a container for each bout, none left after a cancelled one"

    def from_source(self):
        self.prepare()
        arguments = [f"BASE={images.base()}", "JOBS=" + os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", "")]
        if cache := os.environ.get("ARENA_PACKAGING_CCACHE"):
            arguments.append(f"CCACHE={cache}")
        images.build("arena-connect-test/from-source", ROOT / "Dockerfile", ROOT, *arguments, target="runtime")
        told = run("docker", "run", "--rm", "arena-connect-test/from-source", "--version").strip()
        return f"all stages of the Dockerfile: {told}"

    def clean(self):
        for one in [*self.used, Container(container.ARENA)]:
            one.remove()

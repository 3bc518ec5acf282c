"""A container by its name, a layout of deploy/ as compose runs it, and the arena that all of them share."""

import json
import os

import images
from arena import Arena
from tools import ROOT, WORK, Failed, run, succeeds, wait_for

ARENA = "arena-connect-test-arena"
# The arena listens on the loopback alone, so everybody is in its network.
NETWORK = f"container:{ARENA}"


class Container:
    def __init__(self, name):
        self.name = name

    def start(self, image, *command, options=()):
        self.remove()
        run("docker", "run", "-d", "--name", self.name, *options, image, *command)
        return self

    def sh(self, *command, check=True, user=None):
        return run("docker", "exec", *(["-u", user] if user else []), self.name, *command, check=check)

    def exists_file(self, path):
        return succeeds("docker", "exec", self.name, "test", "-e", path)

    def inspect(self, what):
        return run("docker", "inspect", "-f", what, self.name).strip()

    def log(self):
        return run("sh", "-c", f"docker logs {self.name} 2>&1 | tail -n 20", check=False)

    def remove(self):
        run("docker", "rm", "-f", "-v", self.name, check=False)


def start_arena():
    """A new arena, which knows nothing of earlier scenarios' bouts."""
    there = Container(ARENA)
    there.start(ARENA_IMAGE, "sleep", "infinity", options=["--init"])
    run("docker", "exec", "-d", ARENA, "sh", "-c", "exec arena-sandbox --quiet --port 0 --seed packaging >/run/arena.json")
    first = wait_for("the arena", lambda: there.sh("cat", "/run/arena.json", check=False).strip())
    return Arena(there.sh, first)


ARENA_IMAGE = "arena-connect-test/arena"
AGENT_IMAGE = "arena-connect-test/agent"
PULL_TOKEN = "what-agents-of-the-tests-show"


def make_images():
    """The arena's image and the agent's: both have Python, and the latter also what the layouts call my-agent."""
    images.write(ARENA_IMAGE, [f"FROM {images.PROGRAMS} AS programs", f"FROM {images.machine()}",
                               "COPY --from=programs /opt/arena-connect /opt/arena-connect",
                               "ENV PATH=/opt/arena-connect/bin:/usr/bin:/bin"], WORK)
    images.write(AGENT_IMAGE, [f"FROM {images.machine()}", "COPY tests/packaging/agent.sh /usr/local/bin/my-agent",
                               "COPY examples/pull tests/packaging/pull_ask.py /opt/pull/",
                               "RUN chmod 755 /usr/local/bin/my-agent && useradd -u 10001 -m agent",
                               "USER 10001", 'CMD ["my-agent"]'], ROOT)


class Layout:
    """One of deploy/'s compose files, with everything in the arena's network."""

    def __init__(self, name, services, arena, **variables):
        self.name, self.project = name, f"arena-connect-test-{name}"
        self.directory = WORK / "layouts" / name
        self.directory.mkdir(parents=True, exist_ok=True)
        override = {"version": "3.7", "services": {one: {"network_mode": NETWORK} for one in services}}
        (self.directory / "override.json").write_text(json.dumps(override))
        for secret, value in (("key", arena.key), ("token", arena.token), ("pull", PULL_TOKEN)):
            (self.directory / secret).write_text(value + "\n")
            (self.directory / secret).chmod(0o644)  # the user in the container is nobody here
        self.variables = {"ARENA_URL": arena.url, "ARENA_KEY_FILE": str(self.directory / "key"),
                          "ARENA_TOKEN_FILE": str(self.directory / "token"),
                          "PULL_TOKEN_FILE": str(self.directory / "pull"), "PROGRAMS": images.PROGRAMS,
                          "AGENT": AGENT_IMAGE, **variables}

    def words(self, *words):
        tool = ["docker", "compose"] if succeeds("docker", "compose", "version") else ["docker-compose"]
        file = ROOT / "deploy" / self.name / "compose.yaml"
        return [*tool, "-p", self.project, "-f", str(file), "-f", str(self.directory / "override.json"), *words]

    def compose(self, *words):
        os.environ.update(self.variables)
        return run(*self.words(*words), timeout=900)

    def up(self, *words):
        self.compose("up", "-d", *words)

    def container(self, service):
        found = self.compose("ps", "-q", service).split()
        if len(found) != 1:
            raise Failed(f"compose runs {len(found)} containers of {service}")
        return Container(found[0])

    def down(self):
        self.compose("down", "-v", "-t", "5")

"""The Kubernetes manifests, as far as they can be looked at without a cluster and without its published schemas."""

import copy

import manifest
from tools import ROOT, Impossible, expect

MANIFEST = ROOT / "deploy/kubernetes/pull.yaml"

# Mistakes that such files have, each with a word of what must be said of it. A path of keys and what is put there; None takes
# the key away.
POD = "Deployment.spec.template.spec"
CONNECTOR = POD + ".initContainers.0"
AGENT = POD + ".containers.0"
MISTAKES = [
    (CONNECTOR + ".restartPolicy", None, "no sidecar"), (CONNECTOR + ".restartPolicy", "OnFailure", "not one of"),
    (CONNECTOR + ".livenesProbe", {}, "no key livenesProbe"), (CONNECTOR + ".livenessProbe", None, "livenessProbe"),
    (CONNECTOR + ".startupProbe.exec.command", "health", "no list"), (CONNECTOR + ".startupProbe.failureThreshold", "60", "no int"),
    (CONNECTOR + ".startupProbe.exec.command.1", "status", "health"), (CONNECTOR + ".image", None, "without image"),
    (CONNECTOR + ".securityContext.readOnlyRootFilesystem", False, "rights"), (CONNECTOR + ".resources.limits.memory", "128MiB", "128MiB"),
    (CONNECTOR + ".volumeMounts.3.readOnly", None, "read-only"), (CONNECTOR + ".volumeMounts.1.name", "dor", "no volume"),
    (CONNECTOR + ".volumeMounts.3.mountPath", "/run/other", "no mounted file"),
    (AGENT + ".volumeMounts.0.name", "keys", "has the keys"), (AGENT + ".restartPolicy", "Always", "only an init container"),
    (AGENT + ".env.0.name", "ARENA_API_KEY", "environment"), (AGENT + ".name", "connector", "one name"),
    (POD + ".terminationGracePeriodSeconds", 60, "killed before"), (POD + ".terminationGracePeriodSeconds", None, "killed before"),
    (POD + ".securityContext.runAsUser", 0, "user"), (POD + ".volumes.3.secret.defaultMode", 0o444, "everybody"),
    (POD + ".volumes.3.secret.name", "x", "no key name"), (POD + ".volumes.2.configMap.name", "other", "not there"),
    (POD + ".volumes.1.hostPath", {"path": "/run"}, "no key hostPath"), (POD + ".volumes.1.secret", {"secretName": "x"}, "2 sources"),
    (AGENT + ".env.0.value", "/run/arena-connect/control.sock", "where to ask"), (AGENT + ".volumeMounts.0.mountPath", "/run/x", "socket"),
    ("Deployment.spec.replicas", 2, "share a key"), ("Deployment.spec.strategy.type", "RollingUpdate", "share a key"),
    ("Deployment.spec.selector.matchLabels", {"app": "x"}, "selector"), ("Deployment.apiVersion", "v1", "apiVersion"),
    ("ConfigMap", None, "it has"),
]


class Kubernetes:
    def all(self):
        return [("kubernetes/manifest", self.manifest), ("kubernetes/mistakes", self.mistakes)]

    @staticmethod
    def read():
        try:
            import yaml
        except ImportError as why:
            raise Impossible("Python's YAML reader is missing (python3-yaml)") from why
        return {one["kind"]: one for one in yaml.safe_load_all(MANIFEST.read_text())}, yaml.safe_load

    def manifest(self):
        found = manifest.problems(*self.read())
        expect(not found, "; ".join(found))
        return ("its keys, types, names and references fit together, and fit a native sidecar (by the API reference; the published "
                "schemas are not here)")

    def mistakes(self):
        """What the other scenario looks for, it finds."""
        right, read_yaml = self.read()
        for path, value, word in MISTAKES:
            wrong = copy.deepcopy(right)
            *way, last = path.split(".")
            at = wrong
            for step in way:
                at = at[int(step) if isinstance(at, list) else step]
            last = int(last) if isinstance(at, list) else last
            if value is None:
                del at[last]
            else:
                at[last] = value
            found = manifest.problems(wrong, read_yaml)
            expect(any(word in one for one in found), f"{path} as {value!r}: {found or 'nothing is found'}")
        return f"each of {len(MISTAKES)} mistakes in it is found"

    def clean(self):
        pass

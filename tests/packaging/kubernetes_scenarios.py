"""The Kubernetes manifests, as far as they can be looked at without a cluster and without its published schemas."""

from tools import ROOT, Impossible, expect

MANIFEST = ROOT / "deploy/kubernetes/pull.yaml"

# The keys of the API that the manifest may use at each place: a misspelt one is what such a file most often has wrong, and
# Kubernetes only warns of it. From the API reference of Kubernetes 1.29.
KEYS = {
    "pod": {"terminationGracePeriodSeconds", "automountServiceAccountToken", "securityContext", "initContainers",
            "containers", "volumes"},
    "container": {"name", "image", "restartPolicy", "env", "securityContext", "startupProbe", "livenessProbe", "resources",
                  "volumeMounts"},
    "probe": {"exec", "periodSeconds", "failureThreshold", "timeoutSeconds"},
    "volume": {"name", "persistentVolumeClaim", "emptyDir", "configMap", "secret"},
    "mount": {"name", "mountPath", "readOnly"},
}


class Kubernetes:
    def all(self):
        return [("kubernetes/manifest", self.manifest)]

    @staticmethod
    def only(found, place, name):
        wrong = set(found) - KEYS[place]
        expect(not wrong, f"{name} has the keys {sorted(wrong)}")

    def manifest(self):
        try:
            import yaml
        except ImportError as why:
            raise Impossible("Python's YAML reader is missing (python3-yaml)") from why
        documents = {one["kind"]: one for one in yaml.safe_load_all(MANIFEST.read_text())}
        expect(set(documents) == {"ConfigMap", "PersistentVolumeClaim", "Deployment"}, f"it has {sorted(documents)}")
        spec = documents["Deployment"]["spec"]
        labels = spec["template"]["metadata"]["labels"]
        expect(spec["selector"]["matchLabels"].items() <= labels.items(), "the selector does not select the pod")
        expect(spec["strategy"]["type"] == "Recreate" and spec["replicas"] == 1, "two connectors could share a key")
        pod = spec["template"]["spec"]
        self.only(pod, "pod", "the pod")
        volumes = {one["name"]: one for one in pod["volumes"]}
        for volume in volumes.values():
            self.only(volume, "volume", f"the volume {volume['name']}")
        for container in pod["initContainers"] + pod["containers"]:
            self.only(container, "container", f"the container {container['name']}")
            for probe in ("startupProbe", "livenessProbe"):
                self.only(container.get(probe, {}), "probe", f"the {probe} of {container['name']}")
            for mount in container["volumeMounts"]:
                self.only(mount, "mount", f"a mount of {container['name']}")
                expect(mount["name"] in volumes, f"{container['name']} mounts {mount['name']}, which is no volume")
        (sidecar,) = pod["initContainers"]
        expect(sidecar["restartPolicy"] == "Always", "the connector is no sidecar")
        expect(pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] == 10001, "it runs as root")
        expect(volumes["config"]["configMap"]["name"] == documents["ConfigMap"]["metadata"]["name"], "no such ConfigMap")
        claim = documents["PersistentVolumeClaim"]["metadata"]["name"]
        expect(volumes["state"]["persistentVolumeClaim"]["claimName"] == claim, "no such claim")
        configuration = yaml.safe_load(documents["ConfigMap"]["data"]["config.yaml"])
        expect(configuration["agents"][0]["mode"] == "pull", "the agent is not one that asks")
        return "names, keys and references fit together (not checked against the published schemas)"

    def clean(self):
        pass

"""What must hold of deploy/kubernetes/pull.yaml: the shape that Kubernetes gives to such documents, as far as the manifest uses
it, and what the connector needs of it. Gives problems as sentences, none when all is well."""

import re

NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
QUANTITY = re.compile(r"[0-9]+(\.[0-9]+)?(m|k|M|G|Ki|Mi|Gi)?")
PATH = re.compile(r"/[^:]*")

# From the API reference of Kubernetes 1.29, where native sidecars are first on by default: "name!" has to be there. A type, a
# set of words, an expression that the text matches, [of each item], {"*": of each value}, or what is within.
ENV = {"name!": str, "value": str, "valueFrom": {"secretKeyRef": {"name!": NAME, "key!": str, "optional": bool},
                                                  "configMapKeyRef": {"name!": NAME, "key!": str, "optional": bool},
                                                  "fieldRef": {"fieldPath!": str, "apiVersion": str}}}
PROBE = {"exec": {"command!": [str]}, "httpGet": {"path": str, "port!": int, "host": str, "scheme": {"HTTP", "HTTPS"}},
         "tcpSocket": {"port!": int, "host": str}, "initialDelaySeconds": int, "periodSeconds": int, "timeoutSeconds": int,
         "successThreshold": int, "failureThreshold": int, "terminationGracePeriodSeconds": int}
SECCOMP = {"type!": {"RuntimeDefault", "Unconfined", "Localhost"}, "localhostProfile": str}
RESOURCES = {"requests": {"*": QUANTITY}, "limits": {"*": QUANTITY}}
CONTAINER = {
    "name!": NAME, "image!": str, "imagePullPolicy": {"Always", "IfNotPresent", "Never"}, "command": [str], "args": [str],
    "workingDir": PATH, "env": [ENV], "restartPolicy": {"Always"}, "resources": RESOURCES, "startupProbe": PROBE,
    "livenessProbe": PROBE, "readinessProbe": PROBE,
    "ports": [{"containerPort!": int, "name": NAME, "protocol": {"TCP", "UDP", "SCTP"}}],
    "securityContext": {"readOnlyRootFilesystem": bool, "allowPrivilegeEscalation": bool, "privileged": bool, "runAsUser": int,
                        "runAsGroup": int, "runAsNonRoot": bool, "seccompProfile": SECCOMP,
                        "capabilities": {"add": [str], "drop": [str]}},
    "volumeMounts": [{"name!": NAME, "mountPath!": PATH, "readOnly": bool, "subPath": str}]}
ITEMS = [{"key!": str, "path!": str, "mode": int}]
VOLUME = {"name!": NAME, "persistentVolumeClaim": {"claimName!": NAME, "readOnly": bool},
          "emptyDir": {"medium": {"", "Memory"}, "sizeLimit": QUANTITY},
          "configMap": {"name!": NAME, "defaultMode": int, "items": ITEMS, "optional": bool},
          "secret": {"secretName!": NAME, "defaultMode": int, "items": ITEMS, "optional": bool}}
POD = {"containers!": [CONTAINER], "initContainers": [CONTAINER], "volumes": [VOLUME], "terminationGracePeriodSeconds": int,
       "automountServiceAccountToken": bool, "serviceAccountName": NAME, "restartPolicy": {"Always"},
       "securityContext": {"runAsNonRoot": bool, "runAsUser": int, "runAsGroup": int, "fsGroup": int, "seccompProfile": SECCOMP}}
META = {"name": NAME, "namespace": NAME, "labels": {"*": str}, "annotations": {"*": str}}
KINDS = {
    "ConfigMap": {"apiVersion!": {"v1"}, "kind!": str, "metadata!": META, "data!": {"*": str}},
    "PersistentVolumeClaim": {"apiVersion!": {"v1"}, "kind!": str, "metadata!": META, "spec!": {
        "accessModes!": [{"ReadWriteOnce", "ReadWriteMany", "ReadOnlyMany", "ReadWriteOncePod"}], "storageClassName": str,
        "resources!": RESOURCES}},
    "Deployment": {"apiVersion!": {"apps/v1"}, "kind!": str, "metadata!": META, "spec!": {
        "replicas": int, "strategy": {"type": {"Recreate", "RollingUpdate"}}, "selector!": {"matchLabels": {"*": str}},
        "template!": {"metadata!": META, "spec!": POD}}}}


def misshapen(value, shape, where):
    """What of the value is not as the shape says."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{where} is no mapping"]
        if "*" in shape:
            return [one for key, of in value.items() for one in misshapen(of, shape["*"], f"{where}.{key}")]
        known = {key.rstrip("!"): of for key, of in shape.items()}
        found = [f"{where} is without {key[:-1]}" for key in shape if key.endswith("!") and key[:-1] not in value]
        for key, of in value.items():
            found += misshapen(of, known[key], f"{where}.{key}") if key in known else [f"{where} has no key {key}"]
        return found
    if isinstance(shape, list):
        if not isinstance(value, list) or not value:
            return [f"{where} is no list of something"]
        return [one for number, of in enumerate(value) for one in misshapen(of, shape[0], f"{where}[{number}]")]
    if isinstance(shape, set):
        return [] if value in shape else [f"{where} is {value!r} and not one of {sorted(shape)}"]
    if isinstance(shape, re.Pattern):
        return [] if isinstance(value, str) and shape.fullmatch(value) else [f"{where} cannot be {value!r}"]
    return [] if type(value) is shape else [f"{where} is {value!r}, which is no {shape.__name__}"]


def seconds(text):
    count, unit = re.fullmatch(r"(\d+)(s|m|h)", str(text)).groups()
    return int(count) * {"s": 1, "m": 60, "h": 3600}[unit]


def unfit_references(documents):
    """Names that lead nowhere."""
    spec = documents["Deployment"]["spec"]
    pod = spec["template"]["spec"]
    volumes = {one["name"]: one for one in pod["volumes"]}
    found = []
    if not spec["selector"]["matchLabels"].items() <= spec["template"]["metadata"].get("labels", {}).items():
        found.append("the selector does not select the pod")
    names = [one["name"] for one in pod.get("initContainers", []) + pod["containers"]]
    if len(set(names)) != len(names):
        found.append("two containers have one name")
    for one in pod.get("initContainers", []) + pod["containers"]:
        found += [f"{one['name']} mounts {mount['name']}, which is no volume" for mount in one.get("volumeMounts", [])
                  if mount["name"] not in volumes]
    for name, volume in volumes.items():
        if len(volume) != 2:
            found.append(f"the volume {name} has {len(volume) - 1} sources")
        for kind, key, of in (("ConfigMap", "configMap", "name"), ("PersistentVolumeClaim", "persistentVolumeClaim", "claimName")):
            if key in volume and volume[key][of] != documents[kind]["metadata"]["name"]:
                found.append(f"the volume {name} is of a {kind} that is not there")
    return found


def unfit_sidecar(pod):
    """What a native sidecar, and a secret, must be like."""
    found = []
    connectors = [one for one in pod.get("initContainers", []) if one["name"] == "connector"]
    if len(connectors) != 1:
        return ["the connector is no init container"]
    connector, volumes = connectors[0], {one["name"]: one for one in pod["volumes"]}
    if connector.get("restartPolicy") != "Always":
        found.append("the connector is no sidecar: an init container without restartPolicy: Always has to end first")
    for probe in ("startupProbe", "livenessProbe"):
        command = connector.get(probe, {}).get("exec", {}).get("command", [])
        if command[1:] != ["health"] or not command[0].startswith("/opt/arena-connect/bin/"):
            found.append(f"the {probe} does not ask for the connector's health")
    if any(one.get("restartPolicy") for one in pod["containers"]):
        found.append("only an init container may have a restartPolicy of its own")
    for one in pod["initContainers"] + pod["containers"]:
        for mount in one["volumeMounts"]:
            if "secret" in volumes.get(mount["name"], {}):
                if one is not connector:
                    found.append(f"{one['name']} has the keys")
                elif not mount.get("readOnly"):
                    found.append("the keys are not read-only")
        found += [f"{one['name']} has a key in its environment" for env in one.get("env", [])
                  if "secretKeyRef" in env.get("valueFrom", {}) or re.search("KEY|TOKEN|SECRET", env["name"])]
    secrets = [one["secret"] for one in volumes.values() if "secret" in one]
    if not secrets or any(one.get("defaultMode", 0o644) & 0o007 for one in secrets):
        found.append("there is no secret, or everybody can read it")
    context = connector.get("securityContext", {})
    if not (context.get("readOnlyRootFilesystem") and context.get("allowPrivilegeEscalation") is False
            and context.get("capabilities", {}).get("drop") == ["ALL"]):
        found.append("the connector has more rights than it needs")
    if not (pod.get("securityContext", {}).get("runAsNonRoot") and pod["securityContext"].get("runAsUser") == 10001):
        found.append("it does not run as the image's user")
    return found


def unfit_configuration(documents, configuration):
    """What the connector's own settings need around them."""
    spec = documents["Deployment"]["spec"]
    pod = spec["template"]["spec"]
    found = []
    if spec.get("strategy", {}).get("type") != "Recreate" or spec.get("replicas", 1) != 1:
        found.append("two connectors could share a key")
    if any(agent.get("mode") != "pull" for agent in configuration["agents"]):
        found.append("an agent is not one that asks")
    shutdown = configuration["shutdown"]
    if pod.get("terminationGracePeriodSeconds", 30) <= seconds(shutdown["drain"]) + seconds(shutdown["cancel"]):
        found.append("the pod is killed before shutdown.drain and shutdown.cancel are over")
    connector, agent = pod["initContainers"][0], pod["containers"][0]
    door = configuration["control"]["pull_listen"]
    if door not in [one.get("value") for one in agent.get("env", [])]:
        found.append("the agent is not told where to ask")
    for one in (connector, agent):
        if not any(door.startswith(mount["mountPath"] + "/") for mount in one["volumeMounts"]):
            found.append(f"{one['name']} does not have the socket of agents")
    places = [mount["mountPath"] for mount in connector["volumeMounts"]]
    for agent in configuration["agents"]:
        for key in ("api_key", "api_token"):
            if not any(agent[key].startswith(f"file:{place}/") for place in places):
                found.append(f"{key} is in no mounted file")
    return found


def problems(documents, read_yaml):
    """Of the manifest's documents by their kind; `read_yaml` reads the configuration in them."""
    if set(documents) != set(KINDS):
        return [f"it has {sorted(documents)}"]
    found = [one for kind, of in documents.items() for one in misshapen(of, KINDS[kind], kind)]
    if found:
        return found
    pod = documents["Deployment"]["spec"]["template"]["spec"]
    found = unfit_references(documents) + unfit_sidecar(pod)
    return found or unfit_configuration(documents, read_yaml(documents["ConfigMap"]["data"]["config.yaml"]))

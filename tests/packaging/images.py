"""Images made on this machine: no registry is asked for anything."""

import os
import pathlib
import shutil

from tools import ROOT, WORK, Impossible, run, succeeds

BASE = "arena-connect-test/base"
MACHINE = "arena-connect-test/machine"


def has(image):
    return succeeds("docker", "image", "inspect", image)


def base():
    """Debian as debootstrap makes it, with the CA roots and nothing else."""
    if has(BASE):
        return BASE
    if os.geteuid() != 0:
        raise Impossible("making a base image needs root (debootstrap)")
    tree = pathlib.Path("/var/tmp/arena-connect-test-base")
    shutil.rmtree(tree, ignore_errors=True)
    run("debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm", tree,
        os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian"), timeout=1800)
    archive = WORK / "base.tar"
    run("tar", "-C", tree, "-cf", archive, ".", timeout=600)
    run("docker", "import", archive, BASE)
    archive.unlink()
    shutil.rmtree(tree)
    return BASE


def build(tag, dockerfile, context, *arguments, target=None):
    words = [word for argument in arguments for word in ("--build-arg", argument)]
    run("docker", "build", "-q", "-t", tag, "-f", dockerfile, *words, *(["--target", target] if target else []), context,
        timeout=3600)
    return tag


def machine():
    if not has(MACHINE):
        build(MACHINE, ROOT / "tests/packaging/machine.Dockerfile", ROOT / "tests/packaging", f"BASE={base()}")
    return MACHINE


def size(image):
    return int(run("docker", "image", "inspect", "-f", "{{.Size}}", image))

"""Images made on this machine: no registry is asked for anything."""

import functools
import os
import pathlib
import shutil

from tools import ROOT, WORK, Impossible, run, succeeds

BASE = "arena-connect-test/base"
MACHINE = "arena-connect-test/machine"
PROGRAMS = "arena-connect-test/programs"


def has(image):
    return succeeds("docker", "image", "inspect", image)


may_take_long = True  # whether base images may be made, which takes minutes and a mirror


@functools.cache
def need_engine():
    if not shutil.which("docker") or not succeeds("docker", "info"):
        raise Impossible("no Docker Engine runs here, and none could be started")


def made_before(image):
    """Whether it is there already; where it is not and may not be made, that is Impossible."""
    need_engine()
    if not has(image) and not may_take_long:
        raise Impossible(f"the image {image} is not there yet; a run that is not --short makes it")
    return has(image)


def base():
    """Debian as debootstrap makes it, with the CA roots and nothing else."""
    if made_before(BASE):
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
        timeout=7200)
    return tag


def write(tag, lines, context):
    """An image from a Dockerfile that needs no file of its own."""
    dockerfile = WORK / (tag.split("/")[-1] + ".Dockerfile")
    dockerfile.write_text("\n".join(lines) + "\n")
    return build(tag, dockerfile, context)


@functools.cache
def programs():
    """What the Dockerfile's first stage makes, of the programs that are built already."""
    need_engine()
    tree = WORK / "programs"
    run(ROOT / "scripts/build", "release", "arena-connect", "arena-runner", "arena-sandbox", "bouts", "arena-launcher",
        timeout=7200)
    run(ROOT / "packaging/relocatable/make", tree / "opt/arena-connect")
    archive = WORK / "programs.tar"
    run("tar", "-C", tree, "-cf", archive, "opt")
    run("docker", "import", archive, PROGRAMS)
    archive.unlink()
    return PROGRAMS


def machine():
    if not made_before(MACHINE):
        build(MACHINE, ROOT / "tests/packaging/machine.Dockerfile", ROOT / "tests/packaging", f"BASE={base()}")
    return MACHINE


def size(image):
    return int(run("docker", "image", "inspect", "-f", "{{.Size}}", image))

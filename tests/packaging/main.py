"""Plays the scenarios of scripts/test-packaging, which see for the arguments."""

import argparse
import functools
import shutil
import sys

import images
from docker_scenarios import Docker
from kubernetes_scenarios import Kubernetes
from package_scenarios import Package
from slurm_scenarios import Slurm
from systemd_scenarios import Systemd
from tools import BUILD, ROOT, WORK, Scenarios, run


class Packages:
    """The package, and the same as a later version; made when they are wanted."""

    @functools.cache
    def first(self):
        return self.make()

    @functools.cache
    def newer(self):
        version = run(BUILD / "bin" / "arena-connect", "--version").split()[1]
        return self.make("--version", version + "+later")

    @staticmethod
    def make(*words):
        return ROOT / run(ROOT / "scripts/package", "--no-lint", *words, timeout=3600).split()[-1]


def main():
    parser = argparse.ArgumentParser(prog="scripts/test-packaging")
    parser.add_argument("only", nargs="*")
    parser.add_argument("--skip", action="append", default=[])
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    images.may_take_long = not given.short
    scenarios = Scenarios(given.only, given.skip, given.short)
    packages = Packages()
    groups = [Kubernetes(), Package(packages), Systemd(packages, scenarios.figures), Docker(scenarios.figures), Slurm()]
    try:
        for group in groups:
            for name, function in group.all():
                if given.list:
                    print(name)
                else:
                    scenarios.play(name, function)
    finally:
        if not given.keep and not given.list:
            for group in groups:
                if isinstance(group, Package) or shutil.which("docker"):
                    group.clean()
    for what, figure in scenarios.figures.items():
        print(f"figure  {what}: {figure}")
    if not given.list:
        print(f"test-packaging: {len(scenarios.passed)} passed, {len(scenarios.failed)} failed, {len(scenarios.left_out)} left out"
              + "".join(f"; failed: {' '.join(scenarios.failed)}" for _ in scenarios.failed[:1]))
    return 1 if scenarios.failed else 0


if __name__ == "__main__":
    sys.exit(main())

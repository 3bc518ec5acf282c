"""Plays the scenarios of scripts/test-packaging, which see for the arguments."""

import argparse
import sys

import tools
from docker_scenarios import Docker
from slurm_scenarios import Slurm
from systemd_scenarios import Systemd
from tools import BUILD, ROOT, WORK, Scenarios, run


def packages():
    """The package, and the same as a later version."""
    version = run(BUILD / "bin" / "arena-connect", "--version").split()[1]
    made = [run(ROOT / "scripts/package", *words, timeout=3600).split()[-1]
            for words in (["--no-lint"], ["--no-lint", "--version", version + "+later"])]
    return [ROOT / one for one in made]


def main():
    parser = argparse.ArgumentParser(prog="scripts/test-packaging")
    parser.add_argument("only", nargs="*")
    parser.add_argument("--skip", action="append", default=[])
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    scenarios = Scenarios(given.only, given.skip)
    packages_wanted = not given.list and scenarios.wants_any("systemd")
    groups = [Systemd(*(packages() if packages_wanted else [None, None]), scenarios.figures), Docker(scenarios.figures), Slurm()]
    try:
        for group in groups:
            for name, function in group.all():
                if given.list:
                    print(name)
                else:
                    scenarios.play(name, function)
    finally:
        if not given.keep:
            for group in groups:
                group.clean()
    for what, figure in scenarios.figures.items():
        print(f"figure  {what}: {figure}")
    if scenarios.failed:
        print(f"test-packaging: {len(scenarios.failed)} failed: {' '.join(scenarios.failed)}")
    return 1 if scenarios.failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m tests.mutants [WORD …]``: plant the mutants, all or those of an area or with a WORD in their text."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path
from queue import SimpleQueue
from time import monotonic

from tests.conftest import ROOT
from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import Area, Mutant, mutated, places

WANTED = 55
"""Mutants that must be noticed when all are planted."""
SECONDS = 600
"""A run of tests that takes longer has noticed the fault."""
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "demo")
VALIDATOR = Path("tests", "witness", "node_modules")
QUIET = ("-x", "-q", "-n", "0", "--no-header", "--tb=no", "-p", "no:randomly", "-p", "no:cacheprovider")
FAILED = 1
"""Exit code of pytest when a test failed; a higher one says that it could not run."""


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant.

    Attributes:
        area: Its area.
        mutant: The mutant.
        state: ``killed``, ``lives``, or why it could not be planted.
        seconds: How long that took.
    """

    area: Area
    mutant: Mutant
    state: str
    seconds: float

    @property
    def fault(self) -> bool:
        """Whether somebody must look at it."""
        return self.state != "killed" and not (self.state == "lives" and self.mutant.lives)


def plant(area: Area, mutant: Mutant, project: Path) -> Outcome:
    """Plant one mutant in a copy of the project, run its tests, and take it out again."""
    begun = monotonic()
    found = places(mutant.text, project)
    if len(found) != 1:
        return Outcome(area, mutant, f"its text stands in {len(found)} places", 0.0)
    path = found[0]
    before = path.read_bytes()
    try:
        _write(path, mutated(mutant, path).encode())
        code = run(project, mutant.tests)
    finally:
        _write(path, before)
    state = {0: "lives", FAILED: "killed"}.get(code, f"pytest ended with {code}")
    return Outcome(area, mutant, state, monotonic() - begun)


def run(project: Path, tests: tuple[str, ...]) -> int:
    """Run some tests of a project; gives the exit code of pytest, that of a failure where it does not end."""
    command = [sys.executable, "-m", "pytest", *QUIET, *tests]
    said = subprocess.PIPE
    try:
        done = subprocess.run(command, cwd=project, timeout=SECONDS, stdout=said, stderr=subprocess.STDOUT, check=False)
    except subprocess.TimeoutExpired:
        return FAILED
    if done.returncode > FAILED:
        print(done.stdout.decode("utf-8", "replace"), file=sys.stderr)
    return done.returncode


def copies(folder: Path, number: int) -> Iterator[Path]:
    """Copies of the project to plant in; the project itself is never touched."""
    for one in range(number):
        target = folder / f"project-{one}"
        shutil.copytree(ROOT, target, ignore=NOT_COPIED)
        if (ROOT / VALIDATOR).exists():
            (target / VALIDATOR).symlink_to((ROOT / VALIDATOR).resolve())
        yield target


def plant_all(chosen: list[tuple[Area, Mutant]], jobs: int) -> Iterator[Outcome]:
    """Plant mutants, some at a time, each in a copy of its own."""
    with tempfile.TemporaryDirectory(prefix="pmo-mutants-", ignore_cleanup_errors=True) as folder:
        free: SimpleQueue[Path] = SimpleQueue()
        for project in copies(Path(folder), jobs):
            free.put(project)
        project = free.get()
        if run(project, tuple(dict.fromkeys(test for _, one in chosen for test in one.tests))):
            sys.exit("The tests fail without any mutant, so that nothing can be told.")
        free.put(project)

        def one(entry: tuple[Area, Mutant]) -> Outcome:
            project = free.get()
            try:
                return plant(*entry, project)
            finally:
                free.put(project)

        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(one, chosen)


def _write(path: Path, data: bytes) -> None:
    """Change a file; what was compiled from it goes, as a change within a second does not show in its date."""
    path.write_bytes(data)
    Path(cache_from_source(str(path))).unlink(missing_ok=True)


def main() -> int:
    """Plant what is asked for and print a line each; 1 when too few are noticed or one lives unexplained."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 2))
    given = parser.parse_args()
    everything = [(area, one) for area, mutants in MUTANTS.items() for one in mutants]
    chosen = [
        (area, one)
        for area, one in everything
        if not given.words or any(word == area if word in MUTANTS else word in one.text for word in given.words)
    ]
    begun = monotonic()
    outcomes = []
    for done in plant_all(chosen, given.jobs):
        outcomes.append(done)
        print(f"{done.area:<9} {done.state:<7} {done.seconds:5.1f} s  {done.mutant.why}", flush=True)
        if done.state != "killed":
            print(f"{'':<26}{done.mutant.text} → {done.mutant.instead}")
            print(f"{'':<26}{done.mutant.lives or 'no test notices: ' + ' '.join(done.mutant.tests)}")
    killed = sum(one.state == "killed" for one in outcomes)
    print(f"{killed} of {len(chosen)} mutants killed in {monotonic() - begun:.0f} s.")
    return int(any(one.fault for one in outcomes) or (len(chosen) == len(everything) and killed < WANTED))


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks``: how long a refresh takes, as ratios against peers measured in the same run.

Every program runs in a process of its own with compiled byte code; the best of several runs counts. CPU time is user
plus system time of the process. Exit code 1 when a ratio is over its limit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.large import large_workbook
from pmo_workbook.create import new_workbook

FOLDER = Path("build/benchmarks")
LARGE = 100_000
"""Requests of the large workbook."""

OPENPYXL = "import sys, openpyxl; book = openpyxl.load_workbook(sys.argv[1], keep_vba=True); book.save(sys.argv[2])"
CALAMINE = (
    "import sys; from python_calamine import CalamineWorkbook as C; book = C.from_path(sys.argv[1]);"
    "[book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]"
)
IMPORTS = "import pandas, pydantic, python_calamine"


@dataclass(frozen=True)
class Cost:
    """What one run of a program took.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, user and system.
        memory: Peak resident memory in MB.
    """

    wall: float
    cpu: float
    memory: float


def cost(*command: str, runs: int = 3) -> Cost:
    """Run a program and take the best of some runs.

    Args:
        *command: Arguments after the Python interpreter.
        runs: Measured runs, after one that only fills caches.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str((FOLDER / "bytecode").resolve())
    return min((_once(command, environment) for _ in range(runs)), key=lambda found: found.cpu)


def _once(command: tuple[str, ...], environment: dict[str, str]) -> Cost:
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


def main() -> int:
    """Run all benchmarks and print their ratios."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    large, sample, copy = FOLDER / f"requests-{LARGE}.xlsm", FOLDER / "sample.xlsm", FOLDER / "copy.xlsm"
    print(f"Making a workbook with {LARGE:,} requests …", flush=True)
    large_workbook(large, LARGE)
    new_workbook(sample, sample=True, replace=True)
    shutil.copyfile(large, copy)

    def refresh(path: Path, runs: int) -> Cost:
        command = ("-m", "pmo_workbook", "refresh", str(path))
        cost(*command, runs=1)
        return cost(*command, runs=runs)

    big = refresh(copy, 3)
    openpyxl = cost("-c", OPENPYXL, str(large), str(FOLDER / "openpyxl.xlsm"), runs=1)
    calamine = cost("-c", CALAMINE, str(large))
    small = refresh(sample, 7)
    cost("-c", IMPORTS, runs=1)
    imports = cost("-c", IMPORTS, runs=7)

    print()
    for name, found in (
        (f"refresh of {LARGE:,} requests", big),
        ("openpyxl: load and save", openpyxl),
        ("calamine: read all sheets", calamine),
        ("cold refresh of the sample", small),
        ("import of pandas, pydantic, python_calamine", imports),
    ):
        print(f"{name:<44} {found.wall:6.2f} s wall {found.cpu:6.2f} s CPU {found.memory:6.0f} MB peak")
    print()
    ratios = (
        ("CPU of a large refresh / openpyxl load and save", big.cpu / openpyxl.cpu, 1 / 10),
        ("CPU of a large refresh / calamine reading all sheets", big.cpu / calamine.cpu, 3.0),
        (
            "wall time of a cold refresh of the sample / that import",
            small.wall / imports.wall,
            2.0,
        ),
    )
    for name, ratio, limit in ratios:
        print(f"{'ok  ' if ratio <= limit else 'OVER'} {ratio:6.3f}  (limit {limit:.3f})  {name}")
    return 0 if all(ratio <= limit for _, ratio, limit in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())

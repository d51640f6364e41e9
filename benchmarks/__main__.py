"""``python -m benchmarks``: how long a refresh takes, as ratios against peers measured in the same run.

Every program runs in a process of its own with compiled byte code; the best of several runs counts, those of
different programs by turns. CPU time is user plus system time of the process. The large workbook is refreshed from a
fresh copy each time, so that all programs work on the same bytes. Exit code 1 when a ratio is over its limit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("build/benchmarks")
LARGE = 100_000
"""Requests of the large workbook."""

OPENPYXL = (
    "import sys, warnings, openpyxl; warnings.simplefilter('ignore');"
    "book = openpyxl.load_workbook(sys.argv[1], keep_vba=True); book.save(sys.argv[2])"
)
CALAMINE = (
    "import sys; from python_calamine import CalamineWorkbook as C; book = C.from_path(sys.argv[1]);"
    "[book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]"
)
PUBLISH = (
    "import sys; from pathlib import Path; from pmo_workbook.publish import publish_copy;"
    "publish_copy(Path(sys.argv[1]), Path(sys.argv[2]), ('Summary', 'SLA Report', 'RACI', 'Catalogue'), title='Report')"
)
IMPORTS = "import pandas, pydantic, python_calamine"

Command = tuple[str, ...]
"""Arguments after the Python interpreter."""


@dataclass(frozen=True)
class Cost:
    """What a program took at its best.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, user and system.
        memory: Peak resident memory in MB.
    """

    wall: float
    cpu: float
    memory: float


def costs(*commands: Command, runs: int, before: Callable[[], object] = lambda: None) -> list[Cost]:
    """Run programs in turn, so that whatever else the machine does meets all alike, and take the least of each cost.

    Args:
        *commands: Arguments of each after the Python interpreter.
        runs: How often each is run.
        before: Called before each round, not measured.
    """
    rounds = []
    for _ in range(runs):
        before()
        rounds.append([_once(command) for command in commands])
    return [
        Cost(min(one.wall for one in same), min(one.cpu for one in same), max(one.memory for one in same))
        for same in zip(*rounds, strict=True)
    ]


def _once(command: Command) -> Cost:
    # the peak memory of a child counts from that of its parent, so this process imports and keeps next to nothing
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str((FOLDER / "bytecode").resolve())
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
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    large, sample, copy = FOLDER / f"requests-{LARGE}.xlsm", FOLDER / "sample.xlsm", FOLDER / "copy.xlsm"
    print(f"Making a workbook with {LARGE:,} requests …", flush=True)
    _once(("-m", "benchmarks.large", str(large), str(LARGE)))
    _once(("-m", "pmo_workbook", "new", str(sample), "--sample"))

    print(f"Measuring on {os.cpu_count()} processors; load average before: {_load()} …", flush=True)
    refresh, refresh_sample = (("-m", "pmo_workbook", "refresh", str(path)) for path in (copy, sample))
    for command in (refresh_sample, ("-c", IMPORTS)):  # leaves compiled byte code behind
        _once(command)
    big, again, calamine = costs(
        refresh, refresh, ("-c", CALAMINE, str(large)), runs=4, before=lambda: shutil.copyfile(large, copy)
    )
    openpyxl = _once(("-c", OPENPYXL, str(large), str(FOLDER / "openpyxl.xlsm")))
    (published,) = costs(("-c", PUBLISH, str(copy), str(FOLDER / "published.xlsx")), runs=3)
    imported, peer = _import_of_a_log()
    small, imports = costs(refresh_sample, ("-c", IMPORTS), runs=9)
    print(f"Load average after: {_load()}\n")

    for name, found in (
        (f"refresh of {LARGE:,} requests", big),
        ("the same again, with little to change", again),
        ("its clean copy", published),
        ("openpyxl: load and save", openpyxl),
        ("calamine: read all sheets", calamine),
        (f"import of a CSV log of {LARGE:,} requests", imported),
        ("pandas.read_csv, and writing its rows", peer),
        ("cold refresh of the sample", small),
        ("import of pandas, pydantic, python_calamine", imports),
    ):
        print(f"{name:<44} {found.wall:6.2f} s wall {found.cpu:6.2f} s CPU {found.memory:6.0f} MB peak")
    print()
    return _judge(
        ("CPU of a large refresh / openpyxl load and save", big.cpu / openpyxl.cpu, 1 / 10),
        ("CPU of a large refresh / calamine reading all sheets", big.cpu / calamine.cpu, 3.0),
        ("CPU of its clean copy / of its refresh", published.cpu / big.cpu, 1.0),
        ("CPU of the import of a log / pandas.read_csv and writing", imported.cpu / peer.cpu, 3.0),
        ("wall time of a cold refresh of the sample / that import", small.wall / imports.wall, 2.0),
    )


def _import_of_a_log() -> list[Cost]:
    """What an import of a long log takes, and `pandas.read_csv` with the writing of its rows alone."""
    from benchmarks.log import BOOK, LOG

    _once(("-m", "benchmarks.log", str(FOLDER), str(LARGE)))
    book = FOLDER / "imported.xlsm"
    return costs(
        ("-m", "pmo_workbook", "import-log", str(book), str(FOLDER / LOG)),
        ("-m", "benchmarks.log", "--peer", str(FOLDER)),
        runs=2,
        before=lambda: shutil.copyfile(FOLDER / BOOK, book),
    )


def _judge(*ratios: tuple[str, float, float]) -> int:
    """Print each ratio beside its limit; 1 when one is over, else 0."""
    for name, ratio, limit in ratios:
        print(f"{'ok  ' if ratio <= limit else 'OVER'} {ratio:6.3f}  (limit {limit:.3f})  {name}")
    return int(any(ratio > limit for _, ratio, limit in ratios))


def _load() -> str:
    return " ".join(f"{load:.2f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.log FOLDER REQUESTS``: a log of any length as CSV, and the workbook that it is to come into.

``python -m benchmarks.log --peer FOLDER`` brings the same rows in with nothing but `pandas.read_csv` and the writing.
"""

from __future__ import annotations

import csv
import datetime as dt
import gc
import sys
from pathlib import Path
from random import Random

from pmo_workbook.create import fill_template
from pmo_workbook.fill import Filler
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.read import read_tables
from pmo_workbook.sample import sample_rows
from pmo_workbook.sheets import BY_KEY

LOG, BOOK = "log.csv", "framework.xlsm"
TIMES = ("submitted", "first_response", "closed")


def make(folder: Path, requests: int) -> None:
    """Make the log and the workbook.

    Args:
        folder: Where to.
        requests: Rows of the log.
    """
    random, moment = Random(7), dt.datetime(2023, 1, 2, 9)
    fields = ("request_id", "service_id", "priority", "requester", "title", *TIMES, "assigned_to", "effort_hours")
    headers = {column.field: column.header for column in BY_KEY["requests"].columns}
    with (folder / LOG).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([headers[field] for field in fields])
        for number in range(requests):
            moment += dt.timedelta(minutes=1 + int(random.random() * 20))
            answered = moment + dt.timedelta(minutes=5 + int(random.random() * 600))
            closed = answered + dt.timedelta(minutes=5 + int(random.random() * 9000))
            writer.writerow(
                [
                    f"REQ-{number:06d}",
                    f"SVC-{1 + int(random.random() * 14):02d}",
                    ("High", "Normal", "Low")[int(random.random() * 3)],
                    f"Person {number % 900}",
                    f"Please look at thing {number}",
                    *(f"{time:%Y-%m-%d %H:%M}" for time in (moment, answered, closed)),
                    "Ann",
                    f"{random.random() * 9:.2f}",
                ]
            )
    rows = {key: list(content) for key, content in sample_rows().items()}
    fill_template(folder / BOOK, {**rows, "requests": [], "holds": [], "feedback": []})


def peer(folder: Path) -> None:
    """Bring the log in with `pandas.read_csv` and the writing alone: nothing checked, nothing told.

    Args:
        folder: Where log and workbook are.
    """
    import pandas as pd

    gc.disable()  # as the command does
    fields = {column.header: column.field for column in BY_KEY["requests"].columns}
    table = pd.read_csv(folder / LOG).rename(columns=fields)
    for name in TIMES:
        table[name] = pd.to_datetime(table[name])
    columns = [
        [value.to_pydatetime() for value in table[name]] if name in TIMES else table[name].tolist() for name in table
    ]
    rows = [dict(zip(table, values, strict=True)) for values in zip(*columns, strict=True)]
    with Package.open(folder / BOOK) as package:
        workbook = Workbook(package)
        filler = Filler(workbook, read_tables(workbook))
        filler.append("requests", rows)
        filler.save(folder / "peer.xlsm")


if __name__ == "__main__":
    if sys.argv[1] == "--peer":
        peer(Path(sys.argv[2]))
    else:
        make(Path(sys.argv[1]), int(sys.argv[2]))

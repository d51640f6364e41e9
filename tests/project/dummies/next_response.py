"""The metric *Next response* from the sheets to the explanation, in a copy of the program that has it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pmo_workbook.explain import explain
from pmo_workbook.report import Report
from pmo_workbook.template.dictionary import DICTIONARY
from pmo_workbook.words import promise_in_words
from pmo_workbook.workflow import refresh
from tests.opened import opened
from tests.rules_on_files.clean import NOW, Rows, at, make

ANSWERS = {0: "12:00", 1: "12:00", 2: "12:00", 3: "12:30", 4: "16:30"}
"""Time of the next response by request; the first response is at 11:00 of the same day."""


def asked(rows: Rows) -> None:
    """Two promises, one with a unit that does not fit; answers; a request without any response."""
    promise = {"service_id": "SVC-1", "name": "Next answer", "metric": "Next response", "goal": 80}
    rows["slas"] += [
        {**promise, "sla_id": "SLA-3", "target": 4, "unit": "working hours", "stops_while_waiting_for": "Requester"},
        {**promise, "sla_id": "SLA-4", "target": 4, "unit": "score"},
    ]
    for number, time in ANSWERS.items():
        row = rows["requests"][number]
        row["next_response"] = at(f"{row['first_response']:%Y-%m-%d} {time}")
    rows["requests"][6]["next_response"] = "soon"
    rows["requests"].append({"request_id": "R-9", "service_id": "SVC-1", "submitted": at("2026-04-15 10:00")})
    rows["requests"].append(
        {
            "request_id": "R-10",
            "service_id": "SVC-1",
            "submitted": at("2026-04-15 09:00"),
            "first_response": at("2026-04-15 11:00"),
        }
    )


def explained(report: Report, request_id: str) -> dict[str, Any]:
    """How the clock of a request was counted."""
    found = explain(report.framework, report.run.as_of, request_id)
    return {
        "clocks": {
            one.metric: [one.start_words, one.stop_words, one.total, sum(line.amount for line in one.lines), one.state]
            for one in found.clocks
        },
        "without": {one.metric: one.why for one in found.without},
    }


def seen(path: Path) -> dict[str, Any]:
    """Everything that the test looks at."""
    make(path, asked)
    report = refresh(path, NOW).report
    book = opened(path)
    (figure,) = [one for one in report.measures.figures if one.cut == "SLA" and one.metric == "Next response"]
    (promise,) = [one for one in report.measures.promises if one.sla.metric == "Next response"]
    sheets = {title: [[cell.value for cell in row] for row in book[title].iter_rows()] for title in book.sheetnames}
    return {
        "issues": [[one.rule, one.sheet, one.column, one.problem] for one in report.issues if one.severity == "error"],
        "figure": [figure.n, figure.met, figure.breached, figure.p50, figure.unit],
        "kept": promise.kept,
        "promise": promise_in_words(promise.sla),
        "report": [row for row in sheets["SLA Report"] if "Next response" in row],
        "watchlist": [row for row in sheets["Watchlist"] if "SLA-3 Next answer" in row],
        "catalogue": [line for line in _lines(sheets["Catalogue"]) if "Next answer" in line],
        "dropdowns": [one.formula1 for one in book["SLAs"].data_validations.dataValidation],
        "dictionary": [line for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if "Next response" in line],
        "explained": {one: explained(report, one) for one in ("R-1", "R-6", "R-9", "R-10")},
    }


def _lines(rows: list[list[Any]]) -> list[str]:
    return [line for row in rows for cell in row for line in str(cell or "").splitlines()]


if __name__ == "__main__":
    print(json.dumps(seen(Path(sys.argv[1])), default=str))

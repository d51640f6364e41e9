"""The metric *Effort told* in a copy of the program that has it: of closed requests, more is better."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pmo_workbook.publish.since.seen import KEPT, decisions
from pmo_workbook.words import promise_in_words
from pmo_workbook.workflow import look
from tests.rules_on_files.clean import NOW, Rows, make


def told(rows: Rows) -> None:
    """A promise, and four requests that keep it."""
    promise = {"sla_id": "SLA-3", "service_id": "SVC-1", "name": "Effort", "target": 80, "unit": "%"}
    rows["slas"].append(promise | {"metric": "Effort told"})
    for row in rows["requests"][:4]:
        row["effort_hours"] = 2


def seen(path: Path) -> dict[str, Any]:
    """Everything that the test looks at."""
    report = look(make(path, told), NOW)
    (found,) = [one for one in report.measures.promises if one.sla.sla_id == "SLA-3"]
    figure = found.figure
    decided = {name: one.decided.get("SLA-3", "") for name, one in decisions(report).items()}
    return {
        "figure": [figure.n, figure.met, figure.breached, figure.goal, figure.misses_allowed],
        "promise": [found.value, found.goal, found.better, found.kept],
        "words": promise_in_words(found.sla),
        "kept": {name: decision.endswith(KEPT[True]) for name, decision in decided.items() if decision},
    }


if __name__ == "__main__":
    print(json.dumps(seen(Path(sys.argv[1]))))

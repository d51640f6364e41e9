"""The rule *need-in-future* in a copy of the program that has it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pmo_workbook.template.dictionary import DICTIONARY
from pmo_workbook.workflow import refresh
from tests.opened import opened
from tests.rules_on_files.cases import typed
from tests.rules_on_files.clean import NOW, day, make


def seen(path: Path) -> dict[str, Any]:
    """Everything that the test looks at."""
    make(path, typed("needs", 0, date=day("2027-01-31")))
    report = refresh(path, NOW).report
    count = report.framework.counts["needs"]
    rules = DICTIONARY.read_text(encoding="utf-8").splitlines()
    return {
        "issues": [[one.severity, one.rule, f"{one.sheet}!{one.cell}", str(one)] for one in report.issues],
        "needs": [count.read, count.left_out, len(report.framework.needs)],
        "issues tab": [
            cell for row in opened(path)["Issues"].values for cell in row if cell == "N-1 was asked for in the future."
        ],
        "dictionary": [line for line in rules if "need-in-future" in line],
    }


if __name__ == "__main__":
    print(json.dumps(seen(Path(sys.argv[1]))))

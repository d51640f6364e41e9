"""The column *Cost centre* in a copy of the program that has it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pmo_workbook.hosts.file import FileHost
from pmo_workbook.template.dictionary import DICTIONARY
from pmo_workbook.workflow import refresh
from tests.opened import opened
from tests.rules_on_files.cases import typed
from tests.rules_on_files.clean import NOW, make


def seen(path: Path, key: str, title: str) -> dict[str, Any]:
    """Everything that the test looks at."""
    make(path, typed(key, 0, cost_centre="CC-7"))
    report = refresh(path, NOW).report
    cells = [cell for row in opened(path)[title].iter_rows() for cell in row if cell.value is not None]
    with FileHost(path) as host:
        (_, values), *_ = host.tables()[key].records()
    return {
        "header": [cell.value for cell in cells if cell.value == "Cost centre"],
        "cell": next(cell.value for cell in cells if cell.value == "CC-7"),
        "read": values["cost_centre"],
        "issues": [str(issue) for issue in report.issues],
        "dictionary": [line for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if "Cost centre" in line],
    }


if __name__ == "__main__":
    print(json.dumps(seen(Path(sys.argv[1]), *sys.argv[2:])))

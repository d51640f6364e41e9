"""The tab *People* in a copy of the program that has it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pmo_workbook.errors import InputError
from pmo_workbook.publish.deliver import Wanted, publish
from pmo_workbook.template.dictionary import DICTIONARY
from pmo_workbook.workflow import refresh
from tests.opened import opened
from tests.rules_on_files.clean import NOW, Rows, make

LINES = ("### People", "| Summary | What it does. |")


def to_publish(rows: Rows) -> None:
    """People is asked for in the copy."""
    rows["settings"].append({"name": "Sheets to publish", "value": "People"})


def seen(path: Path) -> dict[str, Any]:
    """Everything that the test looks at."""
    make(path, to_publish)
    done = refresh(path, NOW)
    sheet = opened(path)["People"]
    rows = [[cell.value for cell in row] for row in sheet[sheet.tables["People"].ref]]
    try:
        publish(path, path.with_suffix(""), NOW, Wanted(pdf=False, mail=False))
        said = ""
    except InputError as error:
        said = str(error)
    return {
        "rows": rows,
        "roles": [role.role for role in done.report.framework.roles],
        "skipped": [entry.what for entry in done.skipped],
        "publish": said,
        "dictionary": [line for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if line in LINES],
    }


if __name__ == "__main__":
    print(json.dumps(seen(Path(sys.argv[1]))))

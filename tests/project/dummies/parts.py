"""The column *Parts* of the tab RACI Load in a copy of the program that has it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pmo_workbook.template.dictionary import DICTIONARY
from pmo_workbook.workflow import refresh
from tests.opened import opened
from tests.rules_on_files.clean import NOW, make


def seen(path: Path) -> dict[str, Any]:
    """Everything that the test looks at."""
    refresh(make(path), NOW)
    sheet = opened(path)["RACI Load"]
    return {
        "rows": [[cell.value for cell in row] for row in sheet[sheet.tables["RACILoad"].ref]],
        "dictionary": [line for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if "| Parts |" in line],
    }


if __name__ == "__main__":
    print(json.dumps(seen(Path(sys.argv[1]))))

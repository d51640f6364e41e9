"""The setting *Most open requests* in a copy of the program that has it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pmo_workbook.template.dictionary import DICTIONARY
from pmo_workbook.workflow import look
from tests.opened import opened
from tests.rules_on_files.cases import setting
from tests.rules_on_files.clean import NOW, make

NAME = "Most open requests"


def read(path: Path, value: Any) -> list[Any]:
    """The setting as it is read, and what is said of it, when its cell holds a value."""
    report = look(make(path, setting(NAME, value)), NOW)
    return [report.framework.settings.most_open, [one.rule for one in report.issues]]  # type: ignore[attr-defined]


def seen(path: Path) -> dict[str, Any]:
    """Everything that the test looks at."""
    make(path)
    return {
        "sheet": [row for row in opened(path)["Settings"].values if NAME in row],
        "read": [read(path, value) for value in (12, "12", None, 0, "many")],
        "dictionary": [line for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if NAME in line],
    }


if __name__ == "__main__":
    print(json.dumps(seen(Path(sys.argv[1]))))

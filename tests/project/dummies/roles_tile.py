"""The headline figure *Roles* in a copy of the program that has it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pptx import Presentation

from pmo_workbook.publish.content import publication
from pmo_workbook.publish.mail import recipients, stakeholder_mail
from pmo_workbook.publish.office.slides import slides
from pmo_workbook.publish.web.page import page
from pmo_workbook.template.dictionary import DICTIONARY
from pmo_workbook.workflow import refresh
from tests.opened import opened
from tests.rules_on_files.clean import NOW, make


def seen(path: Path) -> dict[str, Any]:
    """Everything that the test looks at."""
    report = refresh(make(path), NOW).report
    found = publication(report)
    deck = path.with_suffix(".pptx")
    slides(found, deck)
    words = [
        shape.text_frame.text for s in Presentation(str(deck)).slides for shape in s.shapes if shape.has_text_frame
    ]
    sheet = opened(path)["Summary"]
    label = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Roles")
    return {
        "roles": len(report.framework.roles),
        "Summary": [sheet.cell(label.row + down, label.column).value for down in range(3)],
        "page": "on the sheet" in page(found),
        "mail": "on the sheet" in stakeholder_mail(found, recipients(report.framework)).text,
        "slides": any("on the sheet" in text for text in words),
        "dictionary": [line for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if "| Roles |" in line],
    }


if __name__ == "__main__":
    print(json.dumps(seen(Path(sys.argv[1]))))

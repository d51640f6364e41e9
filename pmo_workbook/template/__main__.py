"""``python -m pmo_workbook.template`` writes the template into the project's root, and the record of what it has."""

from __future__ import annotations

from pathlib import Path

from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.released import record_file
from pmo_workbook.template.build import build
from pmo_workbook.upgrade.survey import survey

TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsm"

if __name__ == "__main__":
    build(TEMPLATE)
    with Package.open(TEMPLATE) as package:
        record = survey(Workbook(package))
    record_file(record.version).write_text(record.to_json(), encoding="utf-8")

"""``python -m pmo_workbook.template`` writes the template into the project's root."""

from __future__ import annotations

from pathlib import Path

from pmo_workbook.template.build import build

TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsm"

if __name__ == "__main__":
    build(TEMPLATE)

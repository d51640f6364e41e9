"""The recipes of the docs are complete: each is followed with a dummy, in the places that they name and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.opened import opened
from tests.recipes.project import Project, places

FIELD = """    cost_centre: str | None = column(
        "Cost centre", "Where its work is booked.", example="CC-100", width=16, optional=True
    )
"""


def headers(book: Path, sheet: str, row: int = 4) -> list[object]:
    """Header texts of a sheet of the workbook."""
    return [cell.value for cell in opened(book)[sheet][row] if cell.value is not None]


def rows(book: Path, table: str) -> list[dict[str, object]]:
    """Rows of a table by header."""
    for sheet in opened(book).worksheets:
        if table in sheet.tables:
            head, *body = [[cell.value for cell in row] for row in sheet[sheet.tables[table].ref]]
            return [dict(zip(map(str, head), row, strict=True)) for row in body]
    raise AssertionError(f"no table {table}")


@pytest.mark.parametrize(
    ("file", "title", "after"),
    [
        ("pmo_workbook/models.py", "Services", '    name: str = column("Name", "What requesters call it."'),
        (
            "pmo_workbook/logs.py",
            "Requests",
            '    title: str | None = column("Title", "What is asked, in a few words."',
        ),
    ],
)
def test_a_column_is_one_field_of_its_model(project: Project, file: str, title: str, after: str) -> None:
    project.change(file, {after: FIELD + after})
    told = project.make()
    book = project.sample()

    assert project.changed <= places("a column")
    assert len(project.changed) == 1
    assert "| Cost centre |  | text | Where its work is booked. | `CC-100` |" in told
    assert "Cost centre" in headers(book, title)
    assert rows(book, "SLAReport")


TAB = '''"""Roles by name."""

from __future__ import annotations

from typing import Final

from pmo_workbook.blocks import Tab
from pmo_workbook.layout.spec import NAME, WRAPPED, Column, TableTab
from pmo_workbook.models import Role
from pmo_workbook.report import Report

TAB: Final[TableTab[Role]] = TableTab(
    "people",
    "People",
    "Roles and what they do.",
    private=True,
    heading="People",
    subtitle="Who does what.",
    table="People",
    columns=(
        Column("role", "Role", lambda role: role.role, NAME, 30, "Name of the role."),
        Column("summary", "Summary", lambda role: role.summary, WRAPPED, 60, "What it does."),
    ),
)


def lay_out(report: Report) -> Tab:
    """Lay the roles out.

    Args:
        report: All results.
    """
    return TAB.tab(("All roles.",), report.framework.roles)
'''


def test_a_tab_is_a_module_and_its_entry(project: Project) -> None:
    project.add_file("pmo_workbook/layout/people.py", TAB)
    project.change(
        "pmo_workbook/layout/__init__.py",
        {
            "import catalogue, coverage, issues, raci,": "import catalogue, coverage, issues, people, raci,",
            "    issues,\n)": "    issues,\n    people,\n)",
        },
    )
    told = project.make()
    book = project.sample()

    named = {name.replace("<tab>", "people") for name in places("a tab")}
    assert project.changed == named
    assert "### People" in told
    assert "| Summary | What it does. |" in told
    assert "PMO Director" in {row["Role"] for row in rows(book, "People")}
    assert "People" in opened(book).sheetnames
    project.set_setting(book, "Sheets to publish", "People")
    assert "The sheet People is for the PMO only" in project.run(
        "pmo_workbook", "publish", str(book), "--with-note", code=2
    )


def test_a_published_headline_figure_is_one_tile(project: Project, tmp_path: Path) -> None:
    project.change(
        "pmo_workbook/layout/tiles.py",
        {
            'COUNT, 11, 13, "Requests open at the report\'s moment."),\n': (
                'COUNT, 11, 12, "Requests open at the report\'s moment."),\n'
                '    Tile("roles", "Roles", lambda r: len(r.framework.roles), lambda r: "on the sheet", COUNT, 13, 13, '
                '"How many roles there are."),\n'
            )
        },
    )
    told = project.make()
    book = project.sample()
    out = tmp_path / "published"
    project.run("pmo_workbook", "publish", str(book), "--page", "--no-pdf", "--with-note", "--to", str(out))
    page = next(out.glob("*.html")).read_text(encoding="utf-8")

    assert project.changed == places("a published figure")
    assert "| Headline figures | Roles | How many roles there are. |" in told
    assert "How many roles" not in page
    assert "on the sheet" in page
    assert any(cell.value == "Roles" for row in opened(book)["Summary"]["B5:O12"] for cell in row)

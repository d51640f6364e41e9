"""The workbook that a button was pressed in is found among those that are open."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw

from pmo_workbook.errors import WorkbookError
from pmo_workbook.hosts.attach import choose, name_of, open_book
from tests.plain_book import make


@pytest.mark.parametrize(
    ("workbook", "chosen"),
    [
        ("/home/a/Plan.xlsm", [0]),
        ("/home/b/Plan.xlsm", [1]),
        ("/home/c/Plan.xlsm", [2]),
        ("plan.xlsm", [0, 1, 2]),
        ("https://org.sharepoint.com/sites/pmo/Plan.xlsm", [0, 1, 2]),
        ("https://org.sharepoint.com/teams/Plan.xlsm", [2]),
        ("/home/a/Other.xlsm", []),
        ("Unsaved1", [3]),
    ],
)
def test_the_same_place_is_chosen_else_the_same_name(workbook: str, chosen: list[int]) -> None:
    books = [
        ("/home/a/Plan.xlsm", "Plan.xlsm"),
        ("/home/b/Plan.xlsm", "Plan.xlsm"),
        ("https://org.sharepoint.com/teams/Plan.xlsm", "Plan.xlsm"),
        ("Unsaved1", "Unsaved1"),
    ]

    assert choose(workbook, books) == chosen


@pytest.mark.parametrize("workbook", [r"C:\PMO\My plan.xlsm", "/srv/pmo/My plan.xlsm", "https://x.y/My%20plan.xlsm"])
def test_the_name_is_what_stands_behind_the_last_slash(workbook: str) -> None:
    assert name_of(workbook) == "My plan.xlsm"


def test_an_open_workbook_is_found_by_path_and_by_name(office: xw.App, tmp_path: Path) -> None:
    path = make(tmp_path / "Open plan.xlsx")
    profile = Path(office.impl.office.started.profile)
    book = office.books.open(str(path))

    assert open_book(str(path), "libreoffice", profile).fullname == str(path)
    assert open_book("open plan.xlsx", "libreoffice", profile).fullname == str(path)
    book.close()
    with pytest.raises(WorkbookError, match=r"^Open plan\.xlsx is not open in LibreOffice; open it there"):
        open_book(str(path), "libreoffice", profile)


def test_a_program_that_does_not_run_is_named_in_one_sentence(office: xw.App, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match=r"^Plan\.xlsm was not found in LibreOffice: No LibreOffice runs"):
        open_book("/somewhere/Plan.xlsm", "libreoffice", tmp_path)

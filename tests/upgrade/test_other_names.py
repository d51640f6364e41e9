"""What is called otherwise now still reads, stays as it is, is offered, and is taken over where that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_workbook import renamed
from pmo_workbook.framework import Framework
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.renamed import Renamed
from pmo_workbook.upgrade import upgrade
from pmo_workbook.workflow import look, refresh
from tests.conftest import TEMPLATE
from tests.foreign import Parts
from tests.rules_on_files.clean import NOW, make
from tests.upgrade.test_what_is_brought import reopened
from tests.witness.openxml_sdk import validate
from tests.witness.package_lint import lint

OLD = (
    Renamed("column", "Requests", "Ausgelassen, weil", "Left out because"),
    Renamed("column", "Watchlist", "Rest", "Time left"),
    Renamed("table", "", "Anfragen", "Requests"),
    Renamed("tab", "watchlist", "Offen", "Watchlist"),
    Renamed("setting", "", "Wann", "Report as of"),
    Renamed("value", "unit", "Stunden", "working hours"),
)
"""What an imaginary release before the present one called these."""


@pytest.fixture
def old_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renamed, "RENAMED", OLD)


@pytest.fixture
def book(tmp_path: Path, old_words: None) -> Path:
    """A workbook of that release, as if the template had had the old words."""
    path = make(tmp_path / "book.xlsm")
    refresh(path, NOW)
    parts = Parts.of(path)
    for name in list(parts):
        if not name.startswith("xl/") or not name.endswith(".xml"):
            continue
        text = parts[name].decode()
        for old, now in (
            ("Ausgelassen, weil", "Left out because"),
            ("Wann", "Report as of"),
            ("Rest", "Time left"),
            ("Stunden", "working hours"),
        ):
            text = text.replace(f">{now}<", f">{old}<").replace(f'name="{now}"', f'name="{old}"')
        text = text.replace("Requests[", "Anfragen[").replace('ayName="Requests"', 'ayName="Anfragen"')
        text = text.replace('name="Requests" disp', 'name="Anfragen" disp').replace(
            "&quot;Requests&quot;", "&quot;Anfragen&quot;"
        )
        text = text.replace('_table,"Requests"', '_table,"Anfragen"')
        if name == "xl/workbook.xml":
            text = (
                text.replace('name="Watchlist"', 'name="Offen"')
                .replace("'Watchlist'!", "'Offen'!")
                .replace(">Watchlist!", ">Offen!")
            )
        parts[name] = text.encode()
    parts.save(path)
    return path


def framework(path: Path) -> Framework:
    return look(path, NOW).framework


def test_old_words_read_as_the_present_ones(book: Path, tmp_path: Path) -> None:
    mine, new = look(book, NOW), look(make(tmp_path / "new.xlsm"), NOW)

    assert mine.measures.figures == new.measures.figures
    assert mine.framework.slas == new.framework.slas
    assert [issue.problem for issue in mine.issues] == [issue.problem for issue in new.issues]


def test_rows_are_filled_under_old_headers(book: Path) -> None:
    from pmo_workbook.ooxml.package import Package
    from tests.filling import filler_of

    with Package.open(book) as package:
        filler = filler_of(package)
        filler.append("requests", [{"request_id": "R-90", "left_out_because": "Duplicate"}])
        filler.save()

    sheet = reopened(book)["Requests"]
    assert [cell.value for cell in sheet["A"]].count("R-90") == 1
    assert sheet.cell(4, 15).value == "Ausgelassen, weil"
    assert "Duplicate" in [cell.value for cell in sheet["O"]]


def test_a_refresh_leaves_old_headers_and_titles_as_they_are(book: Path) -> None:
    done = refresh(book, NOW)

    assert done.skipped == ()
    sheet = reopened(book)["Offen"]
    assert [cell.value for cell in sheet[7]][8] == "Rest"


def test_new_names_are_offered_and_never_forced(book: Path) -> None:
    before = book.read_bytes()

    done = upgrade(book, template=TEMPLATE)

    assert [note.what for note in done.notes] == [
        "The sheet is called Watchlist now.",
        "The column Rest is called Time left now.",
        "The setting Wann is called Report as of now.",
        "1 cells of Unit say working hours now.",
        "The table Anfragen is called Requests now.",
        "The column Ausgelassen, weil is called Left out because now.",
    ]
    assert {note.kind for note in done.notes} == {"offered"}
    assert book.read_bytes() == before


def test_new_names_are_taken_over_where_that_is_asked_for(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()

    done = upgrade(book, rename=True, template=TEMPLATE)

    assert {note.kind for note in done.notes} == {"renamed"}
    assert done.backup is not None
    assert done.backup.read_bytes() == before
    parts = Parts.of(book)
    for word in ("Anfragen", "Offen", "Ausgelassen", ">Wann<"):
        found = [name for name, data in parts.items() if word.encode() in data and name.startswith("xl/")]
        assert found in ([], ["xl/sharedStrings.xml"]), word
    units = [cell.value for cell in reopened(book)["SLAs"]["G"]]
    assert "working hours" in units
    assert "Stunden" not in units
    assert lint(book) == []
    assert validate(book) == []
    with FileHost(book) as host:
        assert host.titles()["watchlist"] == "Watchlist"
    again = upgrade(book, rename=True, template=TEMPLATE)
    assert not again.changed


def test_a_renamed_workbook_refreshes_as_before(book: Path) -> None:
    refresh(book, NOW)
    before = [[cell.value for cell in row] for row in reopened(book)["Offen"]["B8:M20"]]

    upgrade(book, rename=True, template=TEMPLATE)

    assert refresh(book, NOW).skipped == ()
    assert [[cell.value for cell in row] for row in reopened(book)["Watchlist"]["B8:M20"]] == before

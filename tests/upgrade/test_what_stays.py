"""An upgrade keeps what is the user's: cells, columns, sheets, charts, formats, filters, other titles, deleted tabs."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.upgrade import upgrade
from tests.foreign import Parts
from tests.upgrade.own import OWN, WATCH, sheet_part
from tests.upgrade.test_what_is_brought import reopened


def raw(path: Path) -> dict[str, tuple[bytes, tuple[int, ...], int]]:
    """Compressed bytes, date and attributes of every entry."""
    found = {}
    with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            stream.seek(info.header_offset + 26)
            lengths = stream.read(4)
            stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
            found[info.filename] = stream.read(info.compress_size), info.date_time, info.external_attr
    return found


def test_what_is_not_changed_keeps_its_very_bytes(book: Path, newer: Path, own_before: Path) -> None:
    upgrade(book, template=newer)

    before, after = raw(own_before), raw(book)
    old, new = Parts.of(own_before), Parts.of(book)
    touched = {name for name in old if old[name] != new[name]}
    assert before.keys() <= after.keys()
    assert {name: before[name] for name in before.keys() - touched} == {
        name: after[name] for name in before.keys() - touched
    }
    expected = {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/vbaProject.bin",
    }
    expected |= {
        "customUI/customUI14.xml",
        *(sheet_part(old, title) for title in ("Services", "Requests", "Holds", "Settings", "Start")),
    }
    expected |= {sheet_part(old, WATCH.replace("&", "&amp;"))}
    assert {name for name in touched if "/tables/" not in name} == expected
    assert len(touched - expected) == 4


def test_sheets_columns_formats_charts_and_names_of_the_user_stay(book: Path, newer: Path, own_before: Path) -> None:
    upgrade(book, template=newer)

    old, new = Parts.of(own_before), Parts.of(book)
    mine = ("xl/worksheets/sheet77.xml", "xl/charts/chart77.xml", "xl/drawings/drawing77.xml", "xl/tables/table77.xml")
    assert [new[name] == old[name] for name in mine] == [True] * 4
    workbook = reopened(book)
    assert workbook.defined_names["my_costs"].attr_text == f"'{OWN}'!$D$2:$D$3"
    assert workbook["Services"]["U5"].value == "Cost centre of the first row"
    assert workbook["Services"]["B5"].fill.fgColor.rgb == "FFFFE0B2"
    assert workbook["Summary"]["B7"].fill.fgColor.rgb == "FFFFE0B2"
    assert workbook[WATCH].column_dimensions["F"].fill.fgColor.rgb == "FFFFE0B2"
    assert workbook["Services"].protection.sheet
    assert workbook["Requests"].row_dimensions[7].hidden
    assert workbook["Requests"].tables["Requests"].autoFilter.filterColumn[0].filters.filter == ["SVC-1"]


def test_every_cell_stays_but_the_version_that_start_says(book: Path, newer: Path, own_before: Path) -> None:
    upgrade(book, template=newer)

    old, new = reopened(own_before), reopened(book)
    lost = [
        (sheet.title, cell.coordinate)
        for sheet in old.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and new[sheet.title][cell.coordinate].value != cell.value
    ]
    assert lost == [("Start", "H29")]


def test_formats_keep_their_places(book: Path, newer: Path, own_before: Path) -> None:
    upgrade(book, template=newer)

    old, new = reopened(own_before), reopened(book)
    assert new._cell_styles[: len(old._cell_styles)] == old._cell_styles
    assert new._fonts[: len(old._fonts)] == old._fonts


def test_a_renamed_tab_keeps_its_title_and_a_deleted_one_stays_deleted(book: Path, newer: Path) -> None:
    done = upgrade(book, template=newer)

    titles = reopened(book).sheetnames
    assert WATCH in titles
    assert "Watchlist" not in titles
    assert "RACI Load" not in titles
    assert not [note for note in done.notes if "RACI Load" in note.what]


def test_whether_a_tab_was_deleted_is_told_by_what_its_template_had(
    book: Path, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from pmo_workbook import upgrade as module

    known = module.released(1)
    titles = {key: title for key, title in known.titles.items() if key != "raci_load"}
    names = {name: text for name, text in known.names.items() if "raci_load" not in name}
    never = replace(
        known, titles=titles, names=names, tables={n: h for n, h in known.tables.items() if n != "RACILoad"}
    )
    monkeypatch.setattr(module, "released", lambda version: never)

    upgrade(book, template=newer)

    assert "RACI Load" in reopened(book).sheetnames


def test_a_column_that_the_user_deleted_stays_deleted(book: Path, newer: Path) -> None:
    parts = Parts.of(book)
    table = next(name for name, data in parts.items() if b'displayName="Services"' in data)
    parts.edit(table, 'name="Success measure"', 'name="Other words"')
    parts.save(book)

    upgrade(book, template=newer)

    with Package.open(book) as package:
        assert "Success measure" not in Workbook(package).table("Services").columns  # type: ignore[union-attr]


def test_upgraded_twice_is_upgraded_once(book: Path, newer: Path) -> None:
    upgrade(book, template=newer)
    before, files = book.read_bytes(), sorted(book.parent.iterdir())

    again = upgrade(book, template=newer)

    assert (again.changed, again.backup) == (False, None)
    assert book.read_bytes() == before
    assert sorted(book.parent.iterdir()) == files


def test_the_old_file_stays_beside_under_a_name_that_no_file_has(book: Path, newer: Path, own_before: Path) -> None:
    taken = book.with_name("Our PMO - before upgrade (template 1).xlsm")
    taken.write_bytes(b"an earlier one")

    done = upgrade(book, template=newer)

    assert done.backup == book.with_name("Our PMO - before upgrade (template 1) 2.xlsm")
    assert done.backup.read_bytes() == own_before.read_bytes()
    assert taken.read_bytes() == b"an earlier one"


def test_a_dry_run_says_the_same_and_changes_nothing(book: Path, newer: Path, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(book, tmp_path / "other.xlsm"))
    before = book.read_bytes()

    dry = upgrade(book, template=newer, dry_run=True)

    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]
    assert dry.notes == upgrade(other, template=newer).notes

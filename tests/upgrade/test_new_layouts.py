"""A tab whose layout the template changed is drawn anew; the old one stays beside it with all that is the user's."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from pmo_workbook import layout
from pmo_workbook import released as record_module
from pmo_workbook import upgrade as module
from pmo_workbook.blocks import Grid, Tab
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.layout import catalogue
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.upgrade import upgrade
from pmo_workbook.workflow import refresh
from tests.foreign import Parts
from tests.rules_on_files.clean import NOW
from tests.upgrade.newer import VERSION, build_newer, everywhere, go_ahead
from tests.upgrade.own import made_from
from tests.upgrade.test_what_is_brought import cells_of, put, reopened
from tests.witness.findings import new_findings
from tests.witness.openxml_sdk import validate
from tests.witness.package_lint import lint

KEPT = ("Start (template 1)", "Summary (template 1)", "Catalogue (template 1)")


@pytest.fixture
def redrawn(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template with a line more on Catalogue, and with rectangles elsewhere on Start and Summary."""
    go_ahead(monkeypatch)
    tab = dataclasses.replace(catalogue.TAB, lines=2)
    tabs = tuple(tab if one is catalogue.TAB else one for one in layout.TABS)
    everywhere(monkeypatch, "TABS", layout.TABS, tabs)
    monkeypatch.setattr(catalogue, "TAB", tab)
    path = build_newer(tmp_path / "newer.xlsm", monkeypatch)
    known = module.released
    were = {"pmo_start_check_sum": "'Start'!$H$30:$I$30", "pmo_summary_headline": "'Summary'!$B$3:$N$3"}
    old = dataclasses.replace(known(1), names={**known(1).names, **were})
    parts = Parts.of(book)
    for name, text in were.items():
        parts.edit("xl/workbook.xml", f'"{name}">{known(1).names[name]}<', f'"{name}">{text}<')
    parts.save(book)
    monkeypatch.setattr(module, "released", lambda version: old if version == 1 else known(version))
    return path


def test_the_new_tab_takes_the_place_of_the_old_one_which_stays(book: Path, redrawn: Path) -> None:
    done = upgrade(book, template=redrawn)

    said = [(note.where, note.what) for note in done.notes if "drawn anew" in note.what]
    assert said == [
        (
            kept.removesuffix(" (template 1)"),
            f"The tab was drawn anew. As it was it is {kept}: take over what is yours, then delete it.",
        )
        for kept in KEPT
    ]
    titles = reopened(book).sheetnames
    assert [titles[titles.index(kept) - 1] for kept in KEPT] == ["Start", "Summary", "Catalogue"]
    assert reopened(book)["Summary (template 1)"]["B7"].fill.fgColor.rgb == "FFFFE0B2"
    assert not upgrade(book, template=redrawn).changed


def test_a_tab_is_drawn_anew_once_where_something_else_has_to_wait(book: Path, redrawn: Path) -> None:
    with Package.open(book) as package:
        settings = Workbook(package).table("Settings")
        assert settings is not None
        put(package, settings.sheet.part, settings.ref.last_row + 1, 2)
        package.save()
    first = upgrade(book, template=redrawn)
    assert (first.changed, first.after) == (True, 1)
    titles = reopened(book).sheetnames

    again = upgrade(book, template=redrawn)

    assert not again.changed
    assert [note for note in again.notes if "drawn anew" in note.what] == []
    assert reopened(book).sheetnames == titles


def test_a_refresh_writes_the_new_tabs_as_in_a_new_workbook(book: Path, redrawn: Path, tmp_path: Path) -> None:
    fresh = made_from(redrawn, tmp_path / "fresh.xlsm")
    upgrade(book, template=redrawn)

    assert [entry.what for entry in refresh(book, NOW).skipped] == ["RACI Load"]
    refresh(fresh, NOW)

    mine, new = cells_of(book), cells_of(fresh)
    names = {name for name in new if name.startswith(("pmo_", "Catalogue"))} - {
        "pmo_raci_load_said",
        "pmo_start_check_sum",
    }
    assert {name for name in names if mine.get(name) != new[name]} == set()
    assert reopened(book)["Catalogue (template 1)"].tables.keys() == {"Catalogue_template_1"}


def test_charts_and_buttons_of_the_old_tab_stay_its_own(book: Path, redrawn: Path) -> None:
    upgrade(book, template=redrawn)

    parts = Parts.of(book)
    charts = {name: data.decode() for name, data in parts.items() if name.startswith("xl/charts/chart")}
    old = [name for name, text in charts.items() if "Summary (template 1)" in text]
    new = [name for name, text in charts.items() if ">Summary!" in text]
    assert len(old) == len(new) == 2
    buttons = [data for name, data in parts.items() if name.endswith(".vml")]
    assert len(buttons) == 2
    assert b'data="1"' in buttons[0]
    assert b'data="2"' in buttons[1]


def test_neither_lint_nor_validator_finds_anything_new(book: Path, redrawn: Path, own_before: Path) -> None:
    upgrade(book, template=redrawn)
    refresh(book, NOW)

    assert new_findings(lint(own_before), lint(book)) == []
    assert new_findings(validate(own_before), validate(book)) == []


def test_before_the_upgrade_lines_in_words_are_fitted_into_the_room_that_is_there(
    book: Path, redrawn: Path, own_before: Path
) -> None:
    shutil.copyfile(own_before, book)

    done = refresh(book, NOW)

    assert [entry.what for entry in done.skipped] == ["RACI Load"]
    assert reopened(book)["Catalogue"]["B4"].value


def test_before_the_upgrade_a_tab_of_another_layout_is_left_and_said(
    book: Path, redrawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = record_module.released
    areas = {"pmo_summary_tiles": "'Summary'!$B$7:$O$9"}
    new = dataclasses.replace(known(VERSION), names={**known(VERSION).names, **areas})
    monkeypatch.setattr(record_module, "released", lambda version: new if version >= VERSION else known(version))
    tiles = Tab("summary", (Grid("pmo_summary_tiles", ((None,) * 14,) * 3),))

    with FileHost(book) as host:
        (skipped,) = host.write([tiles])

    assert skipped.why == (
        "The tab has another layout in the present template; it stays as it was until the workbook is upgraded."
    )

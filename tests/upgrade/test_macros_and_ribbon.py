"""Macros and ribbon are brought up to date where they are ours, and left where somebody made them theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB

from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.upgrade import upgrade
from pmo_workbook.upgrade.macros import module_texts
from tests.conftest import TEMPLATE
from tests.foreign import Parts


def texts(path: Path) -> dict[str, str]:
    with Package.open(path) as package:
        return module_texts(Workbook(package))


def said(path: Path, template: Path = TEMPLATE) -> list[str]:
    return [note.what for note in upgrade(path, template=template).notes if not note.where]


def test_macros_and_ribbon_of_an_earlier_release_are_replaced(book: Path) -> None:
    assert said(book) == ["Macros of the buttons.", "Ribbon tab PMO."]

    assert texts(book) == texts(TEMPLATE)
    assert Parts.of(book)["customUI/customUI14.xml"] == Parts.of(TEMPLATE)["customUI/customUI14.xml"]


def test_the_modules_of_all_sheets_stay_and_new_sheets_get_theirs(book: Path, newer: Path) -> None:
    with ExcelFile(book) as before:
        old = before.module_names()

    upgrade(book, template=newer)

    with ExcelFile(book) as after:
        new = after.module_names()
        assert after.validate() == []
        declared = CFB.from_bytes(after.vba_project_bytes()).get_stream("PROJECT")
    assert new[: len(old)] == old
    assert new[-2:] == ["LessonlistSheet", "LessonslearnedSheet"]
    assert b"\r\nDocument=LessonlistSheet/&H00000000\r\n" in declared
    assert b"\r\nClass=" not in declared
    with Package.open(book) as package:
        codes = {sheet.title: sheet.code_name for sheet in Workbook(package).sheets}
    assert codes["Lesson list"] == "LessonlistSheet"


@pytest.mark.parametrize("own", ["a module", "code behind a sheet"])
def test_macros_with_code_of_the_user_are_left_and_said(book: Path, newer: Path, own: str) -> None:
    with ExcelFile(book) as file:
        if own == "a module":
            file.vba_project().add_module("MyMacros", "Public Sub Mine()\r\nEnd Sub\r\n")
        else:
            module = file.vba_project().get_module("ServicesSheet")
            module.body = "Private Sub Worksheet_Activate()\r\nEnd Sub\r\n"
        file.save()
    before = Parts.of(book)["xl/vbaProject.bin"]

    what = said(book, newer)

    name = "MyMacros" if own == "a module" else "ServicesSheet"
    assert what == [f"The macros were left as they are: they hold code of yours ({name}).", "Ribbon tab PMO."]
    assert Parts.of(book)["xl/vbaProject.bin"] == before


def test_a_module_of_ours_that_somebody_changed_is_left_and_said(book: Path) -> None:
    with ExcelFile(book) as file:
        file.set_module("PmoAbout", "Public Sub PmoShowAbout()\r\n    MsgBox 1\r\nEnd Sub\r\n")
        file.save()

    assert said(book)[0] == "The macros were left as they are: PmoAbout was changed by somebody."


def test_a_ribbon_that_somebody_changed_is_left_and_said(book: Path) -> None:
    parts = Parts.of(book)
    parts.edit("customUI/customUI14.xml", 'label="PMO"', 'label="Our PMO"')
    parts.save(book)

    assert said(book)[1] == "The ribbon was changed by somebody and was left as it is."
    assert b"Our PMO" in Parts.of(book)["customUI/customUI14.xml"]

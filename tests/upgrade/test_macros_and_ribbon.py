"""Macros and ribbon are brought up to date where they are ours, and left where somebody made them theirs."""

from __future__ import annotations

import re
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

RIBBON_LEFT = "The ribbon tab PMO was left as it is, because its new buttons need the new macros."


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
    assert what == [
        f"The macros were left as they are: they hold code of yours ({name}). Move it to another workbook, such as "
        "your personal macro workbook, then upgrade again.",
        RIBBON_LEFT,
    ]
    after = Parts.of(book)
    assert after["xl/vbaProject.bin"] == before
    assert b"pmoUpgrade" not in after["customUI/customUI14.xml"]
    assert said(book, newer) == what


def test_macros_and_ribbon_follow_once_the_code_of_the_user_is_out(book: Path) -> None:
    with ExcelFile(book) as file:
        file.vba_project().add_module("MyMacros", "Public Sub Mine()\r\nEnd Sub\r\n")
        file.save()
    upgrade(book, template=TEMPLATE)
    with ExcelFile(book) as file:
        file.vba_project().delete_module("MyMacros")
        file.save()

    assert said(book) == ["Macros of the buttons.", "Ribbon tab PMO."]
    assert texts(book) == texts(TEMPLATE)


def test_code_of_the_user_beside_the_present_macros_is_nothing_to_look_at(book: Path) -> None:
    upgrade(book, template=TEMPLATE)
    with ExcelFile(book) as file:
        file.vba_project().add_module("MyMacros", "Public Sub Mine()\r\nEnd Sub\r\n")
        file.save()

    assert said(book) == []


def test_damaged_macros_are_left_and_said_in_plain_words(book: Path) -> None:
    parts = Parts.of(book)
    ribbon, damaged = parts["customUI/customUI14.xml"], parts["xl/vbaProject.bin"][:3000]
    parts["xl/vbaProject.bin"] = damaged
    parts.save(book)

    assert said(book) == [
        "The macros were left as they are: they are protected by a password, or damaged. Take the password off in the "
        "macro editor (Alt+F11), or let Excel repair and save the workbook, then upgrade again.",
        RIBBON_LEFT,
    ]
    after = Parts.of(book)
    assert (after["customUI/customUI14.xml"], after["xl/vbaProject.bin"]) == (ribbon, damaged)


def test_a_file_without_macros_keeps_its_ribbon_and_is_told_that_its_buttons_are_dead(book: Path) -> None:
    parts = Parts.of(book)
    ribbon = parts["customUI/customUI14.xml"]
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    parts["xl/_rels/workbook.xml.rels"] = re.sub(r"<Relationship [^>]*vbaProject.bin[^>]*/>", "", relations).encode()
    del parts["xl/vbaProject.bin"]
    parts.save(book)

    what = said(book)

    assert what[0].startswith("The file holds no macros, so buttons on its sheets do nothing.")
    assert what[1:] == [RIBBON_LEFT]
    assert Parts.of(book)["customUI/customUI14.xml"] == ribbon


def test_a_module_of_ours_that_somebody_changed_is_left_and_said(book: Path) -> None:
    with ExcelFile(book) as file:
        file.set_module("PmoAbout", "Public Sub PmoShowAbout()\r\n    MsgBox 1\r\nEnd Sub\r\n")
        file.save()

    assert said(book) == [
        "The macros were left as they are: PmoAbout was changed by somebody. In the macro editor (Alt+F11) export what "
        "you want to keep and remove it, then upgrade again.",
        RIBBON_LEFT,
    ]
    with ExcelFile(book) as file:
        file.vba_project().delete_module("PmoAbout")
        file.save()
    assert said(book) == ["Macros of the buttons.", "Ribbon tab PMO."]
    assert texts(book) == texts(TEMPLATE)


def test_a_ribbon_that_somebody_changed_is_left_and_said(book: Path) -> None:
    parts = Parts.of(book)
    parts.edit("customUI/customUI14.xml", 'label="PMO"', 'label="Our PMO"')
    parts.save(book)

    assert said(book)[1] == "The ribbon was changed by somebody and was left as it is."
    assert b"Our PMO" in Parts.of(book)["customUI/customUI14.xml"]

"""What an upgrade says is true, and says what to do: of what it cannot do, did before, or may not write."""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path

import pytest

from pmo_workbook import template_version
from pmo_workbook.errors import NoFrameworkError, UnsupportedError, WriteError
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.upgrade import Upgraded, backup, upgrade
from pmo_workbook.upgrade.survey import version_of
from tests.conftest import TEMPLATE, run_command
from tests.foreign import Parts
from tests.upgrade.newer import HEAT, SHADE, VERSION
from tests.upgrade.own import sheet_part
from tests.upgrade.test_what_is_brought import checks, put, reopened
from tests.witness.openxml_sdk import validate
from tests.witness.package_lint import lint

NAME = template_version.VERSION_NAME


def looks(done: Upgraded) -> list[tuple[str, str]]:
    return [(note.where, note.what) for note in done.notes if note.kind == "look"]


def version(path: Path) -> int:
    with Package.open(path) as package:
        return version_of(Workbook(package))


def say_instead(path: Path, old: str, new: str) -> None:
    """Change the defined name of the version."""
    parts = Parts.of(path)
    parts.edit("xl/workbook.xml", f'<definedName name="{NAME}">1</definedName>'.replace(NAME, old or NAME), new)
    parts.save(path)


def rename_table(path: Path, old: str, new: str) -> None:
    """Give a table another name, as Excel does: in its part and in every formula."""
    parts = Parts.of(path)
    for name in [name for name in parts if name.startswith("xl/") and name.endswith(".xml")]:
        text = parts[name].decode().replace(f"{old}[", f"{new}[")
        parts[name] = text.replace(f'name="{old}" displayName="{old}"', f'name="{new}" displayName="{new}"').encode()
    parts.save(path)


def test_the_name_of_the_version_may_be_written_in_other_letters(book: Path, newer: Path) -> None:
    say_instead(book, "", '<definedName name="PMO_Template_Version">1</definedName>')

    assert upgrade(book, template=newer).after == VERSION

    assert version(book) == VERSION
    assert not upgrade(book, template=newer).changed


def test_a_table_that_the_user_renamed_gets_what_is_new(book: Path, newer: Path, tmp_path: Path) -> None:
    plain = Path(shutil.copyfile(book, tmp_path / "plain.xlsm"))
    rename_table(book, "Requests", "tblAnfragen")

    done, expected = upgrade(book, template=newer), upgrade(plain, template=newer)

    assert done.notes == expected.notes
    with Package.open(book) as package:
        table = Workbook(package).table("tblAnfragen")
        assert table is not None
        assert table.columns[-3:] == ("My note", "Last event", HEAT)
    assert checks(reopened(book)["Requests"], HEAT) == checks(reopened(plain)["Requests"], HEAT)
    assert lint(book) == lint(plain)
    assert validate(book) == validate(plain)
    assert not upgrade(book, template=newer).changed


def test_rows_that_are_no_table_any_more_are_named_and_wait(book: Path, newer: Path) -> None:
    parts = Parts.of(book)
    part = sheet_part(parts, "Requests")
    parts[part] = re.sub(rb"<tableParts.*?</tableParts>", b"", parts[part])
    rels = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    parts[rels] = re.sub(rb"<Relationship [^>]*tables/[^>]*/>", b"", parts[rels])
    table = next(name for name, data in parts.items() if b'displayName="Requests"' in data)
    del parts[table]
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = re.sub(rf'<Override PartName="/{table}"[^>]*/>', "", types).encode()
    parts.save(book)

    done = upgrade(book, template=newer)

    what = (
        f"The rows stand in no Excel Table, so these columns were not added: Last event, {HEAT}. "
        "Make them a table named Requests (Insert, Table), then upgrade again."
    )
    assert ("Requests", what) in looks(done)
    assert (done.after, version(book)) == (1, 1)


def test_a_column_that_the_user_had_before_is_named_and_one_of_the_run_before_is_not(book: Path, newer: Path) -> None:
    parts = Parts.of(book)
    table = next(name for name, data in parts.items() if b'displayName="Requests"' in data)
    parts.edit(table, 'name="My note"', f'name="{HEAT}"')
    parts.edit(sheet_part(parts, "Requests"), ">My note<", f">{HEAT}<")
    parts.save(book)
    with Package.open(book) as package:
        settings = Workbook(package).table("Settings")
        assert settings is not None
        put(package, settings.sheet.part, settings.ref.last_row + 1, 2)
        package.save()

    upgrade(book, template=newer)
    again = upgrade(book, template=newer)

    assert [what for _, what in looks(again) if "there already" in what] == [
        f"The column {HEAT} was there already; from now on it is read as the column of that name."
    ]


def test_only_the_cell_of_about_says_another_version(book: Path, newer: Path) -> None:
    parts = Parts.of(book)
    part = sheet_part(parts, "Start")
    text = parts[part].decode()
    mine = '<c r="H40" t="inlineStr"><is><t>Template 1</t></is></c>'
    parts[part] = text.replace("</sheetData>", f'<row r="40">{mine}</row></sheetData>').encode()
    parts.save(book)

    done = upgrade(book, template=newer)

    start = reopened(book)["Start"]
    assert (start["H29"].value, start["H40"].value) == (f"Template {VERSION}", "Template 1")
    (said,) = [note for note in done.notes if note.where == "Start"]
    assert (said.kind, said.what) == ("changed", f"The cell that says the template's version: Template {VERSION}.")


def test_a_protected_sheet_that_gets_a_column_is_named(book: Path, newer: Path) -> None:
    assert looks(upgrade(book, template=newer)) == [
        (
            "Services",
            f"The sheet is protected, so nobody can type into the new column {SHADE}: unlock its cells where they may.",
        )
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "the name pmo_template_version is gone"),
        (f'<definedName name="{NAME}">"one"</definedName>', "the name pmo_template_version holds no version"),
    ],
)
def test_a_workbook_without_a_version_is_told_how_to_say_it(book: Path, newer: Path, name: str, why: str) -> None:
    say_instead(book, "", name)

    with pytest.raises(UnsupportedError, match=re.escape(f"({why})")) as error:
        upgrade(book, template=newer)

    assert f"let {NAME} refer to that number (=1 for Template 1), then upgrade again" in str(error.value)


def test_an_unrelated_workbook_is_called_one(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(path) as other:
        other.add_worksheet().write("A1", 1)

    with pytest.raises(NoFrameworkError, match="holds none of the framework's tables"):
        upgrade(path)


def test_a_folder_that_takes_no_copy_is_named(book: Path, newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != book.parent)
    what = "The copy of the workbook as it was could not be written beside it (Permission denied); nothing was changed."

    with pytest.raises(WriteError) as error:
        upgrade(book, template=newer)

    assert str(error.value) == what
    dry = upgrade(book, template=newer, dry_run=True)
    assert dry.notes[0].what == f"The workbook cannot be upgraded now: {what}"
    assert book.read_bytes() == before


def test_a_copy_that_fails_is_one_sentence(book: Path, newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = book.read_bytes()
    monkeypatch.setattr(backup.shutil, "copyfileobj", full)

    with pytest.raises(WriteError) as error:
        upgrade(book, template=newer)

    assert str(error.value) == (
        "The copy of the workbook as it was could not be written beside it (No space left on device); "
        "nothing was changed."
    )
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


@pytest.mark.parametrize("stem", ["a" * 240, "a" * 250, "ä" * 120])
def test_long_names_are_shortened_in_that_of_the_copy(book: Path, newer: Path, stem: str) -> None:
    long = book.rename(book.with_name(f"{stem}.xlsm"))

    done = upgrade(long, template=newer)
    taken = backup.backup_path(long, 1)

    assert done.backup is not None
    assert done.backup.name.endswith(" - before upgrade (template 1).xlsm")
    assert done.backup.name.startswith(stem[:100])
    assert taken.name.endswith(" - before upgrade (template 1) 2.xlsm")
    assert version(long) == VERSION
    assert sorted(long.parent.iterdir()) == sorted([long, done.backup])


@pytest.mark.parametrize("hindrance", ["read-only", "open"])
def test_a_dry_run_says_that_the_file_cannot_be_written_now(book: Path, newer: Path, hindrance: str) -> None:
    if hindrance == "open":
        book.with_name(f".~lock.{book.name}#").write_text(",ada,desk,,;")
    else:
        book.chmod(0o444)

    done = upgrade(book, template=newer, dry_run=True)

    assert done.notes[0].kind == "look"
    assert done.notes[0].what.startswith(f"The workbook cannot be upgraded now: {book.name} is ")
    assert ("marked read-only" in done.notes[0].what) == (hindrance == "read-only")


def test_what_needs_a_look_is_never_called_nothing_to_do(book: Path) -> None:
    parts = Parts.of(book)
    parts.edit("customUI/customUI14.xml", 'label="PMO"', 'label="Our PMO"')
    parts.save(book)
    upgrade(book, template=TEMPLATE)

    said = run_command("upgrade", book).stdout

    assert said.splitlines()[-1] == f"Nothing was changed in {book}; what needs a look stands above."
    assert "Nothing to do" not in said

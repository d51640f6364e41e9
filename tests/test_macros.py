from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pyopenvba import ExcelFile
from pyvbaanalysis import analyze_workbook

from pmo_workbook.layout import TABS
from pmo_workbook.sheets import SHEETS
from pmo_workbook.template.__main__ import TEMPLATE
from pmo_workbook.template.package_vba import MACROS, WORKBOOK_MODULE, code_name, modules, vba_project

FILES = sorted(MACROS.glob("*.bas"))
PROCEDURE = re.compile(
    r"^(?:Public |Private )?(?:Sub|Function) (\w+).*?^End (?:Sub|Function)", re.MULTILINE | re.DOTALL
)
GUESSED = {"Hex Strings", "Base64 Strings"}
"""What olevba sees in any English word of even length; said of every project."""
NEEDED = {
    # starting Python, once each for Windows, Mac and LibreOffice
    *("CreateObject", "WScript.Shell", "Run", "Shell", "vbHide", "applescript", "command"),
    # the job files in the user's own folder
    *("Environ", "Open", "Write", "Put", "Output", "Print #", "Kill", "WriteText", "MkDir"),
    # quotes, letters outside ASCII, the name of a system, a word of a comment
    *("Chr", "ChrW", "Windows", "Call"),
}
"""What a scanner finds in macros that start a program and exchange files with it."""


def body(source: str) -> str:
    """A module's text without the line that only a file carries."""
    return re.sub(r'^Attribute VB_Name = "\w+"\r\n', "", source)


@pytest.fixture(scope="module")
def in_template() -> dict[str, str]:
    with ExcelFile(TEMPLATE) as book:
        project = book.vba_project()
        return {module.name: module.source for module in project.modules}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_module_is_plain_text_that_every_machine_reads_alike(path: Path) -> None:
    data = path.read_bytes()

    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.endswith(b"\r\n")
    assert data.startswith(f'Attribute VB_Name = "{path.stem}"\r\n'.encode())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_module_declares_its_variables_and_describes_itself(path: Path) -> None:
    source = path.read_text(encoding="ascii")

    assert re.search(r"^Option Explicit$", source, re.MULTILINE)
    assert "'@ModuleDescription(" in source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_procedure_is_described_and_short(path: Path) -> None:
    source = path.read_text(encoding="ascii")
    found = list(PROCEDURE.finditer(source))

    assert found
    for procedure in found:
        before = source[: procedure.start()].rstrip("\n").rsplit("\n", 1)[-1]
        assert before.startswith("'@Description("), procedure[1]
        assert procedure[0].count("\n") <= 25, procedure[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_macro_acts_on_whatever_happens_to_be_active(path: Path) -> None:
    text = path.read_text(encoding="ascii")
    assert not re.search(r"\.Select\b|\.Activate\b|\bActive(?:Workbook|Sheet|Cell)\b", text)


def test_the_template_holds_the_macros_of_the_project(in_template: dict[str, str]) -> None:
    expected = {name: body(source) for name, source in modules()}

    assert expected == {name: body(in_template[name]) for name in expected}


def test_every_sheet_and_the_workbook_have_their_module(in_template: dict[str, str]) -> None:
    titles = [tab.title for tab in TABS] + [sheet.title for sheet in SHEETS]
    expected = {WORKBOOK_MODULE, *map(code_name, titles), *(path.stem for path in FILES)}

    assert expected == set(in_template)


def test_code_names_in_the_sheets_are_the_names_of_the_modules(in_template: dict[str, str]) -> None:
    with zipfile.ZipFile(TEMPLATE) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"xl/(workbook|worksheets/sheet\d+)\.xml", name)]
        found = {re.search(rb'codeName="(\w+)"', package.read(name))[1].decode() for name in names}  # type: ignore[index]

    assert set(in_template) - {path.stem for path in FILES} == found


def test_the_same_text_gives_the_same_project() -> None:
    assert vba_project(["Start", "SLA Report"]) == vba_project(["Start", "SLA Report"])


def test_a_letter_outside_ascii_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Umlaut.bas").write_text('Attribute VB_Name = "Umlaut"\r\n\' Grün\r\n', encoding="utf-8")

    with pytest.raises(UnicodeDecodeError):
        list(modules(tmp_path))


def test_the_macros_compile() -> None:
    assert not any(analyze_workbook(str(TEMPLATE)).values())


def test_a_macro_that_does_not_compile_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "Broken.bas").write_text(
        'Attribute VB_Name = "Broken"\r\nOption Explicit\r\nSub Go()\r\nx = 1\r\nEnd Sub\r\n'
    )
    path = tmp_path / "broken.xlsm"
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(path, "w") as new:
        titles = [tab.title for tab in TABS] + [sheet.title for sheet in SHEETS]
        for name in old.namelist():
            broken = name == "xl/vbaProject.bin"
            new.writestr(name, vba_project(titles, tmp_path) if broken else old.read(name))

    assert analyze_workbook(str(path))["Broken"]


def test_the_macros_do_nothing_by_themselves_and_no_more_than_they_must() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "oletools.olevba", "--json", str(TEMPLATE)]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    found = [(one["type"], one["keyword"]) for part in said for one in part.get("analysis") or ()]

    assert [part for part in said if part.get("macros")]
    assert {kind for kind, _ in found} <= {"Suspicious", "IOC"}
    assert {word.lower() for kind, word in found if kind == "Suspicious"} <= {word.lower() for word in GUESSED | NEEDED}
    assert {word for kind, word in found if kind == "IOC"} <= {"py.exe"}

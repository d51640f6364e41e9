"""A RACI matrix comes into Activities and Roles in whatever shape people keep one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_workbook.errors import InputError
from pmo_workbook.importing.raci_matrix import RaciImported, import_raci
from pmo_workbook.importing.raci_matrix.letters import code_of, letters_in
from tests.conftest import run_command
from tests.importing.raci.matrices import SAID, SAMPLES, Sample
from tests.importing.small_book import SERVICE, small_book
from tests.opened import opened
from tests.witness.findings import new_findings
from tests.witness.openxml_sdk import validate
from tests.witness.package_lint import lint


@pytest.fixture
def book(tmp_path: Path) -> Path:
    services = [{**SERVICE, "service_id": "SVC-01", "name": "Gate reviews"}]
    roles = [{"role_id": "R", "role": "Role"}, {"role_id": "PM", "role": "Project manager"}]
    return small_book(tmp_path / "book.xlsm", services=services, roles=roles)


def file_of(sample: Sample, folder: Path) -> Path:
    path = folder / f"matrix.{sample.kind}"
    if sample.kind != "xlsx":
        encoding = "cp1252" if "German" in sample.what else "utf-8"
        path.write_text(sample.text, encoding=encoding)
        return path
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row, line in enumerate(sample.text.splitlines(), 1):
        for column, cell in enumerate(line.split("|") if "|" in line else [line], 1):
            if cell:
                sheet.cell(row, column, int(cell) if cell.isdigit() else cell)
    for area in sample.merged:
        sheet.merge_cells(area)
    made.save(path)
    return path


def bring_in(book: Path, file: Path, **options: Any) -> RaciImported:
    return import_raci(book, file, write=lambda _: True, **options)


def matrix_of(book: Path) -> dict[str, dict[str, str]]:
    """Codes by activity and name of the role, as the workbook has them."""
    roles = {row[0]: row[1] for row in _table(book, "Roles")[1:]}
    header, *rows = _table(book, "Activities")
    return {
        row[1]: {roles[name]: code for name, code in zip(header[3:], row[3:], strict=True) if code}
        for row in rows
        if row[1]
    }


def _table(book: Path, title: str) -> list[list[Any]]:
    sheet = opened(book)[title]
    return [[cell.value for cell in row] for row in sheet[next(iter(sheet.tables.values())).ref]]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.what)
def test_a_matrix_is_understood(sample: Sample, book: Path, tmp_path: Path) -> None:
    file = file_of(sample, tmp_path)
    done = bring_in(book, file)

    found = matrix_of(book)
    renamed = {"Project Manager": "Project manager", "Project Manager (PM)": "Project manager"}
    said = {
        activity: {renamed.get(role, role): code for role, code in codes.items()}
        for activity, codes in sample.said.items()
    }
    assert found == said
    services = {row[1]: row[2] for row in _table(book, "Activities")[1:] if row[2]}
    assert services == sample.services
    assert tuple(text for _, text in done.matrix.aside) == sample.aside
    printed = run_command("import-raci", book, file, "--dry-run").stdout
    for note in sample.notes:
        assert note in printed
    before = book.read_bytes()
    again = bring_in(book, file)
    assert (again.added, again.updated, again.written) == (0, 0, False)
    assert book.read_bytes() == before


def test_it_shows_what_it_understood_and_writes_only_when_told(book: Path, tmp_path: Path) -> None:
    file = file_of(SAMPLES[0], tmp_path)
    before = book.read_bytes()
    asked = run_command("import-raci", book, file)
    assert book.read_bytes() == before
    assert "matrix.csv: roles across, headers in line 1." in asked.stdout
    assert "3 activities, 4 roles: 3 R, 3 A, 3 C, 2 I." in asked.stdout
    assert "Sponsor = SPO (new on Roles)" in asked.stdout
    assert "Project Manager = PM\n" in asked.stdout
    assert "add --yes" in asked.stderr
    assert "Written to Activities and Roles." in run_command("import-raci", book, file, "--yes").stdout
    assert matrix_of(book).keys() == SAID.keys()


def test_known_activities_get_the_codes_of_the_matrix_and_keep_the_rest(book: Path, tmp_path: Path) -> None:
    bring_in(book, file_of(SAMPLES[0], tmp_path))
    checked = lint(book), validate(book)
    file = tmp_path / "later.csv"
    file.write_text("Activity,Sponsor,Legal\nplan THE gate,I,C\nClose the gate,A,R\n", encoding="utf-8")
    done = bring_in(book, file)
    assert (done.added, done.updated, done.new_roles) == (1, 1, ("Legal",))
    found = matrix_of(book)
    assert found["Plan the gate"] == {
        "Sponsor": "I",
        "Project manager": "R",
        "PMO Analyst": "C",
        "Finance": "I",
        "Legal": "C",
    }
    assert [row[0] for row in _table(book, "Activities")[1:]] == ["A-01", "A-02", "A-03", "A-04"]
    assert new_findings(checked[0], lint(book)) == new_findings(checked[1], validate(book)) == []


def test_a_file_without_a_matrix_is_refused(book: Path, tmp_path: Path) -> None:
    for text in ("", "a,b\n1,2\n", "Request ID,Submitted\nR-1,2026-03-02\n", "R,A,C,I\n", "Do,R,A\nGo,A,R\n"):
        (tmp_path / "none.csv").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="no RACI matrix"):
            bring_in(book, tmp_path / "none.csv")
    with pytest.raises(InputError, match="no file"):
        bring_in(book, tmp_path / "missing.csv")


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("R", "R"), ("a/r", "RA"), ("C/I", "CI"), ("RC", "RC"), ("R, I", "RI"), ("A,C", "AC"), ("А", "A"),
        ("Informed", "I"),
        ("N", ""), ("n/a", ""), ("–", ""), ("/", ""), ("x", None), ("S", None), ("RR", None), ("RACI", None),
        ("Race", None), ("1", None),
    ],
)  # fmt: skip
def test_a_cell_means_letters_no_part_or_nothing_known(text: str, letters: str | None) -> None:
    assert letters_in(text) == letters


@pytest.mark.parametrize(
    ("letters", "code"), [("RA", ("A/R", "")), ("RAC", ("A/R", "C")), ("CI", ("C", "I")), ("RI", ("R", "I"))]
)
def test_a_cell_of_the_sheet_holds_one_part_or_a_and_r(letters: str, code: tuple[str, str]) -> None:
    assert code_of(letters) == code

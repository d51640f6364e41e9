"""What depends on the changed cells: formulas, the calculation chain, charts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from pmo_workbook.blocks import Grid
from tests.foreign import Parts
from tests.plain_book import HEADERS, SHEET, TOTALS, Sheet, calls, make, numbered, write


def test_a_totals_formula_of_the_table_is_worked_out_on_opening(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", table=TOTALS)
    parts = Parts.of(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    parts.save(path)

    write(path, calls((None, None, 5), (None, None, None), (None, None, None)))

    assert b'fullCalcOnLoad="1"' in Parts.of(path)["xl/workbook.xml"]


def test_a_formula_in_a_prefixed_part_is_found(tmp_path: Path) -> None:
    def other(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        book.add_worksheet("Other").write_formula("A1", "='It''s'!B2")

    path = make(tmp_path / "book.xlsx", other)
    parts = Parts.of(path)
    name = "xl/worksheets/sheet2.xml"
    parts[name] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", parts[name].decode()).replace("xmlns=", "xmlns:x=").encode()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    parts.save(path)

    write(path, Grid("Tiles", ((1, "a"), (3, 4))))

    assert b'fullCalcOnLoad="1"' in Parts.of(path)["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("formula", "reads"),
    [
        ("'It''s'!C3+1", True),
        ("SUM('It''s'!B:B)", True),
        ("SUM('It''s'!2:3)", True),
        ("SUM('IT''S'!$A$1:$Z$99)", True),
        ("SUM('It''s:Other'!A1)", True),
        ("ROWS(Calls[Days])", True),
        ("SUM(Tiles)", True),
        ("Twice", True),
        ("'It''s'!D3+1", False),
        ("Other!B2+1", False),
        ("B2", False),
        ('"Calls[Days] and Tiles"', False),
        ("[0]!Tiles", True),
        ("[1]It!B2", False),
    ],
)
def test_whether_a_formula_elsewhere_reads_a_changed_cell(tmp_path: Path, formula: str, reads: bool) -> None:
    def other(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        book.add_worksheet("Other").write_formula("A1", "=1")
        book.define_name("Twice", "=2*Tiles")

    path = make(tmp_path / "book.xlsx", other)
    parts = Parts.of(path)
    parts.edit("xl/worksheets/sheet2.xml", "<f>1</f>", f"<f>{formula}</f>")
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    parts.save(path)

    write(path, Grid("Tiles", ((1, "a"), (3, 4))), numbered(4))

    assert (b"fullCalcOnLoad" in Parts.of(path)["xl/workbook.xml"]) == reads


def test_formulas_are_found_however_the_part_is_cut_into_pieces(tmp_path: Path) -> None:
    from pmo_workbook.hosts.formulas import scan_formulas
    from pmo_workbook.ooxml.package import Package

    def other(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        for row in range(20):
            sheet.write_formula(row, 6, f'=IF(A{row + 1}<5,"a&b","")')
        sheet.conditional_format("A1:A9", {"type": "formula", "criteria": "=A1>1"})

    path = make(tmp_path / "book.xlsx", other)

    class Pieces(Package):
        piece = 1

        def chunks(self, name: str, size: int = 1) -> Any:
            return super().chunks(name, self.piece)

    for piece in (1, 2, 3, 7, 50, 10_000):
        with Pieces.open(path) as package:
            package.piece = piece
            found = [text for text, _ in scan_formulas(package, SHEET)]
        assert found == [f'IF(A{row + 1}<5,"a&b","")' for row in range(20)]


def test_a_workbook_without_calculation_settings_gets_them_in_the_right_place(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write_formula("G1", "=B2"))
    parts = Parts.of(path)
    parts["xl/workbook.xml"] = re.sub(rb"<calcPr [^>]*/>", b"<oleSize ref='A1'/>", parts["xl/workbook.xml"])
    parts.save(path)

    write(path, Grid("Tiles", ((1, 2), (3, 4))))

    assert b'</definedNames><calcPr fullCalcOnLoad="1"/><oleSize' in Parts.of(path)["xl/workbook.xml"]


def test_a_formula_that_cells_share_counts_whatever_cell_each_of_them_reads(tmp_path: Path) -> None:
    def other(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        book.add_worksheet("Other").write_column("A1", [0, 0, 0])

    path = make(tmp_path / "book.xlsx", other)
    parts, name = Parts.of(path), "xl/worksheets/sheet2.xml"
    shared = '<f t="shared" ref="A1:A3" si="0">\'It\'\'s\'!B1</f>'
    parts.edit(name, '<c r="A1"><v>', f'<c r="A1">{shared}<v>')
    parts.edit(name, '<c r="A3"><v>', '<c r="A3"><f t="shared" si="0"/><v>')
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    parts.save(path)

    write(path, Grid("Tiles", ((1, 2), (3, 4))))

    assert b'fullCalcOnLoad="1"' in Parts.of(path)["xl/workbook.xml"]


def test_a_chart_shows_the_new_texts_and_those_of_the_user(tmp_path: Path) -> None:
    def chart(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        sheet.write("B1", "mine")
        bars = book.add_chart({"type": "bar"})
        bars.add_series({"name": "='It''s'!$B$2", "categories": "='It''s'!$B$1:$B$3", "values": "='It''s'!$C$2:$C$3"})
        bars.add_series({"values": "='It''s'!$C$1:$C$3"})
        bars.add_series({"values": "='It''s'!$H$1:$H$3"})
        sheet.insert_chart("G1", bars)

    path = make(tmp_path / "book.xlsx", chart)
    parts = Parts.of(path)
    parts.edit("xl/charts/chart1.xml", "'It''s'!$C$1:$C$3", "[0]!Tiles")
    parts.save(path)

    write(path, Grid("Tiles", (("Late & open", 2), (3, 4.5))))

    part = Parts.of(path)["xl/charts/chart1.xml"].decode()
    found = re.findall(r"<c:f>([^<]*)</c:f><c:(?:num|str)Cache>(.*?)</c:(?:num|str)Cache>", part)
    assert [(formula, re.findall(r"<c:v>(.*?)</c:v>", cache)) for formula, cache in found[:4]] == [
        ("'It''s'!$B$2", ["Late &amp; open"]),
        ("'It''s'!$B$1:$B$3", ["mine", "Late &amp; open", "3"]),
        ("'It''s'!$C$2:$C$3", ["2", "4.5"]),
        ("[0]!Tiles", ["2", "3", "4.5"]),
    ]


def test_a_formula_filled_into_a_new_row_is_worked_out_on_opening_whatever_it_reads(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("It's")
    columns = [*({"header": header} for header in HEADERS), {"header": "Two", "formula": "=1+1"}]
    sheet.add_table("A10:D12", {"name": "Calls", "columns": columns})
    book.close()
    parts = Parts.of(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    parts.save(path)

    write(path, numbered(4))

    assert b'fullCalcOnLoad="1"' in Parts.of(path)["xl/workbook.xml"]

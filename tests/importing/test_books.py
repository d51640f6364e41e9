"""Workbooks and XES files as logs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from pmo_workbook.errors import InputError
from pmo_workbook.importing.source import ReadOptions, Source, read_sources

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="none"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <trace>
    <string key="concept:name" value="C1"/>
    <string key="product" value="Scanner"/>
    <event>
      <string key="concept:name" value="New"/><date key="time:timestamp" value="2026-03-02T09:15:00.250+01:00"/>
    </event>
    <event>
      <date key="time:timestamp" value="2026-03-03T16:30:00+01:00"/><string key="concept:name" value="Done"/>
      <list key="people"><values><string key="who" value="secret"/></values></list>
    </event>
  </trace>
  <trace><event><string key="org:group" value="Board"/></event></trace>
</log>
"""


def book(path: Path, *rows: tuple[object, ...]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    return made


def read(path: Path, **options: object) -> list[Source]:
    return read_sources(path, ReadOptions(**options))  # type: ignore[arg-type]


def test_cells_keep_their_types_and_their_addresses(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for column, value in enumerate(["Ticket", "Created", "Effort", "Done"], 3):
        sheet.cell(4, column, value)
    values = [17, dt.datetime(2026, 3, 2, 9, 15), dt.timedelta(hours=30), dt.time(9, 15)]
    for column, cell in enumerate(values, 3):
        sheet.cell(6, column, cell)
    sheet.cell(6, 5).number_format = "[h]:mm"
    made.save(tmp_path / "log.xlsx")

    (source,) = read(tmp_path / "log.xlsx")

    assert [column[0] for column in source.columns] == values
    assert (list(source.lines), source.place(0, 1), source.sheet) == ([6], "cell D6", "Sheet")


def test_an_error_is_told_from_a_blank(tmp_path: Path) -> None:
    book(tmp_path, ("Ticket", "Closed"), ("R1", "#N/A"), ("R2", None), ("#REF!", "#REF!")).save(tmp_path / "log.xlsx")
    (source,) = read(tmp_path / "log.xlsx")
    assert source.columns == [["R1", "R2", None], [None, None, None]]
    assert source.errors == {(0, 1): "#N/A", (2, 0): "#REF!", (2, 1): "#REF!"}


def test_titles_hidden_rows_and_totals_are_told_from_the_rows(tmp_path: Path) -> None:
    made = book(tmp_path, ("Tickets of March",), (), ("Ticket", "Hours"), ("R1", 2), ("R2", 3), ("Sum", 5))
    sheet = made.active
    assert sheet is not None
    sheet.row_dimensions[5].hidden = True
    table = Table(displayName="Tickets", ref="A3:B6", totalsRowCount=1)
    sheet.add_table(table)
    made.save(tmp_path / "log.xlsx")

    (source,) = read(tmp_path / "log.xlsx")

    assert source.columns == [["R1", "R2"], [2, 3]]
    assert source.notes == (
        "log.xlsx, sheet Sheet: the headers are in row 3; 1 row above left aside.",
        "log.xlsx, sheet Sheet: 1 hidden row was read too.",
    )
    assert read(tmp_path / "log.xlsx", header_row=3)[0].headers == ("Ticket", "Hours")


def test_a_workbook_with_another_ending_is_read_all_the_same(tmp_path: Path) -> None:
    made = book(tmp_path, ("Ticket",), ("R1",))
    made.create_sheet("Empty")
    made.save(tmp_path / "log.xlsx")
    (tmp_path / "log.xlsx").rename(tmp_path / "log.csv")
    assert [source.columns for source in read(tmp_path / "log.csv")] == [[["R1"]]]


def test_a_damaged_workbook_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "log.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    with pytest.raises(InputError, match="cannot be read as a workbook"):
        read(tmp_path / "log.xlsx")


def test_a_cell_that_no_library_foresaw_is_a_sentence(tmp_path: Path) -> None:
    made = book(tmp_path, ("Ticket", "Created"), ("R1", -1e12))
    sheet = made.active
    assert sheet is not None
    sheet["B2"].number_format = "yyyy-mm-dd"
    made.save(tmp_path / "log.xlsx")
    with pytest.raises(InputError, match="holds a cell that cannot be read"):
        read(tmp_path / "log.xlsx")


def test_an_event_log_in_xes_is_a_table_with_a_row_an_event(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_text(XES, encoding="utf-8")
    (source,) = read(tmp_path / "log.xes")
    assert source.events
    found = dict(zip(source.headers, source.columns, strict=True))
    assert found == {
        "case:concept:name": ["C1", "C1", None],
        "case:product": ["Scanner", "Scanner", None],
        "concept:name": ["New", "Done", None],
        "time:timestamp": ["2026-03-02T09:15:00.250+01:00", "2026-03-03T16:30:00+01:00", None],
        "org:group": [None, None, "Board"],
    }
    assert source.lines[0] == 8


def test_broken_xes_names_the_line_and_entities_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(XES.replace("</trace>\n  <trace>", "<trace>"), encoding="utf-8")
    with pytest.raises(InputError, match=r"line \d+ is not well-formed XML"):
        read(path)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    doctype = f'<!DOCTYPE log [<!ENTITY x SYSTEM "{secret.as_uri()}">]><log'
    path.write_text(XES.replace("<log", doctype, 1).replace('value="Board"', 'value="a&amp;b"'), encoding="utf-8")
    assert "secret" not in str(read(path)[0].columns)


def test_a_workbook_of_another_kind_tells_that_errors_look_like_blanks(tmp_path: Path) -> None:
    namespaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    row = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
        "</table:table-row>"
    )
    sheet = f'<table:table table:name="Log">{row.format("Ticket")}{row.format("R1")}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with ZipFile(tmp_path / "log.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", f"<office:document-content{namespaces}>{body}</office:document-content>")

    (source,) = read(tmp_path / "log.ods")

    assert source.columns == [["R1"]]
    assert "looks like a blank; save it as .xlsx" in source.notes[-1]

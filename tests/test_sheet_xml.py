"""The XML of a worksheet while its cells are changed."""

from __future__ import annotations

import pytest

from pmo_workbook.hosts.cells import Content
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.workbook import MAIN

ROW = '<row r="1" spans="2:3"><c r="B1"><v>1</v></c></row>'


@pytest.mark.parametrize(("column", "spans"), [(1, "1:3"), (2, "2:3"), (3, "2:3"), (4, "2:4")])
def test_a_row_says_which_columns_it_spans_when_a_cell_is_put_beside_the_others(column: int, spans: str) -> None:
    sheet = SheetXml(f'<worksheet xmlns="{MAIN}"><sheetData>{ROW}</sheetData></worksheet>'.encode())

    sheet.put(1, column, Content("n", "7"))

    assert f'spans="{spans}"' in sheet.to_bytes().decode()

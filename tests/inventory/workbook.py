"""The workbook: buttons, sheets, settings, columns, choices, tabs with their tables, blocks, labels and charts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.opened import opened

LONGEST_LABEL = 45
"""Characters; longer texts explain, and may be worded anew."""

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_RULE = re.compile(r"^\| `([a-z-]+)` \| (error|warning|note) \|", re.MULTILINE)


def buttons(path: Path) -> Iterator[str]:
    """Buttons of the ribbon and of Start."""
    with zipfile.ZipFile(path) as package:
        ribbon = etree.fromstring(package.read("customUI/customUI14.xml"))
        drawn = [etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".vml")]
    for element in ribbon.iter("{*}tab", "{*}group"):
        yield f'ribbon {etree.QName(element).localname} "{element.get("label")}"'
    for element in ribbon.iter("{*}button"):
        yield f'button ribbon "{element.get("label")}" {element.get("id")} {element.get("onAction")}'
    for shape in (one for drawing in drawn for one in drawing.iter("{*}shape")):
        macro = shape.findtext(".//{*}FmlaMacro")
        if macro:
            label = " ".join((shape.findtext(".//{*}textbox//{*}font") or "").split())
            yield f'button start "{label}" {macro.removeprefix("[0]!")}'


def sheets(path: Path) -> Iterator[str]:
    """Everything that is on the sheets of the template."""
    book = opened(path)
    yield from names(book)
    tabs = {sheet.title for sheet in book if _blocks(book, sheet)}
    for sheet in book:
        kind = "tab" if sheet.title in tabs else "sheet"
        yield f"{kind} {sheet.title}"
        yield from tables(sheet, kind)
        if kind == "tab":
            yield from labels(book, sheet)
            continue
        yield from _choices(sheet)
        if sheet.title == "Settings":
            yield from (f"setting {row[0].value}" for row in sheet.iter_rows(min_row=5) if row[0].value)
    yield from charts(path)


def tables(sheet: Worksheet, kind: str, names: Collection[str] = ()) -> Iterator[str]:
    """Tables of a sheet with their columns, except those that bear one of the `names`."""
    for table in sheet.tables.values():
        yield f"{kind} {sheet.title} table {table.name}"
        yield from (f'{kind} {sheet.title} column "{name}"' for name in table.column_names if name not in names)


def names(book: Workbook) -> Iterator[str]:
    """Blocks of tabs with their sizes, and other names that lead to a place."""
    for name in book.defined_names:
        if name.startswith(("go_", "ids_")) or name in ("pmo_priorities", "pmo_waiting_reasons"):
            yield f"name {name}"
    for sheet in book:
        for name, (left, top, right, bottom) in _blocks(book, sheet).items():
            yield f"tab {sheet.title} block {name} {bottom - top + 1}x{right - left + 1}"


def labels(book: Workbook, sheet: Worksheet) -> Iterator[str]:
    """Short texts that are printed on a tab, whatever the figures."""
    areas = [*_blocks(book, sheet).values(), *(range_boundaries(table.ref) for table in sheet.tables.values())]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and len(cell.value) <= LONGEST_LABEL and not _inside(cell, areas):
                # a number, such as that of the template, is none of the label
                yield f'tab {sheet.title} label "{re.sub("[0-9]+", "#", cell.value)}"'


def charts(path: Path) -> Iterator[str]:
    """Titles of the charts, with the cells that their series are named by."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    for part in parts:
        chart = etree.fromstring(part)
        title = "".join(one.text or "" for one in chart.iterfind(f"{_CHART}chart/{_CHART}title//{_TEXT}"))
        yield f'chart "{title}"'
        for series in chart.iter(f"{_CHART}ser"):
            name = series.findtext(f"{_CHART}tx//{_CHART}v")
            yield f'chart "{title}" series "{name}"'


def rules(dictionary: Path) -> Iterator[str]:
    """Rules that may be broken, as the data dictionary lists them."""
    for code, severity in _RULE.findall(dictionary.read_text(encoding="utf-8")):
        yield f"rule {code} {severity}"


def _blocks(book: Workbook, sheet: Worksheet) -> dict[str, tuple[int, int, int, int]]:
    """Areas of a sheet that a refresh writes, by name."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for name, defined in book.defined_names.items():
        title, _, area = str(defined.attr_text).rpartition("!")
        is_area = re.fullmatch(r"\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", area)
        if name.startswith("pmo_") and is_area and title.strip("'") == sheet.title:
            left, top, right, bottom = range_boundaries(area)
            found[name] = (int(left or 0), int(top or 0), int(right or 0), int(bottom or 0))
    return found


def _inside(cell: Cell, areas: list[tuple[int, int, int, int]]) -> bool:
    return any(left <= cell.column <= right and top <= cell.row <= bottom for left, top, right, bottom in areas)


def _choices(sheet: Worksheet) -> Iterator[str]:
    """What the dropdowns of a sheet offer."""
    for one in sheet.data_validations.dataValidation:
        if one.type != "list":
            continue
        cells, offered = next(iter(one.sqref.ranges)), str(one.formula1)
        is_one = cells.size["rows"] == 1
        beside = sheet.cell(cells.min_row, 1) if is_one else sheet.cell(cells.min_row - 1, cells.min_col)
        what = beside.value or one.promptTitle
        values = offered.strip('"').split(",") if offered.startswith('"') else [offered]
        yield from (f'choice {sheet.title} "{what}" {value}' for value in values)

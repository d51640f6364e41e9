"""Values that charts keep of the cells they show, so that a preview shows the new figures without Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from pmo_workbook.addresses import Area, parse_area, split_sheet
from pmo_workbook.hosts.cells import IS, T, V
from pmo_workbook.hosts.changes import Changes
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.package import Package, parse_xml, to_bytes
from pmo_workbook.ooxml.workbook import MAIN, Workbook, unescaped

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
LARGEST_CACHE = 100_000
_Q = f"{{{CHART}}}"


def refresh_caches(workbook: Workbook, changes: Changes, sheets: Mapping[str, SheetXml]) -> None:
    """Bring the caches of charts on the written sheets up to date.

    Args:
        workbook: The workbook.
        changes: What was changed.
        sheets: Worksheets that were written to, by part, in their new state.
    """
    for part in sorted({chart for sheet in sheets for chart in _charts(workbook.package, sheet)}):
        root = parse_xml(workbook.package.read(part))
        before = etree.tostring(root)
        for reference in root.iter(f"{_Q}numRef", f"{_Q}strRef"):
            _refresh(reference, workbook, changes, sheets)
        if etree.tostring(root) != before:
            workbook.package.replace(part, to_bytes(root))


def _charts(package: Package, sheet: str) -> Iterator[str]:
    for drawing in package.relations(sheet):
        if drawing.kind == "drawing" and package.has(drawing.target_part):
            for chart in package.relations(drawing.target_part):
                if chart.kind == "chart" and package.has(chart.target_part):
                    yield chart.target_part


def _refresh(reference: etree._Element, workbook: Workbook, changes: Changes, sheets: Mapping[str, SheetXml]) -> None:
    found = _range(reference.findtext(f"{_Q}f") or "", workbook)
    if found is None or not changes.touches(*found):
        return
    title, area = found
    sheet = workbook.sheet(title)
    if sheet is None or sheet.part not in sheets or area.height * area.width > LARGEST_CACHE:
        return
    numeric = reference.tag == f"{_Q}numRef"
    cache = reference.find(f"{_Q}numCache" if numeric else f"{_Q}strCache")
    if cache is None:
        return
    values = list(_values(sheets[sheet.part], area, numeric, workbook))
    for point in cache.findall(f"{_Q}pt"):
        cache.remove(point)
    count = cache.find(f"{_Q}ptCount")
    if count is None:
        count = etree.SubElement(cache, f"{_Q}ptCount")
    count.set("val", str(len(values)))
    after = count
    for index, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(cache, f"{_Q}pt")
            point.set("idx", str(index))
            etree.SubElement(point, f"{_Q}v").text = value
            after.addnext(point)
            after = point


def _range(formula: str, workbook: Workbook) -> tuple[str, Area] | None:
    title, rest = split_sheet(formula.strip())
    area = parse_area(rest)
    if area is not None:
        return (title, area) if title else None
    name = workbook.name(rest.rpartition("!")[2])  # Excel writes a name of the workbook as [0]!Name
    return (name.sheet, name.area) if name is not None and name.area is not None else None


def _values(sheet: SheetXml, area: Area, numeric: bool, workbook: Workbook) -> Iterator[str | None]:
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column, area.last_column + 1):
            cell = sheet.cell(row, column)
            kind = "" if cell is None else cell.get("t", "n")
            if cell is None or (numeric and kind != "n"):
                yield None
            elif kind == "inlineStr":
                yield unescaped("".join(text.text or "" for text in cell.iterfind(f"{IS}//{T}")))
            elif kind == "s":
                yield _shared_string(workbook, int(cell.findtext(V) or "0"))
            else:
                value = cell.findtext(V)
                yield unescaped(value) if value and kind == "str" else value or None


def _shared_string(workbook: Workbook, index: int) -> str:
    part = workbook.related("sharedStrings")
    if not part:
        return ""
    strings = parse_xml(workbook.package.read(part)).findall(f"{{{MAIN}}}si")
    if index >= len(strings):
        return ""
    texts = [*strings[index].iterfind(T), *strings[index].iterfind(f"{{{MAIN}}}r/{T}")]
    return unescaped("".join(text.text or "" for text in texts))

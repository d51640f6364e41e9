"""Excel Tables of the copy: name, range, headers and style; no filter, no formula, no connection."""

from __future__ import annotations

from lxml import etree

from pmo_workbook.addresses import Area, parse_area
from pmo_workbook.ooxml.package import to_bytes
from pmo_workbook.ooxml.workbook import MAIN, escaped
from pmo_workbook.publish.clean.allow import first, main, new_root, set_attributes
from pmo_workbook.publish.clean.formats import X14
from pmo_workbook.publish.clean.grid import Cells
from pmo_workbook.publish.clean.styles import Styles

ALT_TEXT_URI = "{504A1905-F514-4f6f-8877-14C23A59335A}"
_STRIPES = ("showFirstColumn", "showLastColumn", "showRowStripes", "showColumnStripes")


def clean_table(old: etree._Element, number: int, cells: Cells, styles: Styles) -> bytes | None:
    """A table as the copy has it.

    A totals row becomes plain cells below the table, since its formulas are values now.

    Args:
        old: Root of the source's table part.
        number: Its number in the copy.
        cells: The cells of its sheet, built.
        styles: Styles of the copy.

    Returns:
        The part; None when the table cannot stay a table, because a header is hidden or it has no row.
    """
    area = _without_totals(old)
    if area is None or old.get("headerRowCount", "1") == "0":
        return None
    headers = [cells.values.get((area.first_row, column)) for column in range(area.first_column, area.last_column + 1)]
    names = [header.text for header in headers if header is not None and header.kind == "s"]
    if len(names) < area.width or len({name.casefold() for name in names}) < len(names):
        return None
    name = old.get("displayName", f"Table{number}")
    root = new_root(main("table"), MAIN)
    for key, value in (("id", str(number)), ("name", name), ("displayName", name), ("ref", area.address())):
        root.set(key, value)
    root.set("totalsRowShown", "0")
    if first(old, "autoFilter") is not None:
        etree.SubElement(root, main("autoFilter"), ref=area.address())
    columns = etree.SubElement(root, main("tableColumns"), count=str(len(names)))
    for index, header in enumerate(names, 1):
        etree.SubElement(columns, main("tableColumn"), id=str(index), name=_stored(header))
    _add_style(root, old, styles)
    extension = etree.SubElement(etree.SubElement(root, main("extLst")), main("ext"), nsmap={"x14": X14})
    extension.set("uri", ALT_TEXT_URI)
    etree.SubElement(extension, f"{{{X14}}}table", altTextSummary=f"Table {name}")
    return to_bytes(root)


def _without_totals(old: etree._Element) -> Area | None:
    area = parse_area(old.get("ref", ""))
    if area is None:
        return None
    area = area._replace(last_row=area.last_row - int(old.get("totalsRowCount", "0")))
    return area if area.height > 1 else None


def _stored(header: str) -> str:
    return escaped(header).replace("\r", "_x000d_").replace("\n", "_x000a_")


def _add_style(root: etree._Element, old: etree._Element, styles: Styles) -> None:
    found = first(old, "tableStyleInfo")
    if found is None:
        return
    style = etree.SubElement(root, main("tableStyleInfo"))
    name = styles.table_style(found.get("name", ""))
    if name:
        style.set("name", name)
    set_attributes(style, found, _STRIPES)

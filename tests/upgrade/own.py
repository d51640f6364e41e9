"""A workbook of the template of 0.1.0 that its user has made their own: a sheet, columns, formats, a filter, a chart.

What Excel does when somebody renames or deletes a tab, sets a filter or protects a sheet is done here to the parts.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import xlsxwriter

from pmo_workbook import create
from pmo_workbook.create import fill_template
from pmo_workbook.ooxml.package import Package
from tests.conftest import ROOT
from tests.filling import filler_of
from tests.foreign import OFFICE, SPREADSHEET, Parts
from tests.rules_on_files.clean import Rows, clean_rows

OLD_TEMPLATE = ROOT / "tests" / "data" / "templates" / "workbook_template-0.1.0.xlsm"

WATCH, OWN = "Open & late", "My figures"
"""Title that a generated tab was given, and that of a sheet of the user's."""

PAPER = '<fill><patternFill patternType="solid"><fgColor rgb="FFFFE0B2"/><bgColor indexed="64"/></patternFill></fill>'


def made_from(template: Path, path: Path, rows: Rows | None = None) -> Path:
    """A workbook with a few rows, made from a template.

    Args:
        template: The template.
        path: The file to make.
        rows: Its rows; None for those of a clean framework.
    """
    present = create.template_path
    create.template_path = lambda: template  # type: ignore[assignment]
    try:
        fill_template(path, clean_rows() if rows is None else rows)
    finally:
        create.template_path = present
    return path


def make_own(path: Path) -> Path:
    """The workbook of 0.1.0 after its user has worked with it.

    Args:
        path: The file to make.
    """
    made_from(OLD_TEMPLATE, path)
    with Package.open(path) as package:
        filler = filler_of(package)
        for key, header in (("requests", "My note"), ("services", "Cost centre")):
            filler.table(key).add_columns({"mine": header})
            filler.update(key, 5, {"mine": f"{header} of the first row"})
        filler.save()
    parts = Parts.of(path)
    _paint(parts)
    _rename_watchlist(parts)
    _delete(parts, "RACI Load", "raci_load")
    _filter_requests(parts)
    parts.edit(
        sheet_part(parts, "Services"), "<conditionalFormatting", '<sheetProtection sheet="1"/><conditionalFormatting'
    )
    _own_sheet(parts)
    parts.save(path)
    return path


def sheet_part(parts: Parts, title: str) -> str:
    """Part of the sheet of a title."""
    found = re.search(rf'<sheet name="{re.escape(title)}" [^>]*r:id="(\w+)"', parts["xl/workbook.xml"].decode())
    assert found, title
    target = re.search(rf'Id="{found[1]}"[^>]*Target="/?(?:xl/)?([^"]+)"', parts["xl/_rels/workbook.xml.rels"].decode())
    assert target
    return f"xl/{target[1]}"


def _paint(parts: Parts) -> None:
    """A ground of the user's on a cell of an input sheet, on a column of a tab and on a tile of Summary."""
    styles = parts["xl/styles.xml"].decode()
    count = int(re.search(r'<fills count="(\d+)"', styles)[1])  # type: ignore[index]
    styles = styles.replace(f'<fills count="{count}">', f'<fills count="{count + 1}">').replace(
        "</fills>", PAPER + "</fills>"
    )
    formats = int(re.search(r'<cellXfs count="(\d+)"', styles)[1])  # type: ignore[index]
    mine = f'<xf numFmtId="0" fontId="0" fillId="{count}" borderId="0" xfId="0" applyFill="1"/></cellXfs>'
    styles = styles.replace(f'<cellXfs count="{formats}">', f'<cellXfs count="{formats + 1}">').replace(
        "</cellXfs>", mine
    )
    parts["xl/styles.xml"] = styles.encode()
    for title, cell in (("Services", "B5"), ("Summary", "B7")):
        part = sheet_part(parts, title)
        head = re.search(rf'<c r="{cell}"[^>]*>', parts[part].decode())
        assert head
        painted = re.sub(r' s="\d+"', "", head[0]).replace(f'"{cell}"', f'"{cell}" s="{formats}"')
        parts.edit(part, head[0], painted)
    watch = sheet_part(parts, "Watchlist")
    text = re.sub(r'(<col min="6" [^>]*style=")\d+', rf"\g<1>{formats}", parts[watch].decode(), count=1)
    parts[watch] = text.encode()


def _rename_watchlist(parts: Parts) -> None:
    text = parts["xl/workbook.xml"].decode().replace('name="Watchlist"', 'name="Open &amp; late"')
    text = text.replace("'Watchlist'!", "'Open &amp; late'!").replace(">Watchlist!", ">'Open &amp; late'!")
    parts["xl/workbook.xml"] = text.encode()


def _delete(parts: Parts, title: str, key: str) -> None:
    """Take a tab out as Excel does: its parts go, its names stand for nothing."""
    part = sheet_part(parts, title)
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    gone = [part, relations, "xl/" + re.findall(r'Target="\.\./([^"]+)"', parts[relations].decode())[0]]
    text = parts["xl/workbook.xml"].decode()
    sheets = re.findall(r"<sheet [^>]*/>", text)
    place = next(at for at, one in enumerate(sheets) if f'name="{title}"' in one)
    identity = re.search(r'r:id="(\w+)"', sheets[place])[1]  # type: ignore[index]
    text = text.replace(sheets[place], "")
    text = re.sub(rf'<definedName name="_xlnm\.\w+" localSheetId="{place}">[^<]*</definedName>', "", text)
    text = re.sub(r'localSheetId="(\d+)"', lambda one: f'localSheetId="{int(one[1]) - (int(one[1]) > place)}"', text)
    text = text.replace(f"'{title}'!", "#REF!")
    parts["xl/workbook.xml"] = text.encode()
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    parts["xl/_rels/workbook.xml.rels"] = re.sub(rf'<Relationship Id="{identity}"[^>]*/>', "", rels).encode()
    types = parts["[Content_Types].xml"].decode()
    for one in gone:
        del parts[one]
        types = re.sub(rf'<Override PartName="/{re.escape(one)}"[^>]*/>', "", types)
    parts["[Content_Types].xml"] = types.encode()


def _filter_requests(parts: Parts) -> None:
    part = sheet_part(parts, "Requests")
    table = next(name for name, data in parts.items() if b'displayName="Requests"' in data)
    found = re.search(r'<autoFilter ref="([^"]+)"/>', parts[table].decode())
    assert found
    criteria = '<filterColumn colId="1"><filters><filter val="SVC-1"/></filters></filterColumn>'
    parts.edit(table, found[0], f'<autoFilter ref="{found[1]}">{criteria}</autoFilter>')
    parts[part] = re.sub(r'<row r="7"', '<row r="7" hidden="1"', parts[part].decode(), count=1).encode()


def _own_sheet(parts: Parts) -> None:
    """A sheet with a table, a chart and formulas of the user's, which read input sheets and generated tabs."""
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        sheet = book.add_worksheet(OWN)
        sheet.write_formula("A1", "=COUNTA(Requests[Request ID])", None, 8)
        sheet.write_formula("A2", f"='{WATCH}'!B8", None, "")
        sheet.write_formula("A3", "=SUM(Mine[Cost])", None, 3)
        sheet.add_table(
            "C1:D3", {"name": "Mine", "columns": [{"header": "Item"}, {"header": "Cost"}], "data": [["a", 1], ["b", 2]]}
        )
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"='{OWN}'!$D$2:$D$3"})
        sheet.insert_chart("F2", chart)
    mine = Parts.of(whole)  # type: ignore[arg-type]
    table = mine["xl/tables/table1.xml"].decode().replace(' id="1" ', ' id="77" ', 1)
    drawing, rels = "xl/drawings/drawing77.xml", "xl/worksheets/_rels/sheet77.xml.rels"
    parts["xl/worksheets/sheet77.xml"] = _inline(mine["xl/worksheets/sheet1.xml"].decode()).encode()
    parts[rels] = (
        mine["xl/worksheets/_rels/sheet1.xml.rels"]
        .replace(b"drawing1.xml", b"drawing77.xml")
        .replace(b"table1.xml", b"table77.xml")
    )
    parts[drawing] = mine["xl/drawings/drawing1.xml"]
    parts["xl/drawings/_rels/drawing77.xml.rels"] = mine["xl/drawings/_rels/drawing1.xml.rels"].replace(
        b"chart1.xml", b"chart77.xml"
    )
    parts["xl/charts/chart77.xml"] = mine["xl/charts/chart1.xml"]
    parts["xl/tables/table77.xml"] = table.encode()
    for name, kind in (
        ("xl/worksheets/sheet77.xml", SPREADSHEET + "worksheet+xml"),
        ("xl/tables/table77.xml", SPREADSHEET + "table+xml"),
        (drawing, "application/vnd.openxmlformats-officedocument.drawing+xml"),
        ("xl/charts/chart77.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"),
    ):
        parts.declare(name, kind)
    parts.relate("xl/workbook.xml", "rIdMine", OFFICE + "worksheet", "worksheets/sheet77.xml")
    text = parts["xl/workbook.xml"].decode()
    text = re.sub(r"(</sheets>)", f'<sheet name="{OWN}" sheetId="77" r:id="rIdMine"/>\\1', text, count=1)
    text = text.replace(
        "</definedNames>", f"<definedName name=\"my_costs\">'{OWN}'!$D$2:$D$3</definedName></definedNames>"
    )
    parts["xl/workbook.xml"] = text.encode()


def _inline(sheet: str) -> str:
    """The sheet without a list of shared texts: headers of its table in the cells themselves."""
    words = iter(["Item", "Cost", "a", "b"])
    text = re.sub(
        r'<c r="(\w+)" t="s"><v>\d+</v></c>',
        lambda one: f'<c r="{one[1]}" t="inlineStr"><is><t>{next(words)}</t></is></c>',
        sheet,
    )
    return text.replace(' tabSelected="1"', "").replace("<dimension", '<sheetPr codeName="MySheet"/><dimension', 1)

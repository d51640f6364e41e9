"""New columns of tables: appended at the right end, with the look, the dropdown and the marks of the template.

The user's columns keep their order and their cells; where one of them is in the way, the column is left out and named.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from pmo_workbook.addresses import Area, cell_address, column_letters, parse_area
from pmo_workbook.hosts.cells import Content
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.hosts.table_xml import also_generated, column_name, generated_columns
from pmo_workbook.ooxml.workbook import MAIN, TablePart
from pmo_workbook.upgrade.cell_rules import bring_check
from pmo_workbook.upgrade.marks import bring_marks
from pmo_workbook.upgrade.moved import header_place, moved_table
from pmo_workbook.upgrade.prints import check_of, check_print, checks_on
from pmo_workbook.upgrade.work import Work, child

_BEFORE_COLS = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")


def add_columns(work: Work) -> None:
    """Bring the columns that the template has and the one of the workbook had not.

    Args:
        work: The upgrade.
    """
    for table, mine in list(work.tables()):
        if not work.before.has_table(table.name):
            continue
        columns = list(mine.columns)
        area = mine.ref
        for place, header in enumerate(table.columns):
            known = header_place(columns, table.name, header)
            if work.before.has_column(table.name, header):
                continue
            if known is not None:
                if not _brought_before(work, (table, mine), header, known):
                    what = f"The column {header} was there already; from now on it is read as the column of that name."
                    work.note("look", mine.sheet.title, what)
                continue
            wider = area._replace(last_column=area.last_column + 1)
            why = _in_the_way(work, mine, Area(area.first_row, wider.last_column, area.last_row, wider.last_column))
            if why:
                work.blocked(
                    mine.sheet.title, f"{why} is in the way of the new column {header}; move it, then upgrade again."
                )
                continue
            columns.append(header)
            area = wider
            _append(work, (table, mine), place, columns, area)
            work.note("added", mine.sheet.title, f"Column {header}.")
            _say_protected(work, mine, header)
    _say_bare(work)


def _brought_before(work: Work, pair: tuple[TablePart, TablePart], header: str, place: int) -> bool:
    """Whether a column was brought by an upgrade before: that of the user's own has another dropdown or message."""
    table, mine = pair
    generated = generated_columns(work.table_root(mine))
    if generated is not None:
        return mine.columns[place] in generated
    checks = checks_on(work.sheet(mine.sheet.part).root)
    found = check_print(check_of(checks, mine.ref.first_row + 1, mine.ref.first_column + place))
    return found == work.after.checks.get(f"{table.name}/{header}", "")


def _say_protected(work: Work, mine: TablePart, header: str) -> None:
    protection = work.sheet(mine.sheet.part).root.find(f"{{{MAIN}}}sheetProtection")
    if protection is not None and protection.get("sheet") in ("1", "true"):
        what = (
            f"The sheet is protected, so nobody can type into the new column {header}: unlock its cells where they may."
        )
        work.note("look", mine.sheet.title, what)


def _say_bare(work: Work) -> None:
    """Name the input tables that are no Excel Tables any more, where the template has something new for them."""
    for bound in work.inputs.values():
        name, table = bound.sheet.table, work.look.table(bound.sheet.table)
        if table is None or not work.before.has_table(name) or work.table(name) is not None:
            continue
        new = [header for header in table.columns if not work.before.has_column(name, header)]
        if new:
            what = f"The rows stand in no Excel Table, so these columns were not added: {', '.join(new)}."
            then = f"Make them a table named {name} (Insert, Table), then upgrade again."
            work.blocked(bound.table.sheet, f"{what} {then}")


def _in_the_way(work: Work, mine: TablePart, new: Area) -> str:
    """The cell or range that a new column would cover; empty when there is none."""
    sheet = work.sheet(mine.sheet.part)
    for row, column in sheet.occupied(new):
        return f"Cell {cell_address(row, column)}"
    tables = [other.ref for other in work.workbook.tables_on(mine.sheet) if other.part != mine.part]
    for area in (*sheet.merged(new), *sheet.arrays(new), *tables):
        if area.meets(new):
            return f"The range {area.address()}"
    return ""


def _append(work: Work, pair: tuple[TablePart, TablePart], place: int, columns: Sequence[str], area: Area) -> None:
    """Append one column.

    Args:
        work: The upgrade.
        pair: The table in the template and in the workbook.
        place: Place of the column in the template's table, 0-based.
        columns: Headers of the workbook's table, the new one last.
        area: The range of the workbook's table with the new column.
    """
    table, mine = pair
    source, target = table.ref.first_column + place, area.last_column
    moved = moved_table(table, columns, area)
    sheet, look = work.sheet(mine.sheet.part), work.look_root(table.sheet.part)
    sheet.touch()
    style_column(work, sheet.root, look, source, target)
    _draw_cells(work, pair, source, target, sheet)
    bring_check(work, sheet, look, moved, (table.ref.first_row + 1, source))
    bring_marks(work, pair, moved, place)
    _widen_table(work, mine, columns[-1], area)
    _widen_print_area(work, mine, area)


def style_column(work: Work, root: etree._Element, look: etree._Element, source: int, target: int) -> None:
    """Give a column the width and the format that one of the template has.

    Args:
        work: The upgrade.
        root: Root of the workbook's worksheet.
        look: Root of the template's worksheet.
        source: Column of the template.
        target: Column of the workbook.
    """
    found = next((one for one in _definitions(look) if _covers(one, source)), None)
    if found is None:
        return
    cols = child(root, "cols", _BEFORE_COLS)
    for other in list(cols):
        if _covers(other, target):
            _cut_out(other, target)
    fresh = copy.deepcopy(found)
    fresh.set("min", str(target))
    fresh.set("max", str(target))
    if fresh.get("style"):
        fresh.set("style", work.styles.cell(fresh.get("style", "")))
    place = sum(int(other.get("min", "0")) < target for other in cols)
    cols.insert(place, fresh)


def _draw_cells(work: Work, pair: tuple[TablePart, TablePart], source: int, target: int, sheet: SheetXml) -> None:
    """The header, and the ground of the rows above it."""
    table, mine = pair
    shift = mine.ref.first_row - table.ref.first_row
    look, rows = work.look_root(table.sheet.part), set(sheet.row_numbers())
    for cell in look.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row/{{{MAIN}}}c"):
        at = parse_area(cell.get("r", ""))
        if at is None or at.first_column != source or at.first_row > table.ref.first_row:
            continue
        is_header, row = at.first_row == table.ref.first_row, at.first_row + shift
        style = work.styles.cell(cell.get("s", ""))
        there = sheet.cell(row, target) if row > 0 else None
        if row < 1 or (there is not None and not is_header):
            continue
        if is_header and not mine.header_rows:
            continue
        if is_header or row in rows:
            put_styled(sheet, row, target, work.strings.text(cell) if is_header else "", style)


def put_styled(sheet: SheetXml, row: int, column: int, text: str, style: str) -> None:
    """Write a text, or only its ground, with a format.

    Args:
        sheet: The worksheet.
        row: Its row.
        column: Its column.
        text: The text; empty for none.
        style: Place of the format.
    """
    sheet.put(row, column, Content("inlineStr", text or " "))
    cell = sheet.cell(row, column)
    assert cell is not None
    if not text:
        for inner in list(cell):
            cell.remove(inner)
        cell.attrib.pop("t", "")
    if style:
        cell.set("s", style)
    else:
        cell.attrib.pop("s", "")


def _widen_table(work: Work, mine: TablePart, header: str, area: Area) -> None:
    root = work.table_root(mine)
    columns = root.find(f"{{{MAIN}}}tableColumns")
    assert columns is not None
    number = max((int(one.get("id", "0")) for one in columns), default=0) + 1
    fresh = etree.SubElement(columns, f"{{{MAIN}}}tableColumn")
    fresh.attrib.update({"id": str(number), "name": column_name(header)})
    columns.set("count", str(len(columns)))
    root.set("ref", area.address())
    for found in root.findall(f"{{{MAIN}}}autoFilter"):
        was = parse_area(found.get("ref", ""))
        if was is not None:
            found.set("ref", was._replace(last_column=area.last_column).address())
    also_generated(root, number)


def _widen_print_area(work: Work, mine: TablePart, area: Area) -> None:
    """Print the new column too, where all columns were printed before."""
    before = area.last_column - 1
    for name in work.root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"):
        place = name.get("localSheetId", "")
        if name.get("name") != "_xlnm.Print_Area" or not place.isdigit():
            continue
        if work.workbook.sheets[int(place)].part != mine.sheet.part:
            continue
        text, letters = name.text or "", f"${column_letters(before)}"
        head, _, last = text.rpartition(":")
        if (head and last.rstrip("0123456789$").rstrip("$") == letters.rstrip("$")) or last == letters:
            name.text = f"{head}:{last.replace(letters, f'${column_letters(area.last_column)}', 1)}"


def _definitions(root: etree._Element) -> list[etree._Element]:
    return list(root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"))


def _covers(definition: etree._Element, column: int) -> bool:
    return int(definition.get("min", "0")) <= column <= int(definition.get("max", "0"))


def _cut_out(definition: etree._Element, column: int) -> None:
    """Take one column out of a definition of several."""
    first, last = int(definition.get("min", "0")), int(definition.get("max", "0"))
    parent = definition.getparent()
    assert parent is not None
    if column < last:
        rest = copy.deepcopy(definition)
        rest.set("min", str(column + 1))
        definition.addnext(rest)
    if column > first:
        definition.set("max", str(column - 1))
    else:
        parent.remove(definition)

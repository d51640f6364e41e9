"""Rules 1 to 12 of a good workbook: its structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tests.witness.formulas import LAST_COLUMN, LAST_ROW, Area, address, area, column_letters, mentions
from tests.witness.opc import Element
from tests.witness.subject import GENERATED, PlacedTable, Subject, Violation, is_built_in

HIDDEN_ALLOWED: frozenset[str] = frozenset()
"""Titles of sheets that may be hidden."""

LOWEST_FROZEN_HEADER = 15
SPARE_ROWS, SPARE_COLUMNS = 60, 30
WIDE, WIDEST_PRINT = 250, 3
OWN_PREFIX = "pmo_"
"""How the names begin by which the package finds its blocks."""


def about(subject: Subject) -> list[Violation]:
    """1: the first sheet (Start, or one named About) says version, owner, date and how to use the workbook.

    Each is looked for as a word in a text of that sheet; the version also needs its number, in the same cell, to
    the right of it or below it.
    """
    title = next((name for name in subject.titles if name.casefold() == "about"), subject.titles[0])
    texts = {place: str(cell.value) for place, cell in subject.values[title]._cells.items() if cell.value is not None}
    words = {
        "version": "version",
        "owner": "owner",
        "date": r"as of|date|updated|last run",
        "how to use": r"how to|press|step",
    }
    found = []
    for what, pattern in words.items():
        places = [place for place, text in texts.items() if re.search(rf"\b(?:{pattern})", text, re.IGNORECASE)]
        if not places:
            found.append(Violation(title, "", f"says nothing about {what}"))
        elif what == "version" and not any(_has_value(texts, place) for place in places):
            found.append(Violation(title, address(*places[0]), "names the version without giving it"))
    return found


def _has_value(texts: dict[tuple[int, int], str], place: tuple[int, int]) -> bool:
    row, column = place
    near = [place, (row + 1, column), *((row, column + step) for step in range(1, 6))]
    return any(re.search(r"\d", texts.get(other, "")) for other in near)


def sheet_names(subject: Subject) -> list[Violation]:
    """2: every sheet has a name of its own, at most 31 characters, none that Excel gave it."""
    names = [sheet.name for sheet in subject.book.sheets]
    found = [
        Violation(name, "", "was never named") for name in names if re.fullmatch(r"(?i)(sheet|tabelle|feuil)\d*", name)
    ]
    found += [Violation(name, "", f"has {len(name)} characters") for name in names if len(name) > 31]
    counts = Counter(name.casefold() for name in names)
    return found + [Violation(name, "", "is there twice") for name, count in counts.items() if count > 1]


def blank_sheets(subject: Subject) -> list[Violation]:
    """3: every sheet has a value, a table or a drawing."""
    return [
        Violation(title, "", "is blank")
        for title in subject.titles
        if not subject.tables_of(title)
        and not subject.drawings(title)
        and all(cell.value is None for cell in subject.formulas[title]._cells.values())
    ]


def hidden_sheets(subject: Subject) -> list[Violation]:
    """4: no sheet is hidden or very hidden, except those of `HIDDEN_ALLOWED`."""
    hidden = [sheet for sheet in subject.book.sheets if sheet.state != "visible" and sheet.name not in HIDDEN_ALLOWED]
    return [Violation(sheet.name, "", f"is {sheet.state}") for sheet in hidden]


def hidden_cells(subject: Subject) -> list[Violation]:
    """5: no row or column of an input table is hidden (by hand, by a filter or by grouping)."""
    found = []
    for table in (table for table in subject.tables if table.is_input):
        sheet = subject.formulas[table.sheet]
        rows = (row for row in range(table.box.top, table.box.bottom + 1) if row in sheet.row_dimensions)
        found += [
            Violation(table.sheet, f"{row}:{row}", "is hidden") for row in rows if sheet.row_dimensions[row].hidden
        ]
        for item in subject.scans[table.sheet].root.iterfind("{*}cols/{*}col"):
            low, high = int(item.get("min")), int(item.get("max"))
            shared = low <= table.box.right and high >= table.box.left
            if shared and (item.get("hidden") in ("1", "true") or item.get("width") == "0"):
                found.append(Violation(table.sheet, f"{column_letters(low)}:{column_letters(high)}", "is hidden"))
    return found


def real_tables(subject: Subject) -> list[Violation]:
    """6: each input sheet is an Excel Table; headers unique and filled, no blank row inside, nothing beside or below.

    A blank row is one before the last filled row of its table: a table that is empty keeps one blank row, since Excel
    has none without. Titles and notes stand above a table.
    """
    found = []
    for title in subject.titles:
        tables = subject.tables_of(title)
        if title not in GENERATED:
            found += [] if tables else [Violation(title, "", "is an input sheet without a table")]
            found += _outside(subject, title, tables)
        for table in tables:
            found += list(_inside(subject, table))
    return found


def _inside(subject: Subject, table: PlacedTable) -> Iterator[Violation]:
    for header, count in Counter(name.strip().casefold() for name in table.columns).items():
        if count > 1 or not header:
            yield Violation(table.sheet, str(table.box), f"{count} columns of {table.name} are headed {header!r}")
    if table.root.get("headerRowCount") == "0":
        yield Violation(table.sheet, str(table.box), f"{table.name} has no header row")
    columns = range(table.box.left, table.box.right + 1)
    filled = [
        row for row in table.rows if any(subject.value(table.sheet, row, column) is not None for column in columns)
    ]
    for row in sorted(set(range(table.rows.start, max(filled, default=0))) - set(filled)):
        yield Violation(table.sheet, f"{row}:{row}", f"is a blank row inside {table.name}")


def _outside(subject: Subject, title: str, tables: list[PlacedTable]) -> Iterator[Violation]:
    top = min((table.box.top for table in tables), default=LAST_ROW)
    for (row, column), cell in subject.values[title]._cells.items():
        if row > top and cell.value not in (None, "") and not any(table.box.holds(row, column) for table in tables):
            yield Violation(title, address(row, column), "stands beside or below the table")


def merged_cells(subject: Subject) -> list[Violation]:
    """7: no merged cells reach into a table."""
    found = []
    for table in subject.tables:
        for item in subject.scans[table.sheet].root.iterfind("{*}mergeCells/{*}mergeCell"):
            if area(item.get("ref")).meets(table.box):
                found.append(Violation(table.sheet, item.get("ref"), f"is merged inside {table.name}"))
    return found


def frozen_headers(subject: Subject) -> list[Violation]:
    """8: where a sheet has exactly one table, the panes are frozen just under its header.

    Not where the header stands below row 15: frozen, it would fill the screen. Not where there are several tables.
    """
    found = []
    for title in subject.titles:
        tables = subject.tables_of(title)
        if len(tables) != 1 or tables[0].box.top > LOWEST_FROZEN_HEADER:
            continue
        pane = subject.scans[title].root.find("{*}sheetViews/{*}sheetView/{*}pane")
        frozen = pane is not None and pane.get("state", "").startswith("frozen")
        if not frozen or int(float(pane.get("ySplit", 0))) != tables[0].box.top:
            found.append(Violation(title, f"A{tables[0].box.top + 1}", "the panes are not frozen under the header"))
    return found


def opening_view(subject: Subject) -> list[Violation]:
    """9: the workbook opens on its first sheet, and every sheet at its top with the cursor on A1.

    With frozen panes, each pane has a cursor of its own, on its first cell.
    """
    found = []
    view = subject.package.tree(subject.package.workbook).find("{*}bookViews/{*}workbookView")
    if view is not None and int(view.get("activeTab", 0)) != 0:
        found.append(Violation("", "", f"opens on tab {view.get('activeTab')}"))
    for title, scan in subject.scans.items():
        for sheet in scan.root.iterfind("{*}sheetViews/{*}sheetView"):
            pane = sheet.find("{*}pane")
            home = {"A1"} if pane is None else _first_cells(pane)
            cells = {item.get("activeCell", "A1") for item in sheet.iterfind("{*}selection")}
            scrolled = sheet.get("topLeftCell", "A1") != "A1"
            if pane is not None and pane.get("topLeftCell") not in (None, _first_scrolling(pane)):
                scrolled = True
            if not cells <= home or scrolled:
                found.append(Violation(title, ", ".join(sorted(cells)), "is not open at its top"))
    return found


def _first_cells(pane: Element) -> set[str]:
    rows, columns = int(float(pane.get("ySplit", 0))) + 1, int(float(pane.get("xSplit", 0))) + 1
    return {address(row, column) for row in (1, rows) for column in (1, columns)}


def _first_scrolling(pane: Element) -> str:
    return address(int(float(pane.get("ySplit", 0))) + 1, int(float(pane.get("xSplit", 0))) + 1)


def print_setup(subject: Subject) -> list[Violation]:
    """10: every sheet prints at its width; a table repeats its header; a sheet without a table has a print area.

    A sheet whose columns need more than 250 characters may be up to three pages wide: on one it could not be read.
    A table grows, so its sheet needs no print area (what is filled is printed); one that is there must hold the table.
    """
    names = _local_names(subject)
    found = []
    for title, scan in subject.scans.items():
        fit = scan.root.find("{*}sheetPr/{*}pageSetUpPr")
        setup = scan.root.find("{*}pageSetup")
        pages = 1 if setup is None else int(setup.get("fitToWidth", 1))
        most = WIDEST_PRINT if _width(scan.root) > WIDE else 1
        if fit is None or fit.get("fitToPage") not in ("1", "true") or not 1 <= pages <= most:
            found.append(Violation(title, "", f"is not fitted to the width of {most} pages"))
        tables = subject.tables_of(title)
        prints = [m.area for m in mentions(names.get((title, "_xlnm.Print_Area")) or '""') if m.area]
        repeats = [m.area for m in mentions(names.get((title, "_xlnm.Print_Titles")) or '""') if m.area]
        if not tables and not prints:
            found.append(Violation(title, "", "has no print area"))
        for table in tables:
            if prints and not any(_contains(box, table.box) for box in prints):
                found.append(Violation(title, str(table.box), f"the print area cuts {table.name}"))
        if len(tables) == 1 and not any(box.top <= tables[0].box.top <= box.bottom for box in repeats):
            found.append(Violation(title, "", f"does not repeat the header of {tables[0].name} on each page"))
    return found


def _width(root: Element) -> float:
    items = (item for item in root.iterfind("{*}cols/{*}col") if int(item.get("max")) < LAST_COLUMN)
    return sum(float(item.get("width", 0)) * (int(item.get("max")) - int(item.get("min")) + 1) for item in items)


def _contains(outer: Area, inner: Area) -> bool:
    return outer.holds(inner.top, inner.left) and outer.holds(inner.bottom, inner.right)


def _local_names(subject: Subject) -> dict[tuple[str, str], str]:
    titles = [sheet.name for sheet in subject.book.sheets]
    return {
        (titles[int(item.get("localSheetId"))], item.get("name")): item.text or ""
        for item in subject.book.names
        if item.get("localSheetId") is not None
    }


def used_range(subject: Subject) -> list[Violation]:
    """11: rows and cells end soon after the last content (at most 60 rows, 30 columns).

    Content is a value, a table, a merge, a drawing, or a rectangle with a defined name: the blocks of a generated tab
    are formatted before they are filled.
    """
    found = []
    for title in subject.titles:
        sheet = subject.formulas[title]
        bottom, right = _content_end(subject, title)
        last = max(sheet.max_row, max(sheet.row_dimensions, default=0))
        if last > bottom + SPARE_ROWS:
            found.append(Violation(title, f"{last}:{last}", f"is used, but the content ends in row {bottom}"))
        if sheet.max_column > right + SPARE_COLUMNS:
            found.append(
                Violation(title, address(1, sheet.max_column), f"is used, but the content ends in column {right}")
            )
    return found


def _content_end(subject: Subject, title: str) -> tuple[int, int]:
    ends = [place for place, cell in subject.formulas[title]._cells.items() if cell.value not in (None, "")]
    boxes = [table.box for table in subject.tables_of(title)]
    boxes += [area(item.get("ref")) for item in subject.scans[title].root.iterfind("{*}mergeCells/{*}mergeCell")]
    for item in subject.book.names:
        boxes += [m.area for m in mentions(item.text or '""') if m.area and m.sheet == title]
    ends += [(box.bottom, box.right) for box in boxes if box.bottom < LAST_ROW and box.right < LAST_COLUMN]
    for drawing in subject.drawings(title):
        for corner in subject.package.tree(drawing).iter("{*}to"):
            ends.append((int(corner.findtext("{*}row")) + 1, int(corner.findtext("{*}col")) + 1))
    return max((row for row, _ in ends), default=0), max((column for _, column in ends), default=0)


def defined_names(subject: Subject) -> list[Violation]:
    """12: no defined name is broken, hidden, unused or of another file.

    A name is in use when a formula, validation, conditional format, chart or other name mentions it. A name that
    begins with ``pmo_`` is the package's own, by which it finds its blocks.
    """
    used = {
        mention.name.casefold()
        for formula in [*subject.cell_formulas, *subject.other_formulas]
        for mention in mentions(formula.text)
        if mention.name
    }
    links = (item.get("location", "") for scan in subject.scans.values() for item in scan.root.iter("{*}hyperlink"))
    used |= {link.lstrip("#").casefold() for link in links}
    found = []
    for item in subject.book.names:
        name, where = item.get("name"), mentions(item.text or '""')
        if any(mention.broken for mention in where):
            found.append(Violation("", f"name {name}", "is broken"))
        if any(mention.external for mention in where):
            found.append(Violation("", f"name {name}", "points to another file"))
        if item.get("hidden") in ("1", "true") and name != "_xlnm._FilterDatabase":
            found.append(Violation("", f"name {name}", "is hidden"))
        if not is_built_in(name) and not name.startswith(OWN_PREFIX) and name.casefold() not in used:
            found.append(Violation("", f"name {name}", "is not used"))
    return found

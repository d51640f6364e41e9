"""Rules 32 to 40 of a good workbook: everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import Any

from lxml import etree
from openpyxl.formula.tokenizer import Token
from openpyxl.styles.differential import DifferentialStyle

from tests.witness.colours import BLACK, WHITE, Palette, Rgb, as_hex, contrast, is_status
from tests.witness.formulas import Area, address, areas, tokens
from tests.witness.opc import local
from tests.witness.subject import Subject, Violation

LOWEST_CONTRAST = 4.5
SMALLEST_FONT, SMALLEST_CHART_FONT = 11.0, 9.0
LONGEST_ALT_TEXT = 250
ROWS_LOOKED_AT = 300
AXES = ("catAx", "valAx", "dateAx", "serAx")


def alt_texts(subject: Subject) -> list[Violation]:
    """32: every picture, chart and shape has an alternative text or is marked as decorative.

    The text is no file name and has at most 250 characters. A form button is read out by its caption; it needs one, or
    an alternative text.
    """
    found = []
    for title in subject.titles:
        for drawing in subject.drawings(title):
            for item in subject.package.tree(drawing).iter("{*}cNvPr"):
                text = item.get("descr", "").strip()
                name = item.get("name", "")
                if any(local(child) == "decorative" and child.get("val") == "1" for child in item.iter()):
                    continue
                if not text:
                    found.append(Violation(title, name, "has no alternative text"))
                elif re.search(r"\.(png|jpe?g|gif|bmp|emf|wmf|svg)$", text, re.IGNORECASE):
                    found.append(Violation(title, name, f"has a file name for alternative text: {text}"))
                elif len(text) > LONGEST_ALT_TEXT:
                    found.append(Violation(title, name, f"has an alternative text of {len(text)} characters"))
        found += list(_buttons(subject, title))
    return found


def _buttons(subject: Subject, title: str) -> Iterator[Violation]:
    for part in subject.package.related(subject.scans[title].part, "vmlDrawing"):
        root = etree.fromstring(subject.package.blobs[part], etree.XMLParser(recover=True))
        for shape in root.iter("{*}shape"):
            kinds = {data.get("ObjectType") for data in shape.iter("{*}ClientData")}
            caption = "".join(str(text) for box in shape.iter("{*}textbox") for text in box.itertext()).strip()
            if "Button" in kinds and not caption and not shape.get("alt"):
                yield Violation(title, shape.get("id", ""), "is a button without caption")


class _Sheet:
    """Fonts and fills of one sheet, with those of conditional formats."""

    def __init__(self, subject: Subject, title: str) -> None:
        self.subject, self.title = subject, title
        self.sheet = subject.formulas[title]
        theme = subject.package.related(subject.package.workbook, "theme")
        self.palette = Palette(subject.package.blobs[theme[0]] if theme else None)

    def pair(self, cell: Any) -> tuple[Rgb, Rgb]:
        """Colour of a cell's font and of what is behind it."""
        fill = cell.fill
        behind = self.palette.rgb(fill.fgColor, WHITE) if fill is not None and fill.fill_type == "solid" else WHITE
        return self.palette.rgb(cell.font.color if cell.font else None, BLACK), behind

    def conditional_pair(self, style: DifferentialStyle) -> tuple[Rgb | None, Rgb | None]:
        """Colours that a conditional format sets; None where it leaves the cell's."""
        font = self.palette.rgb(style.font.color, BLACK) if style.font and style.font.color else None
        fill = style.fill
        behind = self.palette.rgb(fill.bgColor, WHITE) if fill and fill.fill_type in (None, "solid") else None
        return font, behind

    @cached_property
    def rules(self) -> list[tuple[list[Area], Any]]:
        """Conditional formats that set fonts or fills, with their ranges."""
        found = []
        for holder in self.sheet.conditional_formatting:
            boxes = areas(str(holder.sqref))
            found += [(boxes, rule) for rule in holder.rules if rule.dxf is not None]
        return found

    def looked_at(self, boxes: list[Area]) -> list[Any]:
        """Existing cells of the first rows of ranges."""
        return [
            cell
            for (row, column), cell in self.sheet._cells.items()
            if any(box.holds(row, column) and row < box.top + ROWS_LOOKED_AT for box in boxes)
        ]


def contrasts(subject: Subject) -> list[Violation]:
    """33: text and what is behind it have a contrast of 4.5 to 1 (WCAG AA), also where conditional formats apply.

    Looked at: cells with text or in a table, each conditional format over the cells of its first 300 rows, and two
    conditional formats over the same cells of which one sets the font and the other the fill. Not: fills of table
    styles, charts, and number formats that show nothing.
    """
    found: dict[tuple[str, Rgb, Rgb], Violation] = {}

    def judge(title: str, where: str, font: Rgb, behind: Rgb, what: str) -> None:
        ratio = contrast(font, behind)
        if ratio < LOWEST_CONTRAST:
            text = f"{what} {as_hex(font)} on {as_hex(behind)} has a contrast of {ratio:.2f}"
            found.setdefault((title, font, behind), Violation(title, where, text))

    for title in subject.titles:
        sheet = _Sheet(subject, title)
        boxes = [table.box for table in subject.tables_of(title)]
        for (row, column), cell in sheet.sheet._cells.items():
            if (cell.value is not None or any(box.holds(row, column) for box in boxes)) and cell.number_format != ";;;":
                judge(title, cell.coordinate, *sheet.pair(cell), "text")
        for boxes, rule in sheet.rules:
            font, behind = sheet.conditional_pair(rule.dxf)
            if (font is None and behind is None) or (rule.dxf.numFmt and rule.dxf.numFmt.formatCode == ";;;"):
                continue
            for own_font, own_behind in {sheet.pair(cell) for cell in sheet.looked_at(boxes)}:
                judge(title, str(boxes[0]), font or own_font, behind or own_behind, "a conditional format")
        for (one, first), (other, second) in combinations(sheet.rules, 2):
            pair, next_pair = sheet.conditional_pair(first.dxf), sheet.conditional_pair(second.dxf)
            if any(box.meets(area) for box in one for area in other) and not (first.stopIfTrue or second.stopIfTrue):
                font, behind = pair[0] or next_pair[0], pair[1] or next_pair[1]
                if font and behind:
                    judge(title, str(one[0]), font, behind, "two conditional formats,")
    return sorted(found.values())


def not_by_colour_alone(subject: Subject) -> list[Violation]:
    """34: a status is said in words or signs, not by colour alone.

    No cell that is red, amber or green is without text; no colour scale, data bar or icon hides the value and no
    conditional format hides its text. Icons may stand alone: they differ in shape. Cells of input tables may be blank
    in any colour that a conditional format gives them: Issues says why in words.
    """
    found = []
    for title in subject.titles:
        sheet = _Sheet(subject, title)
        merged = [area for box in sheet.sheet.merged_cells.ranges for area in areas(str(box))]
        for (row, column), cell in sheet.sheet._cells.items():
            inside = any(box.holds(row, column) and (row, column) != (box.top, box.left) for box in merged)
            fill = sheet.pair(cell)[1]
            if cell.value is None and not inside and is_status(fill):
                found.append(Violation(title, cell.coordinate, f"is {as_hex(fill)} without a word"))
        for holder in sheet.sheet.conditional_formatting:
            for rule in holder.rules:
                hides = rule.dxf is not None and rule.dxf.numFmt is not None and rule.dxf.numFmt.formatCode == ";;;"
                bare = rule.dataBar is not None and rule.dataBar.showValue is False
                cells = sheet.looked_at(areas(str(holder.sqref))) if rule.colorScale is not None else []
                if hides or bare or any(cell.number_format == ";;;" for cell in cells):
                    found.append(Violation(title, str(holder.sqref), "a conditional format shows colour for a value"))
    return found


def negative_numbers(subject: Subject) -> list[Violation]:
    """35: a number format that colours negative numbers also gives them a minus sign or brackets."""
    found: dict[tuple[str, str], Violation] = {}
    for sheet in subject.formulas.worksheets:
        for cell in sheet._cells.values():
            sections = re.sub(r'"[^"]*"|\\.', lambda match: match[0].strip('\\"'), cell.number_format).split(";")
            coloured = len(sections) > 1 and re.search(r"\[(red|color ?\d+)\]", sections[1], re.IGNORECASE)
            if coloured and not re.search(r"[-−–(▼]", sections[1]):
                text = f"negative numbers differ by colour only: {cell.number_format}"
                found.setdefault((sheet.title, cell.number_format), Violation(sheet.title, cell.coordinate, text))
    return list(found.values())


def link_texts(subject: Subject) -> list[Violation]:
    """36: every link shows words: its cell is not blank and not the bare address."""
    found = []
    for title, scan in subject.scans.items():
        for item in scan.root.iterfind("{*}hyperlinks/{*}hyperlink"):
            box = areas(item.get("ref"))[0]
            found += list(_words(subject, title, box.top, box.left))
    for formula in subject.cell_formulas:
        if formula.text.upper().startswith("HYPERLINK("):
            separators = [token for token in tokens(formula.text) if token.type == Token.SEP]
            box = areas(formula.cell)[0]
            if not separators:
                found.append(Violation(formula.sheet, formula.cell, "is a link without words"))
            found += list(_words(subject, formula.sheet, box.top, box.left))
    return found


def _words(subject: Subject, title: str, row: int, column: int) -> Iterator[Violation]:
    text = str(subject.value(title, row, column) or "").strip()
    if not text:
        yield Violation(title, address(row, column), "is a link without words")
    elif re.match(r"(https?|file|mailto):", text):
        yield Violation(title, address(row, column), f"shows the bare address {text}")


def title_and_language(subject: Subject) -> list[Violation]:
    """37: the document's properties give its title and its language."""
    parts = subject.package.related("", "core-properties")
    root = subject.package.tree(parts[0]) if parts else None
    wanted = ("title", "language")
    found = [name for name in wanted if root is None or not (root.findtext(f"{{*}}{name}") or "").strip()]
    return [Violation("", "document properties", f"have no {name}") for name in found]


def axis_titles(subject: Subject) -> list[Violation]:
    """39: every chart has a title, and so has every axis that is shown."""
    found = []
    for title in subject.titles:
        for part in subject.charts(title):
            root = subject.package.tree(part)
            if root.find("{*}chart/{*}title") is None:
                found.append(Violation(title, part, "is a chart without title"))
            for axis in (item for item in root.iter() if local(item) in AXES):
                gone = axis.find("{*}delete")
                if (gone is None or gone.get("val", "1") in ("0", "false")) and axis.find("{*}title") is None:
                    found.append(Violation(title, part, f"has an axis ({local(axis)}) without title"))
    return found


def reading_order(subject: Subject) -> list[Violation]:
    """40: no two tables of a sheet stand side by side."""
    found = []
    for title in subject.titles:
        for one, other in combinations(subject.tables_of(title), 2):
            if one.box.top <= other.box.bottom and other.box.top <= one.box.bottom:
                found.append(Violation(title, str(other.box), f"{other.name} stands beside {one.name}"))
    return found

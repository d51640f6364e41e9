"""The styles of the copy: only formats that a cell of it uses, numbered anew, without the names people gave them."""

from __future__ import annotations

import re

from lxml import etree

from pmo_workbook.ooxml.package import to_bytes
from pmo_workbook.ooxml.workbook import MAIN
from pmo_workbook.publish.clean.allow import allowed, copied, first, local, main, new_root

_VAL = "val"
_COLOUR = "auto indexed rgb theme tint"
_EDGE = "style"
FORMATS = allowed(
    font="",
    fill="",
    border="diagonalUp diagonalDown outline",
    b=_VAL,
    i=_VAL,
    strike=_VAL,
    condense=_VAL,
    extend=_VAL,
    outline=_VAL,
    shadow=_VAL,
    u=_VAL,
    vertAlign=_VAL,
    sz=_VAL,
    name=_VAL,
    family=_VAL,
    charset=_VAL,
    scheme=_VAL,
    color=_COLOUR,
    patternFill="patternType",
    fgColor=_COLOUR,
    bgColor=_COLOUR,
    gradientFill="type degree left right top bottom",
    stop="position",
    left=_EDGE,
    right=_EDGE,
    start=_EDGE,
    end=_EDGE,
    top=_EDGE,
    bottom=_EDGE,
    diagonal=_EDGE,
    vertical=_EDGE,
    horizontal=_EDGE,
    alignment="horizontal vertical textRotation wrapText indent relativeIndent justifyLastLine shrinkToFit "
    "readingOrder",
    protection="locked hidden",
    numFmt="numFmtId formatCode",
    dxf="",
)
_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u"),
    *("vertAlign", "sz", "color", "name", "family", "charset", "scheme"),
)
"""Order that the format asks for, and that not every program keeps."""
_BUILT_IN_TABLE_STYLE = re.compile(r"TableStyle(Light|Medium|Dark)\d{1,2}")
_OWN_FORMATS_FROM = 164
_ASPECTS = ("Number", "Font", "Fill", "Border", "Alignment", "Protection")


class Styles:
    """The copy's styles, filled as cells ask for their formats."""

    def __init__(self, source: etree._Element) -> None:
        """Begin with what every workbook must have.

        Args:
            source: Root of the source's styles part.
        """
        self._source = source
        self._lists: dict[str, list[etree._Element]] = {
            name: [] if (found := first(source, name)) is None else list(found.iterchildren(etree.Element))
            for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs", "tableStyles")
        }
        self._codes = {
            number.get("numFmtId", ""): number.get("formatCode", "")
            for number in source.iterfind(f"{main('numFmts')}/{main('numFmt')}")
        }
        self._fresh: dict[str, list[etree._Element]] = {name: [] for name in self._lists}
        self._places: dict[tuple[str, int], int] = {}
        self._numbers: dict[str, str] = {}
        self._table_styles: dict[str, str] = {}
        for index in range(2):  # the first two fills are fixed: none and gray125
            self._place("fills", index)
        for name in ("fonts", "borders"):
            self._place(name, 0)
        normal = self._normal()
        self._fresh["cellStyleXfs"].append(self._cell_format(normal, normal=True))
        self.format("0")

    def format(self, index: str) -> str:
        """The copy's number of a cell format.

        Args:
            index: The source's number; empty is 0.
        """
        at = int(index or "0")
        if at >= len(self._lists["cellXfs"]):
            at = 0
        key = ("cellXfs", at)
        if key not in self._places:
            formats = self._lists["cellXfs"]
            fresh = self._cell_format(formats[at] if formats else etree.Element(main("xf")), normal=False)
            self._places[key] = len(self._fresh["cellXfs"])
            self._fresh["cellXfs"].append(fresh)
        return str(self._places[key])

    def own(self, font: etree._Element, border: etree._Element | None, alignment: etree._Element) -> str:
        """A cell format that the source does not have.

        Args:
            font: Its font.
            border: Its border; None for none.
            alignment: Its alignment.

        Returns:
            Its number in the copy.
        """
        fresh = etree.Element(main("xf"), numFmtId="0", fontId=str(len(self._fresh["fonts"])), fillId="0")
        self._fresh["fonts"].append(font)
        fresh.set("borderId", "0" if border is None else str(len(self._fresh["borders"])))
        if border is not None:
            self._fresh["borders"].append(border)
        fresh.set("xfId", "0")
        for aspect in ("Font", "Border", "Alignment"):
            fresh.set(f"apply{aspect}", "1")
        fresh.append(alignment)
        self._fresh["cellXfs"].append(fresh)
        return str(len(self._fresh["cellXfs"]) - 1)

    def difference(self, index: str) -> str | None:
        """The copy's number of a format that a condition lays over a cell, None if the source has no such format."""
        if not index.isdigit() or int(index) >= len(self._lists["dxfs"]):
            return None
        return str(self._place("dxfs", int(index)))

    def table_style(self, name: str) -> str:
        """The copy's name of a table style: Excel's own as it is, a custom one under a name of ours; else empty."""
        if _BUILT_IN_TABLE_STYLE.fullmatch(name):
            return name
        if name not in self._table_styles:
            old = next((style for style in self._lists["tableStyles"] if style.get("name") == name), None)
            self._table_styles[name] = "" if old is None else self._custom_table_style(old)
        return self._table_styles[name]

    def code(self, code: str) -> str:
        """A number format of a chart: itself where a cell of the copy uses it or it holds no words, else General."""
        known = {self._codes.get(old, "") for old in self._numbers}
        return code if code in known or (not re.search(r'["\\\[]', code) and len(code) < 40) else "General"

    def to_bytes(self) -> bytes:
        """The part."""
        root = new_root(main("styleSheet"), MAIN)
        if self._numbers:
            numbers = etree.SubElement(root, main("numFmts"), count=str(len(self._numbers)))
            for old, new in self._numbers.items():
                etree.SubElement(numbers, main("numFmt"), numFmtId=new, formatCode=self._codes[old])
        for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs"):
            etree.SubElement(root, main(name), count=str(len(self._fresh[name]))).extend(self._fresh[name])
        names = etree.SubElement(root, main("cellStyles"), count="1")
        etree.SubElement(names, main("cellStyle"), name="Normal", xfId="0", builtinId="0")
        dxfs = self._fresh["dxfs"]
        etree.SubElement(root, main("dxfs"), count=str(len(dxfs))).extend(dxfs)
        tables = self._fresh["tableStyles"]
        etree.SubElement(
            root,
            main("tableStyles"),
            count=str(len(tables)),
            defaultTableStyle="TableStyleMedium9",
            defaultPivotStyle="PivotStyleLight16",
        ).extend(tables)
        palette = self._source.find(f"{main('colors')}/{main('indexedColors')}")
        if palette is not None:
            colours = etree.SubElement(root, main("colors"))
            colours.append(copied(palette, allowed(indexedColors="", rgbColor="rgb")))
        etree.cleanup_namespaces(root)
        return to_bytes(root)

    def _normal(self) -> etree._Element:
        formats = self._lists["cellStyleXfs"]
        for style in self._source.iterfind(f"{main('cellStyles')}/{main('cellStyle')}"):
            if style.get("builtinId") == "0" and int(style.get("xfId", "0")) < len(formats):
                return formats[int(style.get("xfId", "0"))]
        return formats[0] if formats else etree.Element(main("xf"))

    def _cell_format(self, old: etree._Element, *, normal: bool) -> etree._Element:
        fresh = etree.Element(main("xf"))
        fresh.set("numFmtId", self._number(old.get("numFmtId", "0")))
        for attribute, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            fresh.set(attribute, str(self._place(name, int(old.get(attribute, "0")))))
        if not normal:
            fresh.set("xfId", "0")
            # all that a named style gave is in the format itself; say so, as the style is gone
            for aspect in _ASPECTS:
                if aspect not in ("Alignment", "Protection") or first(old, aspect.lower()) is not None:
                    fresh.set(f"apply{'NumberFormat' if aspect == 'Number' else aspect}", "1")
            for flag in ("quotePrefix", "pivotButton"):
                if flag == "quotePrefix" and old.get(flag):
                    fresh.set(flag, old.get(flag, ""))
        for name in ("alignment", "protection"):
            found = first(old, name)
            if found is not None:
                fresh.append(copied(found, FORMATS))
        return fresh

    def _number(self, old: str) -> str:
        if old not in self._codes:
            return old if old.isdigit() and int(old) < _OWN_FORMATS_FROM else "0"
        if old not in self._numbers:
            self._numbers[old] = str(_OWN_FORMATS_FROM + len(self._numbers))
        return self._numbers[old]

    def _place(self, name: str, index: int) -> int:
        """Place in the copy's list of an entry of the source's; entries that are not there become plain ones."""
        key = (name, index)
        if key not in self._places:
            known = self._lists[name]
            tag = "dxf" if name == "dxfs" else name.removesuffix("s")
            fresh = copied(known[index], FORMATS) if index < len(known) else etree.Element(main(tag))
            for font in fresh.iter(main("font")):
                font[:] = sorted(font, key=lambda part: _FONT_ORDER.index(local(part)))
            for number in fresh.iter(main("numFmt")):
                code = number.get("formatCode", "")
                if self._codes.get(number.get("numFmtId", "")) == code:
                    number.set("numFmtId", self._number(number.get("numFmtId", "")))
            self._places[key] = len(self._fresh[name])
            self._fresh[name].append(fresh)
        return self._places[key]

    def _custom_table_style(self, old: etree._Element) -> str:
        fresh = etree.Element(main("tableStyle"))
        name = f"Table style {len(self._fresh['tableStyles']) + 1}"
        fresh.set("name", name)
        fresh.set("pivot", "0")
        for element in old.iterfind(main("tableStyleElement")):
            copy = copied(element, allowed(tableStyleElement="type size"))
            place = self.difference(element.get("dxfId", ""))
            if place is not None:
                copy.set("dxfId", place)
                fresh.append(copy)
        fresh.set("count", str(len(fresh)))
        self._fresh["tableStyles"].append(fresh)
        return name

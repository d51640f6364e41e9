"""The formats of the template among those of the workbook: found there, or appended; none changes its place."""

from __future__ import annotations

import copy

from lxml import etree

from pmo_workbook.ooxml.package import parse_xml, to_bytes
from pmo_workbook.ooxml.workbook import MAIN, Workbook
from pmo_workbook.upgrade.prints import canonical

_ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
    *("tableStyles", "colors", "extLst"),
)
_PIECES = (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))
_FIRST_OWN = 164
"""Number formats below it are built in and have the same number in every workbook."""


class Styles:
    """Formats of the template by their place in the workbook.

    Args:
        workbook: The workbook; its styles part is replaced by `save` when formats were appended.
        look: The template.
    """

    def __init__(self, workbook: Workbook, look: Workbook) -> None:
        self._workbook = workbook
        self._root = parse_xml(workbook.package.read(workbook.related("styles")))
        self._look = parse_xml(look.package.read(look.related("styles")))
        self._places: dict[tuple[str, int], int] = {}
        self._known: dict[str, dict[str, int]] = {}
        self._codes = _codes(self._look)
        self._own_codes = {code: number for number, code in _codes(self._root).items()}
        self._appended = False

    def cell(self, style: str) -> str:
        """Place of a cell format of the template; empty stays empty.

        Args:
            style: Its place in the template.
        """
        return str(self._place("cellXfs", int(style))) if style else ""

    def mark(self, style: str) -> str:
        """Place of a format of a conditional format; empty stays empty.

        Args:
            style: Its place in the template.
        """
        return str(self._place("dxfs", int(style))) if style else ""

    def save(self) -> None:
        """Put the styles part into the package, if formats were appended."""
        if self._appended:
            self._workbook.package.replace(self._workbook.related("styles"), to_bytes(self._root))

    def _place(self, kind: str, index: int) -> int:
        if (kind, index) not in self._places:
            source = self._look.find(f"{{{MAIN}}}{kind}")
            found = None if source is None else source[index]
            element = etree.Element(f"{{{MAIN}}}xf") if found is None else copy.deepcopy(found)
            if kind == "cellXfs":
                self._fit(element)
            for number in element.iter(f"{{{MAIN}}}numFmt"):
                number.set("numFmtId", str(self._number(number.get("formatCode", ""))))
            self._places[kind, index] = self._found(kind, element)
        return self._places[kind, index]

    def _fit(self, cell_format: etree._Element) -> None:
        """Let a cell format refer to the fonts, fills, borders and number formats of the workbook."""
        for kind, name in _PIECES:
            cell_format.set(name, str(self._place(kind, int(cell_format.get(name, "0")))))
        number = int(cell_format.get("numFmtId", "0"))
        if number >= _FIRST_OWN:
            cell_format.set("numFmtId", str(self._number(self._codes.get(number, "General"))))
        cell_format.set("xfId", "0")

    def _found(self, kind: str, element: etree._Element) -> int:
        parent = self._list(kind)
        if kind not in self._known:
            self._known[kind] = {}
            for place, other in enumerate(parent.iterchildren(etree.Element)):
                self._known[kind].setdefault(canonical(other), place)
        known = self._known[kind]
        text = canonical(element)
        if text not in known:
            known[text] = len(parent)
            parent.append(element)
            parent.set("count", str(len(parent)))
            self._appended = True
        return known[text]

    def _number(self, code: str) -> int:
        """Number of a number format of the workbook's own."""
        if code not in self._own_codes:
            taken = [int(number.get("numFmtId", "0")) for number in self._root.iter(f"{{{MAIN}}}numFmt")]
            self._own_codes[code] = max([_FIRST_OWN - 1, *taken]) + 1
            parent = self._list("numFmts")
            fresh = etree.SubElement(parent, f"{{{MAIN}}}numFmt")
            fresh.set("numFmtId", str(self._own_codes[code]))
            fresh.set("formatCode", code)
            parent.set("count", str(len(parent)))
            self._appended = True
        return self._own_codes[code]

    def _list(self, kind: str) -> etree._Element:
        found = self._root.find(f"{{{MAIN}}}{kind}")
        if found is None:
            found = etree.Element(f"{{{MAIN}}}{kind}")
            before = _ORDER[: _ORDER.index(kind)]
            place = sum(etree.QName(child).localname in before for child in self._root.iterchildren(etree.Element))
            self._root.insert(place, found)
        return found


def _codes(root: etree._Element) -> dict[int, str]:
    return {
        int(number.get("numFmtId", "0")): number.get("formatCode", "")
        for number in root.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt")
    }

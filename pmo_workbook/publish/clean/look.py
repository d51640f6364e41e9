"""What a cell's format lets a reader see: does it show its value at all?"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from pmo_workbook.publish.clean.allow import first, main
from pmo_workbook.publish.clean.colours import BLACK, WHITE, Colours, readable
from pmo_workbook.publish.clean.number_codes import Part, for_number, for_text, of_numbers, parts

_SMALLEST = 2.0
"""Size of words, in points, below which they cannot be read."""


class Look:
    """The cell formats of a workbook, as far as they hide what a cell holds."""

    def __init__(self, styles: etree._Element, theme: etree._Element | None = None) -> None:
        """Read the formats.

        Args:
            styles: Root of the styles part.
            theme: Root of the theme part; None when there is none.
        """
        codes = {
            number.get("numFmtId", ""): number.get("formatCode", "")
            for number in styles.iterfind(f"{main('numFmts')}/{main('numFmt')}")
        }
        self._colours = Colours(styles, theme)
        fonts = styles.findall(f"{main('fonts')}/{main('font')}")
        inks = [self._colours.of(first(font, "color"), BLACK) for font in fonts]
        fills = [self._ground(fill) for fill in styles.iterfind(f"{main('fills')}/{main('fill')}")]
        self._grounds: list[str] = []
        self._plain: list[bool] = []
        self._parts: list[list[Part]] = []
        for format_ in styles.iterfind(f"{main('cellXfs')}/{main('xf')}"):
            ink, ground = _at(inks, format_.get("fontId"), BLACK), _at(fills, format_.get("fillId"), WHITE)
            font = int(format_.get("fontId") or "0")
            small = font < len(fonts) and _too_small(fonts[font])
            known = parts(codes.get(format_.get("numFmtId", ""), "General"))
            for part in known:
                part.shows &= not small and readable(self._colours.named(part.colour) or ink, ground)
            self._grounds.append(ground)
            self._plain.append(not small and readable(ink, ground))
            self._parts.append(known)

    def hides(self, style: str, kind: str, stored: str) -> bool:
        """Whether a cell format shows nothing of a value: too faint on its ground, too small, or by its number format.

        Args:
            style: Index of the format, as a cell gives it.
            kind: ``n`` for a number, ``s`` for a text, another letter for another value.
            stored: The value as stored.
        """
        index = int(style or "0")
        if index >= len(self._parts):
            return False
        known = self._parts[index]
        if kind == "s":
            part = for_text(known)
            return not (self._plain[index] if part is None else part.shows)
        number = _number(stored) if kind == "n" else None
        if number is None:
            return not any(part.shows for part in of_numbers(known))
        return not all(part.shows for part in for_number(known, number))

    def shown(self, style: str, item: etree._Element) -> etree._Element:
        """A text without the words in it whose own look hides them.

        Args:
            style: Index of the cell's format.
            item: The text, an ``si`` element.

        Returns:
            The same element where nothing is hidden.
        """
        index = int(style or "0")
        ground = self._grounds[index] if index < len(self._grounds) else WHITE
        gone = [at for at, run in enumerate(item) if self._is_unreadable(run, ground)]
        if not gone:
            return item
        fresh = deepcopy(item)
        for at in reversed(gone):
            fresh.remove(fresh[at])
        return fresh

    def _is_unreadable(self, run: etree._Element, ground: str) -> bool:
        look = first(run, "rPr")
        if look is None or not (run.findtext(main("t")) or "").strip():
            return False
        return _too_small(look) or not readable(self._colours.of(first(look, "color"), BLACK), ground)

    def _ground(self, fill: etree._Element) -> str:
        pattern = first(fill, "patternFill")
        if pattern is None:
            return "gradient" if len(fill) else WHITE
        kind = pattern.get("patternType", "none")
        if kind != "solid":
            return WHITE if kind == "none" else "pattern"
        return self._colours.of(first(pattern, "fgColor"), WHITE)


def _at(values: list[str], index: str | None, default: str) -> str:
    at = int(index or "0")
    return values[at] if at < len(values) else default


def _number(stored: str) -> float | None:
    try:
        return float(stored)
    except ValueError:
        return None


def _too_small(font: etree._Element) -> bool:
    size = first(font, "sz")
    return size is not None and float(size.get("val") or _SMALLEST) < _SMALLEST

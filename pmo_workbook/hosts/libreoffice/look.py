"""How cells look: number formats, colours, fonts, alignment, widths and heights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from . import formats
from .bridge import UnoObject, enum
from .unsupported import complete

if TYPE_CHECKING:
    from .sheet import Sheet

Colour = tuple[int, int, int]
_POINTS_PER_UNIT = 72 / 2540
"""LibreOffice measures in hundredths of a millimetre."""
_PIXELS_PER_POINT = 96 / 72
_DIGIT_PIXELS, _PADDING_PIXELS = 7, 5
"""Width of a digit of Calibri 11, and what Excel adds to a column's digits."""
_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
}
_VERTICAL = {"bottom": 3, "top": 1, "center": 2, "justify": 4}
_BOLD, _REGULAR = 150.0, 100.0
_HORIZONTAL_ENUM = "com.sun.star.table.CellHoriJustify"
_SLANT_ENUM = "com.sun.star.awt.FontSlant"


def from_colour(value: int) -> Colour | None:
    """Turn LibreOffice's number of a colour into red, green, blue; none for automatic."""
    return None if value < 0 else (value >> 16 & 255, value >> 8 & 255, value & 255)


def to_colour(value: Colour | str | int | None) -> int:
    """Turn red, green, blue, or ``#RRGGBB``, into LibreOffice's number of a colour."""
    if value is None:
        return -1
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        return int(value.lstrip("#"), 16)
    red, green, blue = value
    return red << 16 | green << 8 | blue


class Look:
    """The part of a range that is about its look."""

    if TYPE_CHECKING:

        @property
        def api(self) -> UnoObject:
            """The cells."""

        @property
        def sheet(self) -> Sheet:
            """The sheet that they are on."""

    @property
    def number_format(self) -> str | None:
        """The number format's code; None where the cells differ."""
        keys = {group.key for group in formats.groups(self.api)}
        return self.sheet.book.content.formats.code(keys.pop()) if len(keys) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.api.NumberFormat = self.sheet.book.content.formats.key(value)
        self.sheet.book.memory.answers.forget_contents()

    @property
    def color(self) -> Colour | None:
        """Background as red, green, blue; None for no colour or where the cells differ."""
        value = common(self.api, "CellBackColor")
        return None if value is None else from_colour(int(value))

    @color.setter
    def color(self, value: Colour | str | int | None) -> None:
        self.api.CellBackColor = to_colour(value)

    @property
    def font(self) -> Font:
        """Font of the cells."""
        return Font(self.api)

    @property
    def wrap_text(self) -> bool | None:
        """Whether text is broken into lines; None where the cells differ."""
        value = common(self.api, "IsTextWrapped")
        return None if value is None else bool(value)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        """Alignment in xlwings' words; None where the cells differ."""
        value = common(self.api, "HoriJustify")
        return None if value is None else next(word for word, name in _HORIZONTAL.items() if name == value.value)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.api.HoriJustify = enum(_HORIZONTAL_ENUM, _chosen(_HORIZONTAL, value))

    @property
    def vertical_alignment(self) -> str | None:
        """Alignment in xlwings' words; None where the cells differ."""
        value = common(self.api, "VertJustify")
        if value is None:
            return None
        return next((word for word, number in _VERTICAL.items() if number == int(value)), "bottom")

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.api.VertJustify = _chosen(_VERTICAL, value)

    @property
    def width(self) -> float:
        """Width of all its columns, in points."""
        return float(self.api.Size.Width * _POINTS_PER_UNIT)

    @property
    def height(self) -> float:
        """Height of all its rows, in points."""
        return float(self.api.Size.Height * _POINTS_PER_UNIT)

    @property
    def left(self) -> float:
        """Distance from the left edge of the sheet, in points."""
        return float(self.api.Position.X * _POINTS_PER_UNIT)

    @property
    def top(self) -> float:
        """Distance from the top edge of the sheet, in points."""
        return float(self.api.Position.Y * _POINTS_PER_UNIT)

    @property
    def row_height(self) -> float | None:
        """Height of its rows, in points, 0 for hidden ones as in Excel; None where they differ."""
        rows = (self.api.Rows.getByIndex(index) for index in range(self.api.Rows.Count))
        heights = {int(row.Height) if row.IsVisible else 0 for row in rows}
        return heights.pop() * _POINTS_PER_UNIT if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = round(value / _POINTS_PER_UNIT)

    @property
    def column_width(self) -> float | None:
        """Width of its columns in characters of Calibri 11, as Excel counts it; None where they differ."""
        columns = self.api.Columns
        widths = {int(columns.getByIndex(index).Width) for index in range(columns.Count)}
        if len(widths) != 1:
            return None
        pixels = widths.pop() * _POINTS_PER_UNIT * _PIXELS_PER_POINT
        return round(max(0.0, (pixels - _PADDING_PIXELS) / _DIGIT_PIXELS), 2)

    @column_width.setter
    def column_width(self, value: float) -> None:
        pixels = value * _DIGIT_PIXELS + _PADDING_PIXELS
        self.api.Columns.Width = round(pixels / _PIXELS_PER_POINT / _POINTS_PER_UNIT)

    @property
    def row_hidden(self) -> bool:
        """Whether its first row is hidden."""
        return not self.api.Rows.getByIndex(0).IsVisible

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool:
        """Whether its first column is hidden."""
        return not self.api.Columns.getByIndex(0).IsVisible

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value

    def autofit(self, axis: str | None = None) -> None:
        """Fit widths (``columns``), heights (``rows``) or both to the contents."""
        if axis in (None, "columns", "c"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            self.api.Rows.OptimalHeight = True


def _chosen(words: dict[str, Any], value: str) -> Any:
    if value not in words:
        raise NotImplementedError(f"the xlwings engine for LibreOffice does not support the alignment {value!r}")
    return words[value]


def common(cells: UnoObject, name: str) -> Any:
    """A property that all cells share; None where they differ."""
    if cells.getPropertyState(name).value == "AMBIGUOUS_VALUE":
        return None
    return cells.getPropertyValue(name)


@complete
class Font(base_classes.Font):
    """Font of some cells; a property reads as None where the cells differ."""

    def __init__(self, cells: UnoObject) -> None:
        self._cells = cells

    @property
    def api(self) -> UnoObject:
        """The cells, which carry the font's properties."""
        return self._cells

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        value = common(self._cells, "CharWeight")
        return None if value is None else float(value) > _REGULAR

    @bold.setter
    def bold(self, value: bool) -> None:
        self._cells.CharWeight = _BOLD if value else _REGULAR

    @property
    def italic(self) -> bool | None:
        """Whether it is italic."""
        value = common(self._cells, "CharPosture")
        return None if value is None else value.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._cells.CharPosture = enum(_SLANT_ENUM, "ITALIC" if value else "NONE")

    @property
    def size(self) -> float | None:
        """Size in points."""
        value = common(self._cells, "CharHeight")
        return None if value is None else float(value)

    @size.setter
    def size(self, value: float) -> None:
        self._cells.CharHeight = float(value)

    @property
    def color(self) -> Colour | None:
        """Colour as red, green, blue; black where none is set."""
        value = common(self._cells, "CharColor")
        return None if value is None else from_colour(int(value)) or (0, 0, 0)

    @color.setter
    def color(self, value: Colour | str | int | None) -> None:
        self._cells.CharColor = to_colour(value)

    @property
    def name(self) -> str | None:
        """Name of the typeface."""
        value = common(self._cells, "CharFontName")
        return None if value is None else str(value)

    @name.setter
    def name(self, value: str) -> None:
        self._cells.CharFontName = value

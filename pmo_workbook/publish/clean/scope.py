"""What is in the copy and what is not: does a formula reach only what stays?"""

from __future__ import annotations

from collections.abc import Iterable

from pmo_workbook.addresses import Area, column_letters, parse_area, quoted_title, split_sheet
from pmo_workbook.ooxml.workbook import DefinedName, SheetPart, Workbook

REACHING = ("INDIRECT", "OFFSET", "CELL", "INFO", "GETPIVOTDATA", "RTD", "WEBSERVICE", "HYPERLINK", "CUBE")
"""Functions that reach a place no one can see from the formula."""


class Scope:
    """The sheets of the copy, and the defined names that are needed there.

    Attributes:
        sheets: The sheets that stay, in the order of the tabs.
        used: Defined names, case-folded, that a kept format refers to.
    """

    def __init__(self, workbook: Workbook, sheets: Iterable[SheetPart]) -> None:
        """Index what stays.

        Args:
            workbook: The source.
            sheets: The sheets that stay.
        """
        self.sheets = tuple(sheets)
        self.used: set[str] = set()
        self._titles = {sheet.title.casefold(): sheet.title for sheet in self.sheets}
        self._names = {name.name.casefold(): name for name in workbook.names if self.leads_here(name)}

    def has_sheet(self, title: str) -> bool:
        """Whether a sheet of that title stays."""
        return title.casefold() in self._titles

    def leads_here(self, name: DefinedName) -> bool:
        """Whether a defined name is a range of a sheet that stays."""
        return name.area is not None and self.has_sheet(name.sheet) and (not name.scope or self.has_sheet(name.scope))

    def place(self, reference: str) -> tuple[str, Area] | None:
        """The range that a reference or defined name stands for.

        Args:
            reference: Such as ``Summary!$B$4`` or ``go_summary``; an address without a sheet is none.

        Returns:
            Title and range, None unless it is one range of a sheet that stays.
        """
        text = reference.strip().lstrip("#")
        title, rest = split_sheet(text)
        area = parse_area(rest) if title else None
        if area is not None:
            return (self._titles[title.casefold()], area) if self.has_sheet(title) else None
        name = self._names.get(text.rpartition("!")[2].casefold())
        if name is None or name.area is None or (name.scope and title and name.scope.casefold() != title.casefold()):
            return None
        return self._titles[name.sheet.casefold()], name.area

    def stays(self, formula: str) -> bool:
        """Whether a formula of a format reaches only cells of the copy; the names it needs are noted.

        Args:
            formula: The formula, without an equals sign.
        """
        from openpyxl.formula import Tokenizer
        from openpyxl.utils import FORMULAE

        if "#REF!" in formula:
            return False
        names: set[str] = set()
        for token in Tokenizer("=" + formula).items:
            if token.type == "FUNC" and token.subtype == "OPEN":
                function = token.value.rstrip("(").upper().removeprefix("_XLFN.")
                if function.startswith(REACHING) or (function == token.value[:-1].upper() and function not in FORMULAE):
                    return False
            if token.type == "OPERAND" and token.subtype == "RANGE" and not self._reached(token.value, names):
                return False
        self.used |= names
        return True

    def _reached(self, reference: str, names: set[str]) -> bool:
        title, rest = split_sheet(reference)
        if title and not self.has_sheet(title):
            return False
        if parse_area(rest) is not None:
            return "[" not in reference
        name = rest.casefold()
        if name not in self._names:
            return False
        names.add(name)
        return True


def absolute(title: str, area: Area) -> str:
    """A range as a formula that means the same everywhere, such as ``'SLA Report'!$B$4:$C$9``."""
    first = f"${column_letters(area.first_column)}${area.first_row}"
    last = f"${column_letters(area.last_column)}${area.last_row}"
    return f"{quoted_title(title)}!{first if first == last else f'{first}:{last}'}"

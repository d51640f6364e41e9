"""What the inspector knows of a workbook as a whole: its sheets, its defined names, its tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pmo_workbook.publish.inspection.reader import MAIN, RELATION, Element, Parts, flag


@dataclass(frozen=True)
class Sheet:
    """A sheet.

    Attributes:
        title: Its title.
        part: Name of its part.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        kind: ``worksheet``, ``chartsheet``, or another.
    """

    title: str
    part: str
    state: str
    kind: str


@dataclass(frozen=True)
class Name:
    """A defined name.

    Attributes:
        name: The name.
        text: The formula it stands for.
        scope: Title of the sheet it is limited to, empty for the whole workbook.
        hidden: Whether no dialog shows it.
        comment: What somebody wrote about it.
        runs: Whether it stands for a macro.
    """

    name: str
    text: str
    scope: str
    hidden: bool
    comment: str
    runs: bool


@dataclass(frozen=True)
class Table:
    """An Excel Table.

    Attributes:
        name: The name that formulas use.
        part: Name of its part.
        sheet: Title of its sheet.
    """

    name: str
    part: str
    sheet: str


class Book:
    """A workbook.

    Attributes:
        parts: The file it was read from.
        part: Name of the workbook part.
        root: Root of that part.
        sheets: All sheets, in the order of the tabs.
        names: All defined names.
        tables: All Excel Tables.
    """

    def __init__(self, parts: Parts) -> None:
        """Read it.

        Args:
            parts: The file.
        """
        self.parts = parts
        self.part = parts.linked("", "officeDocument")
        self.root = parts.root(self.part)
        targets = {link.id: link for link in parts.links(self.part)}
        listed = self.root.findall(f"{MAIN}sheets/{MAIN}sheet")
        found = [(element, targets[element.get(f"{RELATION}id", "")]) for element in listed]
        self.sheets = tuple(
            Sheet(element.get("name", ""), link.target, element.get("state", "visible"), link.kind)
            for element, link in found
        )
        self.names = tuple(map(self._name, self.root.iterfind(f"{MAIN}definedNames/{MAIN}definedName")))
        self.tables = tuple(
            Table(parts.root(link.target).get("displayName", ""), link.target, sheet.title)
            for sheet in self.sheets
            for link in parts.links(sheet.part)
            if link.kind == "table" and not link.outside and parts.has(link.target)
        )

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each sheet by the lower-case name of its part."""
        return {sheet.part.lower(): sheet.title for sheet in self.sheets}

    def related(self, kind: str) -> str:
        """The part that the workbook is related to by a kind of relationship; empty when there is none."""
        return self.parts.linked(self.part, kind)

    def _name(self, element: Element) -> Name:
        number = element.get("localSheetId", "")
        limited = number.isdigit() and int(number) < len(self.sheets)
        return Name(
            name=element.get("name", ""),
            text=element.text or "",
            scope=self.sheets[int(number)].title if limited else "",
            hidden=flag(element, "hidden"),
            comment=element.get("comment", ""),
            runs=any(element.get(way) for way in ("vbProcedure", "xlm", "function")),
        )

"""What the inspector knows of a workbook as a whole: its sheets, its defined names, its tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

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
        titles: Title of each sheet by the lower-case name of its part.
        names: All defined names.
        tables: All Excel Tables.
        left_out: Parts of sheets that are to be overlooked, in lower case.
    """

    def __init__(self, parts: Parts) -> None:
        """Read it.

        Args:
            parts: The file.
        """
        self.parts = parts
        self.left_out: frozenset[str] = frozenset()
        self.part = parts.linked("", "officeDocument")
        self.root = parts.root(self.part)
        targets = {link.id: link for link in parts.links(self.part)}
        listed = self.root.findall(f"{MAIN}sheets/{MAIN}sheet")
        found = [(element, targets[element.get(f"{RELATION}id", "")]) for element in listed]
        self.sheets = tuple(
            Sheet(element.get("name", ""), link.target, element.get("state", "visible"), link.kind)
            for element, link in found
        )
        self.titles = {sheet.part.lower(): sheet.title for sheet in self.sheets}
        self.names = tuple(map(self._name, self.root.iterfind(f"{MAIN}definedNames/{MAIN}definedName")))
        self.tables = tuple(
            Table(parts.root(link.target).get("displayName", ""), link.target, sheet.title)
            for sheet in self.sheets
            for link in parts.links(sheet.part)
            if link.kind == "table" and not link.outside and parts.has(link.target)
        )

    def leave_out(self, sheets: Collection[Sheet]) -> None:
        """Go on as if some sheets were not there.

        Args:
            sheets: The sheets.
        """
        titles = {sheet.title for sheet in sheets}
        self.sheets = tuple(sheet for sheet in self.sheets if sheet.title not in titles)
        self.tables = tuple(table for table in self.tables if table.sheet not in titles)
        self.left_out = frozenset(sheet.part.lower() for sheet in sheets)

    def reached(self) -> set[str]:
        """Names, in lower case, of all parts that the file leads to, without those of sheets that are left out."""
        found: set[str] = set()
        waiting = [""]
        while waiting:
            for link in self.parts.links(waiting.pop()):
                target = link.target.lower()
                if not link.outside and target not in found | self.left_out:
                    found.add(target)
                    waiting.append(link.target)
        return found

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
            runs=any(flag(element, way) for way in ("vbProcedure", "xlm", "function")),
        )

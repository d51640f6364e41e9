"""One upgrade at work: the workbook, the template it is to follow, and what was done so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lxml import etree

from pmo_workbook.binding import BoundTable
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.package import parse_xml, to_bytes
from pmo_workbook.ooxml.workbook import MAIN, SheetPart, TablePart, Workbook
from pmo_workbook.released import Released
from pmo_workbook.renamed import called
from pmo_workbook.upgrade.moved import Words, header_place
from pmo_workbook.upgrade.strings import Strings
from pmo_workbook.upgrade.styles import Styles
from pmo_workbook.upgrade.survey import keys

Kind = Literal["added", "changed", "look", "renamed", "offered"]


@dataclass(frozen=True)
class Note:
    """One line of the report.

    Attributes:
        kind: ``added`` and ``changed`` are done, ``look`` needs a look by a person, ``renamed`` is done,
            ``offered`` waits for ``--rename``.
        where: Title of the sheet as it is called now; empty for the workbook as a whole.
        what: One sentence.
    """

    kind: Kind
    where: str
    what: str


@dataclass(frozen=True)
class Grafted:
    """A sheet that was added.

    Attributes:
        title: Its title.
        part: Its part in the workbook.
    """

    title: str
    part: str


class Work:
    """What the steps of an upgrade share.

    Attributes:
        workbook: The workbook; its package takes the new parts.
        look: The template.
        before: What the template had that the workbook was made from.
        after: What the template has.
        inputs: The workbook's input tables as they are read, by key.
        root: Root of the workbook part, changed in place.
        styles: Formats of the template in the workbook.
        strings: Texts of the template.
        notes: The report so far.
        grafted: The sheets that were added, by key.
        redrawn: Keys of the tabs whose layout the template changed.
        kept_back: Whether something could not be brought because the user's cells are in the way.
    """

    def __init__(
        self,
        workbook: Workbook,
        look: Workbook,
        before: Released,
        after: Released,
        inputs: Mapping[str, BoundTable],
    ) -> None:
        self.workbook, self.look = workbook, look
        self.before, self.after, self.inputs = before, after, inputs
        self.root = parse_xml(workbook.package.read(workbook.part))
        self.styles = Styles(workbook, look)
        self.strings = Strings(look)
        self.notes: list[Note] = []
        self.kept_back = False
        self.redrawn: frozenset[str] = frozenset()
        self.grafted: dict[str, Grafted] = {}
        self._sheets: dict[str, SheetXml] = {}
        self._looks: dict[str, etree._Element] = {}
        self._tables: dict[str, etree._Element] = {}

    def note(self, kind: Kind, where: str, what: str) -> None:
        """Put a line into the report."""
        self.notes.append(Note(kind, where, what))

    def blocked(self, where: str, what: str) -> None:
        """Put into the report what could not be brought; the workbook then goes on counting as an old one."""
        self.kept_back = True
        self.note("look", where, what)

    @cached_property
    def keys(self) -> dict[str, SheetPart]:
        """Sheets of the template by key, in the order of its tabs."""
        found = keys(self.look)
        order = [sheet.part for sheet in self.look.sheets]
        return dict(sorted(found.items(), key=lambda one: order.index(one[1].part)))

    @cached_property
    def pairs(self) -> dict[str, SheetPart]:
        """The workbook's sheets by key, whatever they are called; only those that are there.

        One that the old template had not is known by its anchor alone: a table of that name may be the user's.
        """
        anchored = keys(self.workbook)
        found = {}
        for key, sheet in self.keys.items():
            tables = self._tables_of(sheet) if key in self.before.titles else ()
            mine = next((mine.sheet for _, mine in tables), None) or anchored.get(key)
            coded = (one for one in self.workbook.sheets if one.code_name and one.code_name == sheet.code_name)
            mine = mine or next(coded, None)
            if mine is not None:
                found[key] = mine
        return found

    def table(self, name: str) -> TablePart | None:
        """The workbook's table of a name of the template: under that name or an old one, or known by its headers."""
        named = next(filter(None, map(self.workbook.table, called("table", "", name))), None)
        if named is not None or not self.before.has_table(name):
            return named
        found = next((one for one in self.inputs.values() if one.sheet.table == name), None)
        return None if found is None else self.workbook.table(found.table.name)

    def tables(self) -> Iterator[tuple[TablePart, TablePart]]:
        """Tables that both have: the template's and the workbook's."""
        for key, sheet in self.keys.items():
            if key in self.pairs and key not in self.redrawn:
                yield from self._tables_of(sheet)

    @property
    def words(self) -> Words:
        """What the workbook calls what the template names."""
        titles = {self.keys[key].title: sheet.title for key, sheet in self.pairs.items()}
        pairs = list(self.tables())
        headers = {
            (table.name, header): mine.columns[place]
            for table, mine in pairs
            for header in table.columns
            if (place := header_place(mine.columns, table.name, header)) is not None and mine.columns[place] != header
        }
        return Words(titles, {table.name: mine.name for table, mine in pairs}, headers)

    def sheet(self, part: str) -> SheetXml:
        """A worksheet of the workbook that is being changed."""
        if part not in self._sheets:
            self._sheets[part] = SheetXml(self.workbook.package.read(part))
        return self._sheets[part]

    def table_root(self, table: TablePart) -> etree._Element:
        """Root of a table part of the workbook that is being changed."""
        if table.part not in self._tables:
            self._tables[table.part] = parse_xml(self.workbook.package.read(table.part))
        return self._tables[table.part]

    def look_root(self, part: str) -> etree._Element:
        """Root of a part of the template; it is only read."""
        if part not in self._looks:
            self._looks[part] = parse_xml(self.look.package.read(part))
        return self._looks[part]

    def save(self) -> None:
        """Put all that was changed into the package."""
        package = self.workbook.package
        for part, sheet in self._sheets.items():
            if sheet.touched:
                package.replace(part, sheet.to_bytes())
        for part, root in (*self._tables.items(), (self.workbook.part, self.root)):
            if _differs(package.read(part), root):
                package.replace(part, to_bytes(root))
        self.styles.save()

    def _tables_of(self, sheet: SheetPart) -> Iterator[tuple[TablePart, TablePart]]:
        for table in self.look.tables_on(sheet):
            mine = self.table(table.name)
            if mine is not None:
                yield table, mine


def _differs(data: bytes, root: etree._Element) -> bool:
    return etree.tostring(parse_xml(data)) != etree.tostring(root)


def child(root: etree._Element, name: str, before: tuple[str, ...]) -> etree._Element:
    """A child of a worksheet or a workbook, made in its place if it is not there.

    Args:
        root: The parent.
        name: Name of the child.
        before: Names of the elements that stand before it.
    """
    found = root.find(f"{{{MAIN}}}{name}")
    if found is None:
        found = etree.Element(f"{{{MAIN}}}{name}")
        known = [at for at, one in enumerate(root.iterchildren()) if _local(one) in before]
        root.insert(known[-1] + 1 if known else 0, found)
    return found


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

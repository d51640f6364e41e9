"""The XML of one Excel Table on a generated tab: its range, its columns, its filter.

Which columns of a generated table are ours is recorded in the table's comment by their ids (``[generated columns
1-9]``), because headers alone cannot tell a role that is gone from a column that the user added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from pmo_workbook.addresses import Area
from pmo_workbook.hosts.surface import Columns, placed, users_columns
from pmo_workbook.ooxml.package import parse_xml, to_bytes
from pmo_workbook.ooxml.workbook import MAIN, TablePart, escaped, unescaped

_RECORD = re.compile(r"\s*\[generated columns ([0-9, -]*)\]")
_CALCULATED = f"{{{MAIN}}}calculatedColumnFormula"
_OF_TOTALS = ("totalsRowFunction", "totalsRowLabel")


class TableXml:
    """A table part that is being changed.

    Attributes:
        table: What the table was when it was read.
        area: Its range, header and totals rows included.
        columns: Header texts, in order.
    """

    def __init__(self, data: bytes, table: TablePart) -> None:
        """Parse a table part.

        Args:
            data: Its bytes.
            table: What the workbook knows of it.

        Raises:
            NotAWorkbookError: It is not well-formed.
        """
        self.table = table
        self.area = table.ref
        self._before = data
        self._root = parse_xml(data)
        parent = self._root.find(f"{{{MAIN}}}tableColumns")
        self._columns = parent if parent is not None else etree.SubElement(self._root, f"{{{MAIN}}}tableColumns")
        self.columns = table.columns

    @property
    def filtered(self) -> bool:
        """Whether a filter with a condition is set."""
        return any(len(column) for column in self._root.iter(f"{{{MAIN}}}filterColumn"))

    @property
    def first_data_row(self) -> int:
        """Worksheet row of the first data row."""
        return self.area.first_row + self.table.header_rows

    @property
    def last_data_row(self) -> int:
        """Worksheet row of the last data row."""
        return self.area.last_row - self.table.totals_rows

    def place(self, headers: Sequence[str], fixed: int = 0) -> Columns:
        """Find the columns for a list's headers.

        Args:
            headers: The headers of the list.
            fixed: How many of the first keep the place that their columns have; see `surface.placed`.

        Returns:
            Where they go. Columns that the user added are recognised by the record in the table's comment; without a
            record they are those beyond our headers, and, if all our headers are there, all others.
        """
        return placed(headers, self.columns, self._users_columns(headers), fixed)

    def calculated(self, index: int) -> str:
        """Formula that fills a column, empty when it has none or one that depends on where it stands."""
        formula = self._column(index).find(_CALCULATED)
        text = "" if formula is None or formula.get("array") else formula.text or ""
        return text if text and not stands_somewhere(text) else ""

    def resize(self, headers: Sequence[str], columns: Columns, area: Area) -> list[int]:
        """Take over headers and range, clear the filter, record which columns are ours.

        Args:
            headers: The headers of the list.
            columns: Where they go.
            area: The new range, header and totals rows included.

        Returns:
            Columns of the table, 0-based, that hold another header than before (beyond the old width: all).
        """
        moved = self._set_columns(headers, columns)
        self.area = area
        self._root.set("ref", area.address())
        for name in ("insertRow", "insertRowShift"):
            self._root.attrib.pop(name, "")
        self._clear_filter()
        self._record(columns)
        self.columns = tuple(unescaped(element.get("name", "")) for element in self._columns)
        return moved

    def to_bytes(self) -> bytes:
        """The part; the very bytes it was read from if nothing is different."""
        before = etree.tostring(parse_xml(self._before))
        return self._before if etree.tostring(self._root) == before else to_bytes(self._root)

    def _column(self, index: int) -> etree._Element:
        return self._columns[index]

    def _users_columns(self, headers: Sequence[str]) -> tuple[int, ...]:
        comment = self._root.get("comment", "")
        if not _RECORD.search(comment):
            return users_columns(headers, self.columns)
        recorded = _recorded(comment)
        ids = [int(element.get("id", "0")) for element in self._columns]
        return tuple(index for index, number in enumerate(ids) if number not in recorded)

    def _record(self, columns: Columns) -> None:
        ids = sorted(int(self._column(index).get("id", "0")) for index in columns.ours)
        record = f"[generated columns {_ranges(ids)}]"
        comment = without_record(self._root.get("comment", ""))
        self._root.set("comment", f"{comment} {record}".strip())

    def _set_columns(self, headers: Sequence[str], columns: Columns) -> list[int]:
        old = list(self._columns)
        by_name = {
            unescaped(element.get("name", "")).casefold(): element
            for index, element in enumerate(old)
            if index not in columns.theirs
        }
        next_id = max((int(element.get("id", "0")) for element in old), default=0) + 1
        new: list[etree._Element] = [*old[: columns.width]] + [old[-1]] * (columns.width - len(old))
        for header, index in zip(headers, columns.ours, strict=True):
            found = by_name.pop(header.casefold(), None)
            if found is None:
                found = etree.SubElement(self._columns, f"{{{MAIN}}}tableColumn")
                found.set("id", str(next_id))
                next_id += 1
            if unescaped(found.get("name", "")) != header:
                found.set("name", column_name(header))
            new[index] = found
        moved = [index for index, element in enumerate(new) if index >= len(old) or element is not old[index]]
        for index in moved:
            _forget_totals(new[index])
        if moved or len(new) != len(old):
            self._columns[:] = new
            self._columns.set("count", str(len(new)))
        return moved

    def _clear_filter(self) -> None:
        for sort in self._root.findall(f"{{{MAIN}}}sortState"):
            self._root.remove(sort)
        for element in self._root.findall(f"{{{MAIN}}}autoFilter"):
            element.set("ref", self.area._replace(last_row=self.last_data_row).address())
            for child in list(element):
                hides_button = child.tag == f"{{{MAIN}}}filterColumn" and len(child) == 0
                if not hides_button or int(child.get("colId", "0")) >= self.area.width:
                    element.remove(child)


def also_generated(table: etree._Element, number: int) -> None:
    """Count a column that was added to a table among the generated ones, where they are recorded.

    Args:
        table: Root of the table part.
        number: Id of the column.
    """
    comment = table.get("comment", "")
    if _RECORD.search(comment):
        ids = sorted({*_recorded(comment), number})
        table.set("comment", f"{without_record(comment)} [generated columns {_ranges(ids)}]".strip())


def generated_columns(table: etree._Element) -> frozenset[str] | None:
    """Headers of the columns that are recorded as generated ones.

    Args:
        table: Root of the table part.

    Returns:
        The headers; None where nothing is recorded.
    """
    comment = table.get("comment", "")
    if not _RECORD.search(comment):
        return None
    recorded, columns = _recorded(comment), table.iterfind(f"{{{MAIN}}}tableColumns/{{{MAIN}}}tableColumn")
    return frozenset(unescaped(one.get("name", "")) for one in columns if int(one.get("id", "0")) in recorded)


def without_record(comment: str) -> str:
    """A table's comment without the record of its generated columns."""
    return _RECORD.sub("", comment)


def stands_somewhere(formula: str) -> bool:
    """Whether a formula names cells by address, so that it depends on where it stands."""
    return bool(re.search(r"(?<![A-Za-z_\[])\$?[A-Za-z]{1,3}\$?[0-9]+(?![\w\]])", formula))


def column_name(header: str) -> str:
    """A header as the name of a table's column: line breaks written as Excel does."""
    return escaped(header).replace("\r", "_x000d_").replace("\n", "_x000a_").replace("\t", "_x0009_")


def _recorded(comment: str) -> set[int]:
    found = _RECORD.search(comment)
    recorded: set[int] = set()
    for piece in found[1].split(",") if found else ():
        first, _, last = piece.strip().partition("-")
        if first.isdigit():
            recorded.update(range(int(first), int(last or first) + 1))
    return recorded


def _forget_totals(column: etree._Element) -> None:
    for name in _OF_TOTALS:
        column.attrib.pop(name, "")
    for formula in column.findall(f"{{{MAIN}}}totalsRowFormula"):
        column.remove(formula)


def _ranges(numbers: Sequence[int]) -> str:
    pieces: list[list[int]] = []
    for number in numbers:
        if pieces and pieces[-1][-1] == number - 1:
            pieces[-1][1:] = [number]
        else:
            pieces.append([number])
    return ", ".join("-".join(map(str, piece)) for piece in pieces)

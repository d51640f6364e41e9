"""Event logs in XES, the XML of process mining (IEEE 1849), as a table with one row an event.

Columns are named as process mining tools flatten them: an attribute of a trace is ``case:<key>``, one of an event
``<key>``. The standard ones are ``case:concept:name`` (the case), ``time:timestamp``, ``concept:name`` (the activity)
and ``lifecycle:transition``.
"""

from __future__ import annotations

import io
from typing import Any, Final

from lxml import etree

from pmo_workbook.errors import InputError
from pmo_workbook.importing.source.table import Source

_VALUES: Final = ("string", "date", "int", "float", "boolean", "id")
"""Elements that hold one value; lists and containers hold others."""


def read_xes(name: str, data: bytes) -> Source:
    """Read an event log.

    Args:
        name: Name of the file.
        data: Its bytes, unpacked.

    Raises:
        InputError: It is not well-formed.
    """
    columns: dict[str, list[Any]] = {}
    lines: list[int] = []
    trace: dict[str, str] = {}
    try:
        reader = etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
        )
        for happened, element in reader:
            tag, parent = _tag(element), element.getparent()
            if happened == "start":
                trace = {} if tag == "trace" else trace
            elif parent is not None and _tag(parent) == "trace" and tag in _VALUES:
                trace[f"case:{element.get('key', '')}"] = element.get("value", "")
            elif tag == "event":
                _add(columns, len(lines), trace | _values(element))
                lines.append(element.sourceline or 0)
                element.clear()
            elif tag == "trace":
                element.clear()
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name} is damaged: line {error.lineno or 1:,} is not well-formed XML.") from None
    for cells in columns.values():
        cells.extend([None] * (len(lines) - len(cells)))
    return Source(name, tuple(columns), list(columns.values()), lines, events=True)


def _values(event: etree._Element) -> dict[str, str]:
    return {child.get("key", ""): child.get("value", "") for child in event if _tag(child) in _VALUES}


def _add(columns: dict[str, list[Any]], row: int, values: dict[str, str]) -> None:
    """Add a row; a column that it is the first to have is blank above."""
    for key, value in values.items():
        column = columns.setdefault(" ".join(key.split()), [])
        column += [None] * (row - len(column))
        column.append(value.strip() or None)


def _tag(element: etree._Element) -> str:
    tag = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) else ""

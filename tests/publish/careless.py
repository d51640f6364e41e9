"""The functions of the cleaner, each with one that cleans nothing in its place.

What a function would leave out, the other lets pass; what it would change, the other leaves as it is.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pmo_workbook.ooxml.package import parse_xml, to_bytes
from pmo_workbook.publish.clean import (
    allow,
    archive,
    charts,
    clean_copy,
    colours,
    drawings,
    formats,
    grid,
    headers,
    look,
    number_codes,
    pictures,
    scope,
    sheets,
    styles,
    tables,
    texts,
    theme,
)

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Swap = Callable[[pytest.MonkeyPatch, Path], None]


def everywhere(patch: pytest.MonkeyPatch, function: object, other: object) -> None:
    """Put another function in the place of one, wherever it was imported."""
    for module in [module for name, module in sys.modules.items() if name.startswith("pmo_workbook.publish")]:
        for name, value in list(vars(module).items()):
            if value is function:
                patch.setattr(module, name, other)


def function(original: object, other: object) -> Swap:
    return lambda patch, _: everywhere(patch, original, other)


def method(owner: type, name: str, other: object) -> Swap:
    return lambda patch, _: patch.setattr(owner, name, other)


def from_source(original: object, part: str) -> Swap:
    """A function that gives a part of the source as it is."""
    return lambda patch, source: everywhere(patch, original, lambda *_, **__: _read(source, part))


def whole(element: etree._Element, *_: object) -> etree._Element:
    """All of an element; only ids of relationships, which the copy has not got, are left out."""
    fresh = deepcopy(element)
    fresh.tail = None
    for one in fresh.iter(etree.Element):
        for name in [name for name in one.attrib if str(name).startswith(RELATIONS)]:
            del one.attrib[name]
    return fresh


def _read(source: Path, part: str) -> bytes:
    with zipfile.ZipFile(source) as opened:
        return opened.read(part)


def _all_attributes(fresh: etree._Element, old: etree._Element, _: object) -> None:
    for name, value in old.attrib.items():
        fresh.set(name, value)


def _whole_text(item: etree._Element) -> etree._Element:
    fresh = whole(item)
    fresh.tag = f"{MAIN}si"
    return fresh


def _whole_rule(_: object, rule: etree._Element) -> etree._Element:
    return whole(rule)


def _all_sparklines(_: object, root: etree._Element) -> Iterator[etree._Element]:
    return map(whole, formats._extended(root, formats.SPARKLINES_URI, "sparklineGroup"))


def _all_names(copy: Any) -> Iterator[tuple[str, str, int | None]]:
    titles = [sheet.title for sheet in copy._kept]
    return ((one.name, one.text, titles.index(one.scope) if one.scope else None) for one in copy._workbook.names)


def _all_links(root: etree._Element, *_: object) -> tuple[list[tuple[str, str]], set[tuple[int, int]]]:
    return [(link.get("ref", ""), link.get("location", "")) for link in root.iter(f"{MAIN}hyperlink")], set()


def _all_elements(sheet: Any, selected: bool) -> Iterator[etree._Element]:
    return (sheet.data if child.tag == sheet.data.tag else whole(child) for child in sheet.root)


def _with_formula(patch: pytest.MonkeyPatch, _: Path) -> None:
    put = grid.Cells._put

    def other(cells: grid.Cells, fresh: etree._Element, cell: etree._Element, *more: Any) -> None:
        put(cells, fresh, cell, *more)
        fresh.extend(map(deepcopy, cell.findall(f"{MAIN}f")))

    patch.setattr(grid.Cells, "_put", other)


def _with_all_texts(patch: pytest.MonkeyPatch, source: Path) -> None:
    to_part = texts.Texts.to_bytes

    def other(known: texts.Texts) -> bytes:
        root = parse_xml(to_part(known))
        root.extend(parse_xml(_read(source, "xl/sharedStrings.xml")))
        return to_bytes(root)

    patch.setattr(texts.Texts, "to_bytes", other)


def _with_all_parts(patch: pytest.MonkeyPatch, source: Path) -> None:
    parts = archive.Archive._all

    def other(known: archive.Archive) -> Iterator[tuple[str, bytes]]:
        made = dict(parts(known))
        with zipfile.ZipFile(source) as opened:
            return iter({**{name: opened.read(name) for name in opened.namelist()}, **made}.items())

    patch.setattr(archive.Archive, "_all", other)


def _same_styles(patch: pytest.MonkeyPatch, source: Path) -> None:
    for name in ("format", "difference", "table_style", "code"):
        patch.setattr(styles.Styles, name, lambda _, index: index)
    patch.setattr(styles.Styles, "to_bytes", lambda _: _read(source, "xl/styles.xml"))


def _same_workbook_part(patch: pytest.MonkeyPatch, source: Path) -> None:
    part = archive.workbook_part

    def other(*listed: Any, **more: Any) -> bytes:
        root = parse_xml(_read(source, "xl/workbook.xml"))
        made = parse_xml(part(*listed, **more)).find(f"{MAIN}sheets")
        old = root.find(f"{MAIN}sheets")
        assert made is not None
        assert old is not None
        root.replace(old, made)
        return to_bytes(root)

    everywhere(patch, part, other)


def _as_it_is(element: object) -> object:
    return element


CARELESS: dict[str, Swap] = {
    "allow.copied": function(allow.copied, whole),
    "allow.set_attributes": function(allow.set_attributes, _all_attributes),
    "allow.plain": function(allow.plain, lambda _: True),
    "archive.Archive._all": _with_all_parts,
    "archive.core_properties": from_source(archive.core_properties, "docProps/core.xml"),
    "archive.extended_properties": from_source(archive.extended_properties, "docProps/app.xml"),
    "archive.workbook_part": _same_workbook_part,
    "charts.clean_chart": function(charts.clean_chart, lambda root, *_: (to_bytes(root), 0)),
    "charts.clean_drawing_xml": function(charts.clean_drawing_xml, whole),
    "charts._refer": function(charts._refer, lambda *_: True),
    "charts._refill": function(charts._refill, lambda *_: None),
    "charts._remove_points": function(charts._remove_points, lambda *_: None),
    "clean_copy.chosen_sheets": function(clean_copy.chosen_sheets, lambda workbook, _: workbook.sheets),
    "clean_copy._Copy._names": method(clean_copy._Copy, "_names", _all_names),
    "clean_copy._Copy._print_ranges": method(clean_copy._Copy, "_print_ranges", lambda _, name: name.text),
    "colours.readable": function(colours.readable, lambda *_: True),
    "drawings._anchor": function(drawings._anchor, whole),
    "drawings._is_description": function(drawings._is_description, bool),
    "drawings._words": function(drawings._words, lambda *_: None),
    "formats.Formats._rule": method(formats.Formats, "_rule", _whole_rule),
    "formats.Formats._read_sparklines": method(formats.Formats, "_read_sparklines", _all_sparklines),
    "formats._foreign": function(formats._foreign, whole),
    "grid.Cells._put": _with_formula,
    "grid.Cells._reason": method(grid.Cells, "_reason", lambda *_: None),
    "grid.Cells._value": method(grid.Cells, "_value", lambda cells, cell, _: cells._stored(cell)),
    "grid.Covered": method(grid.Covered, "__contains__", lambda *_: False),
    "grid.hidden_columns": function(grid.hidden_columns, lambda _: frozenset()),
    "grid.hidden_row": function(grid.hidden_row, lambda *_: False),
    "headers.clean_header": function(headers.clean_header, _as_it_is),
    "look.Look.hides": method(look.Look, "hides", lambda *_: False),
    "look.Look.shown": method(look.Look, "shown", lambda _, style, item: item),
    "number_codes.parts": function(number_codes.parts, lambda _: [number_codes.Part(shows=True)]),
    "pictures.clean_picture": function(pictures.clean_picture, _as_it_is),
    "scope.Scope.stays": method(scope.Scope, "stays", lambda *_: True),
    "sheets._links": function(sheets._links, _all_links),
    "sheets.CleanSheet._elements": method(sheets.CleanSheet, "_elements", _all_elements),
    "styles.Styles": _same_styles,
    "styles.Styles.code": method(styles.Styles, "code", lambda _, code: code),
    "styles.Styles.table_style": method(styles.Styles, "table_style", lambda _, name: name),
    "tables.clean_table": function(tables.clean_table, lambda root, *_: to_bytes(root)),
    "texts.clean_text": function(texts.clean_text, _whole_text),
    "texts.Texts.to_bytes": _with_all_texts,
    "theme.clean_theme": function(theme.clean_theme, to_bytes),
}
"""What makes each function careless, by module and name."""

MODULES = frozenset(name.partition(".")[0] for name in CARELESS)

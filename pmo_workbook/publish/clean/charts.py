"""Charts of the copy: the look as it is, the data from cells that stay, and else only the values that it shows."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pmo_workbook.addresses import Area
from pmo_workbook.ooxml.package import to_bytes
from pmo_workbook.publish.clean.allow import local, plain, space
from pmo_workbook.publish.clean.grid import Cells, Value
from pmo_workbook.publish.clean.scope import Scope, absolute
from pmo_workbook.publish.clean.styles import Styles

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_Q, _A = f"{{{CHART}}}", f"{{{DRAWING}}}"
_LARGEST = 100_000
_GONE = frozenset(
    {"externalData", "userShapes", "printSettings", "pivotSource", "pivotFmts", "protection", "extLst"}
    | {"hlinkClick", "hlinkHover", "hlinkMouseOver", "audioFile", "videoFile", "wavAudioFile", "quickTimeFile"}
    | {"blipFill", "fld"}
)
_TEXTS = frozenset({"t", "f", "v", "formatCode", "name"})
_REFERENCES = frozenset({"numRef", "strRef", "multiLvlStrRef"})


def clean_chart(root: etree._Element, scope: Scope, cells: Mapping[str, Cells], styles: Styles) -> tuple[bytes, int]:
    """A chart as the copy has it.

    Args:
        root: Root of the source's chart part.
        scope: What is in the copy.
        cells: Cells of the sheets that stay, by title, built.
        styles: Styles of the copy, all cells done.

    Returns:
        The part, and how many ranges it no longer refers to.
    """
    fresh = clean_drawing_xml(root, _GONE, (CHART, DRAWING))
    cut = 0
    for code in fresh.iter(f"{_Q}formatCode"):
        code.text = styles.code(code.text or "General")
    for number in fresh.iter(f"{_Q}numFmt"):
        number.set("formatCode", styles.code(number.get("formatCode", "General")))
    for reference in [element for element in fresh.iter(etree.Element) if local(element) in _REFERENCES]:
        if not _refer(reference, scope, cells):
            cut += 1
    return to_bytes(fresh), cut


def clean_drawing_xml(element: etree._Element, gone: frozenset[str], spaces: tuple[str, ...]) -> etree._Element:
    """A copy of drawing XML: known vocabularies only, no foreign attribute, no prose outside texts.

    Args:
        element: The element.
        gone: Local names of elements that are left out wherever they stand.
        spaces: The vocabularies.

    Returns:
        The copy; relationship ids are not in it.
    """
    fresh = etree.Element(element.tag, nsmap=_prefixes(element) if element.getparent() is None else None)
    for name, value in element.attrib.items():
        if not str(name).startswith("{") and (plain(str(value)) or name in ("formatCode", "typeface", "fmla")):
            fresh.set(name, value)
    if local(element) in _TEXTS or (element.text and plain(element.text.strip()) and not len(element)):
        fresh.text = element.text
    for child in element:
        if space(child) in spaces and local(child) not in gone:
            fresh.append(clean_drawing_xml(child, gone, spaces))
    if element.getparent() is None:
        etree.cleanup_namespaces(fresh, keep_ns_prefixes=["r"])
    return fresh


def _prefixes(element: etree._Element) -> dict[str, str]:
    return {prefix: space for prefix, space in element.nsmap.items() if prefix}


def _refer(reference: etree._Element, scope: Scope, cells: Mapping[str, Cells]) -> bool:
    """Let a reference point at what stays, its cache filled anew; otherwise make it plain values.

    Returns:
        Whether it still is a reference.
    """
    formula = reference.find(f"{_Q}f")
    place = None if formula is None else scope.place(formula.text or "")
    if formula is not None and place is not None and place[1].height * place[1].width <= _LARGEST:
        title, area = place
        found = cells[title]
        hidden = [at for at, cell in enumerate(_cells(area)) if cell in found.emptied]
        if not hidden:
            formula.text = absolute(title, area)
            _refill(reference, area, found)
            return True
        _remove_points(reference, hidden)
    _make_literal(reference)
    return False


def _cells(area: Area) -> list[tuple[int, int]]:
    rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
    return [(row, column) for row in rows for column in columns]


def _refill(reference: etree._Element, area: Area, cells: Cells) -> None:
    kind = {"numRef": "numCache", "strRef": "strCache"}.get(local(reference))
    if kind is None:  # labels on several levels: each of them is among the cells, and Excel fills them when it opens
        for cache in reference.findall(f"{_Q}multiLvlStrCache"):
            reference.remove(cache)
        return
    found = reference.find(_Q + kind)
    cache = found if found is not None else etree.SubElement(reference, _Q + kind)
    values = [cells.values.get(cell) for cell in _cells(area)]
    _fill(cache, [_shown(value, numeric=kind == "numCache") for value in values])


def _shown(value: Value | None, *, numeric: bool) -> str | None:
    if value is None or (numeric and value.kind != "n"):
        return None
    return value.text


def _fill(cache: etree._Element, values: list[str | None]) -> None:
    for point in cache.findall(f"{_Q}pt"):
        cache.remove(point)
    count = cache.find(f"{_Q}ptCount")
    if count is None:
        count = etree.SubElement(cache, f"{_Q}ptCount")
    count.set("val", str(len(values)))
    for index, text in enumerate(values):
        if text is not None:
            point = etree.SubElement(cache, f"{_Q}pt", idx=str(index))
            etree.SubElement(point, f"{_Q}v").text = text


def _remove_points(reference: etree._Element, indexes: list[int]) -> None:
    gone = {str(index) for index in indexes}
    for point in list(reference.iter(f"{_Q}pt")):
        parent = point.getparent()
        if point.get("idx") in gone and parent is not None:
            parent.remove(point)


def _make_literal(reference: etree._Element) -> None:
    parent = reference.getparent()
    if parent is None:
        return
    points = list(reference.iter(f"{_Q}pt"))
    if local(parent) == "tx":
        words = " ".join(point.findtext(f"{_Q}v") or "" for point in points)
        parent.replace(reference, _words(words) if _is_series(parent) else _rich(words))
        return
    literal = etree.Element(f"{_Q}numLit" if local(reference) == "numRef" else f"{_Q}strLit")
    cache = reference.find(f"{_Q}numCache")
    code = None if cache is None else cache.findtext(f"{_Q}formatCode")
    if code and local(literal) == "numLit":
        etree.SubElement(literal, f"{_Q}formatCode").text = code
    count = next((element.get("val", "0") for element in reference.iter(f"{_Q}ptCount")), "0")
    etree.SubElement(literal, f"{_Q}ptCount", val=count)
    seen: set[str] = set()
    for point in points:
        if point.get("idx", "") not in seen:  # of labels on several levels the innermost one comes first
            seen.add(point.get("idx", ""))
            literal.append(point)
    parent.replace(reference, literal)


def _is_series(tx: etree._Element) -> bool:
    parent = tx.getparent()
    return parent is not None and local(parent) == "ser"


def _words(words: str) -> etree._Element:
    element = etree.Element(f"{_Q}v")
    element.text = words
    return element


def _rich(words: str) -> etree._Element:
    rich = etree.Element(f"{_Q}rich")
    etree.SubElement(rich, f"{_A}bodyPr")
    paragraph = etree.SubElement(rich, f"{_A}p")
    etree.SubElement(etree.SubElement(paragraph, f"{_A}r"), f"{_A}t").text = words
    return rich

"""Drawings of the copy: charts, pictures and shapes that show; no controls, slicers, ink, macros or links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from pmo_workbook.ooxml.package import Package, Relation, parse_xml, to_bytes
from pmo_workbook.publish.clean.allow import local, space
from pmo_workbook.publish.clean.charts import CHART, DRAWING, clean_drawing_xml
from pmo_workbook.publish.clean.pictures import clean_picture, picture_kind

SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_X, _A = f"{{{SHEET_DRAWING}}}", f"{{{DRAWING}}}"
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_OBJECTS = {"graphicFrame": "Chart", "pic": "Picture", "sp": "Shape", "cxnSp": "Line", "grpSp": "Group"}
_GONE = frozenset(
    {"extLst", "hlinkClick", "hlinkHover", "hlinkMouseOver", "contentPart"}
    | {"audioFile", "videoFile", "wavAudioFile", "quickTimeFile", "audioCd", "custDataLst", "imgLayer"}
)
_TRUE = ("1", "true")
_MARK = "mark"
_MARKED = (f"{_X}graphicFrame", f"{_X}cNvPr", f"{_A}blip")
_REFERENCES = (f"{{{R}}}id", f"{{{R}}}embed")


@dataclass
class CleanDrawing:
    """A drawing as the copy has it, before its charts and pictures are given names.

    Attributes:
        root: The drawing; the references in it are the keys below.
        charts: Chart parts of the source by reference.
        pictures: Cleaned pictures by reference.
        dropped: What was left behind, in words.
    """

    root: etree._Element
    charts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

    def to_bytes(self, identities: Mapping[str, str]) -> bytes:
        """The part.

        Args:
            identities: Relationship id of each chart and picture, by reference.
        """
        for element in self.root.iter(etree.Element):
            for name in _REFERENCES:
                if name in element.attrib:
                    element.set(name, identities[element.get(name, "")])
        etree.cleanup_namespaces(self.root, keep_ns_prefixes=["r"])
        return to_bytes(self.root)


def clean_drawing(package: Package, part: str) -> CleanDrawing:
    """A drawing with what shows.

    Args:
        package: The source.
        part: Name of the drawing's part.

    Raises:
        NotAWorkbookError: The part is damaged.
    """
    relations = {relation.id: relation for relation in package.relations(part)}
    root = etree.Element(f"{_X}wsDr", nsmap={"xdr": SHEET_DRAWING, "a": DRAWING, "r": R})
    drawing = CleanDrawing(root)
    for anchor in parse_xml(package.read(part)).iterchildren(etree.Element):
        if space(anchor) == SHEET_DRAWING and local(anchor) in _ANCHORS:
            fresh = _anchor(anchor, package, relations, drawing)
            if fresh is not None:
                root.append(fresh)
    for number, properties in enumerate(root.iter(f"{_X}cNvPr"), 2):
        kind = _kind(properties)
        properties.set("id", str(number))
        properties.set("name", f"{kind} {number - 1}")
    return drawing


def _anchor(
    anchor: etree._Element, package: Package, relations: dict[str, Relation], drawing: CleanDrawing
) -> etree._Element | None:
    body = next((child for child in anchor if local(child) in _OBJECTS and space(child) == SHEET_DRAWING), None)
    if body is None:
        drawing.dropped.append("an object that is no chart, picture or shape")
        return None
    if any(properties.get("hidden") in _TRUE for properties in body.iter(f"{_X}cNvPr")):
        drawing.dropped.append("a hidden object")
        return None
    for number, element in enumerate(anchor.iter(*_MARKED)):
        element.set(_MARK, str(number))  # by which the copy of an element is told, whatever is left out between
    olds = {element.get(_MARK, ""): element for element in anchor.iter(*_MARKED)}
    fresh = clean_drawing_xml(anchor, _GONE, (SHEET_DRAWING, DRAWING))
    pairs = [(olds[str(element.attrib.pop(_MARK))], element) for element in fresh.iter(*_MARKED)]
    _words(fresh, pairs)
    for old, new in pairs:
        if new.tag == f"{_X}graphicFrame" and not _chart(old, new, package, relations, drawing):
            drawing.dropped.append("an object of a graphic frame that is no plain chart")
            return None
        if new.tag == f"{_A}blip" and not _picture(old, new, package, relations, drawing):
            drawing.dropped.append("a picture that is neither PNG nor JPEG, or is kept elsewhere")
            return None
    return fresh


def _words(copy: etree._Element, pairs: Sequence[tuple[etree._Element, etree._Element]]) -> None:
    """Names of ours, alternative texts as they are, texts of fields as plain text, no macro and no cell linked."""
    for old, new in pairs:
        if new.tag != f"{_X}cNvPr":
            continue
        new.attrib.clear()
        if _is_description(old.get("descr", "")):
            new.set("descr", old.get("descr", ""))
    for element in copy.iter(etree.Element):
        for name in ("textlink", "fPublished"):
            element.attrib.pop(name, "")
        if "macro" in element.attrib:
            element.set("macro", "")
        if element.tag == f"{_A}fld":
            element.tag = f"{_A}r"
            element.attrib.clear()
            for child in element.findall(f"{_A}pPr"):
                element.remove(child)


def _is_description(text: str) -> bool:
    """Whether an alternative text is one: old programs put the picture's path there."""
    return (
        bool(text) and "\\" not in text and "://" not in text and not text.lower().endswith((".png", ".jpg", ".jpeg"))
    )


def _chart(
    old: etree._Element, new: etree._Element, package: Package, relations: dict[str, Relation], drawing: CleanDrawing
) -> bool:
    chart = next(old.iter(f"{{{CHART}}}chart"), None)
    relation = None if chart is None else relations.get(chart.get(f"{{{R}}}id", ""))
    data = next(new.iter(f"{_A}graphicData"), None)
    if relation is None or data is None or relation.kind != "chart" or not package.has(relation.target_part):
        return False
    key = f"chart{len(drawing.charts) + 1}"
    drawing.charts[key] = relation.target_part
    data.set("uri", CHART)
    etree.SubElement(data, f"{{{CHART}}}chart", nsmap={"c": CHART}).set(f"{{{R}}}id", key)
    return True


def _picture(
    old: etree._Element, new: etree._Element, package: Package, relations: dict[str, Relation], drawing: CleanDrawing
) -> bool:
    relation = relations.get(old.get(f"{{{R}}}embed", ""))
    if relation is None or relation.external or not package.has(relation.target_part):
        return False
    data = clean_picture(package.read(relation.target_part))
    if data is None or not picture_kind(data):
        return False
    key = f"picture{len(drawing.pictures) + 1}"
    drawing.pictures[key] = data
    new.set(f"{{{R}}}embed", key)
    return True


def _kind(properties: etree._Element) -> str:
    holder: Iterator[etree._Element] = properties.iterancestors()
    return next((_OBJECTS[local(element)] for element in holder if local(element) in _OBJECTS), "Object")

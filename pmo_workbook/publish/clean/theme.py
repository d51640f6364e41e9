"""The theme of the copy: its colours, fonts and effects, without the names people gave them and without pictures."""

from __future__ import annotations

from lxml import etree

from pmo_workbook.ooxml.package import to_bytes
from pmo_workbook.publish.clean.allow import local
from pmo_workbook.publish.clean.charts import DRAWING, clean_drawing_xml

_A = f"{{{DRAWING}}}"
_GONE = frozenset({"extLst", "custClrLst", "extraClrSchemeLst", "objectDefaults", "hlinkClick", "hlinkHover"})
_NAMED = frozenset({"theme", "clrScheme", "fontScheme", "fmtScheme"})


def clean_theme(root: etree._Element) -> bytes:
    """The theme's part.

    Args:
        root: Root of the source's theme.
    """
    fresh = clean_drawing_xml(root, _GONE, (DRAWING,))
    for element in fresh.iter(etree.Element):
        if local(element) in _NAMED:
            element.set("name", "Office")
    for picture in list(fresh.iter(f"{_A}blipFill")):
        plain = etree.Element(f"{_A}solidFill")
        etree.SubElement(plain, f"{_A}schemeClr", val="phClr")
        parent = picture.getparent()
        if parent is not None:
            parent.replace(picture, plain)
    return to_bytes(fresh)

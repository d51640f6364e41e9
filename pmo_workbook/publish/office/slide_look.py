"""The look of the slides: our own plain master, or a company's; where a slide has room; a new slide with its title."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from pmo_workbook import palette
from pmo_workbook.errors import InputError
from pmo_workbook.publish.office.common import plain, remove_traces, typeset
from pmo_workbook.publish.office.text_size import LINE, line_count, text_width

A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
P: Final = "http://schemas.openxmlformats.org/presentationml/2006/main"
POINT: Final = 12_700
"""English metric units in a point."""

_WIDE: Final = (960.0, 540.0)
_MARGIN: Final = 44.0
_TITLE: Final = (36.0, 64.0)
_BODY: Final = (116.0, 372.0)
_FOOT: Final = (503.0, 22.0)
_THEME: Final = {
    "dk1": palette.INK.rgb,
    "lt1": palette.WHITE.rgb,
    "dk2": palette.GREY.rgb,
    "lt2": palette.TILE.rgb,
    "accent1": palette.BLUE.rgb,
    "accent2": palette.BLUE_LIGHT.rgb,
    "accent3": palette.GREEN.rgb,
    "accent4": palette.AMBER.rgb,
    "accent5": palette.RED.rgb,
    "accent6": palette.GREY.rgb,
    "hlink": palette.BLUE_DARK.rgb,
    "folHlink": palette.GREY.rgb,
}
_LEAST_TITLE: Final = 18.0
_FOOTERS: Final = ("ftr", "sldNum")


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, points.

    Attributes:
        left: From the slide's left edge.
        top: From the slide's top edge.
        width: Its width.
        height: Its height.
    """

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """From the slide's left edge to its right side."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """From the slide's top edge to its lower side."""
        return self.top + self.height

    def below(self, height: float) -> Box:
        """What is left of it under a strip of that height."""
        return Box(self.left, self.top + height, self.width, self.height - height)

    def strip(self, height: float) -> Box:
        """Its uppermost strip."""
        return Box(self.left, self.top, self.width, height)

    def split(self, share: float, gap: float) -> tuple[Box, Box]:
        """Its left and right part, with a gap between; `share` of the rest is left."""
        wide = (self.width - gap) * share
        return (
            Box(self.left, self.top, wide, self.height),
            Box(self.left + wide + gap, self.top, self.width - gap - wide, self.height),
        )

    def emu(self) -> tuple[int, int, int, int]:
        """Left, top, width, height in English metric units."""
        return (
            round(self.left * POINT),
            round(self.top * POINT),
            round(self.width * POINT),
            round(self.height * POINT),
        )


class Deck:
    """A presentation that gets slides; positions come from its layouts, colours and fonts from its theme."""

    def __init__(self, presentation: Any, *, own: bool, foot: str, short_foot: str) -> None:
        """Prepare a presentation.

        Args:
            presentation: The library's object, of a company's template or the library's own.
            own: Give it our own plain master.
            foot: Words at the foot of every slide.
            short_foot: The same for a template with little room there.

        Raises:
            InputError: No layout of the template has a title.
        """
        self.presentation = presentation
        self._foot, self._short_foot = plain(foot), plain(short_foot)
        _remove_slides(presentation)
        remove_traces(presentation.part)
        if own:
            _draw_master(presentation)
        self._layout = _layout_with_title(presentation)
        self.size = Box(0, 0, presentation.slide_width / POINT, presentation.slide_height / POINT)
        self.area = _area(self._layout, self.size)
        self.spread = 1.0 if own else _spread(presentation)
        self._own = own
        self.on_accent = _readable_on(_accent(presentation))

    def slide(self, title: str, notes: str) -> Any:
        """A new slide with title, foot and number.

        Args:
            title: Its title.
            notes: What its figures rest on, for the speaker.

        Returns:
            The library's slide.
        """
        slide = self.presentation.slides.add_slide(self._layout)
        for shape in list(slide.placeholders):
            if shape.placeholder_format.idx != 0:
                shape._element.getparent().remove(shape._element)
        self._write_title(slide.shapes.title, typeset(title))
        for kind in _FOOTERS:
            self._add_footer(slide, kind)
        slide.notes_slide.notes_text_frame.text = "\n".join(plain(line) for line in notes.splitlines())
        return slide

    def _write_title(self, shape: Any, title: str) -> None:
        """Write a title, smaller than its master says where it would not fit: nothing but PowerPoint shrinks it."""
        from pptx.util import Pt

        shape.text_frame.text = title
        place = _place(shape)
        usual = _title_size(self._layout)
        size = usual
        while place and size > _LEAST_TITLE and not self._fits(title, size, place):
            size -= 1
        if size < usual:
            shape.text_frame.paragraphs[0].runs[0].font.size = Pt(size)

    def _fits(self, title: str, size: float, place: Box) -> bool:
        lines = line_count(title, size, (place.width - 15) / self.spread, bold=True)
        return lines * size * LINE <= place.height

    def _add_footer(self, slide: Any, kind: str) -> None:
        """A placeholder of the foot, as the layout has it; none where the layout has none."""
        found = self._layout._element.xpath(f".//p:sp[p:nvSpPr/p:nvPr/p:ph[@type='{kind}']]")
        if not found:
            return
        shape = copy.deepcopy(found[0])
        tree = slide.shapes._spTree
        shape.nvSpPr.cNvPr.set("id", str(max(int(i) for i in tree.xpath(".//p:cNvPr/@id")) + 1))
        properties = shape.find(f"{{{P}}}spPr")
        properties.clear()
        if kind == "ftr":
            self._write_foot(shape)
        tree.append(shape)

    def _write_foot(self, shape: Any) -> None:
        """The words at the foot; the short ones where the long ones do not fit."""
        place = next(_place(s) for s in self._layout.placeholders if s._element.ph.get("type") == "ftr")
        size = 11.0
        long = text_width(self._foot, size) * self.spread > (place.width if place else 0) - 15
        body = shape.find(f"{{{P}}}txBody")
        for paragraph in body.findall(f"{{{A}}}p"):
            body.remove(paragraph)
        paragraph = etree.SubElement(body, f"{{{A}}}p")
        if self._own:
            etree.SubElement(paragraph, f"{{{A}}}pPr", algn="l")
        run = etree.SubElement(paragraph, f"{{{A}}}r")
        # LibreOffice takes neither size nor font from the master.
        look = etree.SubElement(run, f"{{{A}}}rPr", lang="en-GB", sz=str(round(size * 100)))
        if self._own:
            etree.SubElement(etree.SubElement(look, f"{{{A}}}solidFill"), f"{{{A}}}schemeClr", val="tx2")
        etree.SubElement(look, f"{{{A}}}latin", typeface="+mn-lt")
        etree.SubElement(run, f"{{{A}}}t").text = self._short_foot if long else self._foot


def _remove_slides(presentation: Any) -> None:
    """Drop a template's example slides, and what refers to them."""
    root, rels = presentation.part._element, presentation.part._rels
    slides = root.find(f"{{{P}}}sldIdLst")
    for entry in list(slides if slides is not None else ()):
        rels.pop(entry.rId)
        slides.remove(entry)
    for name in ("custShowLst", "modifyVerifier", "extLst", "photoAlbum"):
        for element in root.findall(f"{{{P}}}{name}"):
            root.remove(element)


def _layout_with_title(presentation: Any) -> Any:
    """The layout of type title only, else title and content, else the one with a title and least else."""
    layouts = [
        layout
        for master in presentation.slide_masters
        for layout in master.slide_layouts
        if any(shape.placeholder_format.idx == 0 for shape in layout.placeholders)
    ]
    if not layouts:
        raise InputError("No layout of the template for the slides has a title.")

    def fit(layout: Any) -> tuple[int, int]:
        kinds = ("titleOnly", "obj")
        kind = layout._element.get("type")
        return (kinds.index(kind) if kind in kinds else len(kinds), len(layout.placeholders))

    return min(layouts, key=fit)


def _title_size(layout: Any) -> float:
    """Size of the titles of a layout, points."""
    for owner in (layout._element, layout.slide_master._element):
        path = ".//p:sp[p:nvSpPr/p:nvPr/p:ph[@type='title' or @type='ctrTitle']]//a:lvl1pPr/a:defRPr/@sz"
        found = owner.xpath(path) or owner.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr/@sz")
        if found:
            return int(found[0]) / 100
    return 44.0


def _area(layout: Any, size: Box) -> Box:
    """Where a slide's content goes: the body's place, below the title; a share of the slide if it has none of use."""
    master = layout.slide_master
    title = _place(next(s for s in layout.placeholders if s.placeholder_format.idx == 0))
    bodies = [
        _place(shape)
        for owner in (*(one for one in master.slide_layouts if one._element.get("type") == "obj"), master)
        for shape in owner.placeholders
        if shape._element.ph.get("type", "obj") in ("obj", "body")
    ]
    margin = size.width * 0.06
    fallback = Box(margin, size.height * 0.24, size.width - 2 * margin, size.height * 0.64)
    for body in bodies:
        if body is None:
            continue
        top = max(body.top, title.bottom) if title and title.bottom < size.height / 2 else body.top
        area = Box(body.left, top, min(body.width, size.width - body.left), min(body.bottom, size.height) - top)
        if area.left >= 0 and area.width >= size.width / 2 and area.height >= size.height * 0.45:
            return area
    return fallback


def _place(shape: Any) -> Box | None:
    """Where a placeholder is, its master's place included; None where nobody says."""
    if shape.width is None or shape.left is None:
        return None
    return Box(shape.left / POINT, shape.top / POINT, shape.width / POINT, shape.height / POINT)


def _accent(presentation: Any) -> str:
    """The theme's first accent, six hexadecimal digits."""
    found = _theme(presentation)[1].find(f".//{{{A}}}accent1/{{{A}}}srgbClr")
    return palette.BLUE.rgb if found is None else found.get("val", palette.BLUE.rgb)


def _spread(presentation: Any) -> float:
    """How much wider than Calibri the theme's font may run; few are wider than Arial and Verdana."""
    found = _theme(presentation)[1].find(f".//{{{A}}}minorFont/{{{A}}}latin")
    name = "" if found is None else found.get("typeface", "")
    if name in ("Calibri", "Carlito"):
        return 1.0
    return 1.32 if name in ("Verdana", "Tahoma", "Century Gothic") else 1.16


def _readable_on(colour: str) -> str:
    """The theme's light or dark, whichever is easier to read on a colour when that is made a quarter darker.

    By relative luminance, as WCAG defines it.
    """
    parts = [int(colour[at : at + 2], 16) / 255 * 0.75 for at in (0, 2, 4)]
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    return "lt1" if luminance < 0.2 else "dk1"


def _theme(presentation: Any) -> tuple[Any, etree._Element]:
    part = presentation.slide_masters[0].part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )
    return part, etree.fromstring(part.blob)


def _draw_master(presentation: Any) -> None:
    """Our own look: 16:9, white, Calibri, a short blue rule above a bold title, a hairline above the foot."""
    wide, high = _WIDE
    presentation.slide_width, presentation.slide_height = round(wide * POINT), round(high * POINT)
    presentation.part._element.find(f"{{{P}}}sldSz").attrib.pop("type", None)
    _colour_theme(presentation)
    master = presentation.slide_masters[0]
    for layout in list(master.slide_layouts):
        if layout._element.get("type") not in ("obj", "titleOnly"):
            master.slide_layouts.remove(layout)
    for owner in (master, *master.slide_layouts):
        for shape in list(owner.placeholders):
            if shape._element.ph.get("type") == "dt":
                shape._element.getparent().remove(shape._element)
    inner = wide - 2 * _MARGIN
    places = {
        "title": Box(_MARGIN, _TITLE[0], inner, _TITLE[1]),
        "body": Box(_MARGIN, _BODY[0], inner, _BODY[1]),
        "ftr": Box(_MARGIN, _FOOT[0], inner - 80, _FOOT[1]),
        "sldNum": Box(wide - _MARGIN - 70, _FOOT[0], 70, _FOOT[1]),
    }
    for shape in master.placeholders:
        kind = shape._element.ph.get("type")
        shape.left, shape.top, shape.width, shape.height = places[kind].emu()
        _set_body(shape, "b" if kind == "title" else "t" if kind == "body" else "ctr")
        if kind in _FOOTERS:
            _set_foot(shape, "l" if kind == "ftr" else "r")
    _set_styles(master)
    _draw_rule(master, Box(_MARGIN, 26, 40, 4), "accent1")
    _draw_rule(master, Box(_MARGIN, 499, inner, 0.75), "bg1")


def _colour_theme(presentation: Any) -> None:
    part, root = _theme(presentation)
    root.set("name", "PMO")
    for name, value in _THEME.items():
        for element in root.iter(f"{{{A}}}{name}"):
            element.clear()
            etree.SubElement(element, f"{{{A}}}srgbClr", val=value)
    for font in root.iter(f"{{{A}}}latin"):
        font.set("typeface", palette.FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_body(shape: Any, anchor: str) -> None:
    properties = shape._element.txBody.bodyPr
    for side in ("lIns", "rIns", "tIns", "bIns"):
        properties.set(side, "0")
    properties.set("anchor", anchor)


def _set_foot(shape: Any, align: str) -> None:
    level = shape._element.txBody.find(f"{{{A}}}lstStyle/{{{A}}}lvl1pPr")
    level.set("algn", align)
    run = level.find(f"{{{A}}}defRPr")
    run.set("sz", "1100")
    for colour in run.iter(f"{{{A}}}schemeClr"):
        colour.set("val", "tx2")
        for tint in list(colour):
            colour.remove(tint)


def _set_styles(master: Any) -> None:
    styles = master._element.find(f"{{{P}}}txStyles")
    title = styles.find(f"{{{P}}}titleStyle/{{{A}}}lvl1pPr")
    title.set("algn", "l")
    run = title.find(f"{{{A}}}defRPr")
    run.set("sz", "2800")
    run.set("b", "1")
    for size, level in zip((1800, 1600, 1400, 1400, 1400), styles.find(f"{{{P}}}bodyStyle"), strict=False):
        level.find(f"{{{A}}}defRPr").set("sz", str(size))


def _draw_rule(master: Any, box: Box, colour: str) -> None:
    """A line of the master, drawn as a flat rectangle behind everything."""
    tree = master._element.cSld.spTree
    left, top, width, height = box.emu()
    tint = '<a:lumMod val="90000"/>' if colour == "bg1" else ""
    number = max(int(i) for i in tree.xpath(".//p:cNvPr/@id")) + 1
    shape = etree.fromstring(
        f'<p:sp xmlns:p="{P}" xmlns:a="{A}"><p:nvSpPr><p:cNvPr id="{number}" name="Rule {number}"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{colour}">{tint}</a:schemeClr></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "</p:sp>"
    )
    tree.insert(2, shape)

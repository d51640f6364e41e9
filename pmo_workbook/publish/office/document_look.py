"""The look of the written catalogue: the styles it uses by name, and ours where a template has none of that name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from pmo_workbook import palette
from pmo_workbook.publish.clean.archive import LANGUAGE
from pmo_workbook.publish.office.common import remove_traces

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TABLE: Final = "PMO Table"
LEAD: Final = "PMO Lead"
LABEL: Final = "PMO Label"
CALL: Final = "PMO Call"
PROMISE: Final = "PMO Promise"
SMALL: Final = "PMO Small"
CELL: Final = "PMO Cell"
CELL_LABEL: Final = "PMO Cell Label"
CONTENTS: Final = "TOC Heading"
ENTRY: Final = "TOC 1"


@dataclass(frozen=True)
class ParagraphLook:
    """A paragraph style.

    Attributes:
        size: Size of its font, points.
        bold: Whether it is bold.
        colour: Six hexadecimal digits.
        before: Room above, points.
        after: Room below, points.
        keep: It stays with the paragraph that follows.
        new_page: It begins a page.
        fill: Its ground, six hexadecimal digits; empty for none.
        bar: Colour of a bar at its left; empty for none.
        rule: Colour of a line above it; empty for none.
    """

    size: float = 11
    bold: bool = False
    colour: str = palette.INK.rgb
    before: float = 0
    after: float = 6
    keep: bool = False
    new_page: bool = False
    fill: str = ""
    bar: str = ""
    rule: str = ""


_OURS: Final = {
    LEAD: ParagraphLook(14, after=12, colour=palette.INK.rgb),
    LABEL: ParagraphLook(11, colour=palette.GREY.rgb, after=4, keep=True),
    CALL: ParagraphLook(12, before=2, after=10, fill=palette.TILE.rgb, bar=palette.BLUE.rgb),
    PROMISE: ParagraphLook(11, bold=True, before=6, after=1, keep=True),
    SMALL: ParagraphLook(11, colour=palette.GREY.rgb, after=2),
    CELL: ParagraphLook(11, before=2, after=2),
    CELL_LABEL: ParagraphLook(11, colour=palette.GREY.rgb, before=2, after=2),
}
"""Styles that no template has, made in every document."""

_STANDARD: Final = {
    "Normal": ParagraphLook(),
    "Title": ParagraphLook(36, bold=True, before=170, after=8, rule=palette.BLUE.rgb),
    "Subtitle": ParagraphLook(16, colour=palette.GREY.rgb, after=40),
    "Heading 1": ParagraphLook(22, bold=True, after=6, keep=True, new_page=True),
    "Heading 2": ParagraphLook(14, bold=True, before=16, after=5, keep=True),
    "Header": ParagraphLook(11, colour=palette.GREY.rgb, after=0),
    "Footer": ParagraphLook(11, colour=palette.GREY.rgb, after=0),
    CONTENTS: ParagraphLook(22, bold=True, after=14, keep=True),
    ENTRY: ParagraphLook(12, after=7),
}
"""Word's own styles, in our look without a template; made where a template lacks one."""


def prepare(document: Any, *, own: bool) -> dict[str, str]:
    """Make a document ready to be written: empty, with every style that is used, without traces.

    Args:
        document: The library's document, of a company's template or the library's own.
        own: Give Word's own styles our look.

    Returns:
        The id of each style by its name.
    """
    remove_traces(document.part)
    _forget_template(document)
    body = document.element.body
    for element in list(body):
        if element.tag != f"{{{W}}}sectPr":
            body.remove(element)
    for name, look in _STANDARD.items():
        known = name in {style.name for style in document.styles}
        if own or not known:
            _set_look(_style(document, name), look, own=own)
    for name, look in _OURS.items():
        if name not in {style.name for style in document.styles}:
            made = _style(document, name)
            made.base_style = document.styles["Normal"]
            _set_look(made, look, own=own)
    if TABLE not in {style.name for style in document.styles}:
        document.styles.element.append(_table_style())
    if own:
        _remove_table_styles(document)
        _set_page(document)
        _set_theme_fonts(document)
    return {style.name: style.style_id for style in document.styles}


def _forget_template(document: Any) -> None:
    """Drop the path of the template that a document names, and what its settings say of its history."""
    settings = document.settings.element
    for name in ("attachedTemplate", "rsids", "savePreviewPicture", "mailMerge", "documentProtection"):
        for element in settings.findall(f"{{{W}}}{name}"):
            settings.remove(element)
    part = document.part._settings_part
    for key in [key for key, rel in part.rels.items() if rel.is_external]:
        part.rels.pop(key)


def _style(document: Any, name: str) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    found = [style for style in document.styles if style.name == name]
    return found[0] if found else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)


def _set_look(style: Any, look: ParagraphLook, *, own: bool) -> None:
    """Give a style its look; font and ink of a company's template stay those of its Normal."""
    from docx.shared import Pt, RGBColor

    font, form = style.font, style.paragraph_format
    properties = style.element.get_or_add_pPr()
    for name in ("pBdr", "numPr", "contextualSpacing", "shd"):
        for element in properties.findall(f"{{{W}}}{name}"):
            properties.remove(element)
    run = style.element.get_or_add_rPr()
    for element in list(run):
        run.remove(element)
    if own:
        font.name = palette.FONT
    font.size, font.bold = Pt(look.size), look.bold
    if own or look.colour != palette.INK.rgb:
        font.color.rgb = RGBColor.from_string(look.colour)
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), 1.1
    form.keep_with_next, form.page_break_before, form.keep_together = look.keep, look.new_page, True
    if look.bar:
        sides = (("top", look.fill, 4, 6), ("left", look.bar, 24, 8), ("bottom", look.fill, 4, 6))
        _insert(properties, "pBdr", _borders(sides))
    if look.rule:
        _insert(properties, "pBdr", _borders([("top", look.rule, 36, 18)]))
    if look.fill:
        ground = etree.Element(f"{{{W}}}shd")
        ground.set(f"{{{W}}}val", "clear")
        ground.set(f"{{{W}}}color", "auto")
        ground.set(f"{{{W}}}fill", look.fill)
        _insert(properties, "shd", ground)


_AFTER: Final = ("shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr")


def _insert(properties: Any, name: str, element: etree._Element) -> None:
    """Insert a paragraph property where the schema wants it: before spacing and what comes after it."""
    later = _AFTER[_AFTER.index(name) + 1 :] if name in _AFTER else _AFTER
    for child in properties:
        if etree.QName(child).localname in later:
            child.addprevious(element)
            return
    properties.append(element)


def _borders(sides: Sequence[tuple[str, str, int, int]]) -> etree._Element:
    """Lines around a paragraph: side, colour, width in eighths of a point, distance in points."""
    borders = etree.Element(f"{{{W}}}pBdr")
    for side, ink, size, space in sides:
        line = etree.SubElement(borders, f"{{{W}}}{side}")
        for key, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", ink)):
            line.set(f"{{{W}}}{key}", value)
    return borders


def _table_style() -> etree._Element:
    """A quiet table: hairlines between rows, a bold heading with a stronger line below."""
    return etree.fromstring(
        f'<w:style xmlns:w="{W}" w:type="table" w:customStyle="1" w:styleId="PMOTable"><w:name w:val="{TABLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        '<w:pPr><w:spacing w:before="50" w:after="50" w:line="252" w:lineRule="auto"/></w:pPr>'
        "<w:tblPr><w:tblBorders>"
        f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{palette.HAIRLINE.rgb}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{palette.HAIRLINE.rgb}"/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{palette.GREY.rgb}"/></w:rPr>'
        f'<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{palette.INK.rgb}"/>'
        "</w:tcBorders></w:tcPr></w:tblStylePr>"
        f'<w:tblStylePr w:type="firstCol"><w:rPr><w:color w:val="{palette.GREY.rgb}"/></w:rPr></w:tblStylePr></w:style>'
    )


def _remove_table_styles(document: Any) -> None:
    """Drop the hundred table styles of the library's own template, which nothing uses."""
    styles = document.styles.element
    for style in styles.findall(f"{{{W}}}style"):
        if style.get(f"{{{W}}}type") == "table" and style.get(f"{{{W}}}styleId") not in ("TableNormal", "PMOTable"):
            styles.remove(style)


def _set_page(document: Any) -> None:
    """A4 with even margins, and the document's language."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(28), Mm(24)
    section.header_distance = section.footer_distance = Mm(12)
    for language in document.styles.element.iter(f"{{{W}}}lang"):
        language.set(f"{{{W}}}val", LANGUAGE)


def _set_theme_fonts(document: Any) -> None:
    """Plain Calibri wherever the theme would choose."""
    for fonts in document.styles.element.find(f"{{{W}}}docDefaults").iter(f"{{{W}}}rFonts"):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(f"{{{W}}}{script}", palette.FONT)


def add_field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field; only the code given here is ever one, text of cells never is.

    Args:
        paragraph: The library's paragraph.
        code: Its code, such as ``PAGE``.
        shown: What is shown until it is updated.
    """
    field = etree.SubElement(paragraph._p, f"{{{W}}}fldSimple")
    field.set(f"{{{W}}}instr", f" {code} ")
    run = etree.SubElement(field, f"{{{W}}}r")
    etree.SubElement(run, f"{{{W}}}t").text = shown


def add_contents(document: Any, style: str, entries: Sequence[tuple[str, str]]) -> None:
    """Add a table of contents: a field that Word rebuilds, which until then shows links to the sections.

    It is not marked for update on opening: Word would ask every reader whether to update from other files.

    Args:
        document: The library's document.
        style: Id of the style of its lines.
        entries: Text and bookmark of each section.
    """
    for number, (text, anchor) in enumerate(entries):
        paragraph = document.add_paragraph()
        paragraph._p.style = style
        if number == 0:
            _mark(paragraph, "begin")
            code = etree.SubElement(etree.SubElement(paragraph._p, f"{{{W}}}r"), f"{{{W}}}instrText")
            code.text = ' TOC \\o "1-1" \\h \\z \\u '
            _mark(paragraph, "separate")
        link = etree.SubElement(paragraph._p, f"{{{W}}}hyperlink")
        link.set(f"{{{W}}}anchor", anchor)
        link.set(f"{{{W}}}history", "1")
        run = etree.SubElement(link, f"{{{W}}}r")
        etree.SubElement(run, f"{{{W}}}t").text = text
        if number == len(entries) - 1:
            _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    run = etree.SubElement(paragraph._p, f"{{{W}}}r")
    etree.SubElement(run, f"{{{W}}}fldChar").set(f"{{{W}}}fldCharType", kind)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Let links point at a paragraph.

    Args:
        paragraph: The library's paragraph.
        name: Name of the bookmark, letters and digits.
        number: Its number, unique in the document.
    """
    start, end = etree.Element(f"{{{W}}}bookmarkStart"), etree.Element(f"{{{W}}}bookmarkEnd")
    for element in (start, end):
        element.set(f"{{{W}}}id", str(number))
    start.set(f"{{{W}}}name", name)
    first = paragraph._p.find(f"{{{W}}}r")
    first.addprevious(start)
    paragraph._p.append(end)

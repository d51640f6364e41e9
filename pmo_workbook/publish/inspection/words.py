"""Words in a copy that stand where no reader sees them, whatever the part, element or attribute.

The rest of the inspector looks for what is known to give something away. This looks at every text and attribute there
is, and passes only what is no word (numbers, ranges, terms of the format) and what stands in a place that shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.parsers import expat

from pmo_workbook.errors import NotAWorkbookError
from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.reader import not_well_formed
from pmo_workbook.publish.inspection.strings import unescaped

_ADDRESS = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_NO_WORDS = re.compile(
    rf"""
    [\W\d_]* | [-+]?(?:\d+\.?\d*|\.\d+)[eE][-+]?\d+ |           # no letters, or a number
    [a-z][A-Za-z0-9]{{0,39}} |                                  # terms of the format
    [0-9A-Fa-f]{{6,8}} | \{{[0-9A-Fa-f]{{8}}(?:-[0-9A-Fa-f]{{4,12}}){{4}}\}} |    # colours, identities
    {_ADDRESS}(?::{_ADDRESS})?(?:\ {_ADDRESS}(?::{_ADDRESS})?)* |
    http://(?:schemas\.openxmlformats\.org|schemas\.microsoft\.com)/[\w./-]+ |
    application/(?:vnd\.openxmlformats-[\w.+-]+|xml) | image/(?:png|jpeg)
    """,
    re.VERBOSE,
)
_LETTER = re.compile(r"[^\W\d_]")
_PART = re.compile(
    r"/?(?:docProps/(?:core|app)\.xml|xl/(?:workbook|styles|sharedStrings|theme/theme1)\.xml"
    r"|xl/(?:worksheets/sheet|tables/table|drawings/drawing|charts/chart)\d+\.xml|xl/media/image\d+\.(?:png|jpeg))"
)
_FRAME = re.compile(r"\[Content_Types\]\.xml|(?:xl/)?(?:\w+/)?_rels/(?:\w+\.xml)?\.rels")
"""Parts that hold the file together."""
_FONT = re.compile(r"[@+]?\w[\w .\-&()]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})+")
_GUIDE = re.compile(r"\w{1,12}")
_OBJECT = re.compile(r"(?:Chart|Picture|Shape|Line|Group|Object) \d+")
_TABLE_STYLE = re.compile(r"(?:Table|Pivot)Style(?:Light|Medium|Dark)\d{1,2}|Table style \d+")
_ANY = re.compile(r".*", re.DOTALL)
_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
        "http://schemas.openxmlformats.org/package/2006/content-types",
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
        "http://schemas.microsoft.com/office/excel/2006/main",
        "http://purl.org/dc/elements/1.1/",
        "http://www.w3.org/XML/1998/namespace",
        "",
    }
)
_TEXTS = {
    **dict.fromkeys(("si/t", "r/t", "is/t", "fld/t"), _ANY),
    **dict.fromkeys(("c/v", "pt/v", "tx/v"), _ANY),
    **dict.fromkeys(("cfRule/formula", "cfvo/f", "cfRule/f", "sparkline/f", "sparkline/sqref"), _ANY),
    **dict.fromkeys(("conditionalFormatting/sqref", "numRef/f", "strRef/f", "multiLvlStrRef/f"), _ANY),
    **dict.fromkeys(
        (f"headerFooter/{kind}{end}" for kind in ("odd", "even", "first") for end in ("Header", "Footer")), _ANY
    ),
    **dict.fromkeys(("definedNames/definedName", "coreProperties/title"), _ANY),
    **dict.fromkeys(("numCache/formatCode", "numLit/formatCode", "trendline/name", "dLbls/separator"), _ANY),
    "dLbl/separator": _ANY,
    "coreProperties/language": _LANGUAGE,
    "Properties/Application": re.compile("Microsoft Excel"),
}
"""Elements whose text shows, or is looked at elsewhere, by their parent: what the text must be."""
_ATTRIBUTES = {
    **dict.fromkeys(("sheet@name", "definedName@name", "table@name", "table@displayName"), _ANY),
    **dict.fromkeys(("cNvPr@descr", "hyperlink@location", "numFmt@formatCode", "cfRule@text", "cfvo@val"), _ANY),
    "pt@formatCode": _ANY,
    "buChar@char": re.compile("."),
    **dict.fromkeys(("gd@name", *(f"{one}@{way}" for one in ("pt", "pos") for way in "xy")), _GUIDE),
    **dict.fromkeys((f"rect@{side}" for side in "ltrb"), _GUIDE),
    **dict.fromkeys(("iconSet@iconSet", "cfIcon@iconSet"), re.compile(r"\d[A-Z][A-Za-z]+\d?|NoIcons")),
    **dict.fromkeys(("name@val", "rFont@val"), _FONT),
    **dict.fromkeys((f"{one}@typeface" for one in ("font", "latin", "ea", "cs", "sym", "buFont")), _FONT),
    **dict.fromkeys(("theme@name", "clrScheme@name", "fontScheme@name", "fmtScheme@name"), re.compile("Office")),
    **dict.fromkeys(("tableStyle@name", "tableStyleInfo@name"), _TABLE_STYLE),
    **dict.fromkeys(("tableStyles@defaultTableStyle", "tableStyles@defaultPivotStyle"), _TABLE_STYLE),
    **dict.fromkeys(("Relationship@Target", "Override@PartName"), _PART),
    **dict.fromkeys(("rPr@lang", "rPr@altLang", "defRPr@lang", "endParaRPr@lang", "lang@val"), _LANGUAGE),
    **dict.fromkeys((f"{one}@panose" for one in ("latin", "ea", "cs")), re.compile("[0-9A-Fa-f]{20}")),
    "font@script": re.compile("[A-Z][a-z]{3}"),
    "pageSetup@errors": re.compile("NA"),
    "table@altTextSummary": re.compile(r"Table [\w.\\]+"),
    "cellStyle@name": re.compile("Normal"),
    "cNvPr@name": _OBJECT,
    "gd@fmla": re.compile(r"[\w*/+?\- ]*"),
}
"""Attributes that show, or are looked at elsewhere, by their element: what the value must be."""
_COLUMN_NAME = "tableColumn@name"


def unseen_words(book: Book, shown: Collection[str]) -> Iterator[Finding]:
    """Words in a copy that stand where no reader sees them, and parts that no copy has.

    Args:
        book: The copy.
        shown: Texts that cells show, which headers of tables repeat.
    """
    reached = book.reached()
    for name in book.parts.names:
        if _PART.fullmatch(name) is None and _FRAME.fullmatch(name) is None:
            yield Finding(Category.OTHER, name, "no copy has such a part")
            known = False
        else:
            known = name.lower() in reached or _FRAME.fullmatch(name) is not None
        if name.startswith("xl/media/"):
            continue
        try:
            words = _Walk(book.parts.read(name), shown, known).found
        except NotAWorkbookError:
            if known:
                raise
            continue
        yield from (Finding(Category.WORDS, name, shortened(text)) for text in words)


class _Walk:
    """Goes through all there is in a part; `found` are the words that do not show, each once.

    Args:
        data: The part.
        shown: Texts that cells show.
        known: Whether it is a part that shows at all.
    """

    def __init__(self, data: bytes, shown: Collection[str], known: bool) -> None:
        self.found: dict[str, None] = {}
        self._shown = shown
        self._path: list[str] = [""]
        self._known: list[bool] = [known]
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._note
        parser.ProcessingInstructionHandler = lambda target, text: self._note(f"{target} {text}")
        parser.StartDoctypeDeclHandler = lambda name, *_: self._note(name)
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise not_well_formed() from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        known = self._known[-1] and space in _NAMESPACES
        self._path.append(tag)
        self._known.append(known)
        for key, value in attributes.items():
            space, _, attribute = key.rpartition(" ")
            meant = _ATTRIBUTES.get(f"{tag}@{attribute}") if not space else None
            if f"{tag}@{attribute}" == _COLUMN_NAME and unescaped(value) in self._shown:
                meant = _ANY
            self._judge(value, meant, known=known and space in _NAMESPACES)

    def _end(self, _: str) -> None:
        self._path.pop()
        self._known.pop()

    def _text(self, text: str) -> None:
        self._judge(text, _TEXTS.get("/".join(self._path[-2:])), known=self._known[-1])

    def _judge(self, text: str, meant: re.Pattern[str] | None, *, known: bool) -> None:
        """Note a text unless it is no word, or is what is meant to be there; of what is not known every word counts."""
        if not known:
            passes = _LETTER.search(text) is None
        else:
            passes = _NO_WORDS.fullmatch(text) is not None or (meant is not None and meant.fullmatch(text) is not None)
        if not passes:
            self._note(text)

    def _note(self, text: str) -> None:
        self.found[text] = None

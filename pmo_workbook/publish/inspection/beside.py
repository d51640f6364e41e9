"""What stands beside the cells of a sheet: filters, headers, links, conditional formats, protection, input rules."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.headers import says_more
from pmo_workbook.publish.inspection.reach import Reach
from pmo_workbook.publish.inspection.reader import MAIN, RELATION, Element

_KNOWN_EXTENSIONS = frozenset(
    {
        "{78C0D931-6437-407D-A8EE-F0AAD7539E65}",  # conditional formats
        "{05C60535-1F16-4FD2-B633-F4F36F0B64E0}",  # sparklines
        "{B025F937-C7B1-47D3-B67F-A62EFF666E3E}",  # a rule's link to its extension
        "{504A1905-F514-4F6F-8877-14C23A59335A}",  # alternative text of a table
    }
)
_FORMULA_2010 = "{http://schemas.microsoft.com/office/excel/2006/main}f"
_ELEMENTS = {
    "sheetProtection": Category.PROTECTION,
    "protectedRanges": Category.PROTECTION,
    "scenarios": Category.SCENARIOS,
    "customSheetViews": Category.VIEWS,
    "dataValidations": Category.VALIDATIONS,
    "oleObjects": Category.EMBEDDED,
    "controls": Category.CONTROLS,
    "customProperties": Category.SHEET_PROPERTIES,
    "webPublishItems": Category.OTHER,
    "smartTags": Category.OTHER,
    "cellWatches": Category.OTHER,
    "dataConsolidate": Category.EXTERNAL_LINKS,
    "picture": Category.IMAGES,
}


def beside_cells(title: str, root: Element, reach: Reach, used_differences: set[str]) -> Iterator[Finding]:
    """Findings beside the cells of a sheet.

    Args:
        title: Its title.
        root: Root of its part; its rows need not be in it.
        reach: Where references lead.
        used_differences: Formats that conditions lay over cells; added to.
    """
    for tag, category in _ELEMENTS.items():
        found = root.find(f"{MAIN}{tag}")
        if found is not None:
            yield Finding(category, title, f"{tag} ({max(len(found), 1)})")
    yield from _filters(root, title)
    for said in root.iterfind(f"{MAIN}headerFooter/*"):
        if says_more(said.text or ""):
            yield Finding(Category.HEADERS, title, shortened(said.text or ""))
    yield from _links(title, root, reach)
    rules = root.findall(f".//{MAIN}cfRule")
    used_differences |= {rule.get("dxfId", "") for rule in rules}
    formulas = [formula.text or "" for rule in rules for formula in rule.iter(f"{MAIN}formula")]
    formulas += [formula.text or "" for formula in root.iter(_FORMULA_2010)]
    for formula in formulas:
        if not reach.stays(formula):
            yield Finding(Category.BROKEN_FORMATS, title, shortened(formula))
    for extension in root.iter(f"{MAIN}ext"):
        if extension.get("uri", "").upper() not in _KNOWN_EXTENSIONS:
            yield Finding(Category.EXTENSIONS, title, extension.get("uri", ""))


def around_tables(book: Book, used_differences: set[str]) -> Iterator[Finding]:
    """Findings in the parts of tables.

    Args:
        book: The workbook.
        used_differences: Formats that tables lay over cells; added to.
    """
    for table in book.tables:
        root = book.parts.root(table.part)
        yield from _filters(root, table.name)
        for element in root.iter():
            used_differences |= {
                value for key, value in element.attrib.items() if key.endswith("DxfId") or key == "dxfId"
            }
        comment = root.get("comment", "")
        if comment:
            yield Finding(Category.PROPERTIES, f"table {table.name}", shortened(comment))


def _links(title: str, root: Element, reach: Reach) -> Iterator[Finding]:
    links = root.findall(f"{MAIN}hyperlinks/{MAIN}hyperlink")
    for link in links:
        target = link.get("location", "")
        if f"{RELATION}id" not in link.attrib and reach.place(target) is None:
            yield Finding(Category.HYPERLINKS, f"{title}!{link.get('ref', '')}", shortened(target))
    tips = [tip for link in links if (tip := link.get("tooltip", ""))]
    if tips:
        yield Finding(Category.HYPERLINKS, title, shortened(f"{len(tips)} tips of links: {' | '.join(tips)}"))


def _filters(root: Element, place: str) -> Iterator[Finding]:
    for column in root.iterfind(f"{MAIN}autoFilter/{MAIN}filterColumn"):
        values = [value for element in column.iter() if (value := element.get("val", ""))]
        yield Finding(Category.FILTERS, place, shortened(" ".join(values)) or "a filter is set")

"""Our own lint of an Excel package: what Excel repairs or refuses, and the Open XML SDK validator does not see.

`lint` runs four groups of checks: the zip and its parts (here), the workbook part (`workbook_lint`), each worksheet
(`sheet_lint`) and the tables across the workbook (`table_lint`).
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tests.witness import sheet_lint, table_lint, workbook_lint
from tests.witness.findings import Finding, new_findings
from tests.witness.opc import CONTENT_TYPES, R_NAMESPACES, RELATIONSHIPS, Package, local, rels_of
from tests.witness.workbook_lint import Book

__all__ = ["Finding", "lint", "new_findings"]

WORKBOOK_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    ".xltm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
}

# Kind of relationship -> end of the content type that its target must have.
PART_TYPES = {
    "worksheet": "spreadsheetml.worksheet+xml",
    "table": "spreadsheetml.table+xml",
    "styles": "spreadsheetml.styles+xml",
    "sharedStrings": "spreadsheetml.sharedStrings+xml",
    "calcChain": "spreadsheetml.calcChain+xml",
    "drawing": "drawing+xml",
    "chart": "drawingml.chart+xml",
    "theme": "theme+xml",
    "comments": "comments+xml",
    "vmlDrawing": "vmlDrawing",
    "vbaProject": "vbaProject",
    "pivotTable": "pivotTable+xml",
}


def lint(path: Path) -> list[Finding]:
    """Check an Excel file.

    Args:
        path: A workbook; its extension says what kind it should be.

    Returns:
        The faults, sorted; none for a sound workbook.
    """
    try:
        package = Package.read(path)
    except (zipfile.BadZipFile, OSError) as error:
        return [Finding("", "zip", f"cannot be read: {error}")]
    early = [*_zip(package), *_well_formed(package)]
    if early or not package.workbook:
        missing = [] if package.workbook or early else [Finding("", "workbook", "there is no workbook part")]
        return sorted([*early, *missing])
    book = Book.read(package)
    found = [*_content_types(package), *_relationships(book), *workbook_lint.check(book)]
    found += sheet_lint.check(book)
    found += table_lint.check(book)
    return sorted(set(found))


def _zip(package: Package) -> Iterator[Finding]:
    for name, count in Counter(name.lower() for name in package.names).items():
        if count > 1:
            yield Finding(name, "zip-duplicate", f"the package has {count} entries of this name")
    if CONTENT_TYPES not in package.blobs:
        yield Finding(CONTENT_TYPES, "content-types", "the package has no list of content types")


def _well_formed(package: Package) -> Iterator[Finding]:
    for name, blob in package.blobs.items():
        if name.endswith((".xml", ".rels")):
            try:
                for _, element in etree.iterparse(io.BytesIO(blob), events=("end",), huge_tree=True):
                    element.clear()
            except etree.XMLSyntaxError as error:
                yield Finding(name, "xml", f"is not well-formed: {error}")


def _content_types(package: Package) -> Iterator[Finding]:
    defaults, overrides = package.content_types
    for name in package.blobs:
        if name != CONTENT_TYPES and package.content_type(name) is None:
            yield Finding(name, "content-type", "has no content type")
    for name in overrides:
        if name not in package.blobs:
            yield Finding(name, "content-type-of-nothing", "has a content type but is not in the package")
    if any(name.endswith(".rels") for name in package.blobs) and defaults.get("rels") != RELATIONSHIPS:
        yield Finding(CONTENT_TYPES, "content-type", "the extension rels has the wrong content type")
    expected = WORKBOOK_TYPES.get(package.path.suffix.lower())
    actual = package.content_type(package.workbook)
    if actual != expected:
        yield Finding(package.workbook, "workbook-type", f"{package.path.suffix} file has content type {actual}")


def _relationships(book: Book) -> Iterator[Finding]:
    package = book.package
    reached, queue = {CONTENT_TYPES}, [""]
    while queue:
        source = queue.pop()
        reached |= {source, rels_of(source)}
        rels = package.relationships(source)
        yield from _relationships_of(package, source)
        queue += [rel.target for rel in rels.values() if not rel.external and rel.target not in reached]
    for name in package.blobs:
        if name not in reached:
            yield Finding(name, "orphan", "no relationship leads to this part")
    for name in package.blobs:
        if name.endswith(".xml") and name in reached and name != CONTENT_TYPES:
            yield from _references(book, name)


def _relationships_of(package: Package, source: str) -> Iterator[Finding]:
    rels = rels_of(source)
    if rels not in package.blobs:
        return
    for identifier, count in Counter(item.get("Id") for item in package.tree(rels).iter("{*}Relationship")).items():
        if count > 1:
            yield Finding(rels, "relationship-id", f"{identifier} is used {count} times")
    for rel in package.relationships(source).values():
        if rel.external:
            continue
        if rel.target.split("#")[0] not in package.blobs:
            yield Finding(rels, "relationship", f"{rel.id} leads to {rel.target}, which is not in the package")
            continue
        expected, actual = PART_TYPES.get(rel.kind), package.content_type(rel.target) or ""
        if expected and actual and not actual.endswith(expected):
            yield Finding(rel.target, "part-type", f"is reached as {rel.kind} but has content type {actual}")


def _references(book: Book, name: str) -> Iterator[Finding]:
    """Every r:id, r:embed and the like must be a relationship of the part."""
    scanned = book.scans.get(name)
    root = scanned.root if scanned else book.package.tree(name)
    known = book.package.relationships(name)
    for element in root.iter():
        for key, value in element.attrib.items():
            space, _, attribute = str(key).lstrip("{").rpartition("}")
            if space in R_NAMESPACES and str(value) not in known and not (not value and "hlink" in local(element)):
                text = f"{local(element)} points at relationship {value!r} ({attribute}), which does not exist"
                yield Finding(name, "relationship-reference", text)


if __name__ == "__main__":
    worst = 0
    for argument in sys.argv[1:]:
        for finding in lint(Path(argument)):
            print(f"{argument}: {finding}")
            worst = 1
    sys.exit(worst)

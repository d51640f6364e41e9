"""Copying parts of the template into the workbook: each under a name that is free, with all that it refers to."""

from __future__ import annotations

import posixpath
import re

from lxml import etree

from pmo_workbook.ooxml.package import (
    CONTENT_TYPES,
    CONTENT_TYPES_NS,
    RELATIONS_NS,
    Package,
    parse_xml,
    relations_part,
    to_bytes,
)
from pmo_workbook.upgrade.work import Work

_NUMBERED = re.compile(r"(.*?)\d*(\.\w+)")
_SHAPE_BLOCK, _SHAPE = re.compile(rb'data="(\d+)"'), re.compile(rb"_x0000_s(\d+)")
_DEFAULT, _OVERRIDE = f"{{{CONTENT_TYPES_NS}}}Default", f"{{{CONTENT_TYPES_NS}}}Override"


def free_name(package: Package, part: str) -> str:
    """A name like that of a part that no part of the package has.

    Args:
        package: The package.
        part: Such as ``xl/tables/table3.xml``.
    """
    found = _NUMBERED.fullmatch(part)
    head, tail = (found[1], found[2]) if found else (part, "")
    number = 1
    while package.has(f"{head}{number}{tail}"):
        number += 1
    return f"{head}{number}{tail}"


def copy_part(work: Work, part: str, data: bytes) -> str:
    """Add a part of the template to the workbook, with its content type and all parts that it refers to.

    Args:
        work: The upgrade.
        part: Its name in the template.
        data: What it is to hold.

    Returns:
        Its name in the workbook.
    """
    package = work.workbook.package
    name = free_name(package, part)
    package.replace(name, data)
    declare(work, part, name)
    relations = relations_part(part)
    if work.look.package.has(relations):
        root = parse_xml(work.look.package.read(relations))
        kept = {relation.id: relation for relation in work.look.package.relations(part)}
        for element in root.iterchildren(f"{{{RELATIONS_NS}}}Relationship"):
            relation = kept[element.get("Id", "")]
            if not relation.external:
                inner = relation.target_part
                element.set("Target", "/" + copy_part(work, inner, prepared(work, inner)))
        package.replace(relations_part(name), to_bytes(root))
    return name


def prepared(work: Work, part: str) -> bytes:
    """What a part of the template holds in the workbook: a table gets an id that is free, a chart the present titles.

    Args:
        work: The upgrade.
        part: Its name in the template.
    """
    data = work.look.package.read(part)
    if "/tables/" in part:
        root = parse_xml(data)
        root.set("id", str(_free_table_id(work.workbook.package)))
        return to_bytes(root)
    if part.endswith(".vml"):
        return _renumbered(work.workbook.package, data)
    if "/charts/" in part:
        root, words = parse_xml(data), work.words
        for formula in root.iter("{*}f"):
            formula.text = words.formula(formula.text or "")
        return to_bytes(root)
    return data


def _renumbered(package: Package, drawing: bytes) -> bytes:
    """A drawing of buttons whose shapes have numbers that no other drawing of the workbook has."""
    others = b"".join(package.read(name) for name in package.names() if name.endswith(".vml"))
    block = max(map(int, _SHAPE_BLOCK.findall(others)), default=0) + 1
    numbered = _SHAPE_BLOCK.sub(f'data="{block}"'.encode(), drawing)
    return _SHAPE.sub(lambda found: b"_x0000_s%d" % (int(found[1]) % 1024 + 1024 * block), numbered)


def declare(work: Work, part: str, name: str) -> None:
    """Give a part the content type that one of the template has.

    Args:
        work: The upgrade.
        part: Its name in the template.
        name: Its name in the workbook.
    """
    package = work.workbook.package
    types, mine = (parse_xml(one.read(CONTENT_TYPES)) for one in (work.look.package, package))
    override = _declared(types, _OVERRIDE, "PartName", "/" + part)
    extension = posixpath.splitext(part)[1].lstrip(".")
    default = _declared(types, _DEFAULT, "Extension", extension)
    if override:
        etree.SubElement(mine, _OVERRIDE).attrib.update({"PartName": "/" + name, "ContentType": override})
    elif not _declared(mine, _DEFAULT, "Extension", extension):
        fresh = etree.Element(_DEFAULT)
        fresh.attrib.update({"Extension": extension, "ContentType": default})
        mine.insert(0, fresh)
    elif _declared(mine, _DEFAULT, "Extension", extension) != default:
        etree.SubElement(mine, _OVERRIDE).attrib.update({"PartName": "/" + name, "ContentType": default})
    else:
        return
    package.replace(CONTENT_TYPES, to_bytes(mine))


def relate(work: Work, part: str, kind: str, target: str) -> str:
    """Relate a part of the workbook to another one.

    Args:
        work: The upgrade.
        part: The part; empty for the package.
        kind: The full type.
        target: Name of the other part.

    Returns:
        Id of the relationship.
    """
    package, name = work.workbook.package, relations_part(part)
    root = parse_xml(package.read(name))
    taken = {element.get("Id") for element in root}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    fresh = etree.SubElement(root, f"{{{RELATIONS_NS}}}Relationship")
    fresh.attrib.update({"Id": f"rId{number}", "Type": kind, "Target": "/" + target})
    package.replace(name, to_bytes(root))
    return f"rId{number}"


def _declared(types: etree._Element, tag: str, name: str, value: str) -> str:
    found = (one for one in types.iterchildren(tag) if one.get(name, "").lower() == value.lower())
    return next((one.get("ContentType", "") for one in found), "")


def _free_table_id(package: Package) -> int:
    ids = [
        int(parse_xml(package.read(name)).get("id", "0"))
        for name in package.names()
        if "/tables/" in name and name.endswith(".xml") and "_rels" not in name
    ]
    return max(ids, default=0) + 1

"""Conditional formats and sparklines of the copy: those whose formulas reach only what stays."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pmo_workbook.ooxml.workbook import MAIN
from pmo_workbook.publish.clean.allow import (
    Allowed,
    allowed,
    copied,
    first,
    local,
    main,
    new_root,
    set_attributes,
    space,
)
from pmo_workbook.publish.clean.scope import Scope, absolute
from pmo_workbook.publish.clean.styles import FORMATS, Styles

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
FORMATS_URI = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
SPARKLINES_URI = "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"
LINK_URI = "{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"
_COLOUR = "auto indexed rgb theme tint"
_RULE = allowed(
    cfRule="type priority stopIfTrue aboveAverage percent bottom operator text timePeriod rank stdDev equalAverage",
    formula="",
    colorScale="",
    dataBar="minLength maxLength showValue",
    iconSet="iconSet showValue percent reverse",
    cfvo="type val gte",
    color=_COLOUR,
)
_EXTENDED = allowed(
    cfRule="type priority stopIfTrue aboveAverage percent bottom operator text timePeriod rank stdDev equalAverage "
    "activePresent id",
    dataBar="minLength maxLength showValue border gradient direction negativeBarColorSameAsPositive "
    "negativeBarBorderColorSameAsPositive axisPosition",
    iconSet="iconSet showValue percent reverse custom",
    cfIcon="iconSet iconId",
    colorScale="",
    cfvo="type gte",
    color=_COLOUR,
    fillColor=_COLOUR,
    borderColor=_COLOUR,
    negativeFillColor=_COLOUR,
    negativeBorderColor=_COLOUR,
    axisColor=_COLOUR,
    dxf="",
    f="",
    sqref="",
)
_SPARKLINES = allowed(
    sparklineGroup="manualMax manualMin lineWeight type dateAxis displayEmptyCellsAs markers high low first last "
    "negative displayXAxis displayHidden minAxisType maxAxisType rightToLeft",
    colorSeries=_COLOUR,
    colorNegative=_COLOUR,
    colorAxis=_COLOUR,
    colorMarkers=_COLOUR,
    colorFirst=_COLOUR,
    colorLast=_COLOUR,
    colorHigh=_COLOUR,
    colorLow=_COLOUR,
    sparklines="",
    sparkline="",
    f="",
    sqref="",
)


class Formats:
    """The conditional formats of one sheet.

    Attributes:
        dropped: Ranges whose formats were left behind.
    """

    def __init__(self, root: etree._Element, scope: Scope, styles: Styles) -> None:
        """Decide which stay.

        Args:
            root: Root of the source's worksheet part.
            scope: What is in the copy.
            styles: Styles of the copy.
        """
        self._scope = scope
        self._styles = styles
        self.dropped: list[str] = []
        self._extended = list(self._read_extended(root))
        self._ids = {rule.get("id", "") for element in self._extended for rule in element.iterfind(f"{{{X14}}}cfRule")}
        self.elements = list(self._read(root))
        linked = {found.text for element in self.elements for found in element.iter(f"{{{X14}}}id")}
        self._extended = [element for element in self._extended if self._linked(element, linked)]
        self._sparklines = list(self._read_sparklines(root))

    def extension(self) -> etree._Element | None:
        """The worksheet's ``extLst``, None when it would be empty."""
        fresh = new_root(main("extLst"), MAIN, x14=X14, xm=XM)
        for uri, tag, found in (
            (FORMATS_URI, "conditionalFormattings", self._extended),
            (SPARKLINES_URI, "sparklineGroups", self._sparklines),
        ):
            if found:
                etree.SubElement(etree.SubElement(fresh, main("ext"), uri=uri), f"{{{X14}}}{tag}").extend(found)
        return fresh if len(fresh) else None

    def _read(self, root: etree._Element) -> Iterator[etree._Element]:
        for old in root.iterfind(main("conditionalFormatting")):
            fresh = etree.Element(main("conditionalFormatting"), sqref=old.get("sqref", ""))
            for rule in old.iterfind(main("cfRule")):
                copy = self._rule(rule)
                if copy is None:
                    self.dropped.append(old.get("sqref", ""))
                else:
                    fresh.append(copy)
            if len(fresh):
                yield fresh

    def _rule(self, rule: etree._Element) -> etree._Element | None:
        formulas = [formula.text or "" for formula in rule.iterfind(main("formula"))]
        formulas += [end.get("val", "") for end in rule.iter(main("cfvo")) if not _number(end.get("val", "0"))]
        if not all(map(self._scope.stays, formulas)):
            return None
        fresh = copied(rule, _RULE, ("formula",))
        if "dxfId" in rule.attrib:
            place = self._styles.difference(rule.get("dxfId", ""))
            if place is not None:
                fresh.set("dxfId", place)
        identity = next((found.text or "" for found in rule.iter(f"{{{X14}}}id")), "")
        if identity in self._ids:
            extension = etree.SubElement(fresh, main("extLst"))
            link = etree.SubElement(extension, main("ext"), nsmap={"x14": X14}, uri=LINK_URI)
            etree.SubElement(link, f"{{{X14}}}id").text = identity
        return fresh

    def _read_extended(self, root: etree._Element) -> Iterator[etree._Element]:
        for old in _extended(root, FORMATS_URI, "conditionalFormatting"):
            ranges = old.findtext(f"{{{XM}}}sqref") or ""
            formulas = [formula.text or "" for formula in old.iter(f"{{{XM}}}f")]
            if not all(map(self._scope.stays, formulas)):
                self.dropped.append(ranges)
                continue
            fresh = etree.Element(f"{{{X14}}}conditionalFormatting", nsmap={"xm": XM})
            fresh.extend(_foreign(rule, _EXTENDED) for rule in old.iterfind(f"{{{X14}}}cfRule"))
            etree.SubElement(fresh, f"{{{XM}}}sqref").text = ranges
            yield fresh

    def _linked(self, element: etree._Element, linked: set[str | None]) -> bool:
        """Whether the rules stand on their own, or the plain rules that they extend are kept too."""
        for rule in element.findall(f"{{{X14}}}cfRule"):
            if "priority" not in rule.attrib and rule.get("id") not in linked:
                element.remove(rule)
        return element.find(f"{{{X14}}}cfRule") is not None

    def _read_sparklines(self, root: etree._Element) -> Iterator[etree._Element]:
        for old in _extended(root, SPARKLINES_URI, "sparklineGroup"):
            fresh = _foreign(old, _SPARKLINES)
            fresh.attrib.pop("dateAxis", "")
            for line in list(fresh.iter(f"{{{X14}}}sparkline")):
                formula = line.find(f"{{{XM}}}f")
                place = None if formula is None else self._scope.place(formula.text or "")
                if formula is None or place is None:
                    self.dropped.append(line.findtext(f"{{{XM}}}sqref") or "")
                    parent = line.getparent()
                    if parent is not None:
                        parent.remove(line)
                else:
                    formula.text = absolute(*place).replace("$", "")
            for formula in fresh.findall(f"{{{XM}}}f"):  # the dates of the axis
                fresh.remove(formula)
            if fresh.find(f".//{{{X14}}}sparkline") is not None:
                yield fresh


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _extended(root: etree._Element, uri: str, tag: str) -> Iterator[etree._Element]:
    extensions = first(root, "extLst")
    for extension in () if extensions is None else extensions.iterchildren(main("ext")):
        if extension.get("uri", "").upper() == uri.upper():
            yield from extension.iter(f"{{{X14}}}{tag}")


def _foreign(element: etree._Element, names: Allowed) -> etree._Element:
    """A copy of an element of the 2010 vocabulary, by an allow-list."""
    fresh = etree.Element(element.tag)
    set_attributes(fresh, element, names.get(local(element), frozenset()))
    if space(element) == XM:
        fresh.text = element.text
        return fresh
    for child in element:
        if local(child) == "dxf":
            plain = copied(child, FORMATS)
            plain.tag = child.tag
            fresh.append(plain)
        elif space(child) in (X14, XM) and local(child) in names:
            fresh.append(_foreign(child, names))
    return fresh

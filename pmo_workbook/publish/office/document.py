"""The written service catalogue: title page, contents, services at a glance, one section a service, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pmo_workbook.publish.office.common import DOCUMENT, opened, save, typeset
from pmo_workbook.publish.office.document_look import (
    CALL,
    CELL,
    CELL_LABEL,
    CONTENTS,
    ENTRY,
    LABEL,
    LEAD,
    PROMISE,
    SMALL,
    TABLE,
    W,
    add_contents,
    add_field,
    bookmark,
    prepare,
)
from pmo_workbook.publish.records import PromiseLine, Publication, ServiceLine
from pmo_workbook.publish.since.changes import Changes
from pmo_workbook.words import count_words, day_words

TITLE: Final = "Service catalogue"
_GLANCE: Final = "Services at a glance"
_CHANGED: Final = "What changed"


def document(publication: Publication, path: Path, template: Path | None = None) -> None:
    """Write the catalogue.

    Args:
        publication: What is published.
        path: Where the .docx goes; an older one is replaced in one step.
        template: A company's .docx or .dotx, whose page, header and footer, and styles of the names Title, Subtitle,
            Heading 1, Heading 2, Normal and "PMO Table" are used; its text is not. None takes our own plain look.

    Raises:
        InputError: python-docx is not installed, or the template cannot be used.
        WriteError: The file could not be written.
    """
    made = opened(DOCUMENT, template)
    own = template is None
    _Writing(made, publication, prepare(made, own=own)).write(own=own)
    title = f"{TITLE} of the {publication.pmo_name}"
    save(DOCUMENT, made, f"{publication.organisation}: {title}" if publication.organisation else title, path)


@dataclass(frozen=True)
class _Writing:
    """Writes a document, one method a part of it."""

    made: Any
    publication: Publication
    styles: dict[str, str]

    def write(self, *, own: bool) -> None:
        services = self.publication.live_services
        changes = self.publication.changes
        self._title_page()
        self._contents(services, changes)
        self._heading(_GLANCE, 0)
        self._glance(services)
        for number, service in enumerate(services, 1):
            self._service(number, service)
        if changes is not None:
            self._changes(changes, len(services) + 1)
        self._header_and_footer(own=own)
        if self.made.element.body[-2].tag == f"{{{W}}}tbl":
            # Word wants a paragraph after the last table.
            self._paragraph("", CELL)

    def _paragraph(self, text: str, style: str = "Normal") -> Any:
        paragraph = self.made.add_paragraph()
        # By its id: looking a style up by name takes the library longer than all the rest.
        paragraph._p.style = self.styles[style]
        paragraph.add_run(typeset(text))
        return paragraph

    def _heading(self, text: str, number: int) -> None:
        paragraph = self._paragraph(text, "Heading 1")
        bookmark(paragraph, _anchor(number), number)

    def _title_page(self) -> None:
        publication = self.publication
        self._paragraph(TITLE, "Title")
        whose = [part for part in (publication.pmo_name, publication.organisation) if part]
        self._paragraph(" · ".join(whose), "Subtitle")
        if publication.version:
            self._paragraph(f"Framework version {publication.version}")
        self._paragraph(f"As of {publication.as_of_words}")
        if publication.mailbox:
            self._paragraph(f"Questions and corrections: {publication.mailbox}")

    def _contents(self, services: Sequence[ServiceLine], changes: Changes | None) -> None:
        paragraph = self._paragraph("Contents", CONTENTS)
        paragraph.paragraph_format.page_break_before = True
        names = [_GLANCE, *(_numbered(number, service) for number, service in enumerate(services, 1))]
        if changes is not None:
            names.append(_CHANGED)
        add_contents(
            self.made, self.styles[ENTRY], [(typeset(name), _anchor(number)) for number, name in enumerate(names)]
        )

    def _glance(self, services: Sequence[ServiceLine]) -> None:
        said = count_words(len(services), "service")
        self._paragraph(f"The {self.publication.pmo_name} offers {said} now. Each has its own section.", LEAD)
        if not services:
            return
        rows = [
            (_numbered(number, service), service.audience, service.how_to_request)
            for number, service in enumerate(services, 1)
        ]
        self._table(("Service", "For whom", "How to request it"), rows, (34, 33, 33))

    def _service(self, number: int, service: ServiceLine) -> None:
        self._heading(_numbered(number, service), number)
        facts = [service.category, service.status, "critical" if service.critical else "", service.service_id]
        self._paragraph(" · ".join(fact for fact in facts if fact), LABEL)
        self._paragraph(service.objective, LEAD)
        self._paragraph("How to request it", "Heading 2")
        self._paragraph(service.how_to_request, CALL)
        self._facts(_requesting(service))
        self._paragraph("What it covers", "Heading 2")
        self._facts(_covering(service))
        self._paragraph("What we promise", "Heading 2")
        if not service.promises:
            self._paragraph("No level of service is promised for this service.")
        for promise in service.promises:
            self._promise(promise)
        self._paragraph("Who answers for it", "Heading 2")
        self._facts(_answering(service))

    def _promise(self, promise: PromiseLine) -> None:
        self._paragraph(promise.name, PROMISE)
        self._paragraph(promise.words).paragraph_format.space_after = 0
        pauses = f"The clock stops while waiting for {promise.pauses}." if promise.pauses else ""
        handling = f"Handling: {_sentence(promise.handling)}" if promise.handling else ""
        escalation = f"Escalation: {_sentence(promise.escalation)}" if promise.escalation else ""
        until = f"It holds until {day_words(promise.until)}." if promise.until else ""
        more = " ".join(part for part in (pauses, handling, escalation, until) if part)
        if more:
            self._paragraph(more, SMALL)

    def _facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """What is known of a service, a label and a text a row."""
        rows = [fact for fact in facts if fact[1]]
        if rows:
            self._table((), rows, (26, 74))

    def _changes(self, changes: Changes, number: int) -> None:
        self._heading(_CHANGED, number)
        self._paragraph(f"Compared with the publication of {changes.since}.", LEAD)
        if not changes:
            self._paragraph("No definition and no figure published before is different.")
        if changes.definitions:
            self._paragraph("Definitions", "Heading 2")
            rows = [
                (f"{one.kind}: {one.item}", one.field or _added(one.before, one.after), one.before, one.after)
                for one in changes.definitions
            ]
            self._table(("What", "Field", "Before", "Now"), rows, (32, 18, 25, 25))
        if changes.restatements:
            self._paragraph("Figures published before that are different now", "Heading 2")
            figures = [(f"{one.what}, {one.period}", one.before, one.after, one.why) for one in changes.restatements]
            self._table(("Figure", "As published", "Now", "Why"), figures, (25, 18, 18, 39))

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A table; `widths` in per cent of the text's width. Without heads the first column holds labels."""
        section = self.made.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        lines = [heads, *rows] if heads else rows
        table = self.made.add_table(len(lines), len(widths))
        table.style = self.made.styles[TABLE]
        table.autofit = False
        look = table._tbl.tblPr.find(f"{{{W}}}tblLook")
        if look is not None:
            for name in ("val", "firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand"):
                look.attrib.pop(f"{{{W}}}{name}", None)
            look.set(f"{{{W}}}val", "0620" if heads else "0680")
        for at, share in enumerate(widths):
            table.columns[at].width = room * share // 100
        for row, texts in zip(table.rows, lines, strict=True):
            _set_row(row, heading=bool(heads) and texts is heads)
            for cell, text, share in zip(row.cells, texts, widths, strict=True):
                cell.width = room * share // 100
                label = texts is heads or (not heads and text is texts[0])
                paragraph = cell.paragraphs[0]
                paragraph._p.style = self.styles[CELL_LABEL if label else CELL]
                paragraph.add_run(typeset(text) or "–").bold = texts is heads or None

    def _header_and_footer(self, *, own: bool) -> None:
        """Ours on every page but the first; a template's stay as they are."""
        section = self.made.sections[0]
        if not own and _has_text(section.header) | _has_text(section.footer):
            return
        publication = self.publication
        section.different_first_page_header_footer = True
        left = typeset(f"{TITLE} of the {publication.pmo_name}")
        _two_sided(section, section.header, left, typeset(publication.organisation))
        version = f"Version {publication.version} · as" if publication.version else "As"
        foot = _two_sided(section, section.footer, typeset(f"{version} of {day_words(publication.as_of)}"), "Page ")
        add_field(foot, "PAGE", "1")


def _anchor(number: int) -> str:
    return f"_Toc{1000 + number}"


def _numbered(number: int, service: ServiceLine) -> str:
    return f"{number}\u2002{service.name}"


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def _added(before: str, after: str) -> str:
    return "removed" if before and not after else "added"


def _requesting(service: ServiceLine) -> tuple[tuple[str, str], ...]:
    return (
        ("For whom", service.audience[:1].upper() + service.audience[1:]),
        ("Delivered", service.delivery),
        ("Before you ask", service.prerequisites),
    )


def _covering(service: ServiceLine) -> tuple[tuple[str, str], ...]:
    return (
        ("In scope", service.in_scope),
        ("Out of scope", service.out_of_scope),
        ("How it works", service.process),
        ("Tools and templates", service.tools),
    )


def _answering(service: ServiceLine) -> tuple[tuple[str, str], ...]:
    reviewed = f"{day_words(service.reviewed)}, {service.review_words}" if service.reviewed else ""
    due = f"; next due {day_words(service.review_due)}" if reviewed and service.review_due else ""
    return (
        ("Accountable", f"{service.accountable}, {service.holder}" if service.holder else service.accountable),
        ("Success", service.success),
        ("Last reviewed", f"{reviewed}{due}"),
    )


def _set_row(row: Any, *, heading: bool) -> None:
    """A row is not parted between pages; a heading is repeated on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))


def _has_text(part: Any) -> bool:
    return not part.is_linked_to_previous and (
        any(paragraph.text.strip() for paragraph in part.paragraphs) or bool(part.tables)
    )


def _two_sided(section: Any, part: Any, left: str, right: str) -> Any:
    """Write a header or footer with a text at each side."""
    from docx.enum.text import WD_TAB_ALIGNMENT

    part.is_linked_to_previous = False
    paragraph = part.paragraphs[0]
    room = section.page_width - section.left_margin - section.right_margin
    stops = paragraph.paragraph_format.tab_stops
    for old in list(paragraph.style.paragraph_format.tab_stops):
        stops.add_tab_stop(old.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(room, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(left)
    paragraph.add_run("\t")
    run = paragraph.add_run(right)
    run._r.find(f"{{{W}}}t").set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return paragraph

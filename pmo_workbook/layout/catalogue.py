"""Catalogue: one row per service, all of its description and its promises in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pmo_workbook.blocks import Tab
from pmo_workbook.columns import ALL
from pmo_workbook.framework import Framework
from pmo_workbook.layout.decisions import role_name
from pmo_workbook.layout.sentences import shorten
from pmo_workbook.layout.spec import WRAPPED, WRAPPED_BESIDE, Column, TableTab
from pmo_workbook.models import Service, Sla
from pmo_workbook.report import Report
from pmo_workbook.rules.governance import REVIEW_MONTHS
from pmo_workbook.words import count_words, day_words, list_words, promise_in_words

_LONGEST: Final = 600
"""Most characters of one paragraph: a row is at most 409 points high."""


@dataclass(frozen=True)
class Card:
    """A row of the catalogue.

    Attributes:
        framework: All that counts.
        service: The service the row is about.
    """

    framework: Framework
    service: Service


_TOP: Final = WRAPPED_BESIDE.but(valign="top")

TAB: Final[TableTab[Card]] = TableTab(
    "catalogue",
    "Catalogue",
    "Every service with its description and its promises.",
    heading="Service catalogue",
    subtitle="What the PMO does for you, how to get it, and what it promises.",
    table="Catalogue",
    columns=(
        Column("service_id", "Service ID", lambda c: c.service.service_id, WRAPPED.but(valign="top"), 10, "Id of the service."),
        Column("name", "Service", lambda c: c.service.name, _TOP.but(bold=True), 20, "Name of the service."),
        Column("category", "Category", lambda c: c.service.category, _TOP, 15, "Kind of core service."),
        Column("status", "Status", lambda c: _status(c.service), _TOP, 9, "Draft, Pilot, Live or Retired, and whether it is critical."),
        Column("objective", "Objective", lambda c: _paragraph("", c.service.objective), _TOP, 26, "What it achieves."),
        Column("in_scope", "In scope", lambda c: _paragraph("", c.service.in_scope), _TOP, 28, "What is included."),
        Column("out_of_scope", "Out of scope", lambda c: _paragraph("", c.service.out_of_scope), _TOP, 20, "What is not."),
        Column("audience", "For whom", lambda c: _audience(c.framework, c.service), _TOP, 18, "Stakeholder groups by name."),
        Column("how_to_get_it", "How to get it", lambda c: _how_to_get_it(c.service), _TOP, 28, "How to request it, how it is delivered, what must be there before."),
        Column("how_it_works", "How it works", lambda c: _how_it_works(c.service), _TOP, 30, "Its process, tools and templates."),
        Column("promises", "Promises", lambda c: _promises(c.framework, c.service), _TOP, 46, "Its SLAs in words, one a paragraph."),
        Column("owner", "Answers for it", lambda c: _owner(c.framework, c.service), _TOP, 24, "Owner role, success measure, last review."),
    ),
    frozen=2,
    wide=True,
)  # fmt: skip


def lay_out(report: Report) -> Tab:
    """Lay the catalogue out.

    Args:
        report: All results.
    """
    framework = report.framework
    return TAB.tab((_said(framework),), (Card(framework, service) for service in framework.services))


def _said(framework: Framework) -> str:
    services = framework.services
    live = sum(service.status == "Live" for service in services)
    critical = sum(service.critical == "Yes" for service in services)
    promises = count_words(len(framework.slas), "promise")
    return f"{count_words(len(services), 'service')}, {live} live, {critical} critical, {promises}."


def _status(service: Service) -> str:
    return f"{service.status}\ncritical" if service.critical == "Yes" else service.status


def _paragraph(label: str, text: str | None) -> str | None:
    """A labelled text, None when there is none."""
    if not text:
        return None
    return f"{label}: {shorten(text, _LONGEST)}" if label else shorten(text, _LONGEST)


def _paragraphs(parts: Iterable[str | None]) -> str | None:
    return "\n".join(part for part in parts if part) or None


def _audience(framework: Framework, service: Service) -> str:
    groups = {stakeholder.stakeholder_id: stakeholder.group for stakeholder in framework.stakeholders}
    named = ["All stakeholders" if who == ALL else groups.get(who, who) for who in service.audience]
    return shorten(", ".join(named), _LONGEST)


def _how_to_get_it(service: Service) -> str | None:
    return _paragraphs(
        (
            _paragraph("", service.how_to_request),
            _paragraph("Delivered", ", ".join(service.delivery_model)),
            _paragraph("Before", service.prerequisites),
        )
    )


def _how_it_works(service: Service) -> str | None:
    return _paragraphs((_paragraph("", service.process), _paragraph("Tools", service.tools_and_templates)))


def _promises(framework: Framework, service: Service) -> str:
    mine = [sla for sla in framework.slas if sla.service_id == service.service_id]
    return _paragraphs(_promise(sla) for sla in mine) or "No promise"


def _promise(sla: Sla) -> str:
    """A promise with the reasons that stop its clock, its handling and its escalation."""
    pauses = list_words(sla.stops_while_waiting_for or (), "or")
    parts = (
        f"• {sla.name}: {promise_in_words(sla)}",
        f"The clock stops while waiting for {pauses}." if pauses else "",
        f"Handling: {sla.request_handling.rstrip('.')}." if sla.request_handling else "",
        f"Escalation: {sla.escalate_to.rstrip('.')}." if sla.escalate_to else "",
        f"Held until {day_words(sla.effective_to)}." if sla.effective_to else "",
    )
    return shorten(" ".join(part for part in parts if part), _LONGEST)


def _owner(framework: Framework, service: Service) -> str | None:
    reviewed = f"Reviewed {day_words(service.last_reviewed)}" if service.last_reviewed else None
    every = count_words(service.review_every or REVIEW_MONTHS, "month")
    return _paragraphs(
        (
            role_name(framework, service.owner_role),
            _paragraph("Success", service.success_measure),
            f"{reviewed}, every {every}" if reviewed else None,
        )
    )

"""Catalogue: one row per service, all of its description and its promises in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmo_workbook.blocks import Cell, Listing, Tab, grid
from pmo_workbook.columns import ALL
from pmo_workbook.framework import Framework
from pmo_workbook.layout.decisions import role_name
from pmo_workbook.layout.sentences import shorten
from pmo_workbook.models import Service, Sla
from pmo_workbook.report import Report
from pmo_workbook.rules.governance import REVIEW_MONTHS
from pmo_workbook.words import count_words, day_words, list_words, promise_in_words

KEY: Final = "catalogue"
TABLE: Final = "Catalogue"
SAID: Final = "pmo_catalogue_said"
HEADERS: Final = (
    "Service ID",
    "Service",
    "Category",
    "Status",
    "Objective",
    "In scope",
    "Out of scope",
    "For whom",
    "How to get it",
    "How it works",
    "Promises",
    "Answers for it",
)

_LONGEST: Final = 600
"""Most characters of one paragraph: a row is at most 409 points high."""


def lay_out(report: Report) -> Tab:
    """Lay the catalogue out.

    Args:
        report: All results.
    """
    framework = report.framework
    rows = tuple(_row(framework, service) for service in framework.services)
    return Tab(KEY, (grid(SAID, [[_said(framework)]], (1, 1)), Listing(TABLE, HEADERS, rows)))


def _said(framework: Framework) -> str:
    services = framework.services
    live = sum(service.status == "Live" for service in services)
    critical = sum(service.critical == "Yes" for service in services)
    promises = count_words(len(framework.slas), "promise")
    return f"{count_words(len(services), 'service')}, {live} live, {critical} critical, {promises}."


def _row(framework: Framework, service: Service) -> tuple[Cell, ...]:
    critical = "\ncritical" if service.critical == "Yes" else ""
    return (
        service.service_id,
        service.name,
        service.category,
        f"{service.status}{critical}",
        _paragraph("", service.objective),
        _paragraph("", service.in_scope),
        _paragraph("", service.out_of_scope),
        _audience(framework, service),
        _how_to_get_it(service),
        _how_it_works(service),
        _promises(framework, service),
        _owner(framework, service),
    )


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

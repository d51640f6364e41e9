"""What the services cover: purposes, needs, and the ways in which services are delivered."""

from __future__ import annotations

from collections import defaultdict

from pmo_workbook.framework import Framework
from pmo_workbook.models import Need, Service
from pmo_workbook.report import CoverageLine
from pmo_workbook.rules.spelling import spelling_key
from pmo_workbook.words import list_words


def coverage(framework: Framework) -> tuple[CoverageLine, ...]:
    """Set purposes and needs against services, name services no need asks for, and count delivery models.

    Retired services cover nothing; one that is not live yet is named with its status.

    Args:
        framework: What counts.

    Returns:
        Purposes and needs in sheet order, live services that no need asks for, delivery models by frequency.
    """
    return (
        *_purposes(framework),
        *_needs(framework),
        *_services(framework),
        *_delivery_models(framework),
    )


def _purposes(framework: Framework) -> list[CoverageLine]:
    lines = []
    for purpose in framework.purposes:
        serving = [s for s in framework.services if purpose.purpose_id in (s.purposes or ()) and s.status != "Retired"]
        live = any(service.status == "Live" for service in serving)
        item = f"{purpose.purpose_id} {purpose.focus_area}"
        finding = "" if live else "No live service serves this purpose."
        lines.append(CoverageLine("Purpose", item, _names(serving), finding))
    return lines


def _needs(framework: Framework) -> list[CoverageLine]:
    services = {service.service_id: service for service in framework.services}
    lines = []
    for need in framework.needs:
        named = [services[service_id] for service_id in need.services or () if service_id in services]
        answering = [service for service in named if service.status != "Retired"]
        item = f"{need.need_id} {need.need}"
        lines.append(CoverageLine("Need", item, _names(answering), _missing(need, named, answering)))
    return lines


def _missing(need: Need, named: list[Service], answering: list[Service]) -> str:
    """What a need lacks, in words: a service, or that it is met."""
    if not answering:
        retired = list_words([service.name for service in named])
        return f"Only retired services answer it: {retired}." if named else "No service answers this need."
    if need.met not in ("No", "Partly"):
        return ""
    gap = (need.gap_today or "").rstrip(". ")
    return f"{'Not met' if need.met == 'No' else 'Partly met'}{': ' + gap if gap else ''}."


def _services(framework: Framework) -> list[CoverageLine]:
    asked = {service_id for need in framework.needs for service_id in need.services or ()}
    return [
        CoverageLine("Service", f"{service.service_id} {service.name}", (), "No need asks for this service.")
        for service in framework.services
        if service.status == "Live" and service.service_id not in asked
    ]


def _delivery_models(framework: Framework) -> list[CoverageLine]:
    """One line a model, the commonest first; spellings that differ in case, blanks or hyphens are one model."""
    using: defaultdict[str, list[Service]] = defaultdict(list)
    title: dict[str, str] = {}
    for service in framework.services:
        if service.status == "Retired":
            continue
        for model in dict.fromkeys(service.delivery_model):
            key = spelling_key(model)
            title.setdefault(key, model)
            using[key].append(service)
    ranked = sorted(using, key=lambda key: -len(using[key]))
    return [CoverageLine("Delivery model", title[key], _names(using[key]), "") for key in ranked]


def _names(services: list[Service]) -> tuple[str, ...]:
    """Names of services, with the status of those that are not live."""
    return tuple(s.name if s.status == "Live" else f"{s.name} ({s.status})" for s in services)

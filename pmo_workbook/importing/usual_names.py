"""How ticket systems and spreadsheets usually call things: headers and statuses, for suggesting a mapping.

Header words are those of the exports of Jira, ServiceNow, GLPI, Freshservice, Zendesk and Azure DevOps, and of German,
French and Spanish spreadsheets. Nothing is ever read by these words alone: they only fill a suggestion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "request_id": (
        "request id", "ticket id", "ticket number", "ticket no", "ticket #", "ticket", "issue key", "issue_key", "key", "number",
        "case:concept:name", "case id", "case number", "case", "incident id", "incident number", "work item id",
        "reference", "ref", "ticketnummer", "ticket-nr.", "ticket-nr", "vorgangsnummer", "vorgang", "nummer", "nr.", "nr",
        "numéro", "n° ticket", "folio", "número", "número de ticket", "id",
    ),
    "submitted": (
        "submitted", "created", "created at", "created date", "created time", "created on", "date created", "creation date",
        "opened", "opened at", "opening date", "open date", "open time", "sys_created_on", "opened_at", "reported", "reported at", "requested at",
        "request date", "start date", "erstellt", "erstellt am", "angelegt", "angelegt am", "eingang", "eingegangen am", "gemeldet am",
        "date d'ouverture", "date de création", "créé le", "ouvert le", "fecha de creación", "creado", "fecha de apertura",
        "fecha de solicitud",
    ),
    "first_response": (
        "first response", "first response at", "first response time", "first responded at", "first reply", "first reply at", "initially assigned at",
        "initial response", "responded at", "erste antwort", "erste reaktion", "première réponse", "primera respuesta",
    ),
    "closed": (
        "resolved", "resolved at", "resolved time", "resolved date", "resolution date", "resolved_at", "solved at", "solution date",
        "closed", "closed at", "closed date", "closed time", "closed_at", "closing date", "completed", "completed date", "completed at",
        "done", "end date", "gelöst", "gelöst am", "geschlossen", "geschlossen am", "erledigt", "erledigt am", "abgeschlossen am",
        "date de résolution", "date de clôture", "résolu le", "clos le", "fecha de cierre", "cerrado", "fecha de resolución", "resuelto",
    ),
    "promised": (
        "promised", "due date", "due", "due at", "due by", "due by time", "target date", "sla due", "duedate", "fällig", "fällig am", "termin", "zugesagt",
        "échéance", "fecha de vencimiento", "vencimiento",
    ),
    "priority": ("priority", "prio", "urgency", "severity", "impact", "priorität", "dringlichkeit", "priorité", "prioridad"),
    "title": (
        "title", "summary", "subject", "short description", "short_description", "name", "description", "titel", "betreff", "kurzbeschreibung",
        "titre", "objet", "título", "asunto",
    ),
    "requester": (
        "requester", "requester name", "reporter", "caller", "caller_id", "opened by", "created by", "requested for", "requested by", "customer",
        "anforderer", "melder", "antragsteller", "demandeur", "solicitante",
    ),
    "assigned_to": (
        "assigned to", "assigned_to", "assignee", "agent", "agent name", "technician", "owner", "org:resource", "bearbeiter", "zuständig",
        "zugewiesen an", "attribué à", "technicien", "asignado a", "responsable",
    ),
    "service_id": (
        "service id", "service", "service name", "business service", "service offering", "request type", "ticket type", "category", "ticket form", "component",
        "components", "component/s", "area path", "assignment group", "group", "type", "work item type", "issue type", "product", "dienst", "leistung", "kategorie",
        "catégorie", "servicio", "categoría",
    ),
    "effort_hours": ("effort hours", "hours", "effort", "completed work", "time spent", "aufwand", "stunden"),
    "times_reopened": ("times reopened", "reopen count", "reopen_count", "reopens", "reopened"),
}  # fmt: skip
"""Usual headers by field of Requests, the surest first."""

TIME_OF_EVENT: Final = (
    "time:timestamp", "timestamp", "time stamp", "time", "when", "created_date", "changed at", "changed", "changed date", "event time",
    "update time", "updated", "updated at", "sys_updated_on", "start", "date", "zeitpunkt", "zeitstempel", "datum", "geändert am", "fecha",
)  # fmt: skip
"""Usual headers of the moment of a change of status."""

STATUS: Final = (
    "concept:name", "status", "state", "new status", "to status", "to", "to string", "to_string", "incident_state", "new value", "value", "activity", "event", "zustand",
    "statut", "état", "estado",
)  # fmt: skip
"""Usual headers of a status."""

CLOSING: Final = (
    "closed", "resolved", "done", "completed", "complete", "solved", "cancelled", "canceled", "rejected", "geschlossen", "gelöst", "erledigt",
    "abgeschlossen", "clos", "résolu", "terminé", "cerrado", "resuelto", "finalizado",
)  # fmt: skip
"""Words of statuses that close."""

WAITING: Final = (
    "wait", "pending", "hold", "awaiting", "paused", "blocked", "suspended", "wartet", "wartend", "pausiert", "en attente", "pendiente",
    "en espera",
)  # fmt: skip
"""Words of statuses that wait."""

WORKING: Final = (
    "in progress", "work in progress", "in work", "accepted", "active", "assigned", "in arbeit", "in bearbeitung", "en cours", "en curso", "committed", "doing",
)  # fmt: skip
"""Words of statuses of which the first is the first response."""


def sounds_like(status: str, words: Iterable[str]) -> bool:
    """Whether a status has one of some words, and does not say the opposite.

    Args:
        status: The status.
        words: Words such as `CLOSING`.
    """
    folded = status.casefold()
    return any(word in folded for word in words) and not folded.startswith(("not ", "un"))

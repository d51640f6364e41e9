"""Exports shaped like those of ticket systems, with one story in all of them.

Working hours are Monday to Friday, 09:00 to 17:00, in Berlin; the promise is 8 working hours to resolve.

* A: Monday 2 March 09:15 to 16:15, 7 hours: on time.
* B: Monday 2 March 15:00 to Tuesday 3 March 16:00, 2 + 7 hours: late.
* C: Friday 6 March 16:00 to Monday 9 March 15:00, 1 + 6 hours: on time.
* D: Wednesday 25 March 10:00 to 12:00, 2 hours: on time.
* E: Thursday 9 April 16:00, open.

As events, B is resolved on Monday at 16:00 already and opened again on Tuesday at 10:00, so that 1 + 6 hours count, and C
waits for the requester from Friday 16:30 to Monday 12:00, so that 0.5 + 3 hours count: all are on time.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

Moment = dt.datetime
BERLIN = ZoneInfo("Europe/Berlin")


def march(day: int, clock: str) -> Moment:
    hour, minute = map(int, clock.split(":"))
    return Moment(2026, 3, day, hour, minute)


STORY: dict[str, tuple[Moment, Moment | None]] = {
    "A": (march(2, "09:15"), march(2, "16:15")),
    "B": (march(2, "15:00"), march(3, "16:00")),
    "C": (march(6, "16:00"), march(9, "15:00")),
    "D": (march(25, "10:00"), march(25, "12:00")),
    "E": (Moment(2026, 4, 9, 16), None),
}
EVENTS: tuple[tuple[str, Moment, str], ...] = (
    ("A", march(2, "09:15"), "New"),
    ("A", march(2, "10:00"), "In Progress"),
    ("B", march(2, "15:00"), "New"),
    ("B", march(2, "15:30"), "In Progress"),
    ("B", march(2, "16:00"), "Resolved"),
    ("A", march(2, "16:15"), "Resolved"),
    ("B", march(3, "10:00"), "In Progress"),
    ("B", march(3, "16:00"), "Resolved"),
    ("C", march(6, "16:00"), "New"),
    ("C", march(6, "16:30"), "On Hold"),
    ("C", march(9, "12:00"), "In Progress"),
    ("C", march(9, "15:00"), "Resolved"),
    ("A", march(9, "16:15"), "Closed"),
    ("B", march(10, "16:00"), "Closed"),
    ("C", march(16, "15:00"), "Closed"),
    ("D", march(25, "10:00"), "New"),
    ("D", march(25, "10:30"), "In Progress"),
    ("D", march(25, "12:00"), "Resolved"),
    ("E", Moment(2026, 4, 9, 16), "New"),
)


@dataclass(frozen=True)
class Export:
    """A file as a system writes it, and what is right.

    Attributes:
        system: Heading in docs/import.md under which the mapping stands; empty where none is needed.
        name: Name of the file.
        make: Writes it.
        ids: Id of each request of the story in this system.
        judged: Requests judged and on time.
        reopened: Requests that were opened again.
        holds: Number of holds by reason.
        notes: Parts of sentences that the import must say.
    """

    system: str
    name: str
    make: Callable[[Path], None]
    ids: str = "{}"
    judged: tuple[int, int] = (4, 3)
    reopened: tuple[str, ...] = ()
    holds: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def table(rows: Sequence[Sequence[Any]], delimiter: str = ",", quote_all: bool = False, end: str = "\r\n") -> str:
    file = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    return file.getvalue()


def flat(headers: str, row: Callable[[str, Moment, Moment | None], Sequence[Any]]) -> list[Sequence[Any]]:
    return [headers.split("|"), *(row(key, *times) for key, times in STORY.items())]


def told(format_: str, moment: Moment | None) -> str:
    if moment is None:
        return ""
    # numbers without a zero in front, which strftime writes on some systems only
    plain = {"%-d": moment.day, "%-m": moment.month, "%-I": (moment.hour - 1) % 12 + 1}
    for directive, number in plain.items():
        format_ = format_.replace(directive, str(number))
    return moment.strftime(format_)


def utc(moment: Moment) -> Moment:
    return moment.replace(tzinfo=BERLIN).astimezone(dt.UTC).replace(tzinfo=None)


def jira(path: Path) -> None:
    form = "%d/%b/%y %-I:%M %p"
    path.write_text(
        table(
            flat(
                "Summary|Issue key|Issue id|Issue Type|Status|Priority|Created|Resolved|Sprint|Sprint|Comment",
                lambda key, opened, closed: (
                    f"Gate {key}", f"PMO-{key}", "10204", "Service Request", "Done" if closed else "Open", "Medium",
                    told(form, opened), told(form, closed), "Sprint 7", "Sprint 8", f'{told(form, opened)};ann;"Fine", she says,\nthanks',
                ),
            )
        ),
        encoding="utf-8",
    )  # fmt: skip


def jira_history(path: Path) -> None:
    rows: list[Sequence[Any]] = [
        ("issue_key", "changelog_id", "author", "created_date", "field", "from_string", "to_string")
    ]
    for number, (key, moment, status) in enumerate(EVENTS):
        at = f"{utc(moment):%Y-%m-%dT%H:%M:%S}.{number:03d}Z"
        rows.append((f"PMO-{key}", 500 + number, "ann", at, "status", "", status))
        rows.append((f"PMO-{key}", 900 + number, "ann", at, "assignee", "", "bob"))
    path.write_text(table(rows), encoding="utf-8")


def servicenow(path: Path) -> None:
    form = "%Y-%m-%d %H:%M:%S"
    rows = flat(
        "number|short_description|priority|state|opened_at|resolved_at|closed_at|reopen_count|business_service",
        lambda key, opened, closed: (
            f"INC00{key}", f"Review {key}", "3 - Moderate", "Closed" if closed else "New", told(form, opened),
            told(form, closed), told(form, closed and closed + dt.timedelta(days=7)), 0, "Gate reviews",
        ),
    )  # fmt: skip
    path.write_bytes(table(rows, quote_all=True, end="\n").encode("cp1252"))


def servicenow_states(path: Path) -> None:
    rows: list[Sequence[Any]] = [("number", "sys_updated_on", "incident_state", "assignment_group")]
    rows += [(f"INC00{key}", told("%d-%m-%Y %H:%M:%S", moment), status, "PMO") for key, moment, status in EVENTS[::-1]]
    path.write_text(table(rows), encoding="utf-8")


def glpi(path: Path) -> None:
    form = "%d-%m-%Y %H:%M"
    rows = flat(
        "ID|Title|Status|Opening date|Priority|Requester - Requester|Category|Resolution date|Waiting time",
        lambda key, opened, closed: (
            f"12{ord(key)}", f"Accès {key}", "Closed" if closed else "Processing (assigned)", told(form, opened), "Medium",
            "Dupont", "Gate reviews", told(form, closed), 7200 if key == "B" else 0,
        ),
    )  # fmt: skip
    path.write_bytes(b"\xef\xbb\xbf" + table(rows, ";", quote_all=True, end="\n").encode())


def freshservice(path: Path) -> None:
    form = "%Y-%m-%d %H:%M:%S"
    rows = flat(
        "Ticket ID|Subject|Status|Priority|Source|Type|Requester Name|Created Time|Due by Time|First Response Time|Resolved Time|Closed Time",
        lambda key, opened, closed: (
            f"SR-{ord(key)}", f"Review {key}", "Closed" if closed else "Open", "Medium", "Portal", "Service Request", "Ann",
            told(form, opened), told(form, opened + dt.timedelta(days=3)), told(form, closed and opened + dt.timedelta(minutes=30)),
            told(form, closed), told(form, closed and closed + dt.timedelta(days=2)),
        ),
    )  # fmt: skip
    path.write_text(table(rows, end="\n"), encoding="utf-8")


def zendesk(path: Path) -> None:
    form = "%Y-%m-%d %H:%M"
    rows = flat(
        "Summation column|Id|Requester|Subject|Status|Priority|Created at|Solved at|On hold time in minutes",
        lambda key, opened, closed: (
            1, 300 + ord(key), "Ann", f"Review {key}", "Closed" if closed else "Open", "Normal", told(form, opened),
            told(form, closed) or "-", 120 if key == "B" else 0,
        ),
    )  # fmt: skip
    path.write_text(table(rows, end="\n"), encoding="utf-8")


def azure(path: Path) -> None:
    form = "%-m/%-d/%Y %-I:%M:%S %p"
    rows = flat(
        "ID|Work Item Type|Title|Assigned To|State|Tags|Created Date|Closed Date",
        lambda key, opened, closed: (
            700 + ord(key), "Task", f"Review {key}", "Ann <ann@example.org>", "Closed" if closed else "New", "", told(form, opened),
            told(form, closed),
        ),
    )  # fmt: skip
    path.write_bytes(b"\xef\xbb\xbf" + table(rows, quote_all=True).encode())


def german_sheet(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Anfragen"
    sheet.append(["Anfragen an das PMO, Stand April 2026"])
    sheet.append([])
    sheet.append(["Ticket-Nr.", "Betreff", "Eingang", "Erledigt am", "Stunden"])
    for key, (opened, closed) in STORY.items():
        # some cells are dates, some were pasted as text
        sheet.append(
            [
                f"T-{key}",
                f"Prüfung {key}",
                opened if key < "C" else told("%d.%m.%Y %H:%M", opened),
                closed,
                dt.timedelta(hours=2),
            ]
        )
        sheet.cell(sheet.max_row, 5).number_format = "[h]:mm"
    book.create_sheet("Notizen").append(["Nichts"])
    book.save(path)


def spanish_list(path: Path) -> None:
    months = {3: "marzo", 4: "abril"}

    def form(moment: Moment | None) -> str:
        return f"{moment.day} de {months[moment.month]} de {moment.year} {moment:%H:%M}" if moment else ""

    rows = flat(
        "Número|Título|Fecha de creación|Fecha de cierre",
        lambda key, opened, closed: (key, f"Revisión {key}", form(opened), form(closed)),
    )
    path.write_bytes(table(rows, ";").encode("cp1252"))


def xes(path: Path) -> None:
    traces = []
    for key in STORY:
        events = "".join(
            f'<event><string key="concept:name" value="{status}"/><date key="time:timestamp" value="{moment.replace(tzinfo=BERLIN).isoformat()}"/></event>'
            for case, moment, status in EVENTS
            if case == key
        )
        traces.append(f'<trace><string key="concept:name" value="X{key}"/>{events}</trace>')
    path.write_text(
        f'<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">{"".join(traces)}</log>', encoding="utf-8"
    )


def own_headers(path: Path) -> None:
    form = "%d/%m/%Y %H:%M"
    rows = flat(
        "Request ID|Service ID|Submitted|Closed",
        lambda key, opened, closed: (key, "SVC-01", told(form, opened), told(form, closed)),
    )
    path.write_text("sep=;\r\n" + table(rows, ";"), encoding="utf-8-sig")


AS_EVENTS: dict[str, Any] = {"judged": (4, 4), "reopened": ("B",), "holds": {"Requester": 1, "Closed": 1}}

EXPORTS = (
    Export("Jira", "jira.csv", jira, "PMO-{}"),
    Export("Jira, history of statuses", "history.csv", jira_history, "PMO-{}", **AS_EVENTS),
    Export("ServiceNow", "incident.csv", servicenow, "INC00{}"),
    Export(
        "ServiceNow, history of states", "states.csv", servicenow_states, "INC00{}", notes=("day first",), **AS_EVENTS
    ),
    Export(
        "GLPI",
        "glpi.csv",
        glpi,
        "12{ord}",
        (4, 4),
        holds={"Requester": 1},
        notes=("day first", "1 hold made of waiting"),
    ),
    Export("Freshservice", "tickets.csv", freshservice, "SR-{ord}"),
    Export("Zendesk", "view.csv", zendesk, "{300}", (4, 4), holds={"Requester": 1}),
    Export("Azure DevOps", "query.csv", azure, "{700}", notes=("month first",)),
    Export("A colleague's Excel", "Anfragen.xlsx", german_sheet, "T-{}", notes=("headers are in row 3",)),
    Export("A list in another language", "lista.csv", spanish_list, notes=("is a guess",)),
    Export("XES", "log.xes", xes, "X{}", **AS_EVENTS),
    Export("", "own.csv", own_headers, notes=("day first",)),
)

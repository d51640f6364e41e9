"""A real log, from the CSV to the report by the commands alone, against a calculation made by hand from the CSV.

BPI Challenge 2013, closed problems (doi 10.4121/uuid:c2c3b154-ab26-4b31-a0e8-8f2350ddac11, CC BY 4.0).
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pmo_workbook.create import fill_template
from pmo_workbook.framework import Framework
from tests.conftest import ROOT, run_command
from tests.opened import opened
from tests.rules_on_files.clean import WEEK, clean_rows
from tests.slow_calculation import Answer, calculate
from tests.small_framework import calendar, framework, service, sla

LOG = ROOT.parent / "shared" / "cases" / "bpi2013-problems" / "closed.csv"
ZONE = "Europe/Stockholm"
PRIORITIES = {"Major": "Urgent", "High": "High", "Medium": "Normal", "Low": "Low"}
SERVICES = ("PROD97", "PROD98", "PROD96", "OTHER")
PERIOD = tuple(f"2011-{month:02}" for month in range(6, 13)) + tuple(f"2012-{month:02}" for month in range(1, 6))

pytestmark = pytest.mark.skipif(not LOG.exists(), reason="The shared cases are not beside the project.")

Counts = dict[tuple[str, str], tuple[int, int]]
"""Met and breached by SLA ID and month."""


@dataclass(frozen=True)
class Run:
    """The workbook after `import-log` and `refresh`, and what these printed as JSON."""

    path: Path
    imported: dict[str, Any]
    refreshed: dict[str, Any]


def promises() -> list[dict[str, Any]]:
    """Two for each service: an answer in working hours, a resolution by priority in days; the requester stops both."""
    days = {
        "High": (5, "working days"),
        "Normal": (15, "working days to close of business"),
        "Low": (30, "calendar days"),
    }
    found = []
    for name in SERVICES:
        common = {"service_id": name, "stops_while_waiting_for": "Requester", "goal": 90, "name": f"Promise of {name}"}
        answer = {"metric": "First response", "target": 8, "unit": "working hours"}
        found.append({"sla_id": f"{name}-A", **answer, **common})
        found += [
            {"sla_id": f"{name}-{priority}", "metric": "Resolution", "priority": priority, "target": n, "unit": unit}
            | common
            for priority, (n, unit) in days.items()
        ]
    return found


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    path = tmp_path_factory.mktemp("bpi") / "Problems.xlsm"
    rows = clean_rows()
    one = rows["services"][0]
    fill_template(
        path,
        {
            "settings": [*rows["settings"][:2], {"name": "Time zone of the log", "value": ZONE}],
            "services": [
                one | {"service_id": name, "name": f"Problems of {name}", "purposes": None} for name in SERVICES
            ],
            "slas": promises(),
            "calendars": [{"calendar_id": "OFFICE", "time_zone": ZONE, **WEEK}],
            "roles": rows["roles"],
        },
    )
    imported = run_command("import-log", path, LOG, "--mapping", ROOT / "docs" / "bpi2013.toml", "--json")
    refreshed = run_command("refresh", path, "--as-of", "2012-06-01", "--json")
    return Run(path, json.loads(imported.stdout), json.loads(refreshed.stdout))


@pytest.fixture(scope="module")
def by_hand() -> Answer:
    return calculate(by_hand_framework(), dt.datetime(2012, 6, 1, 23, 59, 59))


def by_hand_framework() -> Framework:
    """The log as requests and holds, made of the events without the package."""
    rows, holds = [], []
    for position, (case, events) in enumerate(events_by_case().items()):
        first = events[0]
        stretches = between_work(events)
        closed = [one["at"] for one in stretches[-1] if one["concept:name"] == "Completed"]
        answered = [one["at"] for one in events if one["status"] == "Accepted/In Progress"]
        row = {"request_id": case, "submitted": str(first["at"]), "priority": PRIORITIES[first["impact"]]}
        row["service"] = first["product"] if first["product"] in SERVICES else "OTHER"
        row |= {"closed": str(closed[0])} if closed else {}
        row |= {"first_response": str(answered[0])} if answered else {}
        rows.append(row)
        following = {id(event): after for event, after in pairwise(events)}
        for stretch, after in zip(stretches, [*(one[0] for one in stretches[1:]), None], strict=True):
            done = [one for one in stretch if one["concept:name"] == "Completed"]
            if done and after is not None:
                holds.append((position, "Closed", str(done[0]["at"]), str(after["at"])))
            until_done = stretch[: stretch.index(done[0])] if done else stretch
            holds += [
                (position, "Requester", str(event["at"]), str(following[id(event)]["at"]))
                for event in until_done
                if event["status"].startswith("Accepted/Wait") and id(event) in following
            ]
    slas = [sla(**_typed(facts)) for facts in promises()]
    services = [service(name) for name in SERVICES]
    office = calendar("OFFICE", ZONE)
    return framework(requests=rows, holds=holds, slas=slas, services=services, calendars=[office], time_zone=ZONE)


def between_work(events: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Events cut before each that is work: neither a completion nor a wait; only work opens a problem again."""
    cuts: list[list[dict[str, Any]]] = [[]]
    for event in events:
        work = event["concept:name"] != "Completed" and not event["status"].startswith("Accepted/Wait")
        if work and cuts[-1]:
            cuts.append([])
        cuts[-1].append(event)
    return cuts


def _typed(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"target": float(facts["target"]), "goal": 90.0, "stops_while_waiting_for": ("Requester",)}


def events_by_case() -> dict[str, list[dict[str, Any]]]:
    cases: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with LOG.open(encoding="utf-8", newline="") as file:
        for event in csv.DictReader(file):
            at = dt.datetime.fromisoformat(event["time:timestamp"]).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
            status = f"{event['concept:name']}/{event['lifecycle:transition']}"
            cases[event["case:concept:name"]].append({**event, "at": at, "status": status})
    for events in cases.values():
        events.sort(key=lambda event: event["time:timestamp"])
    return cases


def counts_of(answer: Answer) -> Counts:
    keys = {key for key in (*answer.met, *answer.breached) if key[1] in PERIOD}
    return {key: (answer.met[key], answer.breached[key]) for key in keys}


def test_all_cases_come_in_by_the_mapping_of_the_docs(run: Run) -> None:
    assert run.imported["read"] == 6660
    assert run.imported["requests"]["added"] == 1487
    assert run.imported["unmapped_values"] == []


def test_met_and_breached_by_sla_and_month_equal_the_calculation_by_hand(run: Run, by_hand: Answer) -> None:
    printed: Counts = {
        (figure["sla_id"], figure["item"]): (figure["met"], figure["breached"])
        for figure in run.refreshed["figures"]
        if figure["cut"] == "Month" and (figure["met"] or figure["breached"])
    }

    assert printed == counts_of(by_hand)
    assert sum(met for met, _ in printed.values()) > 300
    assert sum(breached for _, breached in printed.values()) > 300
    assert len(printed) > 60


def test_the_sla_report_tab_says_the_same(run: Run, by_hand: Answer) -> None:
    sheet = opened(run.path)["SLA Report"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in rows if "Cut by" in row)
    at = {name: header.index(name) for name in ("Cut by", "Item", "SLA ID", "Met", "Breached")}
    written: Counts = {
        (row[at["SLA ID"]], row[at["Item"]]): (row[at["Met"]], row[at["Breached"]])
        for row in rows
        if row[at["Cut by"]] == "Month" and (row[at["Met"]] or row[at["Breached"]])
    }

    assert written == counts_of(by_hand)


def test_every_request_is_accounted_for(run: Run, by_hand: Answer) -> None:
    control, rows = run.refreshed["control"], run.refreshed["rows"]["requests"]

    assert rows == {"read": 1487, "left_out": 0}
    assert control["requests"] == 1487
    assert control["measured"] + control["left_out"] + control["later"] == 1487
    assert control["later"] == len(by_hand.later)
    assert control["left_out"] == len(by_hand.left_out) == 0
    judged = {row for row, _ in by_hand.states}
    assert control["no_sla"] == 1487 - len(judged) - len(by_hand.later)


def test_the_holds_of_the_log_change_figures(run: Run) -> None:
    changed = [figure for figure in run.refreshed["figures"] if figure["without_holds"] is not None]

    assert run.imported["holds"]["added"] == run.refreshed["control"]["holds"] > 400
    assert changed

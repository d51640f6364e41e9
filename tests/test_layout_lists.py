"""The generated tables: their columns in order, and how results become rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pmo_workbook.blocks import Link
from pmo_workbook.layout import catalogue, coverage, issues, raci, raci_load, sla_report, watchlist
from pmo_workbook.models import Activity
from pmo_workbook.report import CoverageLine, Raci, RaciLine, Report, RoleLoad
from pmo_workbook.results import Figure, LeftOut, LongHold, Watched
from pmo_workbook.sheets import MOST_ROLES
from tests import small_framework
from tests.small_report import figure, issue, listing, promise, report, role, rows


def test_the_sla_report_has_its_columns_in_order() -> None:
    assert ",".join(sla_report.TAB.headers) == (
        "Cut by,Item,SLA ID,Metric,n,Met,Breached,Compliance,Goal,Misses allowed,Misses used,Without holds,"
        "p50,p90,Mean,Worst,Unit,Time over target,Verdict"
    )


def test_a_row_of_the_sla_report_carries_every_figure() -> None:
    found = figure(n=200, met=190, without_holds=0.9)
    given = report(figures=(found,), promises=(replace(promise(), figure=found, kept=True),))
    assert listing(sla_report.lay_out(given)).rows == (
        (
            "SLA", "Promise L1", "L1", "Resolution", 200, 190, 10, 0.95, 0.9, 20, 10, 0.9,
            1.5, 4.0, 2.0, 9.0, "working hours", 12.0, "Kept",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "kept", "verdict"),
    [
        (figure(), True, "Kept"),
        (figure(), False, "Missed"),
        (figure(n=4, met=3), None, "3 of 4"),
        (figure(n=0, met=0, compliance=None), None, "None yet"),
        (figure(cut="Service"), True, None),
        (figure(n=12, met=None), None, None),
    ],
)
def test_the_verdict_is_a_word_or_the_bare_counts(found: Figure, kept: bool | None, verdict: str | None) -> None:
    given = report(figures=(found,), promises=(replace(promise(), kept=kept),))
    assert listing(sla_report.lay_out(given)).rows[0][-1] == verdict


def test_no_column_of_the_sla_report_mixes_numbers_and_text() -> None:
    figures = (figure(), figure(n=4, met=3), figure(n=12, met=None, unit="", sla_id="", time_over=None))
    columns = zip(*listing(sla_report.lay_out(report(figures=figures))).rows, strict=True)
    kinds = [{isinstance(cell, str) for cell in column if cell is not None} for column in columns]
    assert all(len(kind) <= 1 for kind in kinds)


def watched_report() -> Report:
    framework = small_framework.framework(
        requests=[
            {"request_id": f"R{k}", "submitted": "2026-06-01 09:00", "title": f"Title {k}", "assigned_to": "Ana"}
            for k in range(4)
        ],
        slas=(small_framework.sla("L1", name="Settled"),),
    )
    deadline = dt.datetime(2026, 7, 8, 17)
    return report(
        framework,
        watched=(
            Watched(0, "L1", "Resolution", deadline, -3.5, "working hours", 1.4, "Breached", ""),
            Watched(1, "", "", None, None, "", None, "No SLA", ""),
        ),
        long_holds=(LongHold(0, 2, "Approver", dt.datetime(2026, 5, 4, 9), 46.6),),
        left_out=(LeftOut(3, "Duplicate"),),
    )


def test_the_watchlist_shows_running_clocks_then_long_holds_then_what_is_left_out() -> None:
    found = listing(watchlist.lay_out(watched_report()))
    assert ",".join(found.headers) == (
        "Request,Title,Service,Priority,Assigned to,SLA,Deadline,Time left,Unit,Used,State,Note"
    )
    assert [(row[0], row[10], row[11]) for row in found.rows] == [
        ("R0", "Breached", None),
        ("R1", "No SLA", None),
        ("R2", "On hold", "Waiting for Approver since 4 May 2026, 47 working days"),
        ("R3", "Left out", "Duplicate"),
    ]
    assert found.rows[0][:10] == (
        "R0", "Title 0", "Service S1", "Normal", "Ana", "L1 Settled", dt.datetime(2026, 7, 8, 17), -3.5,
        "working hours", 1.4,
    )  # fmt: skip


def test_the_watchlist_counts_its_states() -> None:
    said = rows(watchlist.lay_out(watched_report()), watchlist.TAB.said)
    assert said[0][0] == "As of 9 Jul 2026 12:00: 1 running clock (1 breached), 1 open request without an SLA."
    assert said[1][0].startswith("Below them 1 hold of over 20 working days, then 1 request left out")


def matrix(*names: str) -> Raci:
    roles = tuple(role(f"R{k}", name) for k, name in enumerate(names))
    activity = Activity(activity_id="A-01", activity="Score requests")
    line = RaciLine("Intake", activity, "", {"R0": "A"})
    loads = tuple(RoleLoad(one, 3, 2, 1, 0, 0.25, "") for one in roles)
    return Raci((line,), roles, loads)


def test_raci_is_headed_by_role_names_and_leaves_other_cells_blank() -> None:
    found = listing(raci.lay_out(report(raci=matrix("Sponsor", "Director"))))
    assert found.headers == ("Service", "Activity", "Finding", "Sponsor", "Director")
    assert found.rows == (("Intake", "Score requests", None, "A", None),)


@pytest.mark.parametrize(
    ("names", "headers"),
    [
        (("Lead", "LEAD"), ("R0", "R1")),
        (("Service", "Lead"), ("R0", "Lead")),
        (("R1", "Lead"), ("R0", "Lead")),
        (("A role with a very long name indeed", "Lead"), ("R0", "Lead")),
    ],
)
def test_a_role_whose_name_would_not_serve_is_headed_by_its_id(
    names: tuple[str, ...], headers: tuple[str, ...]
) -> None:
    found = listing(raci.lay_out(report(raci=matrix(*names))))
    assert found.headers[3:] == headers


def test_raci_has_room_for_thirty_roles_and_says_how_many_are_missing() -> None:
    given = raci.lay_out(report(raci=matrix(*(f"Role {k}" for k in range(MOST_ROLES + 2)))))
    assert len(listing(given).headers) == 3 + MOST_ROLES
    assert "2 roles more have no room here." in rows(given, raci.TAB.said)[0][0]


def test_raci_load_has_one_row_a_role() -> None:
    found = listing(raci_load.lay_out(report(raci=matrix("Sponsor"))))
    assert found.headers == ("Role", "R", "A", "C", "I", "Share of A", "Finding")
    assert found.rows == (("Sponsor", 3, 2, 1, 0, 0.25, None),)


def test_coverage_joins_services_and_counts_findings() -> None:
    lines = (
        CoverageLine("Need", "N-01 Plans", ("Planning", "Training"), ""),
        CoverageLine("Need", "N-02 Speed", (), "No service answers this need."),
    )
    given = coverage.lay_out(replace(report(), coverage=lines))
    assert listing(given).rows == (
        ("Need", "N-01 Plans", "Planning, Training", None),
        ("Need", "N-02 Speed", None, "No service answers this need."),
    )
    assert rows(given, coverage.TAB.said)[0][0] == "2 needs (1 with a finding)."


def test_an_issue_links_to_its_cell_and_carries_table_row_and_column() -> None:
    given = issues.lay_out(report(issues=(issue(value="=1+1"),)))
    assert listing(given).headers == (
        "Severity", "Rule", "Sheet", "Cell", "Table", "Row", "Column", "Value", "What is wrong", "What to do",
    )  # fmt: skip
    row = listing(given).rows[0]
    assert row[:8] == (
        "error", "not-a-date", "Requests", Link("G7", "Requests", "G7"), "Requests", 7, "Submitted", "=1+1",
    )  # fmt: skip


def test_an_issue_of_no_cell_has_no_link_and_no_row() -> None:
    row = listing(issues.lay_out(report(issues=(issue("missing-table", cell="", row=0, column=""),)))).rows[0]
    assert (row[3], row[5], row[6]) == (None, None, None)


def test_without_issues_the_table_is_empty_and_the_line_above_says_so() -> None:
    given = issues.lay_out(report())
    assert listing(given).rows == ()
    assert rows(given, issues.TAB.said) == [("Nothing to correct.",)]


def test_ten_thousand_issues_are_listed_and_a_last_row_counts_the_rest() -> None:
    given = listing(issues.lay_out(report(issues=(issue(),) * (issues.MOST_ROWS + 345))))
    assert len(given.rows) == issues.MOST_ROWS + 1
    assert given.rows[-1][8] == "345 further issues are not listed."
    assert len(given.rows[-1]) == len(issues.TAB.headers)


def test_the_catalogue_lists_every_service_whatever_its_status() -> None:
    services = tuple(
        small_framework.service(f"S{number}", status=status, critical="No")
        for number, status in enumerate(("Retired", "Live", "Draft", "Pilot"), 1)
    )
    tab = catalogue.lay_out(report(small_framework.framework(services=services)))
    assert [row[0] for row in listing(tab).rows] == ["S1", "S2", "S3", "S4"]
    assert [row[3] for row in listing(tab).rows] == ["Retired", "Live", "Draft", "Pilot"]
    assert tab.blocks[0].rows[0][0] == "4 services, 1 live, 0 critical, no promises."


def test_the_catalogue_has_one_row_a_service_with_its_promises_in_words() -> None:
    plain = small_framework.sla("L2", service_id="S2", name="Answered")
    sla = small_framework.sla(
        "L1", name="Settled", target=8.0, stops_while_waiting_for=("Approver",), escalate_to="PMO Director."
    )
    service = small_framework.service(
        process="Log, route.", tools_and_templates="Form", prerequisites="A sponsor", last_reviewed=dt.date(2026, 3, 5)
    )
    framework = replace(
        small_framework.framework(
            services=(service, small_framework.service("S2"), small_framework.service("S3")), slas=(sla, plain)
        ),
        roles=(role("PSM", "Service Manager"),),
    )
    found = listing(catalogue.lay_out(report(framework)))
    first, second, third = (dict(zip(found.headers, row, strict=True)) for row in found.rows)
    assert first["Status"] == "Live\ncritical"
    assert first["How to get it"] == "Ask.\nDelivered: Online\nBefore: A sponsor"
    assert first["How it works"] == "Log, route.\nTools: Form"
    assert first["Promises"] == (
        "• Settled: 90 of 100 requests are completed within 8 working hours. "
        "The clock stops while waiting for Approver. Escalation: PMO Director."
    )
    assert first["Answers for it"] == "Service Manager\nReviewed 5 Mar 2026, every 12 months"
    assert second["Promises"] == "• Answered: 90 of 100 requests are completed within 8 working hours."
    assert third["Promises"] == "No promise"
    assert first["For whom"] == "All stakeholders"

"""What changed between two versions: the sample with known changes, and small logs for every reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_workbook import workflow
from pmo_workbook.framework import RaciRow
from pmo_workbook.models import Activity, Holiday, RaciCode, Role, Service
from pmo_workbook.publish.since.changes import Changes, DefinitionChange, Restatement
from pmo_workbook.publish.since.definitions import KINDS
from pmo_workbook.publish.since.diff import ALL_PROMISES, diff
from pmo_workbook.publish.since.published_tables import of_report
from pmo_workbook.publish.since.snapshot import Snapshot, keep, load, take
from pmo_workbook.report import Report
from pmo_workbook.words import share_words
from tests import small_framework
from tests.publish import reports
from tests.publish.edited import Edits, edited, met_in_may

NOW = dt.datetime(2026, 7, 9, 12, tzinfo=dt.UTC)
PROMISE = "Promise L1 (L1)"


@pytest.fixture(scope="module")
def report(sample_before: Path) -> Report:
    return workflow.look(sample_before, NOW)


@pytest.fixture(scope="module")
def told(report: Report) -> Snapshot:
    return take(report)


def small(*requests: Mapping[str, Any], **given: Any) -> Snapshot:
    """A version whose log has these requests, met in May 2026 unless said otherwise."""
    return take(reports.report(reports.framework([{**MET, **one} for one in requests], **given)))


MET = {"submitted": "2026-05-04 09:00", "closed": "2026-05-04 12:00", "stakeholder": 0}
FOUR: Sequence[Mapping[str, Any]] = [{"request_id": name} for name in ("A", "B", "C", "D")]


def whys(before: Snapshot, after: Snapshot) -> set[str]:
    return {one.why for one in diff(before, after, named=True).restatements}


def test_nothing_changed_between_a_version_and_itself(told: Snapshot) -> None:
    found = diff(told, told)
    assert not found
    assert found == Changes("9 Jul 2026, framework version 1.4", (), ())


def test_definitions_are_told_field_by_field_in_the_words_of_the_sheets(
    sample_before: Path, report: Report, told: Snapshot, tmp_path: Path
) -> None:
    edits = Edits(
        rows={
            ("services", "SVC-01"): {"name": "Front door", "owner_role": "PMD"},
            ("slas", "SLA-01"): {"target": 2.5, "goal": None},
            ("calendars", "UK-OFFICE"): {"fri": "09:00-15:00"},
            ("settings", "Framework version"): {"value": "1.5"},
        },
        codes={("A-01", "PMD"): "C", ("A-01", "PFA"): "I"},
        added={
            "roles": [{"role_id": "NEW", "role": "Data Steward", "summary": "Keeps the log clean."}],
            "holidays": [
                {"calendar_id": "UK-OFFICE", "date": dt.date(2027, 12, 24), "name": "Christmas Eve"},
                {"calendar_id": "UK-OFFICE", "date": dt.date(2027, 12, 31), "name": "Party", "hours": "09:00-12:00"},
            ],
        },
    )
    found = diff(told, take(workflow.look(edited(sample_before, report, tmp_path / "new.xlsm", edits), NOW)))
    intake = "SLA-01 Intake acknowledged"
    assert found.definitions == (
        DefinitionChange("Setting", "Framework version", "Value", "1.4", "1.5"),
        DefinitionChange("Service", "SVC-01 Front door", "Name", "Project intake and triage", "Front door"),
        DefinitionChange(
            "Service", "SVC-01 Front door", "Owner role", "PMO Service Manager (PSM)", "PMO Director (PMD)"
        ),
        DefinitionChange("SLA", intake, "Target", "4", "2.5"),
        DefinitionChange("SLA", intake, "Goal %", "95", ""),
        DefinitionChange("Role", "NEW Data Steward", "", "", "Keeps the log clean."),
        DefinitionChange("RACI", "A-01 Approve the PMO charter and purpose", "PMO Director (PMD)", "R", "C"),
        DefinitionChange("RACI", "A-01 Approve the PMO charter and purpose", "Portfolio Analyst (PFA)", "", "I"),
        DefinitionChange("Calendar", "UK-OFFICE UK office hours", "Fri", "09:00-12:30, 13:30-16:30", "09:00-15:00"),
        DefinitionChange(
            "Calendar",
            "UK-OFFICE UK office hours",
            "Holidays 2027",
            "",
            "24 Dec 2027 Christmas Eve, closed; 31 Dec 2027 Party, 09:00-12:00",
        ),
    )


def test_restated_figures_name_requests_for_the_pmo_and_count_them_for_readers(
    sample_before: Path, report: Report, told: Snapshot, tmp_path: Path
) -> None:
    reopened, late = met_in_may(told, "SLA-08")[:2]
    edits = Edits(
        rows={
            ("requests", reopened): {"closed": None, "times_reopened": 1},
            ("requests", late): {"closed": dt.datetime(2026, 6, 10, 12)},
        }
    )
    now = take(workflow.look(edited(sample_before, report, tmp_path / "new.xlsm", edits), NOW))
    for_readers, for_the_pmo = diff(told, now), diff(told, now, named=True)
    why = "1 request reopened, 1 with another closing time."
    assert for_readers.restatements == (
        Restatement(ALL_PROMISES, "May 2026", share_words(129, 132, 129 / 132), share_words(127, 132, 127 / 132), why),
        Restatement("Resource request settled (SLA-08)", "May 2026", "87.5 % of 24", share_words(19, 24, 19 / 24), why),
    )
    assert f"{reopened} reopened; {late} with another closing time." in {one.why for one in for_the_pmo.restatements}
    assert not for_readers.definitions
    assert not any(name in str(for_readers) for name in told.requests or ())


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({}, {"closed": None}, "A reopened."),
        ({}, {"closed": "2026-05-06 12:00"}, "A with another closing time."),
        ({}, {"closed": "2026-07-10 12:00", "times_reopened": 1}, "A reopened."),
        ({"closed": None}, {}, "A closed late in the log."),
        ({}, {"left_out_because": "Duplicate"}, "A left out now."),
        ({"left_out_because": "Duplicate"}, {}, "A counted again."),
        ({}, {"submitted": "2026-04-27 09:00"}, "A with another start."),
    ],
)
def test_a_changed_row_of_the_log_is_the_reason(before: dict[str, Any], after: dict[str, Any], why: str) -> None:
    assert whys(small({**FOUR[0], **before}, *FOUR[1:]), small({**FOUR[0], **after}, *FOUR[1:])) == {why}


def test_a_request_with_another_id_restates_nothing() -> None:
    assert whys(small(*FOUR), small({"request_id": "Z"}, *FOUR[1:])) == set()


def test_a_request_that_takes_the_place_of_another_is_told_when_the_figure_differs() -> None:
    late = {"closed": "2026-05-06 12:00"}
    assert whys(small(*FOUR), small({"request_id": "Z", **late}, *FOUR[1:])) == {
        "Z added later; A gone from the log or in error now."
    }


HELD = (0, "Requester", "2026-05-04 10:00", "2026-05-05 16:00")


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ((), (HELD,), "A with a hold added."),
        ((HELD,), (), "A with a hold taken away."),
        ((HELD,), ((*HELD[:3], "2026-05-04 11:00"),), "A with a hold changed."),
    ],
)
def test_a_hold_that_was_recorded_later_is_the_reason(
    before: Sequence[Any], after: Sequence[Any], why: str
) -> None:  # fmt: skip
    requests = [{**FOUR[0], "closed": "2026-05-06 10:00"}, *FOUR[1:]]
    assert whys(small(*requests, holds=before), small(*requests, holds=after)) == {why}


def test_a_hold_that_only_went_on_is_no_reason() -> None:
    requests = [{**FOUR[0], "closed": "2026-05-06 12:00"}, *FOUR[1:]]
    still = (0, "Supplier", "2026-06-01 09:00", None)
    over = (0, "Supplier", "2026-06-01 09:00", "2026-07-20 09:00")
    target = small_framework.sla(target=40.0)
    assert whys(small(*requests, holds=[still]), small(*requests, holds=[over], slas=(target,))) == {
        "A measured by a changed promise."
    }


def test_a_changed_promise_or_calendar_or_setting_is_the_reason_where_the_log_is_as_it_was() -> None:
    requests = [{**FOUR[0], "closed": "2026-05-05 09:30"}, *FOUR[1:]]
    before = small(*requests)
    shorter = small_framework.sla(target=1.0, stops_while_waiting_for=("Requester", "Approver"))
    closed = Holiday(calendar_id="OFFICE", date=dt.date(2026, 5, 4), name="Spring holiday")
    assert whys(before, small(*requests, slas=(shorter,))) == {"B, C, D measured by a changed promise."}
    assert whys(before, small(*requests, holidays=(closed,))) == {"A measured in a changed calendar."}
    assert whys(before, small(*requests, time_zone="Asia/Tokyo")) == {"A measured by changed settings."}


def test_an_answer_recorded_later_is_the_reason_for_a_first_response_only() -> None:
    answer = small_framework.sla("F1", metric="First response", target=2.0)
    resolve = small_framework.sla(stops_while_waiting_for=("Requester",))
    before = small({**FOUR[0], "first_response": None}, *FOUR[1:], slas=(answer, resolve))
    after = small({**FOUR[0], "first_response": "2026-05-04 10:00"}, *FOUR[1:], slas=(answer, resolve))
    found = diff(before, after, named=True).restatements
    assert [(one.what, one.why) for one in found] == [
        (ALL_PROMISES, "A answered late in the log."),
        ("Promise F1 (F1)", "A answered late in the log."),
    ]


def test_a_promised_date_that_moved_is_the_reason() -> None:
    promise = small_framework.sla(metric="Promised date", target=None, unit=None)
    before = small({**FOUR[0], "promised": "2026-05-01"}, *FOUR[1:], slas=(promise,))
    after = small({**FOUR[0], "promised": "2026-05-08"}, *FOUR[1:], slas=(promise,))
    assert whys(before, after) == {"A with another promised date."}


def test_a_reopened_request_restates_the_share_reopened() -> None:
    promise = small_framework.sla(metric="Reopened", target=10.0, unit="%", goal=None)
    before = small(*FOUR, *({} for _ in range(6)), slas=(promise,))
    after = small({**FOUR[0], "times_reopened": 1}, *FOUR[1:], *({} for _ in range(6)), slas=(promise,))
    assert diff(before, after, named=True).restatements == (
        Restatement(PROMISE, "May 2026", "100 % of 10", "90 % of 10", "A reopened."),
    )


def test_answers_that_came_later_restate_satisfaction() -> None:
    promise = small_framework.sla(metric="Satisfaction", target=4.0, unit="score", goal=None)
    answers = [{"date": "2026-05-20", "satisfaction": 4} for _ in range(12)]
    before = small(*FOUR, slas=(promise,), feedback=answers[:10])
    after = small(*FOUR, slas=(promise,), feedback=answers)
    assert diff(before, after).restatements == (
        Restatement(PROMISE, "May 2026", "4 of 5, 10 answers", "4 of 5, 12 answers", "2 answers added later."),
    )


def test_one_promise_in_place_of_another_leaves_the_pooled_figure_alone() -> None:
    old = small_framework.sla("L1")
    new = small_framework.sla("L2", effective_from=dt.date(2026, 5, 1))
    found = diff(small(*FOUR, slas=(old,)), small(*FOUR, slas=(old, new)), named=True)
    assert [(one.what, one.before, one.after) for one in found.restatements] == [
        (PROMISE, "4 of 4", "none"),
        ("Promise L2 (L2)", "none", "4 of 4"),
    ]
    assert {one.why for one in found.restatements} == {"A, B, C, D measured by a changed promise."}


def test_a_request_that_only_changed_its_promise_is_no_reason_for_the_pooled_figure() -> None:
    old, new = small_framework.sla("L1"), small_framework.sla("L2", effective_from=dt.date(2026, 5, 1))
    late = {**FOUR[0], "closed": "2026-05-06 12:00"}
    found = diff(small(*FOUR, slas=(old,)), small(late, *FOUR[1:], slas=(old, new)), named=True)
    assert found.restatements[0].what == ALL_PROMISES
    assert found.restatements[0].why == "A with another closing time."


def test_a_request_is_counted_once_under_the_first_of_its_reasons() -> None:
    slas = (small_framework.sla("F1", metric="First response", target=2.0), small_framework.sla())
    before = small(*({**one, "first_response": "2026-05-04 09:30"} for one in FOUR), slas=slas)
    late = {**FOUR[0], "first_response": "2026-05-05 12:00", "closed": "2026-05-06 12:00"}
    after = small(late, *({**one, "first_response": "2026-05-04 09:30"} for one in FOUR[1:]), slas=slas)
    assert [one.why for one in diff(before, after).restatements] == [
        "1 request with another closing time.",
        "1 request with another first response.",
        "1 request with another closing time.",
    ]


def test_many_months_of_one_promise_are_told_together() -> None:
    days = ("2026-01-05", "2026-02-04", "2026-03-04", "2026-05-04")
    requests = [{"submitted": f"{day} 09:00", "closed": f"{day} 16:00"} for day in days]
    before = small(*requests)
    after = small(*requests, slas=(small_framework.sla(target=1.0),))
    told = [one for one in diff(before, after).restatements if one.what == PROMISE]
    assert told == [
        Restatement(
            PROMISE, "4 months, Jan 2026 to May 2026", "4 of 4", "0 of 4", "4 requests measured by a changed promise."
        )
    ]


def test_a_difference_that_a_rounded_share_hides_is_told_in_full() -> None:
    names = [{"request_id": f"R{number}"} for number in range(3001)]
    late = {"closed": "2026-05-06 12:00"}
    before = small(*({**one, **late} for one in names[:1001]), *names[1001:])
    after = small(*({**one, **late} for one in names[:1002]), *names[1002:])
    assert diff(before, after).restatements[0].before == "2,000 of 3,001"


def test_months_that_only_one_version_knows_are_not_compared() -> None:
    before = small(*FOUR)
    without = replace(small(), months=tuple(month for month in before.months if month != "2026-05"))
    assert diff(before, without).restatements == diff(without, before).restatements == ()
    assert diff(before, small()).restatements != ()


def test_two_entries_of_one_day_are_told_together() -> None:
    day = dt.date(2026, 5, 4)
    holidays = [Holiday(calendar_id="All", date=day, name="One"), Holiday(calendar_id="All", date=day, hours="24h")]
    assert diff(small(), small(holidays=holidays)).definitions == (
        DefinitionChange("Calendar", "All calendars", "Holidays 2026", "", "4 May 2026 One, closed; 24h"),
    )


def test_an_activity_that_two_services_share_is_told_apart_in_published_tables() -> None:
    services = [small_framework.service("S1"), small_framework.service("S2")]

    def version(code: RaciCode) -> Snapshot:
        rows = [
            RaciRow(Activity(activity_id="A1", activity="Log it", service_id="S1"), {"PSM": "A"}),
            RaciRow(Activity(activity_id="A2", activity="Log it", service_id="S2"), {"PSM": code}),
        ]
        return of_report(reports.report(reports.framework(services=services, activities=rows)))

    assert diff(version("A"), version("R")).definitions == (
        DefinitionChange("RACI", "Service S2: Log it", "Service Manager", "A", "R"),
    )


LETTERS: st.SearchStrategy[RaciCode] = st.sampled_from(("R", "A", "C", "I"))
CODES = st.dictionaries(st.sampled_from(("PSM", "PMD")), LETTERS, max_size=2)
WORDS = st.text(alphabet="abc", min_size=1, max_size=3)


@st.composite
def versions(draw: st.DrawFn) -> Snapshot:
    names = [draw(WORDS) for _ in range(draw(st.integers(1, 3)))]
    services: list[Service] = [
        small_framework.service(f"S{at}", name=name, objective=draw(WORDS)) for at, name in enumerate(names, 1)
    ]
    roles = [Role(role_id=name, role=draw(WORDS)) for name in draw(st.sets(st.sampled_from(("PSM", "PMD"))))]
    activities = [
        RaciRow(Activity(activity_id=f"A{at}", activity=draw(WORDS)), draw(CODES))
        for at in range(draw(st.integers(0, 2)))
    ]
    return take(
        reports.report(reports.framework(services=services, roles=roles, activities=activities, slas=()))
    )  # fmt: skip


@settings(max_examples=40)
@given(before=versions(), after=versions())
def test_every_difference_is_found_and_nothing_else(before: Snapshot, after: Snapshot) -> None:
    found = diff(before, after)
    assert {(one.kind, one.item.split()[0], one.field) for one in found.definitions if one.field} == {
        (KINDS[key], name, header)
        for key in KINDS
        for name in before.definitions[key].keys() & after.definitions[key].keys()
        for header in _different(before, after, key, name)
    }
    assert {(one.item.split()[0], bool(one.before)) for one in found.definitions if not one.field} == {
        (name, name in before.definitions[key])
        for key in KINDS
        for name in before.definitions[key].keys() ^ after.definitions[key].keys()
    }
    assert not diff(after, after)
    assert len(diff(after, before).definitions) == len(found.definitions)


def _different(before: Snapshot, after: Snapshot, key: str, name: str) -> set[str]:
    old, new = before.definitions[key][name], after.definitions[key][name]
    fields = {one for one in old.fields.keys() | new.fields.keys() if old.fields.get(one) != new.fields.get(one)}
    codes = {one for one in old.codes.keys() | new.codes.keys() if old.codes.get(one) != new.codes.get(one)}
    titles = {**before.names["roles"], **after.names["roles"]}
    return fields | {f"{titles[one]} ({one})" if one in titles else one for one in codes}


def test_a_version_that_was_kept_compares_like_the_one_in_hand(told: Snapshot, tmp_path: Path) -> None:
    assert not diff(load(keep(told, tmp_path / "x.xlsm")), told)

"""Definition sheets: which rows count, and what is said about the others."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails

from pmo_workbook.check import ORDER, Checked, check
from pmo_workbook.check.rows import RULE_OF, explain
from pmo_workbook.columns import Row, columns
from pmo_workbook.issues import RULES, Issue
from pmo_workbook.settings import SETTINGS, Settings
from pmo_workbook.sheets import BY_KEY, SHEETS
from tests.sheet_text import holding, sheet, sheets

ROLES = """
Role ID | Role
PMD     | PMO Director
PSM     | Service Manager
"""
CALENDARS = """
Calendar ID | Time zone     | Mon         | Tue
UK          | Europe/London | 09:00-17:00 | 24h
"""
STAKEHOLDERS = """
Stakeholder ID | Group
STK-01         | Sponsors
"""
SERVICES = """
Service ID | Name   | Category   | Objective | In scope | Audience | Delivery model | How to request | Owner role | Critical | Status
SVC-01     | Intake | Governance | Sort      | Requests | All      | Online         | Form           | PSM        | Yes      | Live
SVC-02     | Gates  | Governance | Decide    | Gates    | STK-01   | Online         | Page           | psm        | No       | Draft
"""  # noqa: E501
FRAME = {"roles": ROLES, "calendars": CALENDARS, "stakeholders": STAKEHOLDERS, "services": SERVICES}


def checked(**texts: str) -> Checked:
    return check(sheets({**FRAME, **texts}))


def said(result: Checked, *, title: str = "") -> list[tuple[str, str]]:
    """Rule and address of every issue but those of tables that are not there."""
    return [
        (issue.rule, issue.cell)
        for issue in result.issues
        if issue.rule != "missing-table" and issue.sheet == (title or issue.sheet)
    ]


def only(result: Checked) -> Issue:
    (issue,) = [issue for issue in result.issues if issue.rule != "missing-table"]
    return issue


def test_good_rows_count_and_nothing_is_said() -> None:
    result = checked()

    assert said(result) == []
    assert [service.service_id for service in result.framework.services] == ["SVC-01", "SVC-02"]
    assert result.framework.services[0].row == 4
    assert result.framework.services[0].audience == ("All",)
    assert result.framework.services[1].owner_role == "PSM"
    assert result.framework.counts["services"].read == 2
    assert result.framework.places["services"].letters["name"] == "C"
    assert result.framework.places["services"].headers["name"] == "Name"


def test_each_sheet_is_checked_after_those_it_refers_to() -> None:
    assert sorted(ORDER) == sorted(BY_KEY)
    for sheet_ in SHEETS:
        for column in sheet_.columns:
            before = set(ORDER[: ORDER.index(sheet_.key)])
            assert set(column.refs) <= before, (sheet_.key, column.field)
            assert not column.setting or "settings" in before


def test_an_issue_has_the_address_the_value_and_what_to_do() -> None:
    issue = only(checked(roles=ROLES + "PJM | \n"))

    assert issue == Issue(
        rule="missing-value",
        severity="error",
        sheet="Roles",
        cell="C6",
        table="Roles",
        row=6,
        column="Role",
        value="",
        problem="Role must be filled.",
        action="Fill the cell.",
    )
    assert str(issue) == "Roles!C6: Role must be filled. Fill the cell."


def test_a_row_with_an_error_is_left_out_and_counted() -> None:
    result = checked(roles=ROLES + "PJM | \n")

    assert [role.role_id for role in result.framework.roles] == ["PMD", "PSM"]
    assert (result.framework.counts["roles"].read, result.framework.counts["roles"].left_out) == (3, 1)


def test_blank_rows_are_no_rows_and_keep_the_row_numbers() -> None:
    table = sheet("roles", ROLES)
    rows = [[None, ""], *table.table.rows, ["  ", None], ["PJM", None]]
    result = check({"roles": holding(table, rows)})

    assert result.framework.counts["roles"].read == 3
    assert [role.row for role in result.framework.roles] == [5, 6]
    assert said(result, title="Roles") == [("missing-value", "C8")]


def test_the_first_row_with_an_id_counts() -> None:
    result = checked(roles=ROLES + "psm | Another\n")

    assert said(result) == [("duplicate-id", "B6")]
    assert "already in row 5" in only(result).problem
    assert [role.role for role in result.framework.roles] == ["PMO Director", "Service Manager"]


def test_headers_are_found_in_any_case_and_order_among_others() -> None:
    result = check({"roles": sheet("roles", "Colour | ROLE * | role  id\nred | Director | PMD")})

    assert said(result) == []
    assert [(role.role_id, role.role) for role in result.framework.roles] == [("PMD", "Director")]
    assert result.framework.places["roles"].letters == {"role": "C", "role_id": "D"}


def test_a_missing_required_column_is_said_once_and_no_row_counts() -> None:
    result = check({"roles": sheet("roles", "Role ID | Summary\nPMD | x\nPSM | y")})

    assert said(result) == [("missing-column", "B3")]
    assert (result.framework.counts["roles"].read, result.framework.counts["roles"].left_out) == (2, 2)


def test_rows_below_the_table_count_with_a_warning() -> None:
    result = check({"roles": sheet("roles", ROLES, below=1)})

    assert said(result) == [("below-table", "B5")]
    assert len(result.framework.roles) == 2


def test_a_missing_table_is_a_warning() -> None:
    result = check({"roles": sheet("roles", ROLES)})

    assert {issue.table for issue in result.issues} == {each.table for each in SHEETS} - {"Roles"}
    assert {issue.severity for issue in result.issues} == {"warning"}


def test_an_error_cell_is_named_and_its_row_left_out() -> None:
    result = checked(roles=ROLES + "PJM | #N/A\n#REF! | \n")

    assert said(result) == [("error-cell", "C6"), ("error-cell", "B7"), ("missing-value", "C7")]
    assert result.framework.counts["roles"].left_out == 2


def test_a_reference_to_a_row_with_an_error_is_an_error_too() -> None:
    result = checked(roles="Role ID | Role\nPSM | ")

    assert said(result) == [("unknown-reference", "J4"), ("unknown-reference", "J5"), ("missing-value", "C4")]
    assert sum("has an error itself" in issue.problem for issue in result.issues) == 2


def test_a_name_that_two_rows_have_stands_for_none() -> None:
    roles = ROLES + "PS2 | Service Manager\n"
    result = checked(roles=roles, services=SERVICES.replace("| PSM ", "| Service Manager "))

    assert said(result) == [("unknown-reference", "J4")]


def test_dates_in_the_wrong_order_are_an_error_at_the_later_one() -> None:
    slas = """
    SLA ID | Service ID | Name | Metric     | Effective from | Effective to
    SLA-01 | SVC-01     | Fast | Resolution | 2026-03-01     | 2026-02-28
    SLA-02 | SVC-01     | Fast | Resolution | 2026-03-01     | 2026-03-01
    """
    result = checked(slas=slas)

    assert said(result) == [("effective-order", "G4")]
    assert only(result).problem == "Effective to 2026-02-28 is before Effective from 2026-03-01."
    assert [sla.sla_id for sla in result.framework.slas] == ["SLA-02"]


@pytest.mark.parametrize(
    ("cell", "rule", "problem"),
    [
        ("0", "out-of-range", "0 is not between 1 and 100."),
        ("101", "out-of-range", "101 is not between 1 and 100."),
        ("'ninety'", "not-a-number", "The text 'ninety' is not a number."),
        ("TRUE", "not-a-number", "'TRUE' is not a number."),
        ("2026-01-01", "not-a-number", "'2026-01-01' is not a number."),
    ],
)
def test_a_wrong_number_is_an_error(cell: str, rule: str, problem: str) -> None:
    slas = f"SLA ID | Service ID | Name | Metric | Goal %\nSLA-01 | SVC-01 | Fast | Resolution | {cell}"
    issue = only(checked(slas=slas))

    assert (issue.rule, issue.cell, issue.problem) == (rule, "F4", problem)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [("12.5", "not-whole"), ("'12 months'", "not-a-number"), ("0", "out-of-range"), ("TRUE", "not-a-number")],
)
def test_a_wrong_count_is_an_error(cell: str, rule: str) -> None:
    lines = SERVICES.strip().splitlines()
    text = "\n".join([f"{lines[0]} | Review every", f"{lines[1]} | {cell}"])

    assert said(checked(services=text)) == [(rule, "M4")]


def test_a_target_in_per_cent_may_be_a_formatted_fraction() -> None:
    slas = """
    SLA ID | Service ID | Name  | Metric       | Target | Unit
    SLA-01 | SVC-01     | Happy | Satisfaction | 0.8    | %
    SLA-02 | SVC-01     | Sad   | Reopened     | 5      | %
    SLA-03 | SVC-01     | Fast  | Resolution   | 0.5    | working days
    """
    result = checked(slas=slas)

    assert said(result) == [("percent-fraction", "F4")]
    assert [sla.target for sla in result.framework.slas] == [80, 5, 0.5]


def test_a_text_that_is_too_long_is_an_error() -> None:
    issue = only(checked(roles=ROLES + f"PJM | {'x' * 81}\n"))

    assert (issue.rule, issue.problem) == ("too-long", "Role has 81 characters; 80 are allowed.")
    assert len(issue.value) == 80


def test_all_mistakes_of_a_row_are_said_at_once() -> None:
    services = SERVICES + "SVC-03 | | Magic | x | x | STK-77 | Online | x | NOBODY | Yes | Live\n"
    result = checked(services=services)

    assert sorted(said(result)) == [
        ("missing-value", "C6"), ("not-allowed", "D6"), ("unknown-reference", "G6"), ("unknown-reference", "J6"),
    ]  # fmt: skip


def test_odd_cells_of_a_good_row_are_warnings_and_the_row_counts() -> None:
    services = SERVICES.replace("| Yes ", "| yes ").replace("SVC-01 ", "'SVС-01 '")
    result = checked(services=services)

    assert said(result) == [("look-alike", "B4"), ("other-spelling", "B4"), ("other-spelling", "K4")]
    assert result.framework.services[0].service_id == "SVC-01"


def test_a_calendar_needs_hours_and_a_zone_that_can_be_read() -> None:
    calendars = "Calendar ID | Time zone | Mon | Tue\nUK | Atlantis | 9-5-3 | 9-17"
    result = checked(calendars=calendars)

    assert said(result) == [("bad-time-zone", "C4"), ("bad-hours", "D4")]
    assert result.framework.calendars == ()


def test_a_holiday_may_be_for_all_calendars() -> None:
    result = checked(holidays="Calendar ID | Date\nall | 2026-12-25\nUK | 2026-12-28\nFR | 2026-07-14")

    assert said(result) == [("unknown-reference", "B6")]
    assert [(holiday.calendar_id, holiday.date) for holiday in result.framework.holidays] == [
        ("All", dt.date(2026, 12, 25)),
        ("UK", dt.date(2026, 12, 28)),
    ]


def test_an_action_may_refer_to_a_row_of_several_sheets() -> None:
    result = checked(
        requests="Request ID | Service ID | Submitted\nREQ-1 | SVC-01 | 2026-03-02",
        actions="""
        Action ID | Action | Because of | Owner role | Due
        A1        | Mend   | REQ-1      | PSM        | 2026-04-01
        A2        | Mend   | Intake     | PSM        | 2026-04-01
        A3        | Mend   | SLA-9      | PSM        | 2026-04-01
        """,
    )

    assert [action.because_of for action in result.framework.actions] == ["REQ-1", "SVC-01"]
    assert only(result).problem == "There is no 'SLA-9' on SLAs or Reviews or Needs or Services or Requests."


def test_a_long_list_of_the_same_mistake_is_counted() -> None:
    roles = "Role ID | Role\n" + "\n".join(f"R{number} | " for number in range(700))
    issues = [issue for issue in check(sheets({"roles": roles})).issues if issue.sheet == "Roles"]

    assert len(issues) == 501
    assert issues[-1].problem == "200 more cells of this column have the same mistake."


ANYTHING: tuple[Any, ...] = (
    None, "", "x" * 3000, 1, 0, -5, 1.5, 1e9, float("inf"), float("nan"), True, (), (1,), [], b"x", object(),
    dt.date(2026, 1, 1), dt.datetime(2026, 1, 1, 9), dt.time(9), dt.timedelta(1),
)  # fmt: skip


@pytest.mark.parametrize("model", [*(each.model for each in SHEETS), Settings])
def test_whatever_pydantic_refuses_has_a_rule_and_a_sentence(model: type[Row]) -> None:
    fields = {column.field for column in columns(model)}
    for value in ANYTHING:
        with pytest.raises(ValidationError) as caught:
            model.model_validate(dict.fromkeys(fields, value) | {"row": "no row"})
        details = [detail for detail in caught.value.errors() if detail["loc"][0] != "row"]
        refused = ValidationError.from_exception_data("row", [_again(detail) for detail in details])

        found = dict(explain(columns(model), refused))

        assert set(found) == {detail["loc"][0] for detail in details}
        assert all(remark.rule in RULES and remark.problem.endswith(".") for remark in found.values())


def _again(detail: ErrorDetails) -> InitErrorDetails:
    return InitErrorDetails(type=detail["type"], loc=detail["loc"], input=detail["input"], ctx=detail.get("ctx", {}))


def test_every_rule_that_pydantic_leads_to_exists() -> None:
    assert set(RULE_OF.values()) <= set(RULES)
    assert len({column.header for column in SETTINGS}) == len(SETTINGS)


def test_an_sla_may_name_closed_among_its_reasons_though_no_list_offers_it() -> None:
    slas = """
    SLA ID | Service ID | Name | Metric     | Target | Unit          | Goal % | Clock stops while waiting for
    L-1    | SVC-01     | Fast | Resolution | 8      | working hours | 90     | Requester, Closed
    L-2    | SVC-01     | Slow | Resolution | 9      | working hours | 90     | Nobody
    """

    result = checked(slas=slas)

    (first,) = result.framework.slas
    assert first.stops_while_waiting_for == ("Requester", "Closed")
    assert "Closed" not in only(result).action

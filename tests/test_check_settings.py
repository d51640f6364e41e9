"""The Settings sheet: defaults, and settings that cannot be used."""

from __future__ import annotations

from pmo_workbook.settings import Chosen
from tests.test_check_rows import checked, only, said

SETTING_ROWS = "Name | Value | What it means\n"


def test_settings_take_defaults_where_blank() -> None:
    result = checked(
        settings=SETTING_ROWS + "PMO name | | \nAt risk from % | 0.8 | \nTime zone of the log | Europe/Paris"
    )

    assert result.framework.settings == Chosen(at_risk_from=80, time_zone="Europe/Paris")
    assert said(result) == [("percent-fraction", "C5")]


def test_a_setting_that_cannot_be_used_takes_its_default() -> None:
    rows = """
    Time zone of the log | Atlantis
    Default priority     | Lowish
    Framework owner      | NOBODY
    Smallest sample shown as a percentage | 2.5
    Report as of         | soon
    Show names of people | TRUE
    Default calendar     | #N/A
    """
    result = checked(settings=SETTING_ROWS + rows)

    assert result.framework.settings == Chosen(show_names="Yes")
    assert said(result) == [
        ("bad-time-zone", "C4"), ("not-allowed", "C5"), ("unknown-reference", "C6"), ("not-whole", "C7"),
        ("not-a-date", "C8"), ("other-spelling", "C9"), ("error-cell", "C10"),
    ]  # fmt: skip
    assert all("default is taken" in issue.problem for issue in result.issues if issue.severity == "error")
    assert result.framework.counts["settings"].left_out == 6


def test_a_default_priority_is_one_of_the_persons_own_priorities() -> None:
    own = SETTING_ROWS + "Default priority | p2\nPriorities in order | P1, P2, P3\n"

    assert checked(settings=own).framework.settings.default_priority == "P2"
    result = checked(settings=own.replace("p2", ""))
    assert result.framework.settings.default_priority == "P3"
    assert said(result) == [("missing-value", "C4")]


def test_a_name_that_is_no_setting_is_a_note() -> None:
    issue = only(checked(settings=SETTING_ROWS + "PMO nam | Group PMO"))

    assert (issue.rule, issue.severity, issue.action) == ("setting-unknown", "note", "Did you mean 'PMO name'?")


def test_a_list_of_too_many_priorities_gives_way_to_the_default() -> None:
    many = ", ".join(f"P{number}" for number in range(51))
    result = checked(settings=SETTING_ROWS + f"Priorities in order | {many}")

    assert result.framework.settings == Chosen()
    issue = only(result)
    assert (issue.rule, issue.problem) == ("too-long", "There are 51 words; 50 are possible. The default is taken.")


def test_closed_among_a_persons_own_reasons_is_built_in_and_left_out_with_a_note() -> None:
    result = checked(settings=SETTING_ROWS + "Reasons for waiting | Client, closed , Other")

    issue = only(result)
    assert (issue.rule, issue.severity, issue.cell) == ("reason-built-in", "note", "C4")
    assert result.framework.settings.waiting_reasons == ("Client", "Other")
    assert result.framework.settings.hold_reasons == ("Client", "Other", "Closed")
    alone = checked(settings=SETTING_ROWS + "Reasons for waiting | Closed")
    assert alone.framework.settings.waiting_reasons == Chosen().waiting_reasons

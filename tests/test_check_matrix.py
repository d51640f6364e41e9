"""The Activities sheet: role columns, codes, and what is said about the others."""

from __future__ import annotations

import pytest

from pmo_workbook.check import check
from tests.sheet_text import sheets
from tests.test_check_rows import checked, only, said

MATRIX = """
Activity ID | Activity | Service ID | PMD | Service Manager
A-01        | Log      | SVC-01     | A   | R
A-02        | Sort     | SVC-01     |     | A/R
"""


def test_role_columns_are_headed_by_id_or_name() -> None:
    framework = checked(activities=MATRIX).framework

    assert framework.role_columns == ("PMD", "PSM")
    assert [dict(row.codes) for row in framework.activities] == [{"PMD": "A", "PSM": "R"}, {"PSM": "A/R"}]
    assert framework.places["activities"].letters["role:PSM"] == "F"


@pytest.mark.parametrize("typed", ["r/a", "AR", "RA", "R, A", "a / r", "А/R"])
def test_other_spellings_of_a_code_are_read_and_named(typed: str) -> None:
    result = checked(activities=MATRIX.replace("A/R", typed))

    assert result.framework.activities[1].codes == {"PSM": "A/R"}
    assert only(result).rule == ("look-alike" if typed == "А/R" else "other-spelling")


def test_a_code_that_is_none_leaves_the_row_out() -> None:
    result = checked(activities=MATRIX.replace("A/R", "X"))

    assert said(result) == [("raci-code", "F5")]
    assert result.framework.counts["activities"].left_out == 1


def test_a_column_with_codes_that_is_no_role_is_named_and_others_are_the_persons_own() -> None:
    activities = """
    Activity ID | Activity | PMD | PSN | Notes  | Service manager | PSM
    A-01        | Log      | A   | R   | a word | C               | I
    """
    result = checked(activities=activities)

    assert said(result) == [("column-no-role", "E3"), ("column-no-role", "H3")]
    assert any("Did you mean 'PSM'?" in issue.action for issue in result.issues)
    assert result.framework.activities[0].codes == {"PMD": "A", "PSM": "C"}


def test_more_role_columns_than_raci_has_room_for_are_named() -> None:
    ids = [f"R{number:02d}" for number in range(31)]
    roles = "Role ID | Role\n" + "\n".join(f"{id_} | Role {id_}" for id_ in ids)
    result = check(
        sheets({"roles": roles, "activities": f"Activity ID | Activity | {' | '.join(ids)}\nA-01 | Log | A"})
    )

    assert said(result) == [("too-many-roles", "B3")]

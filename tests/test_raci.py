"""The RACI matrix and the workload of its roles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.framework import RaciRow
from pmo_workbook.raci import raci
from pmo_workbook.settings import Chosen
from tests import build
from tests.sample_framework import needs_sample, sample, sample_framework

ROLES = ("PSM", "PMD", "PJM")


def test_activities_stand_under_their_service_and_those_of_the_whole_pmo_first() -> None:
    framework = build.framework(
        services=[build.service("SVC-02"), build.service("SVC-01")],
        activities=[
            build.activity("A-01", "SVC-01"),
            build.activity("A-02", None),
            build.activity("A-03", "SVC-02"),
            build.activity("A-04", "SVC-01"),
            build.activity("A-05", None),
        ],
    )

    lines = raci(framework).lines

    assert [(line.service, line.activity.activity_id) for line in lines] == [
        ("PMO", "A-02"),
        ("PMO", "A-05"),
        ("Service SVC-02", "A-03"),
        ("Service SVC-01", "A-01"),
        ("Service SVC-01", "A-04"),
    ]


def test_what_is_wrong_with_an_activity_stands_beside_it() -> None:
    framework = build.framework(
        settings=Chosen(most_consulted=1),
        roles=[build.role(r) for r in ROLES],
        activities=[
            build.activity("A-01", None, PSM="A", PMD="R"),
            build.activity("A-02", None, PSM="A", PMD="A/R", PJM="A"),
            build.activity("A-03", None, PSM="C", PMD="C"),
        ],
    )

    assert [line.finding for line in raci(framework).lines] == [
        "",
        "3 roles are accountable (A): PSM, PMD and PJM.",
        "Nobody is accountable (A). Nobody is responsible (R). 2 roles are consulted (C), more than 1.",
    ]


def test_one_role_that_is_both_accountable_and_responsible_counts_for_both() -> None:
    framework = build.framework(
        roles=[build.role(r) for r in ROLES],
        activities=[
            build.activity("A-01", None, PSM="A/R", PMD="C"),
            build.activity("A-02", None, PSM="A", PMD="R", PJM="I"),
            build.activity("A-03", None, PSM="I", PMD="A/R", PJM="I"),
        ],
    )

    load = {line.role.role_id: (line.r, line.a, line.c, line.i) for line in raci(framework).load}

    assert load == {"PSM": (1, 2, 0, 1), "PMD": (2, 1, 1, 0), "PJM": (0, 0, 0, 2)}
    assert [round(line.share_of_a, 3) for line in raci(framework).load] == [0.667, 0.333, 0.0]
    assert raci(framework).load[0].finding == (
        "Role PSM is accountable for 2 of 3 activities (66.7 %), more than 40 %."
    )


def test_roles_without_a_column_have_a_load_but_no_column() -> None:
    framework = build.framework(
        roles=[build.role(r) for r in ROLES],
        role_columns=["PJM", "PSM"],
        activities=[build.activity(PSM="A/R", PJM="I")],
    )

    found = raci(framework)

    assert [role.role_id for role in found.roles] == ["PSM", "PJM"]
    assert [line.finding for line in found.load] == ["", "Role PMD has no column on Activities.", ""]


def test_no_activities_give_no_shares() -> None:
    (load,) = raci(build.framework(roles=[build.role()])).load

    assert (load.a, load.share_of_a, load.finding) == (0, 0.0, "")


@given(st.lists(st.dictionaries(st.sampled_from(ROLES), st.sampled_from(["R", "A", "C", "I", "A/R"])), max_size=6))
def test_loads_add_up_to_the_letters_of_the_matrix(drawn: list[dict[str, str]]) -> None:
    rows = [build.activity(f"A-{n}", None, **codes) for n, codes in enumerate(drawn)]
    found = raci(build.framework(roles=[build.role(r) for r in ROLES], activities=rows))

    letters = "".join(code for row in drawn for code in row.values()).replace("/", "")

    assert sum(line.a for line in found.load) == letters.count("A")
    assert sum(line.r for line in found.load) == letters.count("R")
    assert sum(line.c for line in found.load) == letters.count("C")
    assert sum(line.i for line in found.load) == letters.count("I")
    assert [line.finding == "" for line in found.lines] == [_sound(row) for row in rows]


def _sound(row: RaciRow) -> bool:
    codes = list(row.codes.values())
    return sum("A" in code for code in codes) == 1 and any("R" in code for code in codes)


@needs_sample
def test_the_matrix_of_the_sample_has_no_findings_and_the_loads_expected() -> None:
    found = raci(sample_framework())

    expected = {r: (n["R"], n["A"], n["C"], n["I"]) for r, n in sample()["expected"]["role_load"].items()}

    assert len(found.lines) == sample()["expected"]["raci_rows"]
    assert [line.finding for line in found.lines if line.finding] == []
    assert {line.role.role_id: (line.r, line.a, line.c, line.i) for line in found.load} == expected
    assert [line.role.role_id for line in found.load if line.finding] == ["PMD"]

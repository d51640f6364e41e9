"""Metrics are defined in one module; another one takes the places that the recipe names, and goes all the way."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, get_args

import pytest

from pmo_workbook.metrics import METRICS, TimeUnit
from pmo_workbook.worktime.units import TIME_UNITS
from tests.project.recipes import Place, follow, found_in, places_of
from tests.project.source import modules

LABELS = {
    ("logs", "First response"): "header of a column of Requests",
    ("logs", "Satisfaction"): "header of a column of Feedback",
    ("layout.summary", "Satisfaction"): "label of a fact",
    ("layout.tiles", "Satisfaction"): "label of a headline figure",
    ("publish.office.slides", "Satisfaction"): "heading of a slide",
    ("publish.web.page", "Satisfaction"): "label of a fact",
}
"""Where the name of a metric stands for something else."""

NEXT_RESPONSE = (
    Place("metrics.py", '"Satisfaction", "Reopened"]', '"Next response", '),
    Place(
        "metrics.py",
        '        Metric(\n            "Satisfaction",',
        """        Metric(
            "Next response",
            "clock",
            _TIME_UNITS,
            clock=Clock(
                start=("first_response",),
                stop="next_response",
                one="gets the next response",
                many="get the next response",
            ),
        ),
""",
    ),
    Place(
        "logs.py",
        "    closed: dt.datetime | None = column(",
        """    next_response: dt.datetime | None = column(
        "Next response", "Second answer to the requester.", width=17, optional=True
    )
""",
    ),
    Place("framework.py", "    closed: Seconds\n", "    next_response: Seconds\n"),
)


EFFORT_TOLD = (
    Place("metrics.py", '"Satisfaction", "Reopened"]', '"Effort told", '),
    Place(
        "metrics.py",
        '        Metric(\n            "Satisfaction",',
        """        Metric(
            "Effort told",
            "closed requests",
            {"%": "share of closed"},
            column="effort_hours",
            sentences={"share of closed": "At least {target} of 100 closed {requests} say what they took."},
        ),
""",
    ),
)


def test_no_module_but_the_registry_names_a_metric() -> None:
    named = {
        (module.name, node.value)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and node.value in METRICS
    }

    assert {one for one in named if one[0] != "metrics"} == set(LABELS)


def test_a_unit_of_time_is_one_that_can_be_measured() -> None:
    assert get_args(TimeUnit) == TIME_UNITS


def test_what_an_sla_may_say_follows_from_its_metric() -> None:
    clock, promised, survey = METRICS["Resolution"], METRICS["Promised date"], METRICS["Satisfaction"]

    assert clock.uses == {"target", "unit", "goal", "at_risk_from", "stops_while_waiting_for"}
    assert promised.uses == {"goal", "at_risk_from"}
    assert survey.uses == METRICS["Reopened"].uses == {"target", "unit"}
    assert (clock.goal_field, survey.goal_field) == ("goal", "target")
    assert [survey.aggregate(unit) for unit in ("score", "%", None)] == ["mean score", "share of scores", "mean score"]


# A dummy: the next response, timed from the first one


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root: Path = follow(NEXT_RESPONSE, tmp_path_factory.mktemp("metric"))
    return found_in(root, "next_response")


def test_a_metric_takes_the_places_of_its_recipe_and_these_are_four_at_most() -> None:
    assert [place.file for place in NEXT_RESPONSE] == places_of("a metric")
    assert len(NEXT_RESPONSE) <= 4


def test_a_metric_that_is_added_is_offered_and_described(found: Any) -> None:
    assert any("Promised date,Next response,Satisfaction" in str(formula) for formula in found["dropdowns"])
    assert [line.split(" | ")[0] for line in found["dictionary"]] == ["| Metric", "| Next response"]


def test_a_metric_that_is_added_is_checked(found: Any) -> None:
    assert [one[:3] for one in found["issues"]] == [
        ["sla-unit", "SLAs", "Unit"],
        ["not-a-date", "Requests", "Next response"],
    ]
    assert found["issues"][0][3].startswith("Next response is not measured in score: working hours, ")


def test_a_metric_that_is_added_is_measured_and_judged(found: Any) -> None:
    # by request: 1, 1, 1, 1.5 and 5.5 working hours; the sixth is closed without a next response
    assert found["figure"] == [6, 4, 2, 1.0, "working hours"]
    assert found["kept"] is False


def test_a_metric_that_is_added_is_laid_out_with_its_promise_in_words(found: Any) -> None:
    of_sla = next(row for row in found["report"] if row[1] == "SLA")
    (watched,) = found["watchlist"]

    assert of_sla[2:8] == ["Next answer", "SLA-3", "Next response", 6, 4, 2]
    assert [row[1] for row in found["report"]] == ["SLA", "Service", "Priority", "Month", "Month", "Stakeholder group"]
    assert [cell for cell in watched if cell][:5] == [
        "R-10", "Project intake", "Normal", "SLA-3 Next answer", "2026-04-15 15:00:00",
    ]  # fmt: skip
    assert found["promise"] == "80 of 100 requests get the next response within 4 working hours."
    assert found["promise"] in found["catalogue"][0]


def test_a_metric_that_is_added_is_explained_and_the_lines_sum_to_the_figure(found: Any) -> None:
    explained = {name: one["clocks"].get("Next response") for name, one in found["explained"].items()}

    assert explained == {
        "R-1": ["First response", "Next response", 1.0, 1.0, "Met"],
        # five working days less a hold of two
        "R-6": ["First response", "Closed, since no next response is recorded by then", 28.0, 28.0, "Breached"],
        "R-9": None,
        "R-10": ["First response", "Still running at the report's moment", 2.0, 2.0, "On track"],
    }
    without = found["explained"]["R-9"]["without"]
    assert without["Next response"] == "SLA-3 applies, but no first response is recorded by the report's moment."


# Another dummy: counted, and more is better


def test_a_metric_of_closed_requests_takes_two_places_and_its_direction_counts(tmp_path: Path) -> None:
    found = found_in(follow(EFFORT_TOLD, tmp_path), "effort_told")

    assert [place.file for place in EFFORT_TOLD] == places_of("a metric")[:2]
    # four of six closed requests tell their effort; of those not told one is allowed
    assert found == {
        "figure": [6, 4, 2, 0.8, 1],
        "promise": [4 / 6, 0.8, "Higher", False],
        "words": "At least 80 of 100 closed requests say what they took.",
        "kept": {"R-1": True, "R-2": True, "R-3": True, "R-4": True, "R-5": False, "R-6": False},
    }

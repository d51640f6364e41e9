"""The web pages in a real browser: nothing on the console, no request, charts seen, tables that sort, axe-core."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pmo_workbook.publish.content import publication
from pmo_workbook.publish.since.changes import Changes, DefinitionChange, Restatement
from pmo_workbook.publish.web.page import page
from pmo_workbook.publish.web.stakeholder import stakeholder_page
from pmo_workbook.report import Report
from pmo_workbook.workflow import look
from tests.witness.browser import WIDTHS, browse

CHANGES = Changes(
    "31 May 2026, framework version 1.3",
    (DefinitionChange("SLA", "SLA-08 Settled", "Target", "5", "10"), DefinitionChange("Role", "X", "", "X", "")),
    (Restatement("Compliance", "May 2026", "94.1 %", "93.6 %", "One request was reopened."),),
)


@pytest.fixture(scope="module")
def sample_report(sample: Path) -> Report:
    return look(sample, dt.datetime(2026, 7, 9, 12, tzinfo=dt.UTC))


@pytest.fixture(scope="module", params=["page", "stakeholder"])
def told(request: pytest.FixtureRequest, sample_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("browser")
    path = folder / f"{request.param}.html"
    made = (
        page(publication(sample_report, CHANGES))
        if request.param == "page"
        else stakeholder_page(sample_report, "STK-02")
    )
    path.write_text(made, "utf-8")
    found = browse(path, folder)
    found["printed"] = (folder / f"{request.param}.pdf").stat().st_size
    found["kind"] = request.param
    return found


def test_the_page_runs_without_a_fault_and_asks_nobody_for_anything(told: dict[str, Any]) -> None:
    assert told["errors"] == []
    assert told["requests"] == []


def test_axe_finds_nothing_at_any_width(told: dict[str, Any]) -> None:
    assert [view["width"] for view in told["views"]] == list(WIDTHS)
    assert [view["axe"] for view in told["views"]] == [[], []]


def test_the_page_is_never_wider_than_the_window(told: dict[str, Any]) -> None:
    assert [view["tooWide"] for view in told["views"]] == [0, 0]


def test_charts_are_seen_with_readable_words_that_stay_inside(told: dict[str, Any]) -> None:
    for view in told["views"]:
        titles = [chart["title"] for chart in view["charts"]]
        assert titles[1:] == ["Compliance by month", "Requests in, out and open by month"]
        for chart in view["charts"]:
            assert chart["width"] > 90
            assert chart["height"] > 50
            assert chart["smallest"] > 10, chart
            assert chart["outside"] == 0, chart


def test_tables_sort_by_mouse_and_by_keyboard_and_say_so(told: dict[str, Any]) -> None:
    for view in told["views"]:
        assert len(view["sorted"]) >= 4
        for table in view["sorted"]:
            assert table["state"] == "ascending", table
            same = [sorted(table[how]) for how in ("before", "clicked", "entered", "spaced")]
            assert same == [same[0]] * 4, "rows are moved, none is lost"
            if table["caption"] != "Figures by month":
                assert table["entered"] == sorted(table["entered"], key=str.casefold)
            assert table["spaced"][0] == table["entered"][-1]


def test_months_sort_by_time_and_not_by_name(told: dict[str, Any]) -> None:
    months = next(table for table in told["views"][0]["sorted"] if table["caption"] == "Figures by month")
    assert months["entered"][0] == "Jul 2025"
    assert months["spaced"][0] == "Jul 2026 (so far)"


def test_the_page_prints(told: dict[str, Any]) -> None:
    assert told["printed"] > 50_000

"""The board's page: what it says, in which order, and what it must not say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pmo_workbook.blocks import Grid
from pmo_workbook.layout import sentences, summary
from pmo_workbook.layout.decisions import decisions
from pmo_workbook.layout.tiles import TILES
from pmo_workbook.report import Report
from pmo_workbook.results import Control, MonthFigure, Satisfaction, Watched
from tests import small_framework
from tests.small_report import (
    AS_OF,
    MONTHS,
    RUNNING,
    action,
    figure,
    measures,
    outcome,
    promise,
    report,
    review,
    rows,
    service_figure,
    words,
)

REVIEWED = small_framework.service(last_reviewed=dt.date(2026, 7, 1))


def line(given: Report, name: str) -> object:
    return rows(summary.lay_out(given), name)[0][0]


def headline(**measured: object) -> str:
    return sentences.headline(measures(**measured)).replace("\u00a0", " ")


def test_the_headline_counts_promises_kept_and_names_the_one_that_slips_with_its_reason() -> None:
    slips = promise("L2", 200, 156, 0.85, sla={"name": "Request settled"}, main_reason="Line manager", main_reason_n=9)
    assert headline(promises=(promise(met=95), slips)) == (
        "1 of 2 promises were kept over Jul 2025 to Jun 2026. "
        "Request settled slips (78 % against 85 %, n = 200); the reason most given is Line manager."
    )


def test_the_headline_names_the_promise_furthest_from_its_goal() -> None:
    promises = (promise("L1", met=84), promise("L2", met=45, goal=0.6), promise("L3", met=83))
    assert "Promise L2 slips most (45 % against 60 %, n = 100)." in headline(promises=promises)


def test_the_headline_says_when_all_are_kept() -> None:
    both = (promise(met=95), promise("L2", met=99))
    assert headline(promises=both) == "All 2 promises were kept over Jul 2025 to Jun 2026."
    assert headline(promises=both[:1]) == "The one promise judged was kept over Jul 2025 to Jun 2026."


def test_the_headline_does_not_judge_small_samples_or_nothing() -> None:
    assert "too few requests were decided" in headline(promises=(promise(n=4, met=1),))
    assert headline() == "No promise is defined yet: fill the SLAs sheet to see whether promises are kept."


def test_a_result_just_below_its_goal_does_not_read_as_the_goal() -> None:
    missed = promise(n=10_000, met=9_496, goal=0.95)
    assert sentences.result_words(missed) == "94.96 %"


def test_a_score_is_written_out_of_five() -> None:
    score = promise(sla={"metric": "Satisfaction", "unit": "score"}, value=4.1, goal=4.25, kept=False)
    assert (sentences.result_words(score), sentences.goal_words(score)) == ("4.1 of 5", "4.25 of 5")


def test_the_banner_says_how_many_rows_are_in_no_figure_and_where_to_look() -> None:
    given = report(left_out_rows=14, titles={"issues": "To correct"})
    assert line(given, summary.BANNER) == "14 rows with errors are in no figure; see To correct."
    assert line(report(left_out_rows=1), summary.BANNER) == "1 row with errors is in no figure; see Issues."
    assert line(report(), summary.BANNER) is None


def test_the_banner_counts_clocks_without_a_time() -> None:
    given = report(control=Control(9, 0, 9, 0, 0, 0, 3))
    assert line(given, summary.BANNER) == "3 clocks in hours could not be judged: no time recorded."


def test_the_tiles_give_every_figure_its_base() -> None:
    running = tuple(
        Watched(0, "L1", "Resolution", None, None, "", None, state, "")
        for state in ("Breached", "At risk", "At risk", "On track")
    )
    unwatched = Watched(0, "", "", None, None, "", None, "No SLA", "")
    given = report(
        promises=(promise(met=95), promise("L2", met=80), promise("L3", n=3, met=3)),
        watched=(*running, unwatched),
        satisfaction=Satisfaction(212, 4.42, 0.9, 1000, 100, 0, None),
    )
    figures, bases = rows(summary.lay_out(given), summary.TILES_GRID)
    shown = [(figures[tile.first], bases[tile.first]) for tile in TILES]
    assert shown == [
        ("1 of 2", "1 not judged: no goal, or too few cases"),
        (0.9, "108 of 120 clocks decided"),
        (12, "of 120; 1 still open"),
        (2, "of 4 running clocks"),
        ("4.4 of 5", "n = 212; 10 % of closed answered"),
        (5, "2 on hold"),
    ]


def test_the_pooled_compliance_of_a_small_sample_is_no_percentage() -> None:
    months = tuple(MonthFigure(m, m == RUNNING, 0, 0, 0, None, 0, 0, 0) for m in (*MONTHS, RUNNING))
    few = (replace(months[0], n=4, met=3, breached=1), *months[1:])
    tiles = rows(summary.lay_out(report(months=few)), summary.TILES_GRID)
    assert tiles[0][1] == "3 of 4"


def test_a_missed_promise_shows_its_reason_and_its_earliest_open_action() -> None:
    missed = promise(met=80, main_reason="Approver", main_reason_n=7, actions=(action(),))
    row = rows(summary.lay_out(report(promises=(missed,))), summary.MISSED.name)[0]
    shown = [row[column.first] for column in summary.MISSED.columns]
    assert shown == [
        "Promise L1", "80 %", "90 %", 100, "Approver (7)", "Fill both vacancies", dt.date(2026, 6, 30),
    ]  # fmt: skip


def test_a_missed_promise_without_an_action_says_that_one_is_needed() -> None:
    row = rows(summary.lay_out(report(promises=(promise(met=80),))), summary.MISSED.name)[0]
    assert "None; one is needed" in row


def test_a_promise_that_cannot_be_judged_is_not_missed() -> None:
    given = summary.lay_out(report(promises=(promise(n=4, met=1),)))
    assert rows(given, summary.MISSED.name)[0] == (None,) * summary.WIDTH
    assert rows(given, summary.MISSED.said)[0][0] == "No promise can be judged yet"


def test_the_summary_says_when_no_promise_was_missed() -> None:
    said = line(report(promises=(promise(),)), summary.MISSED.said)
    assert said == "None: every promise that can be judged was kept"


def test_missed_promises_beyond_the_block_are_counted() -> None:
    missed = tuple(promise(f"L{k}", met=80) for k in range(summary.MISSED.rows + 3))
    said = line(report(promises=missed), summary.MISSED.said)
    assert said == "4 missed promises shown and 3 more; see SLA Report"


def test_the_running_month_stands_in_a_row_of_its_own() -> None:
    grid = rows(summary.lay_out(report()), summary.MONTHS_GRID)
    by_label = dict(zip((line.label for line in summary.MONTH_LINES), grid, strict=True))
    assert by_label["Month"][0] == "Jul\n2025"
    assert by_label["Month"][-1] == "Jul\nso far"
    assert by_label["Compliance"] == (*[0.9] * 12, None)
    assert by_label["Compliance so far"] == (*[None] * 12, 0.9)


def test_outcomes_short_of_their_target_come_first() -> None:
    given = report(
        outcomes=(
            outcome("No target", target=None, reached=None),
            outcome("Reached", reached=True),
            outcome("Missed"),
        )
    )
    names = [row[0] for row in rows(summary.lay_out(given), summary.OUTCOMES.name)]
    assert names[:3] == ["Missed", "Reached", "No target"]


def test_satisfaction_below_the_smallest_survey_is_no_figure() -> None:
    few = sentences.satisfaction(Satisfaction(7, None, None, 50, 7, 0, None), 10)
    assert few == "7 answers: fewer than 10, so no figure is shown. 14 % of 50 closed requests answered."


def test_satisfaction_and_recommendation_have_their_base() -> None:
    said = sentences.satisfaction(Satisfaction(212, 4.42, 0.893, 2000, 200, 97, 38.1), 10)
    assert said == (
        "4.4 of 5 on 212 answers (89.3 % gave 4 or 5). 10 % of 2,000 closed requests answered. "
        "Recommendation (NPS, -100 to 100): +38 on 97 answers."
    )


def test_demand_counts_closed_months_only() -> None:
    assert sentences.demand(measures()).startswith("144 requests in and 132 out in the period; 5 open now.")


def test_what_is_overdue_is_asked_of_roles() -> None:
    framework = replace(
        small_framework.framework(actions=(action(), action("ACT-02", done=dt.date(2026, 7, 1))), services=(REVIEWED,)),
        reviews=(review(last_held=dt.date(2026, 5, 31)), review("REV-02", last_held=dt.date(2026, 7, 1))),
    )
    found = decisions(framework, AS_OF.date())
    assert sorted((d.kind, d.due) for d in found) == [
        ("Action", dt.date(2026, 6, 30)),
        ("Review", dt.date(2026, 6, 30)),
    ]
    assert {d.role for d in found} == {"PSM"}


@pytest.mark.parametrize(("done", "asked"), [(None, 1), (dt.date(2026, 7, 9), 0), (dt.date(2026, 7, 10), 1)])
def test_an_action_done_after_the_reports_moment_is_still_open(done: dt.date | None, asked: int) -> None:
    framework = small_framework.framework(actions=(action(done=done),), services=(REVIEWED,))
    assert len(decisions(framework, AS_OF.date())) == asked


def test_an_action_due_on_the_day_is_not_overdue() -> None:
    framework = small_framework.framework(actions=(action(due=AS_OF.date()),), services=(REVIEWED,))
    assert decisions(framework, AS_OF.date()) == []


def test_a_review_that_was_never_held_has_no_due_date_and_comes_last() -> None:
    framework = small_framework.framework(actions=(action(),), services=(REVIEWED,))
    framework = replace(framework, reviews=(review(),))
    given = summary.lay_out(report(framework))
    shown = [row[0] for row in rows(given, summary.DECISIONS.name)[:2]]
    assert shown == ["Action overdue", "Review never held"]


def test_a_live_service_is_reviewed_every_twelve_months_unless_it_says_otherwise() -> None:
    late = small_framework.service("S1", last_reviewed=dt.date(2025, 7, 8))
    in_time = small_framework.service("S2", last_reviewed=dt.date(2025, 7, 9))
    sooner = small_framework.service("S3", last_reviewed=dt.date(2026, 1, 8), review_every=6)
    never, retired = small_framework.service("S4"), small_framework.service("S5", status="Retired")
    framework = small_framework.framework(services=(late, in_time, sooner, never, retired))
    assert [d.what for d in decisions(framework, AS_OF.date())] == ["Service S1", "Service S3", "Service S4"]


def test_a_small_service_shows_counts_and_no_percentage() -> None:
    row = rows(summary.lay_out(report(services=(service_figure(n=4, met=3),))), summary.SERVICES.name)[0]
    by_header = {column.header: row[column.first] for column in summary.SERVICES.columns}
    assert (by_header["Compliance"], by_header["Kept of decided"]) == (None, "3 of 4")


def test_services_beyond_forty_are_counted() -> None:
    services = tuple(service_figure(f"S{k}") for k in range(43))
    assert line(report(services=services), summary.SERVICES.said) == "40 services shown and 3 more; see SLA Report"


def test_the_summary_holds_no_names_and_no_request_ids() -> None:
    framework = small_framework.framework(
        requests=[
            {
                "request_id": "REQ-0012",
                "submitted": "2026-06-01 09:00",
                "requester": "Ingrid Dahl",
                "assigned_to": "Tom Becker",
                "title": "Secret title",
            }
        ],
        actions=(action(action="Settle REQ-0012, then REQ-00125", because_of="REQ-0012"),),
    )
    missed = promise(met=80, actions=framework.actions)
    said = words(summary.lay_out(report(framework, promises=(missed,), services=(service_figure(),))))
    assert "Settle a request, then REQ-00125" in said
    assert not [name for name in ("REQ-0012,", "Ingrid", "Tom Becker", "Secret") if name in said]


def test_long_texts_are_cut_at_a_word() -> None:
    text = "Replace the two analysts who left and agree on a weekly slot"
    assert sentences.shorten(text, 30) == "Replace the two analysts who…"
    assert sentences.shorten("x" * 50, 10) == "x" * 9 + "…"
    assert sentences.shorten("two\nlines", 30) == "two lines"


def test_every_grid_is_padded_to_its_size_whatever_the_report_holds() -> None:
    many = report(
        promises=tuple(promise(f"L{k}", met=50) for k in range(30)),
        services=tuple(service_figure(f"S{k}") for k in range(90)),
        outcomes=tuple(outcome(f"M{k}") for k in range(20)),
        figures=(figure(),),
    )
    sizes = {b.name: (len(b.rows), len(b.rows[0])) for b in summary.lay_out(report()).blocks if isinstance(b, Grid)}
    full = {b.name: (len(b.rows), len(b.rows[0])) for b in summary.lay_out(many).blocks if isinstance(b, Grid)}
    assert sizes == full

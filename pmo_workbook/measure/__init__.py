"""Everything that is measured of a framework, in one call."""

from __future__ import annotations

import datetime as dt

from pmo_workbook.epochs import wall_time
from pmo_workbook.framework import Framework
from pmo_workbook.measure.counting import count_answered, count_answers, count_log
from pmo_workbook.measure.demand import MONTHS, ageing, in_months, months, services
from pmo_workbook.measure.figures import add_up, figures, sla_figures
from pmo_workbook.measure.judge import judge
from pmo_workbook.measure.moments import month_number, month_start
from pmo_workbook.measure.news import news
from pmo_workbook.measure.promises import promises
from pmo_workbook.measure.sla import rulebook
from pmo_workbook.measure.survey import outcomes, satisfaction
from pmo_workbook.measure.tally import Cells, Kind, merge, unpack
from pmo_workbook.measure.watch import left_out, long_holds, watched
from pmo_workbook.memory import Memory
from pmo_workbook.results import Control, Measures, Period


def measure(framework: Framework, as_of: dt.datetime, memory: Memory | None = None) -> Measures:
    """Measure a framework as of a moment; what happened later has not happened yet.

    Args:
        framework: What counts.
        as_of: Moment of the report, wall clock of the log's zone.
        memory: What was worked out before: calendars whose rows are the same objects are not compiled again.
    """
    rules = rulebook(framework, as_of, memory=memory)
    judged = judge(rules, framework.requests, framework.holds)
    state = merge(
        [
            count_log(rules, judged),
            count_answers(rules, framework.requests, framework.feedback),
            count_answered(judged, framework.feedback, rules.as_of_local),
        ]
    )
    every = unpack(state)
    running = int(month_number(rules.as_of_local))
    period = in_months(every, running - MONTHS, running - 1)
    moment = wall_time(rules.as_of_local)
    counted = add_up(rules, period)
    of_slas = sla_figures(rules, counted)
    verdicts = promises(rules, period, of_slas, moment.date())
    return Measures(
        period=Period(
            as_of=moment,
            months=tuple(month_start(number) for number in range(running - MONTHS, running)),
            running=month_start(running),
        ),
        promises=verdicts,
        figures=figures(rules, counted, of_slas),
        months=months(rules, every, running),
        services=services(rules, period, every, verdicts),
        watched=watched(rules, judged),
        long_holds=long_holds(rules, judged),
        left_out=left_out(judged),
        satisfaction=satisfaction(framework, period),
        outcomes=outcomes(framework, moment.date()),
        ageing=ageing(rules, judged),
        control=control(every),
        news=news(rules, judged),
    )


def control(cells: Cells) -> Control:
    """Take the control totals from a merged state.

    Args:
        cells: Counts of all months.
    """
    handed_in, later = cells.total(Kind.REQUESTS), cells.total(Kind.LATER)
    out = cells.total(Kind.LEFT_OUT)
    return Control(
        requests=handed_in,
        holds=cells.total(Kind.HOLDS),
        measured=handed_in - later - out,
        left_out=out,
        later=later,
        no_sla=cells.total(Kind.NO_SLA),
        no_time=cells.total(Kind.NO_TIME),
    )

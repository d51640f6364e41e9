"""Explains how one request was measured, so that anyone can check the figure by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pmo_workbook.columns import columns
from pmo_workbook.epochs import NULL, date_of, wall_time
from pmo_workbook.errors import InputError
from pmo_workbook.explain.story import ClockStory, Explanation, NoClock, PassedOver
from pmo_workbook.explain.timeline import Track, amount_words, hold_stories, lines
from pmo_workbook.framework import Framework
from pmo_workbook.logs import Request
from pmo_workbook.measure.calendars import ALWAYS
from pmo_workbook.measure.chunks import part
from pmo_workbook.measure.judge import BREACHED, LEFT_OUT, MET, NO_TIME, ON_HOLD, Judged, judge
from pmo_workbook.measure.moments import Moments
from pmo_workbook.measure.sla import Applied, Rulebook, StartDays, clock_of, measure_of, rulebook, start_of
from pmo_workbook.measure.watch import left_out
from pmo_workbook.metrics import CLOCKS, CLOSED, TIMED, Clock, MetricName
from pmo_workbook.results import STATES
from pmo_workbook.settings import CLOSED_REASON
from pmo_workbook.worktime.units import Measure
from pmo_workbook.worktime.zones import to_local

_HEADERS = {column.field: column.header for column in columns(Request)}


def explain(framework: Framework, as_of: dt.datetime, request_id: str) -> Explanation:
    """Explain one request.

    Args:
        framework: What counts.
        as_of: Moment of the report, wall clock of the log's zone.
        request_id: Its id; case and blanks around it do not matter.

    Raises:
        InputError: If no request that counts has this id.
    """
    row = _find(framework, request_id)
    rules = rulebook(framework, as_of)
    requests, holds, _ = part(framework.requests, framework.holds, [row])
    judged = judge(rules, requests, holds)
    clocks = tuple(_clock(rules, judged, number) for number in range(len(judged.clocks)))
    measured = {one.metric for one in clocks}
    return Explanation(
        request_id=str(requests.request_id[0]),
        row=int(requests.row[0]),
        service=framework.services[int(requests.service[0])].name,
        priority=framework.settings.priorities[int(requests.priority[0])],
        as_of=wall_time(rules.as_of_local),
        log_zone=rules.zone,
        remark=_remark(judged),
        clocks=clocks,
        without=tuple(_without(rules, judged, metric) for metric in TIMED if metric not in measured),
    )


def _find(framework: Framework, request_id: str) -> int:
    wanted = request_id.strip()
    for same in (str, str.casefold):
        for row, known in enumerate(framework.requests.request_id):
            if same(str(known)) == same(wanted):
                return row
    raise InputError(f"No request that counts has the id '{wanted}'; look for it on the sheets Requests and Issues.")


def _remark(judged: Judged) -> str:
    if judged.later[0]:
        return "Submitted after the report's moment, so in no figure."
    if judged.left_out[0]:
        return f"In no figure: {left_out(judged)[0].reason}."
    return ""


def _without(rules: Rulebook, judged: Judged, metric: MetricName) -> NoClock:
    chosen, why, passed = _choice(rules, judged, metric)
    if judged.later[0]:
        return NoClock(metric, "The request was submitted after the report's moment.", ())
    if chosen is not None:
        return NoClock(metric, f"{chosen.sla.sla_id} applies, but {_lacks(rules, judged, CLOCKS[metric])}.", passed)
    return NoClock(metric, why, passed)


def _lacks(rules: Rulebook, judged: Judged, clock: Clock) -> str:
    """What keeps a clock from running: its start, else the date to which it runs."""
    start = int(judged.times.first(*clock.start).utc[0])
    started = start != NULL and start <= rules.as_of
    header = _HEADERS[clock.start[-1]].lower()
    return "no date was promised" if started else f"no {header} is recorded by the report's moment"


def _clock(rules: Rulebook, judged: Judged, number: int) -> ClockStory:
    clocks = judged.clocks
    one = rules.by_index[int(clocks.sla[number])]
    _, why, passed = _choice(rules, judged, one.sla.metric)
    measure = measure_of(one)
    calendar = rules.book.calendars[one.calendar_id]
    stop = int(clocks.stop[number])
    track = Track(
        rules=rules,
        judged=judged,
        one=one,
        start=int(clocks.start[number]),
        until=rules.as_of if stop == NULL else stop,
        stopped=stop != NULL,
        deadline=int(clocks.deadline[number]),
    )
    told = lines(track)
    total = sum(line.ticks for line in told)
    target, deadline = int(clocks.target[number]), int(clocks.deadline[number])
    return ClockStory(
        metric=one.sla.metric,
        sla_id=one.sla.sla_id,
        sla_name=one.sla.name,
        why=why,
        passed_over=passed,
        calendar=calendar.name if one.calendar_id == ALWAYS else f"{calendar.name} ({one.calendar_id})",
        zone=calendar.zone,
        start=track.wall(track.start),
        start_words=_start_words(judged, clock_of(one)),
        stop=None if stop == NULL else track.wall(stop),
        stop_words=_stop_words(judged, one, number),
        target=target / measure.ticks_per_unit,
        target_ticks=target,
        unit=measure.unit,
        ticks_per_unit=measure.ticks_per_unit,
        holds=hold_stories(track),
        lines=told,
        total=total / measure.ticks_per_unit,
        total_ticks=total,
        deadline=None if deadline == NULL else track.wall(deadline),
        state=STATES[int(clocks.state[number])],
        verdict=_Verdict(rules, judged, number, one, measure).words(),
    )


def _start_words(judged: Judged, clock: Clock) -> str:
    dated = bool(judged.times.first(*clock.start).dated[0])
    name = _HEADERS[next(name for name in clock.start if int(getattr(judged.requests, name)[0]) != NULL)]
    return f"{name}, a date without a time: the start of that day" if dated else name


def _stop_words(judged: Judged, one: Applied, number: int) -> str:
    if int(judged.clocks.stop[number]) == NULL:
        return "Still running at the report's moment"
    stop = clock_of(one).stop
    ended: Moments = judged.times.first(stop)
    name = _HEADERS[stop]
    stopped = int(judged.clocks.stop_local[number])
    if stopped != int(ended.local[0]):
        since = f", since no {name.lower()} is recorded by then" if stop != CLOSED else ""
        ended = judged.times.closed
        name = f"{_HEADERS[CLOSED]}{since}"
        gaps = judged.gaps[judged.holds.start[judged.gaps] == stopped]
        if stopped != int(ended.local[0]) and len(gaps):
            return f"From of row {int(judged.holds.row[gaps[0]])} of Holds, with the reason {CLOSED_REASON}{since}"
    return f"{name}, a date without a time: the close of business of that day" if ended.dated[0] else name


def _choice(rules: Rulebook, judged: Judged, metric: MetricName) -> tuple[Applied | None, str, tuple[PassedOver, ...]]:
    """Find the service level that applies to the request, say why, and why the others do not."""
    framework, requests = rules.framework, judged.requests
    service = framework.services[int(requests.service[0])]
    start = start_of(metric, judged.times)
    days = StartDays(rules, judged.times.start if int(start.local[0]) == NULL else start)
    passed, fitting = [], []
    for index, sla in enumerate(framework.slas):
        if sla.service_id != service.service_id or sla.metric != metric:
            continue
        one = rules.by_index.get(index)
        if one is None:
            passed.append(PassedOver(sla.sla_id, "It lacks a target, a unit, a priority or a calendar that counts."))
            continue
        day = int(days.of(one.calendar_id)[0])
        misfit = _misfit(framework, one, int(requests.priority[0]), day)
        if misfit:
            passed.append(PassedOver(sla.sla_id, misfit))
        else:
            fitting.append((one, day))
    if not fitting:
        return None, f"No service level of {service.name} for {metric} applies.", tuple(passed)
    chosen, day = max(fitting, key=lambda each: each[0].rank)
    passed += [PassedOver(one.sla.sla_id, _second(chosen, one)) for one, _ in fitting if one is not chosen]
    for_whom = "all priorities" if chosen.priority < 0 else f"priority {framework.settings.priorities[chosen.priority]}"
    why = f"{metric} of {service.name}, {for_whom}, in force on {_date(day)}, the day the clock starts."
    return chosen, why, tuple(passed)


def _misfit(framework: Framework, one: Applied, priority: int, day: int) -> str:
    if one.priority not in (-1, priority):
        return f"It is for priority {framework.settings.priorities[one.priority]}."
    if day < one.first_day:
        return f"It holds from {one.sla.effective_from} only; the clock starts on {_date(day)}."
    if day > one.last_day:
        return f"It held until {one.sla.effective_to} only; the clock starts on {_date(day)}."
    return ""


def _second(chosen: Applied, other: Applied) -> str:
    if chosen.priority != other.priority:
        return f"It is for all priorities; {chosen.sla.sla_id} is for this one."
    if chosen.first_day != other.first_day:
        return f"{chosen.sla.sla_id} holds from a later day."
    return f"{chosen.sla.sla_id} stands above it for the same priority and days."


def _date(day: int) -> str:
    return f"{date_of(day)}"


@dataclass(frozen=True, eq=False)
class _Verdict:
    """Says in words why a clock is in its state."""

    rules: Rulebook
    judged: Judged
    number: int
    one: Applied
    measure: Measure

    def words(self) -> str:
        """One sentence."""
        clocks, state = self.judged.clocks, int(self.judged.clocks.state[self.number])
        if state == LEFT_OUT:
            excluded = self.judged.requests.left_out_because[0]
            return (
                f"Left out: {excluded}." if excluded else "Left out: cancelled before the deadline, or without a date."
            )
        if state == NO_TIME:
            return f"Not judged: {self.measure.unit} need the time of day of the start and of the stop."
        running = int(clocks.stop[self.number]) == NULL
        if not self.one.within_target:
            return self._promise(state, running)
        used = amount_words(int(clocks.net[self.number]), self.measure)
        target = amount_words(self.one.target, self.measure)
        if state == MET:
            return f"Met: {used} is not more than the target of {target}."
        if state == BREACHED:
            return f"Breached: {used} is more than the target of {target}{'; still running' if running else ''}."
        if state == ON_HOLD:
            return f"On hold: the clock stands at {used} of {target}."
        return f"{STATES[state]}: {used} of {target} used; at risk from {float(self.one.at_risk):g} % on."

    def _promise(self, state: int, running: bool) -> str:
        deadline = int(self.judged.clocks.deadline[self.number])
        promised = wall_time(int(to_local([deadline], self.rules.zone)[0])) if deadline != NULL else "a far day"
        if state == MET:
            return f"Met: stopped by {promised}."
        if state == BREACHED:
            return f"Breached: {'still open' if running else 'stopped'} after {promised}."
        return f"{STATES[state]}: promised by {promised}; at risk from {float(self.one.at_risk):g} % of the time on."

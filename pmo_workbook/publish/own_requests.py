"""What one stakeholder is shown: their requests, what was promised them, each miss, and whose time it was.

Ids and titles of their own requests; of other people's nothing, and no names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pmo_workbook import spelling
from pmo_workbook.epochs import NULL, wall_time
from pmo_workbook.errors import InputError
from pmo_workbook.framework import Framework
from pmo_workbook.measure import measure
from pmo_workbook.measure.chunks import part
from pmo_workbook.measure.judge import BREACHED, Judged, judge
from pmo_workbook.measure.moments import month_number
from pmo_workbook.measure.sla import Rulebook, rulebook
from pmo_workbook.models import Stakeholder
from pmo_workbook.publish.content import gather
from pmo_workbook.publish.discreet import Discreet
from pmo_workbook.publish.records import Publication
from pmo_workbook.publish.whose_time import REQUESTER, Split, whose_time
from pmo_workbook.report import Report
from pmo_workbook.words import when_words
from pmo_workbook.worktime.zones import to_local

NO_REASON = "No reason given"


@dataclass(frozen=True)
class MissedPromise:
    """One promise that was missed.

    Attributes:
        name: Its name.
        due: When it was due, wall clock of the log's zone; None beyond the calendar.
    """

    name: str
    due: dt.datetime | None


@dataclass(frozen=True)
class OwnRequest:
    """One request of the stakeholder.

    Attributes:
        request_id: Its id.
        title: Its title, without names of people.
        service: Its service.
        submitted: When it was submitted, in words.
        submitted_at: The same to sort by.
        closed: When it was closed, in words; empty while open.
        closed_day: The same to sort by; None while open.
        missed: Promises missed in the period or since.
        late_because: Reason given for the miss.
        split: Whose time it was.
        waits_for: Whom it waits for now; empty where for nobody.
        waits_since: Since when, in words.
    """

    request_id: str
    title: str
    service: str
    submitted: str
    submitted_at: dt.datetime
    closed: str
    closed_day: dt.date | None
    missed: tuple[MissedPromise, ...]
    late_because: str
    split: Split
    waits_for: str
    waits_since: str


@dataclass(frozen=True)
class ForStakeholder:
    """All that the page of a stakeholder shows.

    Attributes:
        stakeholder: Whose it is.
        publication: Figures of their requests only.
        finished: Requests closed in the period, in the order of the log.
        missed: Requests with a promise missed in the period or since, last miss first.
        open: Requests open now, oldest first.
        left_out: Their requests in no figure.
    """

    stakeholder: Stakeholder
    publication: Publication
    finished: tuple[OwnRequest, ...]
    missed: tuple[OwnRequest, ...]
    open: tuple[OwnRequest, ...]
    left_out: int


def for_stakeholder(report: Report, stakeholder_id: str) -> ForStakeholder:
    """Gather what a stakeholder is shown.

    Args:
        report: All results.
        stakeholder_id: Whose requests; case and blanks around it do not matter.

    Raises:
        InputError: There is no such stakeholder.
    """
    framework = report.framework
    place = _find(framework, stakeholder_id)
    rows = np.flatnonzero(framework.requests.stakeholder == place)
    own = _own(framework, rows)
    measures = measure(own, report.run.as_of)
    clean = Discreet(framework, framework.settings.show_names == "Yes", {str(one) for one in own.requests.request_id})
    publication = gather(replace(report, framework=replace(own, counts={}), measures=measures), None, clean)
    rules = rulebook(own, report.run.as_of)
    judged = judge(rules, own.requests, own.holds)
    requests = _requests(rules, judged, clean)
    first = measures.period.months[0]
    return ForStakeholder(
        stakeholder=framework.stakeholders[place],
        publication=publication,
        finished=tuple(
            one for one in requests if one.closed_day is not None and first <= one.closed_day < measures.period.running
        ),
        missed=_last_first([one for one in requests if one.missed]),
        open=tuple(one for one in requests if one.closed_day is None),
        left_out=measures.control.left_out,
    )


def _find(framework: Framework, stakeholder_id: str) -> int:
    wanted = spelling.key(stakeholder_id)
    for place, one in enumerate(framework.stakeholders):
        if spelling.key(one.stakeholder_id) == wanted:
            return place
    raise InputError(f"There is no stakeholder '{stakeholder_id.strip()}'; take an id from the Stakeholders sheet.")


def _own(framework: Framework, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Framework:
    """The framework with some requests only, their holds and the answers about them."""
    requests, holds, _ = part(framework.requests, framework.holds, rows)
    position = np.full(len(framework.requests) + 1, -1, dtype=np.int32)
    position[rows] = np.arange(len(rows), dtype=np.int32)
    answers = framework.feedback
    kept = np.flatnonzero((answers.request >= 0) & (position[answers.request] >= 0))
    feedback = replace(
        answers,
        row=answers.row[kept],
        date=answers.date[kept],
        request=position[answers.request[kept]],
        service=answers.service[kept],
        satisfaction=answers.satisfaction[kept],
        recommend=answers.recommend[kept],
    )
    return replace(framework, requests=requests, holds=holds, feedback=feedback)


def _requests(rules: Rulebook, judged: Judged, clean: Discreet) -> list[OwnRequest]:
    """The requests that are in the figures, in the order of the log."""
    rows = np.flatnonzero(judged.measured).tolist()
    splits = dict(zip(rows, whose_time(rules, judged, rows), strict=True))
    first = int(month_number(rules.as_of_local)) - 12
    clocks = judged.clocks
    late: dict[int, list[int]] = {}
    for clock in np.flatnonzero((clocks.state == BREACHED) & (clocks.month >= first)).tolist():
        late.setdefault(int(clocks.request[clock]), []).append(clock)
    return [_request(rules, judged, clean, row, late.get(row, []), splits[row]) for row in rows]


def _request(
    rules: Rulebook, judged: Judged, clean: Discreet, row: int, late: Sequence[int], split: Split
) -> OwnRequest:
    requests, framework = judged.requests, rules.framework
    closed = int(judged.closed[row])
    reason, since = _waits(rules, judged, row) if closed == NULL else ("", "")
    return OwnRequest(
        request_id=str(requests.request_id[row]),
        title=clean(requests.title[row]),
        service=clean(framework.services[int(requests.service[row])].name),
        submitted=when_words(int(requests.submitted[row])),
        submitted_at=wall_time(int(requests.submitted[row])),
        closed="" if closed == NULL else when_words(closed),
        closed_day=None if closed == NULL else wall_time(closed).date(),
        missed=tuple(_missed(rules, judged, clean, late)),
        late_because=str(requests.late_because[row] or NO_REASON) if late else "",
        split=split,
        waits_for=reason,
        waits_since=since,
    )


def _missed(rules: Rulebook, judged: Judged, clean: Discreet, late: Sequence[int]) -> Iterator[MissedPromise]:
    for clock in late:
        deadline = int(judged.clocks.deadline[clock])
        due = None if deadline == NULL else wall_time(int(to_local([deadline], rules.zone)[0]))
        yield MissedPromise(clean(rules.by_index[int(judged.clocks.sla[clock])].sla.name), due)


def _waits(rules: Rulebook, judged: Judged, row: int) -> tuple[str, str]:
    """Whom a request waits for now and since when; for the requester first, as the reader can end that."""
    edges = rules.book.edges(rules.service_calendars[int(judged.requests.service[row])])
    settings = rules.framework.settings
    mine = np.flatnonzero((judged.holds.request == row) & (judged.holds.reason != settings.closed_code))
    starts = judged.times.hold_start.take(mine).as_begin(edges)
    ends = judged.times.hold_until.take(mine).as_end(edges)
    now = rules.as_of
    found = []
    for hold, start, end in zip(mine.tolist(), starts.tolist(), ends.tolist(), strict=True):
        if start != NULL and start <= now and (end == NULL or end > now):
            reason = settings.waiting_reasons[int(judged.holds.reason[hold])]
            found.append((reason != REQUESTER, start, reason, when_words(int(judged.holds.start[hold]))))
    return min(found)[2:] if found else ("", "")


def _last_first(found: list[OwnRequest]) -> tuple[OwnRequest, ...]:
    def last(one: OwnRequest) -> dt.datetime:
        return max((miss.due for miss in one.missed if miss.due is not None), default=dt.datetime.min)

    return tuple(sorted(found, key=last, reverse=True))

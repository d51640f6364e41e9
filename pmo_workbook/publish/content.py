"""From a report to what is published: every figure and word, once, free of request ids and of names of people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pmo_workbook.columns import ALL
from pmo_workbook.framework import Framework
from pmo_workbook.layout import sentences
from pmo_workbook.layout.decisions import decisions, role_name
from pmo_workbook.layout.summary import MONTHS_NOTE
from pmo_workbook.layout.tiles import TILES
from pmo_workbook.models import Service
from pmo_workbook.publish.discreet import Discreet
from pmo_workbook.publish.records import (
    DueItem,
    MonthLine,
    OutcomeRow,
    PromiseLine,
    Publication,
    RaciRowLine,
    RaciTable,
    RoleHead,
    ServiceLine,
    ServiceResult,
    Survey,
    Tile,
    Verdict,
)
from pmo_workbook.publish.since.changes import Changes
from pmo_workbook.report import Report
from pmo_workbook.results import MonthFigure, OutcomeLine, Promise, ServiceFigure
from pmo_workbook.rules.due import add_months, next_due
from pmo_workbook.rules.governance import REVIEW_MONTHS
from pmo_workbook.words import (
    count_words,
    day_words,
    list_words,
    number_words,
    percent_words,
    promise_in_words,
    share_words,
)

__all__ = ["Publication", "publication"]

_VERDICTS: dict[bool | None, Verdict] = {True: "Kept", False: "Missed", None: "Not judged"}


def publication(report: Report, changes: Changes | None = None) -> Publication:
    """Gather what is published.

    Args:
        report: All results.
        changes: What changed since the last publication; None when there was none.
    """
    return gather(report, changes, Discreet(report.framework, report.framework.settings.show_names == "Yes"))


def gather(report: Report, changes: Changes | None, clean: Discreet) -> Publication:
    """Gather what is published of a report that may be about some requests only.

    Args:
        report: The results.
        changes: What changed since the last publication.
        clean: Cleans texts; made from all requests.
    """
    return _Gathering(report, clean).publication(changes)


@dataclass(frozen=True)
class _Source:
    """What the parts of a publication are made from."""

    report: Report
    clean: Discreet
    names_shown: bool

    @property
    def framework(self) -> Framework:
        """What counts."""
        return self.report.framework

    @property
    def today(self) -> dt.date:
        """Day of the report's moment."""
        return self.report.run.as_of.date()

    def holder(self, role_id: str) -> str:
        """Who holds a role; empty unless names are shown."""
        if not self.names_shown:
            return ""
        return next((role.holder or "" for role in self.framework.roles if role.role_id == role_id), "")


class _Gathering:
    """Gathers a publication; one method a part of it."""

    def __init__(self, report: Report, clean: Discreet) -> None:
        self._source = _Source(report, clean, report.framework.settings.show_names == "Yes")
        self._report = report
        self._clean = clean

    def publication(self, changes: Changes | None) -> Publication:
        report, settings, measures = self._report, self._report.framework.settings, self._report.measures
        promises = {promise.sla.sla_id: _promise_line(self._source, promise) for promise in measures.promises}
        whose = settings.organisation or settings.pmo_name
        return Publication(
            organisation=settings.organisation,
            pmo_name=settings.pmo_name,
            mailbox=settings.pmo_mailbox,
            version=settings.framework_version,
            title=f"{whose}: services and promises of the {settings.pmo_name}" if settings.organisation else whose,
            as_of=measures.period.as_of,
            as_of_words=sentences.moment_words(measures.period.as_of),
            period=measures.period.words,
            about=sentences.about(report),
            headline=self._clean(sentences.headline(measures)),
            banner=_banner(report),
            tiles=_tiles(report),
            promises=tuple(promises.values()),
            missed=tuple(promises[promise.sla.sla_id] for promise in sentences.by_gap(measures.promises)),
            months=tuple(_month_line(month) for month in measures.months),
            months_note=MONTHS_NOTE,
            services=tuple(self._services(promises)),
            raci=_raci(self._source),
            outcomes=tuple(self._outcomes()),
            survey=_survey(report),
            demand=self._clean(sentences.demand(measures)),
            effort=self._clean(sentences.effort(measures)),
            ageing=sentences.ageing(measures),
            counted=sentences.counted(measures.control),
            decisions=tuple(self._decisions()),
            next_reviews=tuple(sorted(_next_reviews(self._source), key=lambda item: item.due or dt.date.max)),
            asks=tuple(_asks(report)),
            changes=changes,
            names_shown=self._source.names_shown,
        )

    def _services(self, promises: dict[str, PromiseLine]) -> Iterator[ServiceLine]:
        figures = {figure.service.service_id: figure for figure in self._report.measures.services}
        for service in self._source.framework.services:
            own = tuple(line for line in promises.values() if line.service_id == service.service_id)
            yield _service_line(self._source, service, own, figures.get(service.service_id))

    def _outcomes(self) -> Iterator[OutcomeRow]:
        behind_first = sorted(self._report.measures.outcomes, key=lambda o: {False: 0, True: 1, None: 2}[o.reached])
        for line in behind_first:
            yield _outcome_row(self._clean, line)

    def _decisions(self) -> Iterator[DueItem]:
        for found in decisions(self._source.framework, self._source.today):
            words = f"was due {day_words(found.due)}" if found.due else "never held"
            yield DueItem(found.kind, self._clean(found.what), found.role, found.due, words)


def _banner(report: Report) -> str:
    """What is in no figure; unlike on Summary no tab is named, as Issues is not published."""
    rows = sum(count.left_out for count in report.framework.counts.values())
    no_time = report.measures.control.no_time
    said = []
    if rows:
        said.append(f"{count_words(rows, 'row')} with errors {'is' if rows == 1 else 'are'} in no figure.")
    if no_time:
        said.append(f"{count_words(no_time, 'clock')} in hours could not be judged: no time recorded.")
    return " ".join(said)


def _tiles(report: Report) -> tuple[Tile, ...]:
    return tuple(Tile(tile.label, _figure_words(tile.figure(report)), tile.base(report), tile.field) for tile in TILES)


def _figure_words(figure: object) -> str:
    if isinstance(figure, float):
        return percent_words(figure)
    return f"{figure:,}" if isinstance(figure, int) else str(figure)


def _promise_line(source: _Source, promise: Promise) -> PromiseLine:
    clean, sla, figure = source.clean, promise.sla, promise.figure
    action = promise.actions[0] if promise.actions else None
    reason = f"{promise.main_reason} ({promise.main_reason_n:,})" if promise.main_reason else ""
    return PromiseLine(
        sla_id=sla.sla_id,
        name=clean(sla.name),
        service_id=promise.service.service_id,
        service=clean(promise.service.name),
        metric=sla.metric,
        words=promise_in_words(sla),
        pauses=list_words(sla.stops_while_waiting_for or (), "or"),
        handling=clean(sla.request_handling),
        escalation=clean(sla.escalate_to),
        until=sla.effective_to,
        value=promise.value,
        goal=promise.goal,
        result_words=sentences.result_words(promise) or _small_sample(promise),
        goal_words=sentences.goal_words(promise),
        n=figure.n,
        misses_words=_misses(figure.misses_used or 0, figure.misses_allowed),
        without_holds_words=percent_words(figure.without_holds) if figure.without_holds is not None else "",
        verdict=_VERDICTS[promise.kept],
        reason=reason,
        action=clean(action.action) if action else "",
        action_due=action.due if action else None,
    )


def _pooled(met: int, n: int, share: float | None) -> str:
    """A share without a goal, with its base, rounded as the workbook's cells show it."""
    return share_words(met, n, None) if share is None else f"{percent_words(share)} of {n:,}"


def _misses(used: int, allowed: int | None) -> str:
    if allowed is None:
        return ""
    return f"{used:,} of {allowed:,} allowed" if allowed else f"{used:,}, none allowed"


def _small_sample(promise: Promise) -> str:
    """What is said of a promise with too few cases to judge it."""
    figure = promise.figure
    if figure.met is None:
        return count_words(figure.n, "answer")
    return share_words(figure.met, figure.n, None)


def _month_line(month: MonthFigure) -> MonthLine:
    return MonthLine(
        start=month.start,
        label=f"{month.start:%b %Y}",
        running=month.running,
        n=month.n,
        met=month.met,
        compliance=month.compliance,
        words=_pooled(month.met, month.n, month.compliance),
        submitted=month.submitted,
        closed=month.closed,
        backlog=month.backlog,
    )


def _service_line(
    source: _Source, service: Service, promises: tuple[PromiseLine, ...], figure: ServiceFigure | None
) -> ServiceLine:
    clean, framework = source.clean, source.framework
    every = service.review_every or REVIEW_MONTHS
    groups = {group.stakeholder_id: group.group for group in framework.stakeholders}
    audience = ["all stakeholders" if who == ALL else groups.get(who, who) for who in service.audience]
    return ServiceLine(
        service_id=service.service_id,
        name=clean(service.name),
        category=service.category,
        status=service.status,
        critical=service.critical == "Yes",
        objective=clean(service.objective),
        in_scope=clean(service.in_scope),
        out_of_scope=clean(service.out_of_scope),
        audience=clean(list_words(audience)),
        delivery=clean(list_words(service.delivery_model)),
        how_to_request=clean(service.how_to_request),
        prerequisites=clean(service.prerequisites),
        process=clean(service.process),
        tools=clean(service.tools_and_templates),
        accountable=role_name(framework, service.owner_role),
        holder=source.holder(service.owner_role),
        success=clean(service.success_measure),
        reviewed=service.last_reviewed,
        review_due=add_months(service.last_reviewed, every) if service.last_reviewed else None,
        review_words=f"every {count_words(every, 'month')}" if every != 1 else "every month",
        promises=promises,
        result=_service_result(figure) if figure else None,
    )


def _service_result(figure: ServiceFigure) -> ServiceResult:
    judged = figure.promises_judged
    return ServiceResult(
        n=figure.n,
        met=figure.met,
        compliance=figure.compliance,
        compliance_words=_pooled(figure.met, figure.n, figure.compliance),
        kept_words=f"{figure.promises_kept:,} of {judged:,}" if judged else "",
        submitted=figure.submitted,
        closed=figure.closed,
        backlog=figure.backlog,
        effort_hours=figure.effort_hours if figure.effort_n else None,
        effort_n=figure.effort_n,
        satisfaction=figure.satisfaction,
        answers=figure.answers,
    )


def _raci(source: _Source) -> RaciTable:
    raci, clean = source.report.raci, source.clean
    heads = tuple(
        RoleHead(role.role_id, role.role, clean(role.summary), source.holder(role.role_id)) for role in raci.roles
    )
    rows = tuple(
        RaciRowLine(
            service=clean(line.service),
            activity=clean(line.activity.activity),
            codes=tuple(str(line.codes.get(role.role_id, "")) for role in raci.roles),
            finding=line.finding,
        )
        for line in raci.lines
    )
    return RaciTable(heads, rows)


def _outcome_row(clean: Discreet, line: OutcomeLine) -> OutcomeRow:
    return OutcomeRow(
        measure=clean(line.measure),
        subject=clean(line.subject),
        value_words=number_words(line.value),
        target_words="" if line.target is None else number_words(line.target),
        verdict="No target" if line.reached is None else "Reached" if line.reached else "Missed",
        before_words="" if line.before is None else number_words(line.before),
        date=line.date,
    )


def _survey(report: Report) -> Survey:
    found = report.measures.satisfaction
    words = sentences.satisfaction(found, report.framework.settings.smallest_survey)
    response = found.answered / found.closed if found.closed else None
    return Survey(words, found.n, found.mean, found.nps, response)


def _next_reviews(source: _Source) -> Iterator[DueItem]:
    framework, today, clean = source.framework, source.today, source.clean
    for review in framework.reviews:
        due = next_due(review.last_held, review.every) if review.last_held else None
        if due is not None and due >= today:
            role = role_name(framework, review.owner_role)
            yield DueItem("Review", clean(review.subject), role, due, f"due {day_words(due)}")
    for service in framework.services:
        if service.status == "Live" and service.last_reviewed:
            due = add_months(service.last_reviewed, service.review_every or REVIEW_MONTHS)
            if due >= today:
                role = role_name(framework, service.owner_role)
                yield DueItem("Service review", clean(service.name), role, due, f"due {day_words(due)}")


def _asks(report: Report) -> Iterator[str]:
    """What we ask of the reader: to answer what waits for them, to answer surveys, to decide, to write."""
    measures, settings = report.measures, report.framework.settings
    waiting = Counter(hold.reason for hold in measures.long_holds)
    if waiting:
        whom = list_words([f"{reason} ({n:,})" for reason, n in waiting.most_common()])
        n = waiting.total()
        yield (
            f"Answer what waits for you: {count_words(n, 'request')} {'has' if n == 1 else 'have'} waited for more "
            f"than 20 working days, by whom they wait for: {whom}."
        )
    overdue = len(decisions(report.framework, measures.period.as_of.date()))
    if overdue:
        yield f"Decide on the {count_words(overdue, 'review or action', 'reviews and actions')} overdue, listed here."
    found = measures.satisfaction
    if found.closed and found.answered < found.closed:
        share = percent_words(found.answered / found.closed)
        yield f"Answer the short survey when your request is closed: {share} of closed requests had an answer."
    yield "Ask for a service the way its description says, so that its clock starts at once."
    if settings.pmo_mailbox:
        yield f"Tell us what is wrong or missing here: {settings.pmo_mailbox}."

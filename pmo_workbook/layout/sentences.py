"""The sentences of the tabs: what a reader is told in words, always with base, period and unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from pmo_workbook.metrics import METRICS
from pmo_workbook.report import Report
from pmo_workbook.results import Control, Measures, Promise, Satisfaction
from pmo_workbook.words import count_words, day_words, list_words, number_words, percent_words

_ELLIPSIS = "…"
_TOKEN = re.compile(r"[\w][\w.#/-]*[\w]|\w")


def shorten(text: str, longest: int) -> str:
    """Cut a text at a word so that it fits its cell.

    Args:
        text: Any text; line breaks become blanks.
        longest: Most characters of the result.
    """
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > longest // 2 else cut).rstrip(" ,;:.") + _ELLIPSIS


def without_ids(text: str, ids: Collection[object]) -> str:
    """Take request ids out of a free text that a board will read.

    Args:
        text: Any text.
        ids: Ids of the request log.
    """
    return _TOKEN.sub(lambda found: "a request" if found.group() in ids else found.group(), text)


def moment_words(moment: dt.datetime) -> str:
    """Write a moment, such as ``30 Jun 2026 18:00``."""
    return f"{day_words(moment)} {moment:%H:%M}"


def result_words(promise: Promise) -> str:
    """Write what a promise came to, such as ``78.4 %`` or ``4.1 of 5``; empty below the smallest sample.

    Args:
        promise: The promise.
    """
    return _measured(promise, promise.value, promise.goal if promise.kept is False else None)


def goal_words(promise: Promise) -> str:
    """Write what a promise is compared with, such as ``85 %`` or ``4.2 of 5``; empty without a goal.

    Args:
        promise: The promise.
    """
    return _measured(promise, promise.goal)


def _measured(promise: Promise, value: float | None, under: float | None = None) -> str:
    if value is None:
        return ""
    if METRICS[promise.sla.metric].aggregate(promise.sla.unit) == "mean score":
        return f"{number_words(value)} of 5"
    return percent_words(value, under if promise.better == "Higher" else None)


def by_gap(promises: Collection[Promise]) -> list[Promise]:
    """The promises missed, the one furthest from its goal (relative to the goal) first.

    Args:
        promises: Promises in sheet order.
    """
    return sorted((p for p in promises if p.kept is False), key=_gap, reverse=True)


def _gap(promise: Promise) -> float:
    value, goal = promise.value or 0.0, promise.goal or 0.0
    return abs(value - goal) / goal if goal else abs(value - goal)


def headline(measures: Measures) -> str:
    """The report in one or two sentences.

    Args:
        measures: What was measured.
    """
    judged = [p for p in measures.promises if p.kept is not None]
    period = measures.period.words
    if not measures.promises:
        return "No promise is defined yet: fill the SLAs sheet to see whether promises are kept."
    if not judged:
        return f"No promise can be judged over {period}: too few requests were decided."
    missed = by_gap(judged)
    if not missed:
        all_kept = f"All {len(judged):,} promises were" if len(judged) > 1 else "The one promise judged was"
        return f"{all_kept} kept over {period}."
    kept = len(judged) - len(missed)
    one = len(judged) == 1
    opening = f"{kept:,} of {count_words(len(judged), 'promise')} {'was' if one else 'were'} kept over {period}."
    return f"{opening} {_slips(missed)}".replace(" %", "\u00a0%")


def _slips(missed: list[Promise]) -> str:
    """What slips, and why."""
    worst = missed[0]
    against = f"{result_words(worst)} against {goal_words(worst)}, n = {worst.figure.n:,}"
    slips = f"{shorten(worst.sla.name, 60)} {'slips' if len(missed) == 1 else 'slips most'} ({against})"
    return f"{slips}; the reason most given is {worst.main_reason}." if worst.main_reason else f"{slips}."


def banner(report: Report) -> str:
    """What is in no figure, in plain words; empty when nothing had to be left out for an error.

    Args:
        report: All results.
    """
    rows = sum(count.left_out for count in report.framework.counts.values())
    said = []
    if rows:
        title = report.run.titles.get("issues", "Issues")
        many = rows != 1
        said.append(f"{rows:,} row{'s' * many} with errors {'are' if many else 'is'} in no figure; see {title}.")
    if report.measures.control.no_time:
        said.append(
            f"{count_words(report.measures.control.no_time, 'clock')} in hours could not be judged: no time recorded."
        )
    return " ".join(said)


def about(report: Report) -> str:
    """Whose report it is, as of when, and of which period.

    Args:
        report: All results.
    """
    settings = report.framework.settings
    period = report.measures.period
    parts = [
        settings.organisation,
        settings.pmo_name,
        f"as of {moment_words(period.as_of)}",
        f"figures of the 12 closed months {period.words}",
        f"framework version {settings.framework_version}" if settings.framework_version else "",
    ]
    return " · ".join(shorten(part, 60) for part in parts if part)


def satisfaction(found: Satisfaction, smallest: int) -> str:
    """Satisfaction and recommendation with their base and response share.

    Args:
        found: Survey answers in the period.
        smallest: Fewest answers shown as a figure.
    """
    if not found.n:
        said = "No answers in the period."
    elif found.mean is None:
        said = f"{count_words(found.n, 'answer')}: fewer than {smallest}, so no figure is shown."
    else:
        happy = f" ({percent_words(found.satisfied)} gave 4 or 5)" if found.satisfied is not None else ""
        said = f"{found.mean:.1f} of 5 on {count_words(found.n, 'answer')}{happy}."
    if found.closed:
        share = percent_words(found.answered / found.closed)
        said += f" {share} of {count_words(found.closed, 'closed request')} answered."
    if found.nps is not None:
        said += f" Recommendation (NPS, -100 to 100): {found.nps:+.0f} on {count_words(found.recommend_n, 'answer')}."
    return said


def demand(measures: Measures) -> str:
    """Requests in and out, the backlog, and the effort recorded.

    Args:
        measures: What was measured.
    """
    closed = [m for m in measures.months if not m.running]
    came, went = sum(m.submitted for m in closed), sum(m.closed for m in closed)
    things = "request" if came == 1 else "requests"
    said = f"{came:,} {things} in and {went:,} out in the period; {open_now(measures):,} open now."
    busiest = sorted(measures.services, key=lambda s: -s.submitted)[:3]
    asked = [f"{shorten(s.service.name, 40)} ({s.submitted:,})" for s in busiest if s.submitted]
    if asked:
        said += f" Most asked for: {list_words(asked)}."
    return said


def effort(measures: Measures) -> str:
    """Hours of work recorded, and on how many requests.

    Args:
        measures: What was measured.
    """
    recorded = sum(s.effort_n for s in measures.services)
    if not recorded:
        return "No hours were recorded in the period."
    hours = sum(s.effort_hours for s in measures.services)
    closed = sum(s.closed for s in measures.services)
    most = max(measures.services, key=lambda s: s.effort_hours)
    base = f"{recorded:,} of {count_words(closed, 'closed request')}"
    said = f"{number_words(hours, 0)} hours recorded on {base} ({number_words(hours / recorded, 1)} hours each)."
    return f"{said} Most went into {shorten(most.service.name, 40)}: {number_words(most.effort_hours, 0)} hours."


def ageing(measures: Measures) -> str:
    """Open requests by age, and how many wait for somebody.

    Args:
        measures: What was measured.
    """
    if not open_now(measures):
        return "No open requests."
    ages = [f"{age.label}: {age.n:,}" for age in measures.ageing if age.n]
    waiting = sum(age.on_hold for age in measures.ageing)
    return f"Open requests by age since submission: {'; '.join(ages)}. {waiting:,} of them on hold."


def open_now(measures: Measures) -> int:
    """Requests open at the report's moment.

    Args:
        measures: What was measured.
    """
    return measures.months[-1].backlog if measures.months else 0


def counted(control: Control) -> str:
    """Control totals: every request that came in is somewhere.

    Args:
        control: Control totals.
    """
    parts = [f"{control.measured:,} in the figures", f"{control.left_out:,} left out"]
    if control.later:
        parts.append(f"{control.later:,} submitted after the report's moment")
    said = f"{count_words(control.requests, 'request')} in the log that count: {list_words(parts)}."
    return f"{said} {control.no_sla:,} of them have no SLA." if control.no_sla else said


def more(shown: int, total: int, thing: str, where: str) -> str:
    """Say that a fixed block does not show everything, such as ``4 shown and 3 more; see SLA Report``.

    Args:
        shown: How many are shown.
        total: How many there are.
        thing: What they are, in the singular.
        where: Where all of them are.

    Returns:
        The words; empty when everything is shown.
    """
    return f"{count_words(shown, thing)} shown and {total - shown:,} more; see {where}" if total > shown else ""

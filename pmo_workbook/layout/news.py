"""The sentence a refresh ends with: what is new since Monday."""

from __future__ import annotations

import datetime as dt

from pmo_workbook.layout.decisions import decisions
from pmo_workbook.report import Report
from pmo_workbook.words import count_words


def news_sentence(report: Report) -> str:
    """What is new, for whoever just refreshed.

    Args:
        report: All results.

    Returns:
        Such as ``7 of 10 promises kept. Since Monday 6 Jul: 3 new breaches, 2 due before Friday 10 Jul, 1 review
        overdue, 4 rows left out.``
    """
    news = report.measures.news
    overdue = decisions(report.framework, report.run.as_of.date())
    reviews = sum(decision.kind != "Action" for decision in overdue)
    actions = len(overdue) - reviews
    rows = sum(count.left_out for count in report.framework.counts.values())
    parts = [
        f"{count_words(news.breached, 'new breach', 'new breaches')}",
        f"{news.due:,} due before {_day(news.before)}",
        f"{count_words(reviews, 'review')} overdue" if reviews else "",
        f"{count_words(actions, 'action')} overdue" if actions else "",
        f"{count_words(rows, 'row')} left out" if rows else "",
    ]
    return f"{_kept(report)} Since {_day(news.since)}: {', '.join(filter(None, parts))}."


def _kept(report: Report) -> str:
    judged = [promise for promise in report.measures.promises if promise.kept is not None]
    if not judged:
        return "No promise can be judged yet."
    return f"{sum(bool(promise.kept) for promise in judged)} of {count_words(len(judged), 'promise')} kept."


def _day(day: dt.date) -> str:
    return f"{day:%A} {day.day} {day:%b}"

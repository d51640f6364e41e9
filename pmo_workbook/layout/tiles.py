"""The headline figures of Summary, which the published outputs show too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_workbook.blocks import Cell
from pmo_workbook.layout import sentences
from pmo_workbook.layout.spec import COUNT, SHARE, Tile
from pmo_workbook.report import Report
from pmo_workbook.results import Measures
from pmo_workbook.words import percent_words


@dataclass(frozen=True)
class _Decided:
    """Clocks decided in the closed months."""

    n: int
    met: int
    breached: int


def _decided(measures: Measures) -> _Decided:
    months = [month for month in measures.months if not month.running]
    return _Decided(sum(m.n for m in months), sum(m.met for m in months), sum(m.breached for m in months))


def _running(measures: Measures, state: str = "") -> int:
    """How many clocks run, or of those in one state."""
    return sum(bool(watched.sla_id) and state in ("", watched.state) for watched in measures.watched)


def _kept(report: Report) -> Cell:
    judged = [promise for promise in report.measures.promises if promise.kept is not None]
    return f"{sum(promise.kept is True for promise in judged):,} of {len(judged):,}" if judged else "None judged"


def _unjudged(measures: Measures) -> str:
    unjudged = sum(promise.kept is None for promise in measures.promises)
    if not measures.promises:
        return "no promises defined"
    return f"{unjudged:,} not judged: no goal, or too few cases" if unjudged else "all promises judged"


def _pooled(report: Report) -> Cell:
    found = _decided(report.measures)
    if found.n >= report.framework.settings.smallest_sample and found.n:
        return found.met / found.n
    return f"{found.met:,} of {found.n:,}" if found.n else "None yet"


def _pooled_base(report: Report) -> str:
    found = _decided(report.measures)
    return f"{found.met:,} of {found.n:,} clocks decided"


def _breached_base(measures: Measures) -> str:
    found, over = _decided(measures), _running(measures, "Breached")
    return f"of {found.n:,}; {over:,} still open" if found.n else f"{over:,} still open"


def _score(measures: Measures) -> Cell:
    mean = measures.satisfaction.mean
    return f"{mean:.1f} of 5" if mean is not None else "No figure"


def _response(report: Report) -> str:
    found = report.measures.satisfaction
    smallest = report.framework.settings.smallest_survey
    few = f", fewer than {smallest}" if found.mean is None else ""
    share = f"; {percent_words(found.answered / found.closed)} of closed answered" if found.closed else ""
    return f"n = {found.n:,}{few}{share}"


TILES: Final[tuple[Tile[Report], ...]] = (
    Tile("promises_kept", "Promises kept", _kept, lambda r: _unjudged(r.measures), COUNT, 0, 0, "SLAs at or above their goal, of those that can be judged."),
    Tile("compliance", "Compliance, pooled", _pooled, _pooled_base, SHARE, 1, 3, "Clocks met, of all decided in the closed months."),
    Tile("breached", "Breached", lambda r: _decided(r.measures).breached, lambda r: _breached_base(r.measures), COUNT, 4, 5, "Clocks breached in the closed months; how many of them run still."),
    Tile("at_risk", "At risk now", lambda r: _running(r.measures, "At risk"), lambda r: f"of {_running(r.measures):,} running clocks", COUNT, 6, 7, "Running clocks that have used up the per cent of Settings."),
    Tile("satisfaction", "Satisfaction", lambda r: _score(r.measures), _response, COUNT, 8, 10, "Mean score of 5, number of answers, share of closed requests that answered."),
    Tile("open_requests", "Open requests", lambda r: sentences.open_now(r.measures), lambda r: f"{sum(a.on_hold for a in r.measures.ageing):,} on hold", COUNT, 11, 13, "Requests open at the report's moment."),
)  # fmt: skip
"""In the order of the page, which has 14 columns."""

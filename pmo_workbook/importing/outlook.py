"""What an import means for the figures: how many requests would be measured by which SLA, and why others by none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from pmo_workbook.binding import BoundTable
from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.spelling import key as spelled
from pmo_workbook.words import count_words, list_words


@dataclass(frozen=True)
class Outlook:
    """What the requests of a log would be counted as; each of `requests` is either measured or in `not_measured` once.

    Attributes:
        requests: Different requests of the log.
        measured: Those with at least one clock.
        by_sla: SLA ID and number of requests with a clock of it, in sheet order; one request may have several.
        not_measured: Why requests are in no figure of an SLA, and how many, the most frequent first.
    """

    requests: int
    measured: int
    by_sla: tuple[tuple[str, int], ...]
    not_measured: tuple[tuple[str, int], ...]

    def words(self, *, done: bool) -> str:
        """The same in a few sentences.

        Args:
            done: The log was brought in; otherwise it is told what would be.
        """
        if not self.requests:
            return ""
        are = "are" if done else "would be"
        slas = [f"{number:,} by {sla}" for sla, number in self.by_sla[:6]]
        slas += [f"others by {len(self.by_sla) - 6} more SLAs"] if len(self.by_sla) > 6 else []
        how = f" ({list_words(slas)})" if slas else ""
        said = [f"{count_words(self.requests, 'request')}: {self.measured:,} {are} measured{how}."]
        out = sum(number for _, number in self.not_measured)
        if out:
            reasons = [f"{reason} ({number:,})" for reason, number in self.not_measured]
            said.append(f"{out:,} {are} in no figure of an SLA, because: {'; '.join(reasons)}.")
        return " ".join(said)


def outlook(tables: Mapping[str, BoundTable], request_ids: Collection[str], now: dt.datetime) -> Outlook:
    """Work out what the requests of a log would be counted as.

    Args:
        tables: Input tables as they would be after the import.
        request_ids: Ids of the log's requests.
        now: The present moment, with its time zone; the report's unless Settings names another.
    """
    from pmo_workbook.check import check
    from pmo_workbook.measure.judge import judge
    from pmo_workbook.measure.sla import rulebook
    from pmo_workbook.rules import apply_rules

    checked = apply_rules(
        lambda rejected: check(tables, None, rejected), lambda framework: report_moment(framework, now)
    )
    framework = checked.framework
    judged = judge(rulebook(framework, report_moment(framework, now)), framework.requests, framework.holds)
    at = {spelled(str(name)): row for row, name in enumerate(framework.requests.request_id)}
    wanted = {spelled(request_id) for request_id in request_ids}
    ours = np.zeros(len(framework.requests), dtype=np.bool_)
    ours[[at[name] for name in wanted if name in at]] = True
    clocks = judged.clocks
    counted = ours[clocks.request] & ~judged.left_out[clocks.request]
    per_sla = np.bincount(clocks.sla[counted], minlength=len(framework.slas)).tolist()
    measured = int((np.bincount(clocks.request[counted], minlength=len(ours)) > 0).sum())
    out = {
        _in_error(checked.issues, tables): len(wanted - at.keys()),
        "submitted after the report's moment": int((ours & judged.later).sum()),
        "excluded or cancelled": int((ours & judged.left_out).sum()),
        "no SLA for their service, priority and date": int((ours & judged.clockless).sum()),
    }
    reasons = sorted(((why, number) for why, number in out.items() if number), key=lambda reason: -reason[1])
    by_sla = tuple((sla.sla_id, number) for sla, number in zip(framework.slas, per_sla, strict=True) if number)
    return Outlook(len(wanted), measured, by_sla, tuple(reasons))


def report_moment(framework: Framework, now: dt.datetime) -> dt.datetime:
    """Moment a report is about, on the wall clock of the log.

    Args:
        framework: The workbook's framework.
        now: The present moment, with its time zone.
    """
    wall_clock = now.astimezone(ZoneInfo(framework.settings.time_zone)).replace(tzinfo=None, microsecond=0)
    return framework.settings.report_as_of or wall_clock


def _in_error(issues: Iterable[Issue], tables: Mapping[str, BoundTable]) -> str:
    """What to say of requests in error: the columns in which the errors are."""
    table = tables["requests"].table.name if "requests" in tables else ""
    columns = Counter(one.column for one in issues if one.severity == "error" and one.table == table and one.column)
    named = [column for column, _ in columns.most_common(4)]
    return f"errors in {list_words(named)}" if named else "errors in their rows"

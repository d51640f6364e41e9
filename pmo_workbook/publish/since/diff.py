"""What changed between two versions: definitions field by field, and figures of past months with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from pmo_workbook.columns import ALL
from pmo_workbook.metrics import SURVEYS, TIMED
from pmo_workbook.publish.since.changes import Changes, DefinitionChange, Restatement
from pmo_workbook.publish.since.definitions import KINDS, Definition
from pmo_workbook.publish.since.reasons import UNKNOWN, Causes, reason_words
from pmo_workbook.publish.since.snapshot import Snapshot, Told
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.words import count_words, day_words

ALL_PROMISES: Final = "Compliance of all timed promises"
_MONTHS_ONE_BY_ONE: Final = 3
"""Months of one promise that are told one by one; more are told together."""

Because = Callable[[Collection[str], Collection[str]], str]
"""Says why figures of some SLAs in some months are different."""


def diff(before: Snapshot, after: Snapshot, *, named: bool = False) -> Changes:
    """Tell what changed.

    Args:
        before: The version published before.
        after: The version of now.
        named: Name the requests behind a restated figure: for the PMO's eyes only. Else they are counted.
    """
    return Changes(
        since=before.words,
        definitions=(*_settings(before, after), *_definitions(before, after)),
        restatements=tuple(_restatements(before, after, named)),
    )


def _settings(before: Snapshot, after: Snapshot) -> Iterator[DefinitionChange]:
    for name in dict.fromkeys((*after.settings, *before.settings)):
        old, new = before.settings.get(name, ""), after.settings.get(name, "")
        if old != new:
            yield DefinitionChange("Setting", name, "Value", old, new)


def _definitions(before: Snapshot, after: Snapshot) -> Iterator[DefinitionChange]:
    for key, kind in KINDS.items():
        old, new = before.definitions.get(key, {}), after.definitions.get(key, {})
        for name, one in new.items():
            was = old.get(name)
            if was is None:
                yield DefinitionChange(kind, _title(name, one), "", "", one.words or one.name or name)
            else:
                yield from _Item(key, name, was, one, before, after).changes()
        for name, one in old.items():
            if name not in new:
                yield DefinitionChange(kind, _title(name, one), "", one.words or one.name or name, "")


def _title(name: str, one: Definition) -> str:
    return name if one.name in ("", name) else f"{name} {one.name}"


class _Item:
    """One definition that is in both versions."""

    def __init__(
        self, key: str, name: str, was: Definition, now: Definition, before: Snapshot, after: Snapshot
    ) -> None:  # fmt: skip
        self._key, self._was, self._now = key, was, now
        self._before, self._after = before, after
        self._title = _title(name, now)
        known = BY_KEY[key].columns
        self._refs = {column.header: column.refs for column in known}
        self._order = [column.header for column in known]

    def changes(self) -> Iterator[DefinitionChange]:
        """Its fields that are different, in the order of the sheet; then its codes or days."""
        both = dict.fromkeys((*self._order, *self._now.fields, *self._was.fields))
        for header in both:
            yield from self._change(
                header,
                _readable(self._was.fields.get(header, ""), self._refs.get(header, ()), self._before),
                _readable(self._now.fields.get(header, ""), self._refs.get(header, ()), self._after),
                self._was.fields.get(header) != self._now.fields.get(header),
            )
        if self._key == "calendars":
            yield from self._holidays()
            return
        for role in dict.fromkeys((*self._now.codes, *self._was.codes)):
            old, new = self._was.codes.get(role, ""), self._now.codes.get(role, "")
            yield from self._change(_readable(role, ("roles",), self._after, self._before), old, new, old != new)

    def _change(self, field: str, old: str, new: str, different: bool) -> Iterator[DefinitionChange]:
        if different:
            yield DefinitionChange(KINDS[self._key], self._title, field, old, new)

    def _holidays(self) -> Iterator[DefinitionChange]:
        """Days that are different, those of one year together."""
        old, new = self._was.codes, self._now.codes
        different = sorted(day for day in old.keys() | new.keys() if old.get(day) != new.get(day))
        for year in dict.fromkeys(day[:4] for day in different):
            days = [day for day in different if day.startswith(year)]
            before, after = _day_list(old, days), _day_list(new, days)
            yield from self._change(f"Holidays {year}", before, after, True)


def _day_list(known: Mapping[str, str], days: Sequence[str]) -> str:
    return "; ".join(f"{day_words(dt.date.fromisoformat(day))} {known[day]}" for day in days if day in known)


def _readable(text: str, refs: Sequence[str], *versions: Snapshot) -> str:
    """A cell that names rows of other sheets, with their names; ``PSM`` reads ``PMO Service Manager (PSM)``."""
    if not refs or not text:
        return text
    known: dict[str, str] = {}
    for version in reversed(versions):
        for key in refs:
            known |= {name: said for name, said in version.names.get(key, {}).items() if said}
    return ", ".join(one if one == ALL or one not in known else f"{known[one]} ({one})" for one in text.split(", "))


def _restatements(before: Snapshot, after: Snapshot, named: bool) -> Iterator[Restatement]:
    months = [month for month in after.months if month in before.months]
    because = _because(before, after, named)
    timed = {sla for side in (before, after) for sla in side.figures if _metric(sla, side) in TIMED}
    for month in months:
        old, new = before.pooled.get(month, _NONE), after.pooled.get(month, _NONE)
        if _different(old, new):
            yield Restatement(ALL_PROMISES, month_words(month), *_both(old, new), because(timed, [month]))
    for sla in dict.fromkeys((*after.definitions["slas"], *before.definitions["slas"])):
        yield from _of_sla(sla, months, before, after, because)


def _of_sla(
    sla: str, months: Sequence[str], before: Snapshot, after: Snapshot, because: Because
) -> Iterator[Restatement]:
    sides = [side.figures.get(sla, {}) for side in (before, after)]
    pairs = {month: (sides[0].get(month, _NONE), sides[1].get(month, _NONE)) for month in months}
    changed = [month for month in months if _different(*pairs[month])]
    one = after.definitions["slas"].get(sla) or before.definitions["slas"][sla]
    what = f"{one.name} ({sla})" if one.name else sla
    metric = _metric(sla, after if sla in after.definitions["slas"] else before)
    asked = any(metric == survey.name for survey in SURVEYS)
    if len(changed) > _MONTHS_ONE_BY_ONE:
        old, new = (_sum([pairs[month][side] for month in changed]) for side in (0, 1))
        period = f"{len(changed)} months, {month_words(changed[0])} to {month_words(changed[-1])}"
        why = _answers(old, new) if asked else because([sla], changed)
        yield Restatement(what, period, old.words, new.words, why)
        return
    for month in changed:
        old, new = pairs[month]
        why = _answers(old, new) if asked else because([sla], [month])
        yield Restatement(what, month_words(month), *_both(old, new), why)


_NONE: Final = Told("none", 0)


def _metric(sla: str, side: Snapshot) -> str:
    one = side.definitions["slas"].get(sla)
    return one.fields.get("Metric", "") if one else ""


def _different(old: Told, new: Told) -> bool:
    if old.n == 0 or new.n == 0:
        return old.n != new.n
    if old.met is None or new.met is None:
        return (old.n, old.words) != (new.n, new.words)
    return (old.n, old.met) != (new.n, new.met)


def _both(old: Told, new: Told) -> tuple[str, str]:
    """Both figures in words, in full where a rounded share hides the difference."""
    if old.words != new.words or old.met is None or new.met is None:
        return old.words, new.words
    return f"{old.met:,} of {old.n:,}", f"{new.met:,} of {new.n:,}"


def _sum(parts: Sequence[Told]) -> Told:
    n = sum(part.n for part in parts)
    if any(part.n and part.met is None for part in parts):
        return Told(count_words(n, "answer"), n)
    met = sum(part.met or 0 for part in parts)
    return Told(f"{met:,} of {n:,}" if n else "none", n, met)


def _answers(old: Told, new: Told) -> str:
    more = new.n - old.n
    if more:
        return f"{count_words(abs(more), 'answer')} {'added later' if more > 0 else 'gone'}."
    return "Answers changed."


def _because(before: Snapshot, after: Snapshot, named: bool) -> Because:
    if before.requests is None or after.requests is None:
        return lambda *_: UNKNOWN
    causes = Causes(before, after)
    return lambda slas, months: reason_words(causes.of(slas, months), named)


def month_words(month: str) -> str:
    """``2026-05`` as ``May 2026``."""
    return f"{dt.date.fromisoformat(f'{month}-01'):%b %Y}"

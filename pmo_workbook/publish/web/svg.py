"""Charts as inline SVG: months, demand, bars. Each comes wide, and as rows for a phone; the style shows one of them.

A chart is one image to a screen reader, with a title and a sentence that says what it shows; the figures stand in a
table beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from pmo_workbook.publish.records import MonthLine, PromiseLine
from pmo_workbook.publish.web.markup import Html, join, tag
from pmo_workbook.words import percent_words

WIDE, HIGH = 620, 264
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 30, 38
_NARROW, _LINE = 340, 27
_SIGNS = {"Kept": "kept", "Missed": "missed", "Not judged": "unjudged"}


def compliance_chart(months: Sequence[MonthLine], key: str) -> Html:
    """Compliance by month as a line, the running month lighter; below it how many clocks.

    Args:
        months: Months, oldest first.
        key: Makes ids on the page unique.
    """
    words = compliance_in_words(months)
    return join(
        (
            _image("chart wide", WIDE, HIGH, f"{key}-wide", ("Compliance by month", words), _compliance_wide(months)),
            _image(
                "chart narrow",
                _NARROW,
                _LINE * len(months),
                f"{key}-narrow",
                ("Compliance by month", words),
                _rows(months, _compliance_row),
            ),
        )
    )


def demand_chart(months: Sequence[MonthLine], key: str) -> Html:
    """Requests in and out as bars, open at the month's end as a line.

    Args:
        months: Months, oldest first.
        key: Makes ids on the page unique.
    """
    words = demand_in_words(months)
    title = "Requests in, out and open by month"
    most = max([1, *(max(month.submitted, month.closed) for month in months)])
    return join(
        (
            _image("chart wide", WIDE, HIGH, f"{key}-wide", (title, words), _demand_wide(months)),
            _image(
                "chart narrow",
                _NARROW,
                (_LINE + 12) * len(months),
                f"{key}-narrow",
                (title, words),
                _rows(months, lambda month, y: _demand_row(month, y, most), _LINE + 12),
            ),
        )
    )


def compliance_in_words(months: Sequence[MonthLine]) -> str:
    """What the chart of compliance shows: first, last and lowest closed month, and the running one."""
    told = [month for month in months if not month.running and month.compliance is not None]
    if not told:
        return "No closed month has enough clocks for a percentage."
    lowest = min(told, key=lambda month: month.compliance or 0.0)
    said = f"From {told[0].words} in {told[0].label} to {told[-1].words} in {told[-1].label}; "
    said += f"lowest {percent_words(lowest.compliance or 0.0)} in {lowest.label}."
    running = [month for month in months if month.running and month.n]
    return f"{said} {running[0].label} so far: {running[0].words}." if running else said


def demand_in_words(months: Sequence[MonthLine]) -> str:
    """What the chart of demand shows: requests in and out of the closed months, and those open now."""
    closed = [month for month in months if not month.running]
    came, went = sum(month.submitted for month in closed), sum(month.closed for month in closed)
    open_now = months[-1].backlog if months else 0
    return f"{came:,} requests in and {went:,} out in the closed months; {open_now:,} open now."


def bar(share: float | None, words: str, *, goal: float | None = None) -> Html:
    """A small bar of a share, drawn beside its words, which it only repeats.

    Args:
        share: 0 to 1; None draws nothing.
        words: What is written beside it.
        goal: Where to mark the goal, 0 to 1.
    """
    if share is None:
        return tag("span", words, class_="barred")
    pieces = [
        tag("rect", x=0, y=3, width=100, height=8, rx=2, class_="bar-ground"),
        tag("rect", x=0, y=3, width=100.0 * min(max(share, 0.0), 1.0), height=8, rx=2, class_="bar"),
    ]
    if goal is not None:
        pieces.append(tag("rect", x=100.0 * min(goal, 1.0) - 1, y=0, width=2, height=14, class_="bar-goal"))
    image = tag("svg", *pieces, viewBox="0 0 100 14", class_="bar-image", aria_hidden="true", focusable="false")
    return tag("span", image, tag("span", words), class_="barred")


def promise_dots(promises: Sequence[PromiseLine]) -> Html:
    """One square a promise: kept, missed or not judged, each with its sign.

    Args:
        promises: In sheet order.
    """
    order = {"Kept": 0, "Missed": 1, "Not judged": 2}
    ordered = sorted(promises, key=lambda promise: order[promise.verdict])
    across = min(max(math.ceil(math.sqrt(len(ordered) * 2)), 1), 16)
    pieces = []
    for place, promise in enumerate(ordered):
        x, y = 30 * (place % across), 30 * (place // across)
        sign = _SIGNS[promise.verdict]
        pieces.append(tag("rect", x=x + 1, y=y + 1, width=26, height=26, rx=5, class_=f"dot {sign}"))
        pieces.append(_sign(sign, x, y))
    height = 30 * math.ceil(len(ordered) / across)
    counts = [(word, sum(promise.verdict == word for promise in ordered)) for word in order]
    words = ", ".join(f"{n} {word.lower()}" for word, n in counts if n)
    return _image("dots", 30 * across, height, "promise-dots", (f"Promises: {words}", ""), pieces)


def _sign(sign: str, x: int, y: int) -> Html:
    path = {
        "kept": f"M{x + 8} {y + 14.5}l4 4 8-9",
        "missed": f"M{x + 9} {y + 9}l10 10m0-10l-10 10",
        "unjudged": f"M{x + 9} {y + 14}h10",
    }[sign]
    return tag("path", d=path, class_=f"dot-sign {sign}")


def _image(
    class_: str, width: int, height: int, key: str, said: tuple[str, str], pieces: Sequence[Html] | Iterator[Html]
) -> Html:
    title, words = said
    ids = f"{key}-t {key}-d" if words else f"{key}-t"
    return tag(
        "svg",
        tag("title", title, id=f"{key}-t"),
        tag("desc", words, id=f"{key}-d") if words else None,
        *pieces,
        class_=class_,
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_labelledby=ids,
        focusable="false",
    )


def _text(x: float, y: float, words: str, class_: str = "", anchor: str = "middle") -> Html:
    return tag("text", words, x=float(x), y=float(y), text_anchor=anchor, class_=class_ or None)


def _columns(months: Sequence[MonthLine]) -> Iterator[tuple[MonthLine, float]]:
    """Each month with the middle of its column."""
    step = (WIDE - _LEFT - _RIGHT) / max(len(months), 1)
    for place, month in enumerate(months):
        yield month, _LEFT + step * (place + 0.5)


def _month_labels(months: Sequence[MonthLine]) -> Iterator[Html]:
    """Month below its column; the year where it begins, ``so far`` below the running month."""
    shown = None
    for month, x in _columns(months):
        yield _text(x, HIGH - _BOTTOM + 18, f"{month.start:%b}", "axis")
        if month.running:
            yield _text(x, HIGH - _BOTTOM + 33, "so far", "axis")
        elif month.start.year != shown:
            yield _text(x, HIGH - _BOTTOM + 33, f"{month.start.year}", "axis")
        shown = month.start.year


def _grid(values: Sequence[float], height: Callable[[float], float], words: Callable[[float], str]) -> Iterator[Html]:
    for value in values:
        y = height(value)
        yield tag("line", x1=_LEFT, x2=WIDE - _RIGHT, y1=y, y2=y, class_="hairline")
        yield _text(_LEFT - 8, y + 4, words(value), "axis", "end")


def _compliance_wide(months: Sequence[MonthLine]) -> Iterator[Html]:
    shares = [month.compliance for month in months if month.compliance is not None]
    lowest = min(shares, default=0.9)
    floor_ = max(math.floor((lowest - 0.05) * 10) / 10, 0.0)
    step = 0.05 if floor_ >= 0.8 else 0.1 if floor_ >= 0.5 else 0.25

    def height(share: float) -> float:
        return _TOP + (1 - share) / (1 - floor_) * (HIGH - _TOP - _BOTTOM)

    lines = [1 - step * k for k in range(int(round((1 - floor_) / step, 6)) + 1)]
    yield from _grid(lines, height, lambda share: f"{round(share * 100)} %")
    points = [(month, x, height(month.compliance)) for month, x in _columns(months) if month.compliance is not None]
    closed = [(x, y) for month, x, y in points if not month.running]
    yield tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in closed), class_="line")
    running = [(x, y) for month, x, y in points if month.running]
    if closed and running:
        ends = (closed[-1], running[0])
        yield tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in ends), class_="line so-far")
    for place, (month, x, y) in enumerate(points):
        yield tag("circle", cx=x, cy=y, r=4, class_="point so-far" if month.running else "point")
        beside = [points[near][2] for near in (place - 1, place + 1) if 0 <= near < len(points)]
        below = len(beside) == 2 and all(y > other for other in beside) and y < HIGH - _BOTTOM - 20
        yield _text(x, y + (20 if below else -10), percent_words(month.compliance or 0.0).removesuffix(" %"), "value")
    yield from _month_labels(months)


def _demand_wide(months: Sequence[MonthLine]) -> Iterator[Html]:
    top = _round_up(max([1, *(max(m.submitted, m.closed, m.backlog) for m in months)]))

    def height(value: float) -> float:
        return _TOP + (1 - value / top) * (HIGH - _TOP - _BOTTOM)

    yield from _grid([top * k / 4 for k in range(5)], height, lambda value: f"{value:,.0f}")
    step = (WIDE - _LEFT - _RIGHT) / max(len(months), 1)
    thick = min(step * 0.34, 22)
    for month, x in _columns(months):
        lighter = " so-far" if month.running else ""
        for value, left, name in ((month.submitted, x - thick - 1, "in"), (month.closed, x + 1, "out")):
            y = height(value)
            yield tag("rect", x=left, y=y, width=thick, height=height(0) - y, rx=2, class_=f"{name}{lighter}")
    line = [(x, height(month.backlog)) for month, x in _columns(months)]
    yield tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in line), class_="open")
    for x, y in line:
        yield tag("circle", cx=x, cy=y, r=3, class_="open-point")
    yield from _month_labels(months)


def _round_up(value: int) -> int:
    """The next number that four grid lines divide into round steps."""
    size: int = 10 ** int(math.log10(value))
    for factor in (1, 2, 4, 6, 8, 10):
        if value <= factor * size and factor * size % 4 == 0:
            return factor * size
    return max(4, 4 * math.ceil(value / 4))


def _rows(
    months: Sequence[MonthLine], row: Callable[[MonthLine, int], Iterator[Html]], height: int = _LINE
) -> Iterator[Html]:
    for place, month in enumerate(months):
        yield _text(0, place * height + 18, month.label, "axis", "start")
        yield from row(month, place * height)


def _compliance_row(month: MonthLine, y: int) -> Iterator[Html]:
    lighter = " so-far" if month.running else ""
    if month.compliance is not None:
        yield tag("rect", x=76, y=y + 7, width=140, height=14, rx=2, class_="bar-ground")
        yield tag("rect", x=76, y=y + 7, width=140.0 * month.compliance, height=14, rx=2, class_=f"bar{lighter}")
    yield _text(_NARROW, y + 18, month.words, "value", "end")


def _demand_row(month: MonthLine, y: int, most: int) -> Iterator[Html]:
    lighter = " so-far" if month.running else ""
    for value, top, name in ((month.submitted, y + 5, "in"), (month.closed, y + 17, "out")):
        yield tag("rect", x=76, y=top, width=118.0 * value / most, height=10, rx=2, class_=f"{name}{lighter}")
    words = f"{month.submitted:,} in, {month.closed:,} out"
    yield _text(_NARROW, y + 14, words, "value", "end")
    yield _text(_NARROW, y + 30, f"{month.backlog:,} open", "axis", "end")

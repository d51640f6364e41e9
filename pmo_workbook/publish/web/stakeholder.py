"""The page of one stakeholder, in the style of the web page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from pmo_workbook.layout.sentences import moment_words
from pmo_workbook.publish.own_requests import ForStakeholder, OwnRequest, for_stakeholder
from pmo_workbook.publish.records import Publication, Tile
from pmo_workbook.publish.web import page
from pmo_workbook.publish.web.markup import Html, Piece, join, tag
from pmo_workbook.publish.web.page_months import months
from pmo_workbook.publish.web.page_parts import Cell, Column, day, frame, items, section, table, words_and_note
from pmo_workbook.publish.whose_time import REQUESTER, Split, added
from pmo_workbook.report import Report
from pmo_workbook.words import count_words, list_words, percent_words

_PARTS = (("pmo", "with the PMO"), ("you", "waiting for you"), ("others", "waiting for others"))
Row = tuple[Cell | Piece, ...]

_TIME = tuple(Column(name, True) for name in ("PMO days", "Your days", "Others’ days", "All days"))


def stakeholder_page(report: Report, stakeholder_id: str) -> str:
    """The page as a text, to be written as UTF-8.

    Args:
        report: All results.
        stakeholder_id: Whose page; case and blanks around it do not matter.

    Raises:
        InputError: There is no such stakeholder.
    """
    return _lay_out(for_stakeholder(report, stakeholder_id))


def _lay_out(found: ForStakeholder) -> str:
    publication = _own_words(found)
    content = tag(
        "main",
        tag("p", f"For {found.stakeholder.group}", class_="for-whom"),
        page.hero(publication),
        _yours(found),
        _whose(found),
        _missed(found),
        page.promises(publication),
        months(publication) if found.finished or found.open else None,
        _open(found),
        _finished(found),
        _asks(found),
        id="content",
        tabindex="-1",
    )
    body = (page.top(publication), content, page.foot(publication))
    title = f"{found.stakeholder.group}: your requests to the {publication.pmo_name}"
    return frame(title, body, description=publication.headline)


def _own_words(found: ForStakeholder) -> Publication:
    """The publication with what is said to one stakeholder: only promises that met their requests."""
    publication = found.publication
    met = tuple(line for line in publication.promises if line.n)
    yours = sum(one.waits_for == REQUESTER for one in found.open)
    judged = [line for line in met if line.verdict != "Not judged"]
    unjudged = len(met) - len(judged)
    kept = sum(line.verdict == "Kept" for line in judged)
    told = Tile(
        "Promises kept",
        f"{kept:,} of {len(judged):,}" if judged else "None judged",
        f"{unjudged:,} not judged: no goal, or too few cases" if unjudged else "of those with your requests",
    )
    kept_tiles = [tile for tile in publication.tiles if tile.field not in ("promises_kept", "at_risk")]
    tiles = (told, *kept_tiles, Tile("Waiting for you", f"{yours:,}", f"of {len(found.open):,} open"))
    left = f"{count_words(found.left_out, 'request')} of yours left out." if found.left_out else ""
    return replace(publication, promises=met, tiles=tiles, banner=left)


def _yours(found: ForStakeholder) -> Html:
    waiting = [one for one in found.open if one.waits_for == REQUESTER]
    if not waiting:
        return Html()
    lines = [
        join(
            (
                tag("b", one.request_id),
                _titled(one),
                tag("span", f"{one.service} · since {one.waits_since}", class_="note"),
            ),
            " ",
        )
        for one in waiting
    ]
    return section("yours", "Waiting for you now", items(lines, "yours"), said="Work goes on when you answer.")


def _titled(one: OwnRequest) -> str:
    return one.title or "(no title)"


def _missed(found: ForStakeholder) -> Html:
    if not found.missed:
        return section("missed", "What was missed, and why", tag("p", "No promise on your requests was missed."))
    columns = [*map(Column, ("Request", "What was missed", "Due", "Closed", "Reason")), *_TIME]
    rows: list[Row] = [
        (
            Cell(words_and_note(one.request_id, f"{_titled(one)} · {one.service}"), one.request_id),
            _promises_missed(one),
            _due(one),
            day(one.closed_day, "Open"),
            one.late_because,
            *_time(one.split),
        )
        for one in found.missed
    ]
    total = added_tenths(one.split for one in found.missed)
    foot: Row = ("In all", None, None, None, None, *_tenth_cells(total))
    said = "Each request with a promise that was missed in the period or since, the last one first."
    return section(
        "missed",
        "What was missed, and why",
        table("Missed promises on your requests", columns, rows, foot=foot),
        said=said,
    )


def _due(one: OwnRequest) -> Cell:
    first = min((miss.due for miss in one.missed if miss.due is not None), default=None)
    return day(first)


def _promises_missed(one: OwnRequest) -> Html:
    lines = [
        words_and_note(miss.name, f"due {moment_words(miss.due)}" if miss.due else "")
        if len(one.missed) > 1
        else miss.name
        for miss in one.missed
    ]
    return items(lines, "plain") if len(lines) > 1 else join(lines)


def _whose(found: ForStakeholder) -> Html:
    if not found.finished:
        return Html()
    whole = added(one.split for one in found.finished)
    tenths = added_tenths(one.split for one in found.finished)
    by_service: dict[str, list[Split]] = defaultdict(list)
    for one in found.finished:
        by_service[one.service].append(one.split)
    columns = [Column("Service"), Column("Finished, n", True), *_TIME]
    rows: list[Row] = [
        (name, Cell(f"{len(splits):,}", float(len(splits))), *_tenth_cells(added_tenths(splits)))
        for name, splits in by_service.items()
    ]
    foot: Row = ("In all", f"{len(found.finished):,}", *_tenth_cells(tenths))
    others = [f"{reason} {float(days):,.1f}" for reason, days in sorted(whole.reasons.items(), key=lambda one: -one[1])]
    note = f"Others: {list_words(others)} days. " if others else ""
    said = f"Working days of the {count_words(len(found.finished), 'request')} finished in {found.publication.period}."
    return section(
        "whose",
        "Whose time it was",
        _share_bar(whole, tenths),
        table("Working days by service", columns, rows, foot=foot),
        tag(
            "p",
            f"{note}Days are working days of the service’s calendar. Time on hold is that of whom the request "
            "waited for; where holds overlap, of the one that began first; all other time is the PMO’s.",
            class_="note",
        ),
        said=said,
    )


def _share_bar(whole: Split, tenths: tuple[int, int, int]) -> Html:
    parts = (whole.pmo, whole.you, whole.others)
    total = sum(tenths)
    terms = []
    pieces = []
    x = 0.0
    for (key, words), exact, shown in zip(_PARTS, parts, tenths, strict=True):
        share = exact / whole.total if whole.total else Fraction(0)
        width = 1000.0 * float(share)
        pieces.append(tag("rect", x=x, y=0, width=max(width - 3, 0.0), height=34, class_=f"share {key}"))
        x += width
        label = join((tag("i", class_=f"swatch {key}"), words))
        said = tag("span", percent_words(float(share)))
        terms.append(tag("div", tag("dt", label), tag("dd", f"{shown / 10:,.1f} days", said)))
    image = tag(
        "svg",
        *pieces,
        viewBox="0 0 1000 34",
        preserveAspectRatio="none",
        class_="shares",
        aria_hidden="true",
        focusable="false",
    )
    return join((image if total else None, tag("dl", *terms, class_="whose")))


def added_tenths(splits: Iterable[Split]) -> tuple[int, int, int]:
    """Sum of the tenths that are shown, so that a column adds up to its sum as printed.

    Args:
        splits: What to add up.
    """
    shown = [one.tenths for one in splits]
    return sum(one[0] for one in shown), sum(one[1] for one in shown), sum(one[2] for one in shown)


def _time(split: Split) -> tuple[Cell, ...]:
    return _tenth_cells(split.tenths)


def _tenth_cells(tenths: tuple[int, int, int]) -> tuple[Cell, ...]:
    return tuple(Cell(f"{value / 10:,.1f}", value / 10) for value in (*tenths, sum(tenths)))


def _open(found: ForStakeholder) -> Html:
    if not found.open:
        return Html()
    columns = [*map(Column, ("Request", "Service", "Submitted", "Waits for")), *_TIME]
    rows: list[Row] = [
        (
            Cell(words_and_note(one.request_id, _titled(one)), one.request_id),
            one.service,
            Cell(one.submitted, one.submitted_at.isoformat()),
            _waits(one),
            *_time(one.split),
        )
        for one in found.open
    ]
    said = f"{count_words(len(found.open), 'request')} open, with the working days so far."
    return section("open", "Open now", table("Your open requests", columns, rows), said=said)


def _waits(one: OwnRequest) -> str:
    if not one.waits_for:
        return "PMO"
    return f"{'You' if one.waits_for == REQUESTER else one.waits_for}, since {one.waits_since}"


def _finished(found: ForStakeholder) -> Html:
    if not found.finished:
        return Html()
    columns = [*map(Column, ("Request", "Service", "Submitted", "Closed")), *_TIME]
    rows: list[Row] = [
        (
            Cell(words_and_note(one.request_id, _titled(one)), one.request_id),
            one.service,
            Cell(one.submitted, one.submitted_at.isoformat()),
            day(one.closed_day),
            *_time(one.split),
        )
        for one in found.finished
    ]
    foot: Row = ("In all", None, None, None, *_tenth_cells(added_tenths(one.split for one in found.finished)))
    made = table("Your requests finished in the period", columns, rows, foot=foot)
    words = f"All {count_words(len(rows), 'request')} finished in {found.publication.period}"
    return section("finished", "Finished requests", tag("details", tag("summary", words), made, class_="figures"))


def _asks(found: ForStakeholder) -> Html:
    publication = found.publication
    waiting = sum(one.waits_for == REQUESTER for one in found.open)
    asks: list[Piece] = []
    if waiting:
        asks.append(f"Answer the {count_words(waiting, 'request')} waiting for you, listed above.")
    asks.append("Answer the short survey when your request is closed.")
    asks.append("Tell us where a figure or a reason is wrong: it is corrected, and you are told.")
    write = page.linked(f"Write to {publication.mailbox}.", publication.mailbox) if publication.mailbox else None
    return section("asks", "What we ask of you", items([*asks, *([write] if write else [])], "asks"), class_="closing")

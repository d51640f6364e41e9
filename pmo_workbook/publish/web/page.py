"""The web page: one file that needs nothing else, with everything that is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pmo_workbook.metrics import TIMED
from pmo_workbook.publish.records import DueItem, PromiseLine, Publication, ServiceLine
from pmo_workbook.publish.web import svg
from pmo_workbook.publish.web.markup import Html, Piece, join, tag
from pmo_workbook.publish.web.page_catalogue import catalogue, raci
from pmo_workbook.publish.web.page_months import months
from pmo_workbook.publish.web.page_parts import (
    Cell,
    Column,
    day,
    facts,
    frame,
    items,
    number,
    section,
    table,
    verdict,
    words_and_note,
)
from pmo_workbook.words import day_words, number_words


def page(publication: Publication) -> str:
    """The page as a text, to be written as UTF-8.

    Args:
        publication: What is published.
    """
    parts = [part for part in _parts(publication) if part[2]]
    links = tag(
        "nav",
        tag("ul", *(tag("li", tag("a", label, href=f"#{key}")) for key, label, _ in parts)),
        class_="links",
        aria_label="On this page",
    )
    content = tag("main", hero(publication), links, *(part for _, _, part in parts), id="content", tabindex="-1")
    body = (top(publication), content, foot(publication))
    return frame(publication.title, body, description=publication.headline)


def _parts(publication: Publication) -> list[tuple[str, str, Html]]:
    """Id, short name for the links, and content of each part; a part without content is left out."""
    return [
        ("missed", "What slips", _missed(publication)),
        ("months", "Month by month", months(publication)),
        ("services", "By service", _services(publication)),
        ("promises", "All promises", promises(publication)),
        ("outcomes", "Outcomes", _outcomes(publication)),
        ("decisions", "Decisions", _decisions(publication)),
        ("changes", "What changed", _changes(publication)),
        ("catalogue", "Services to ask for", catalogue(publication)),
        ("raci", "Who does what", raci(publication)),
        ("asks", "What we ask of you", _asks(publication)),
    ]


def top(publication: Publication) -> Html:
    """Whose page it is, of which version and moment.

    Args:
        publication: What is published.
    """
    names = [name for name in (publication.organisation, publication.pmo_name) if name]
    version = f"Framework version {publication.version}" if publication.version else ""
    return tag(
        "header",
        tag("p", join((tag("span", name) for name in names), " "), class_="who"),
        tag("p", join((version, f"As of {publication.as_of_words}"), " · "), class_="when"),
        class_="top",
    )


def opening(headline: str) -> tuple[str, str]:
    """The first sentence of a headline, and the rest of it."""
    first, dot, rest = headline.partition(". ")
    return (f"{first}.", rest) if dot else (headline, "")


def hero(publication: Publication) -> Html:
    """The headline, the headline figures and what is not in them.

    Args:
        publication: What is published.
    """
    first, rest = opening(publication.headline)
    tiles = [
        tag("div", tag("dt", tile.label), tag("dd", tag("b", tile.figure), tag("span", tile.base)), class_="tile")
        for tile in publication.tiles
    ]
    banner = tag("p", tag("strong", "Not in the figures: "), publication.banner, class_="banner")
    return tag(
        "div",
        tag(
            "div",
            tag(
                "div",
                tag("h1", first),
                tag("p", rest, class_="lead") if rest else None,
            ),
            svg.promise_dots(publication.promises) if publication.promises else None,
            class_="saying",
        ),
        tag("dl", *tiles, class_="tiles"),
        banner if publication.banner else None,
        class_="hero",
    )


def _missed(publication: Publication) -> Html:
    if not publication.missed:
        return Html()
    cards = [
        tag(
            "li",
            tag("h3", line.name),
            tag("p", tag("b", line.result_words), f" against {line.goal_words}", class_="against"),
            tag("p", line.service, " · ", line.words, class_="note"),
            facts(
                (
                    ("Misses", line.misses_words),
                    ("Base, n", f"{line.n:,}"),
                    ("Reason most given", line.reason or "None given"),
                    ("Open action", _action(line, publication.as_of.date())),
                )
            ),
        )
        for line in publication.missed
    ]
    return section("missed", "What slips, and what is done about it", tag("ul", *cards, class_="cards slips"))


def _action(line: PromiseLine, today: dt.date) -> Piece:
    if not line.action or line.action_due is None:
        return tag("strong", line.action or "None; one is needed", class_="missed-words")
    due = "was due" if line.action_due < today else "due"
    return words_and_note(line.action, f"{due} {day_words(line.action_due)}")


def _services(publication: Publication) -> Html:
    lines = [line for line in publication.services if line.result is not None]
    if not lines:
        return Html()
    columns = [
        Column("Service"),
        Column("Compliance"),
        *(
            Column(name, True)
            for name in ("Promises kept", "In", "Out", "Open now", "Hours of work", "Score of 5", "Answers")
        ),
    ]
    return section(
        "services",
        "By service",
        table("Figures by service", columns, [_service_row(line) for line in lines]),
        said=f"{publication.demand} {publication.effort}",
    )


def _service_row(line: ServiceLine) -> tuple[Cell | Piece, ...]:
    found = line.result
    if found is None:
        return (line.name, *[None] * 8)
    kept = found.kept_words.split(" of ")
    return (
        line.name,
        Cell(svg.bar(found.compliance, found.compliance_words) if found.n else _untimed(line), found.compliance),
        Cell(found.kept_words, int(kept[0]) / int(kept[1]) if len(kept) > 1 else None),
        number(found.submitted),
        number(found.closed),
        number(found.backlog),
        number(found.effort_hours, number_words(found.effort_hours, 0)) if found.effort_hours is not None else None,
        number(found.satisfaction, f"{found.satisfaction:.1f}") if found.satisfaction is not None else None,
        number(found.answers),
    )


def _untimed(line: ServiceLine) -> Html:
    words = "none decided" if line.promises else "no promise"
    if line.promises and all(promise.metric not in TIMED for promise in line.promises):
        words = "no timed promise"
    return tag("span", words, class_="note")


def promises(publication: Publication) -> Html:
    """All promises with their results; empty without any.

    Args:
        publication: What is published.
    """
    if not publication.promises:
        return Html()
    columns = [
        Column("Promise"),
        Column("Service"),
        Column("Result", True),
        Column("Goal", True),
        Column("n", True),
        Column("Misses, of allowed", True),
        Column("Verdict"),
    ]
    rows = [
        (
            Cell(words_and_note(line.name, line.words), line.name),
            line.service,
            Cell(words_and_note(line.result_words, _without(line)), line.value),
            Cell(line.goal_words, line.goal),
            number(line.n),
            Cell(line.misses_words.removesuffix(" allowed"), _first_number(line.misses_words)),
            Cell(verdict(line.verdict), line.verdict),
        )
        for line in publication.promises
    ]
    said = "Each promise over the period; a result of few cases is shown as a count and not judged."
    return section("promises", "All promises", table("All promises and their results", columns, rows), said=said)


def _first_number(words: str) -> float | None:
    first = words.split(" ", 1)[0].replace(",", "")
    return float(first) if first.isdecimal() else None


def _without(line: PromiseLine) -> str:
    return f"{line.without_holds_words} without holds" if line.without_holds_words else ""


def _outcomes(publication: Publication) -> Html:
    columns = [
        Column("Measure"),
        Column("What it is about"),
        Column("Value", True),
        Column("Target", True),
        Column("Before", True),
        Column("Read on"),
        Column("Verdict"),
    ]
    rows = [
        (
            line.measure,
            line.subject,
            Cell(line.value_words, float(line.value_words.replace(",", ""))),
            Cell(line.target_words, _first_number(line.target_words)),
            Cell(line.before_words, _first_number(line.before_words)),
            day(line.date),
            Cell(verdict(line.verdict), line.verdict),
        )
        for line in publication.outcomes
    ]
    shown = table("Outcomes against target", columns, rows) if rows else None
    heard = facts((("Satisfaction", publication.survey.words), ("Backlog", publication.ageing)), class_="facts beside")
    return section("outcomes", "What it changes, and what people say", shown, heard)


def _decisions(publication: Publication) -> Html:
    overdue, coming = publication.decisions, publication.next_reviews
    none = tag("p", "No review and no action is overdue.")
    left = tag("div", tag("h3", "Overdue"), _due_list(overdue) if overdue else none)
    right = tag("div", tag("h3", "Next reviews"), _due_list(coming[:8]) if coming else tag("p", "None is planned."))
    return section("decisions", "What to decide, and what comes next", tag("div", left, right, class_="two"))


def _due_list(found: Sequence[DueItem]) -> Html:
    lines = [
        tag(
            "li",
            tag("b", item.what),
            tag("span", f"{item.kind} · {item.role} · {item.words}", class_="note"),
        )
        for item in found
    ]
    return tag("ul", *lines, class_="dues")


def _changes(publication: Publication) -> Html:
    changes = publication.changes
    if changes is None:
        return Html()
    restated = [
        (change.what, change.period, change.before, change.after, change.why) for change in changes.restatements
    ]
    defined = [
        (
            change.item,
            change.kind,
            change.field or ("Removed" if change.before else "Added"),
            change.before,
            change.after,
        )
        for change in changes.definitions
    ]
    headers = {
        "restated": [Column(name) for name in ("Figure", "Period", "Told before", "Now", "Why")],
        "defined": [Column(name) for name in ("Item", "Kind", "What", "Before", "After")],
    }
    content: list[Piece] = []
    if restated:
        content += [
            tag("h3", "Figures told before"),
            table("Figures that are different now", headers["restated"], restated),
        ]
    if defined:
        content += [tag("h3", "Definitions"), table("Definitions that are different now", headers["defined"], defined)]
    said = f"Since {changes.since}." if content else f"Nothing since {changes.since}."
    return section("changes", "What changed", *content, said=said)


def _asks(publication: Publication) -> Html:
    asks = [linked(text, publication.mailbox) for text in publication.asks]
    return section("asks", "What we ask of you", items(asks, "asks"), class_="closing")


def linked(text: str, mailbox: str) -> Piece:
    """A sentence with the mailbox as a link.

    Args:
        text: The sentence.
        mailbox: Where readers write to; may be empty.
    """
    before, found, after = text.partition(mailbox) if mailbox else (text, "", "")
    return join((before, tag("a", found, href=f"mailto:{found}"), after)) if found else text


def foot(publication: Publication) -> Html:
    """What the figures are about, and control totals.

    Args:
        publication: What is published.
    """
    return tag(
        "footer",
        tag("p", publication.about),
        tag("p", publication.counted),
        class_="foot",
    )

"""The web page's catalogue of services and its matrix of roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pmo_workbook.publish.records import PromiseLine, Publication, ServiceLine
from pmo_workbook.publish.web.markup import Html, Piece, tag
from pmo_workbook.publish.web.page_parts import facts, items, section, words_and_note
from pmo_workbook.words import count_words, day_words

_LETTERS = (
    ("R", "Responsible: does the work"),
    ("A", "Accountable: answers for it"),
    ("C", "Consulted: asked before"),
    ("I", "Informed: told after"),
)
_MOST_AT_ONCE = 11
"""Roles that a wide screen shows side by side."""


def catalogue(publication: Publication) -> Html:
    """The services that can be asked for, one card each; empty when there are none.

    Args:
        publication: What is published.
    """
    services = publication.live_services
    if not services:
        return Html()
    found = tag(
        "p",
        tag("label", "Find a service", for_="find"),
        tag("input", type="search", id="find", autocomplete="off", aria_controls="cards"),
        class_="find",
        hidden=True,
    )
    cards = tag("div", *(_card(line, publication) for line in services), class_="cards services", id="cards")
    said = f"{count_words(len(services), 'service')}; open one for all of its description."
    return section("catalogue", "Services you can ask for", found, cards, said=said)


def _card(line: ServiceLine, publication: Publication) -> Html:
    critical = tag("span", "Critical", class_="chip") if line.critical else None
    pilot = tag("span", line.status, class_="chip") if line.status != "Live" else None
    summary = tag(
        "summary",
        tag("h3", line.name),
        tag("span", line.category, class_="note"),
        tag("span", critical, pilot, class_="chips"),
        tag("span", line.objective, class_="objective"),
    )
    told = facts(
        (
            ("How to ask", line.how_to_request),
            ("Before you ask", line.prerequisites),
            ("Promises", items(_promised(line.promises), "promised") if line.promises else "No promise"),
            ("In scope", line.in_scope),
            ("Out of scope", line.out_of_scope),
            ("For", line.audience),
            ("Delivered", line.delivery),
            ("How it works", line.process),
            ("Tools and templates", line.tools),
            ("Success", line.success),
            ("Accountable", f"{line.accountable} ({line.holder})" if line.holder else line.accountable),
            ("Reviewed", _reviewed(line)),
        )
    )
    return tag("details", summary, told, class_="card", id=f"service-{publication.services.index(line) + 1}")


def _promised(promises: Sequence[PromiseLine]) -> Iterator[Piece]:
    for line in promises:
        pauses = f"The clock stops while waiting for {line.pauses}." if line.pauses else ""
        until = f"Held until {day_words(line.until)}." if line.until else ""
        escalation = f"Escalation: {line.escalation.rstrip('.')}." if line.escalation else ""
        note = " ".join(words for words in (pauses, escalation, until) if words)
        yield words_and_note(line.words, note)


def _reviewed(line: ServiceLine) -> str:
    if line.reviewed is None:
        return f"Never; {line.review_words}"
    return f"{day_words(line.reviewed)}, {line.review_words}"


def raci(publication: Publication) -> Html:
    """The matrix of roles, those of a service together; empty when there is none.

    Args:
        publication: What is published.
    """
    matrix = publication.raci
    if not matrix.rows or not matrix.roles:
        return Html()
    heads = [
        tag(
            "th",
            role.name,
            tag("span", role.holder, class_="note") if role.holder else None,
            scope="col",
            class_="role",
        )
        for role in matrix.roles
    ]
    bodies = []
    for service, rows in groupby(matrix.rows, key=lambda row: row.service):
        group = tag("tr", tag("th", service, scope="rowgroup", colspan=str(len(heads) + 1)), class_="group")
        lines = [
            tag("tr", tag("th", row.activity, scope="row"), *(_letter(code) for code in row.codes)) for row in rows
        ]
        bodies.append(tag("tbody", group, *lines))
    made = tag(
        "table",
        tag("caption", "Who is responsible, accountable, consulted and informed"),
        tag("thead", tag("tr", tag("th", "Activity", scope="col"), *heads)),
        *bodies,
        class_="raci",
    )
    key = tag("p", *(_key(*one) for one in _LETTERS), class_="note letters")
    label = "Who does what: a table that may scroll"
    shape = "matrix" if len(matrix.roles) <= _MOST_AT_ONCE else "tall"
    return section(
        "raci",
        "Who does what",
        key,
        tag("div", made, class_=f"scrolls {shape}", tabindex="0", role="region", aria_label=label),
    )


def _letter(code: str) -> Html:
    if not code:
        return tag("td", class_="letter")
    return tag("td", tag("span", code, class_=f"code {code[0].lower()}"), class_="letter")


def _key(letter: str, words: str) -> Html:
    return tag("span", tag("span", letter, class_=f"code {letter.lower()}"), " ", words, class_="key")

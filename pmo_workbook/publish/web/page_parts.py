"""The frame and the tables that every page is made of."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from pmo_workbook import palette
from pmo_workbook.publish.web.markup import Html, Piece, escape, join, tag
from pmo_workbook.words import day_words

_TONES = {
    "Kept": ("kept", "✓"),
    "Reached": ("kept", "✓"),
    "Missed": ("missed", "✗"),
    "Not judged": ("unjudged", "–"),
    "No target": ("unjudged", "–"),
}


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        header: Its header.
        number: Set right and sorted as a number.
    """

    header: str
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell that sorts by something else than its text.

    Attributes:
        content: What is shown.
        key: What it sorts by; None sorts last.
    """

    content: Piece
    key: str | float | None = None


def frame(title: str, body: Iterable[Piece], *, description: str = "") -> str:
    """A whole page that needs nothing from anywhere.

    The content security policy allows this style and this script and nothing else, no request to any server.

    Args:
        title: Title of the page.
        body: Its content.
        description: One sentence about it.
    """
    style, script = palette.css_variables() + asset("page.css"), asset("page.js")
    policy = f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="description", content=description) if description else None,
        tag("link", rel="icon", href="data:,"),
        tag("title", title),
        Html(f"<style>{style}</style>"),
    )
    skip = tag("a", "Skip to the content", href="#content", class_="skip")
    live = tag("div", class_="unseen", id="said", role="status")
    page = tag("html", head, tag("body", skip, *body, live, Html(f"<script>{script}</script>")), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"


def asset(name: str) -> str:
    """The style or the script of the page.

    Args:
        name: File in the folder ``web`` beside this module.
    """
    return resources.files("pmo_workbook.publish").joinpath("web", name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def section(key: str, title: str, *content: Piece, said: str = "", class_: str = "") -> Html:
    """A part of the page with its heading.

    Args:
        key: Its id, for links.
        title: Its heading.
        *content: Its content.
        said: A sentence below the heading.
        class_: More classes.
    """
    heading = tag("h2", title, id=f"{key}-title")
    words = tag("p", said, class_="said") if said else None
    return tag(
        "section",
        tag("div", heading, words, class_="heading"),
        *content,
        id=key,
        aria_labelledby=f"{key}-title",
        class_=f"part {class_}".strip(),
    )


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell | Piece]],
    *,
    stacked: bool = True,
    foot: Sequence[Cell | Piece] | None = None,
) -> Html:
    """A table that sorts, with headers of rows and columns.

    The roles are said although they are those of a table: where the style stacks the cells on a phone, browsers forget
    that it is one.

    Args:
        caption: What it shows; read out, not seen.
        columns: Its columns.
        rows: Its rows, one cell a column; the first cell heads its row.
        stacked: On a phone each row becomes a card; otherwise the table scrolls sideways.
        foot: A last row, such as sums, that is not sorted.
    """
    heads = [
        tag("th", column.header, scope="col", role="columnheader", class_="number" if column.number else None)
        for column in columns
    ]
    body = [tag("tr", *_cells(columns, row), role="row") for row in rows]
    made = tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *heads, role="row"), role="rowgroup"),
        tag("tbody", *body, role="rowgroup"),
        tag("tfoot", tag("tr", *_cells(columns, foot), role="row"), role="rowgroup") if foot else None,
        class_="sorts stacked" if stacked else "sorts",
        role="table",
    )
    return tag("div", made, class_="scrolls", tabindex="0", role="region", aria_label=caption)


def _cells(columns: Sequence[Column], row: Sequence[Cell | Piece]) -> list[Html]:
    made = []
    for place, (column, given) in enumerate(zip(columns, row, strict=True)):
        cell = given if isinstance(given, Cell) else Cell(given)
        content = cell.content or ""
        classes = " ".join(word for word in ("number" if column.number else "", "" if content else "blank") if word)
        made.append(
            tag(
                "td" if place else "th",
                content,
                scope=None if place else "row",
                role="cell" if place else "rowheader",
                data_label=column.header,
                data_key=cell.key,
                class_=classes or None,
            )
        )
    return made


def number(value: float | None, words: str | None = None) -> Cell:
    """A cell of a number.

    Args:
        value: The number; None is blank.
        words: How it is written; None writes whole numbers.
    """
    if value is None:
        return Cell(words, None)
    return Cell(f"{value:,.0f}" if words is None else words, float(value))


def day(value: dt.date | None, words: str = "") -> Cell:
    """A cell of a date.

    Args:
        value: The date; None shows the words.
        words: What stands there without a date.
    """
    if value is None:
        return Cell(words, None)
    return Cell(tag("time", day_words(value), datetime=value.isoformat()[:10], class_="day"), value.isoformat()[:10])


def verdict(word: str) -> Html:
    """A word of status with its sign and colour.

    Args:
        word: Such as ``Kept`` or ``Missed``.
    """
    tone, sign = _TONES[word]
    return tag("span", tag("span", sign, aria_hidden="true"), " ", word, class_=f"verdict {tone}")


def facts(pairs: Iterable[tuple[str, Piece]], class_: str = "facts") -> Html:
    """Terms and what is said of them; pairs without words are left out.

    Args:
        pairs: Term and words.
        class_: Class of the list.
    """
    said = [tag("div", tag("dt", term), tag("dd", words)) for term, words in pairs if words]
    return tag("dl", *said, class_=class_) if said else Html()


def items(lines: Iterable[Piece], class_: str = "") -> Html:
    """A list of sentences.

    Args:
        lines: The sentences.
        class_: Class of the list.
    """
    return tag("ul", *(tag("li", escape(line)) for line in lines), class_=class_ or None)


def words_and_note(words: str, note: str) -> Html:
    """Words with a smaller note below them.

    Args:
        words: The words.
        note: The note; empty leaves it out.
    """
    return join((words, tag("span", note, class_="note") if note else None))

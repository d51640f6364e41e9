"""What the mails say: the one to stakeholders, and the Watchlist to the PMO team.

Styles stand on each element, since mail programs drop style sheets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pmo_workbook import palette
from pmo_workbook.framework import Framework
from pmo_workbook.layout.sentences import moment_words
from pmo_workbook.publish.mail_draft import PICTURE, MailDraft, address, one_line
from pmo_workbook.publish.records import Publication
from pmo_workbook.publish.since.changes import Changes
from pmo_workbook.publish.web.markup import Html, Piece, tag
from pmo_workbook.report import Report
from pmo_workbook.results import Watched
from pmo_workbook.words import count_words, number_words

NOBODY: Final = "Assigned to nobody"
_FONT = f"font-family:Calibri,Carlito,'Segoe UI',Arial,sans-serif;color:{palette.INK};"
_CELL = f"padding:6px 14px 6px 0;border-bottom:1px solid {palette.HAIRLINE};vertical-align:top;font-size:15px;"
_HEAD = (
    f"padding:6px 14px 6px 0;border-bottom:2px solid {palette.INK};vertical-align:bottom;"
    f"font-size:14px;color:{palette.GREY};"
)


@dataclass(frozen=True)
class Recipients:
    """Who gets the report.

    Attributes:
        addresses: Sound addresses, each once.
        unsound: What stands in Email and is no address.
        without: Groups that receive the report and have no address.
    """

    addresses: tuple[str, ...]
    unsound: tuple[str, ...]
    without: tuple[str, ...]


def recipients(framework: Framework) -> Recipients:
    """Addresses of the stakeholders whose Receives report is Yes.

    Args:
        framework: What counts.
    """
    found: dict[str, str] = {}
    unsound, without = [], []
    for group in framework.stakeholders:
        if group.receives_report != "Yes":
            continue
        if not group.email:
            without.append(group.group)
        for given in group.email or ():
            sound = address(given)
            if sound is None:
                unsound.append(one_line(given))
            else:
                found.setdefault(sound.casefold(), sound)
    return Recipients(tuple(found.values()), tuple(unsound), tuple(without))


def stakeholder_mail(
    publication: Publication, to: Recipients, attachments: Sequence[Path] = (), picture: bytes | None = None
) -> MailDraft:
    """The mail to stakeholders, each in Bcc so that nobody sees another's address.

    Args:
        publication: What is published.
        to: Who gets it.
        attachments: The clean copy, the PDF and what else goes with it.
        picture: The Summary as a PNG; None leaves it out.
    """
    first = publication.headline.partition(". ")[0].rstrip(".")
    mailbox = address(publication.mailbox)
    return MailDraft(
        subject=one_line(f"{publication.pmo_name} service report: {first}"),
        to=(mailbox,) if mailbox else (),
        bcc=to.addresses,
        text=_text(publication, attachments),
        html=_html(publication, attachments, picture is not None),
        picture=picture,
        attachments=tuple(attachments),
    )


def three_sentences(publication: Publication) -> tuple[str, ...]:
    """The report in at most three sentences: the promises, what slips, the demand or what people say.

    Args:
        publication: What is published.
    """
    first, dot, rest = publication.headline.partition(". ")
    said = [f"{first}{dot.strip()}", rest, publication.demand.partition(". ")[0].rstrip(".") + "."]
    if not rest and publication.survey.mean is not None:
        said.append(publication.survey.words.partition(". ")[0].rstrip(".") + ".")
    return tuple(sentence for sentence in said if sentence)[:3]


def change_lines(changes: Changes | None) -> tuple[str, ...]:
    """What changed since the last publication, one line each; empty when nothing did.

    Args:
        changes: The changes.
    """
    if not changes:
        return ()
    restated = [f"{one.what}, {one.period}: {one.before} → {one.after}. {one.why}" for one in changes.restatements]
    defined = []
    for one in changes.definitions:
        if one.field:
            defined.append(f"{one.kind} {one.item}, {one.field}: {one.before or 'blank'} → {one.after or 'blank'}")
        else:
            defined.append(f"{one.kind} {one.item}: {'removed' if one.before else 'added'}")
    return (*restated, *defined)


def _changed_words(changes: Changes | None) -> str:
    if changes is None:
        return ""
    return f"What changed since {changes.since}" if changes else f"Nothing changed since {changes.since}"


def _text(publication: Publication, attachments: Sequence[Path]) -> str:
    lines = [*three_sentences(publication), ""]
    if publication.banner:
        lines += [f"Not in the figures: {publication.banner}", ""]
    lines += [f"{tile.label}: {tile.figure} ({tile.base})" for tile in publication.tiles]
    lines += ["", f"Promises, {publication.period}"]
    for line in publication.promises:
        goal = f", goal {line.goal_words}" if line.goal_words else ""
        lines.append(f"- {line.name}: {line.result_words}{goal}, n = {line.n:,}: {line.verdict}")
    heading = _changed_words(publication.changes)
    if heading:
        lines += ["", heading, *(f"- {line}" for line in change_lines(publication.changes))]
    lines += ["", "What we ask of you", *(f"- {ask}" for ask in publication.asks)]
    if attachments:
        lines += ["", f"Attached: {', '.join(one_line(path.name) for path in attachments)}"]
    return "\n".join([*lines, "", publication.about, ""])


def _html(publication: Publication, attachments: Sequence[Path], pictured: bool) -> str:
    first, *rest = three_sentences(publication)
    tiles = [(tile.label, _bold(tile.figure), tile.base) for tile in publication.tiles]
    promises = [
        (line.name, line.result_words, line.goal_words, f"{line.n:,}", _status(line.verdict))
        for line in publication.promises
    ]
    alt = "The Summary of the attached workbook as a picture; its headline figures are in the table above."
    picture = tag(
        "p",
        tag(
            "img",
            src=f"cid:{PICTURE}",
            alt=alt,
            width="640",
            style=f"max-width:100%;height:auto;border:1px solid {palette.HAIRLINE};",
        ),
    )
    changes = _changed_words(publication.changes)
    content = (
        tag("h1", first, style="font-size:26px;line-height:1.2;margin:0 0 10px;"),
        *(_paragraph(sentence) for sentence in rest),
        _paragraph(f"Not in the figures: {publication.banner}", f"color:{palette.AMBER};")
        if publication.banner
        else None,
        _heading("Headline figures"),
        _table("Headline figures", ("Figure", "Value", "Of what"), tiles),
        picture if pictured else None,
        _heading(f"Promises, {publication.period}") if promises else None,
        _table("Promises", ("Promise", "Result", "Goal", "n", "Verdict"), promises) if promises else None,
        _heading(changes) if changes else None,
        _list(change_lines(publication.changes)),
        _heading("What we ask of you"),
        _list(publication.asks),
        _paragraph(f"Attached: {', '.join(one_line(path.name) for path in attachments)}") if attachments else None,
        _paragraph(publication.about, f"font-size:13px;color:{palette.GREY};"),
    )
    return _frame(publication.title, content)


def _frame(title: str, content: Iterable[Piece]) -> str:
    head = tag("head", tag("meta", charset="utf-8"), tag("title", title))
    inner = tag("div", *content, role="main", style=f"{_FONT}font-size:16px;line-height:1.45;max-width:720px;")
    body = tag("body", inner, style=f"margin:0;padding:16px;background:{palette.WHITE};")
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _heading(words: str) -> Html:
    return tag("h2", words, style="font-size:19px;line-height:1.3;margin:26px 0 6px;")


def _paragraph(words: Piece, style: str = "") -> Html:
    return tag("p", words, style=f"margin:0 0 10px;{style}")


def _bold(words: str) -> Html:
    return tag("strong", words)


def _status(word: str) -> Html:
    return tag("strong", word, style=f"color:{palette.status_colour(word)};")


def _list(lines: Sequence[str]) -> Html | None:
    if not lines:
        return None
    return tag("ul", *(tag("li", line, style="margin:0 0 6px;") for line in lines), style="margin:0;padding-left:20px;")


def _table(caption: str, headers: Sequence[str], rows: Iterable[Sequence[Piece]]) -> Html:
    heads = [tag("th", header, scope="col", align="left", style=_HEAD) for header in headers]
    lines = []
    for first, *rest in rows:
        head = tag("th", first, scope="row", align="left", style=f"{_CELL}font-weight:normal;")
        lines.append(tag("tr", head, *(tag("td", cell, style=_CELL) for cell in rest)))
    # Mail programs show a caption; the heading above says the same, so it is a label only.
    return tag(
        "table",
        tag("thead", tag("tr", *heads)),
        tag("tbody", *lines),
        aria_label=caption,
        cellspacing="0",
        cellpadding="0",
        border="0",
        style=f"{_FONT}border-collapse:collapse;width:100%;margin:0 0 14px;",
    )


def team_mail(report: Report) -> MailDraft:
    """The Watchlist by Assigned to. For the PMO team only: it names people and requests.

    Args:
        report: All results.
    """
    settings, measures = report.framework.settings, report.measures
    mailbox = address(settings.pmo_mailbox)
    groups = list(_by_person(report))
    over = sum(watched.state == "Breached" for watched in measures.watched)
    risky = sum(watched.state == "At risk" for watched in measures.watched)
    said = (
        f"{count_words(len(measures.watched), 'open clock or request', 'open clocks and requests')} as of "
        f"{moment_words(measures.period.as_of)}: {over:,} breached, {risky:,} at risk. For the PMO team only."
    )
    headers = ("Request", "Title", "Service", "Promise", "Deadline", "Time left", "State")
    content: list[Piece] = [tag("h1", "Watchlist", style="font-size:26px;margin:0 0 10px;"), _paragraph(said)]
    lines = [said]
    for person, watched in groups:
        rows = [_watched(report, one) for one in watched]
        heading = f"{person} ({len(rows):,})"
        shown = [(*row[:-1], _status(row[-1])) for row in rows]
        content += [_heading(heading), _table(heading, headers, shown)]
        lines += ["", heading, *("- " + ", ".join(cell for cell in row if cell) for row in rows)]
    return MailDraft(
        subject=one_line(f"{settings.pmo_name} watchlist: {over:,} breached, {risky:,} at risk"),
        to=(mailbox,) if mailbox else (),
        bcc=(),
        text="\n".join([*lines, ""]),
        html=_frame("Watchlist", content),
    )


def _by_person(report: Report) -> Iterator[tuple[str, list[Watched]]]:
    """Whom the requests are assigned to, by name, those of nobody last; within a group in the order of the list."""
    groups: dict[str, list[Watched]] = defaultdict(list)
    for watched in report.measures.watched:
        given = report.framework.requests.assigned_to[watched.request]
        groups[one_line(str(given)) if given else NOBODY].append(watched)
    yield from sorted(groups.items(), key=lambda group: (group[0] == NOBODY, group[0].casefold()))


def _watched(report: Report, watched: Watched) -> tuple[str, ...]:
    framework = report.framework
    log, place = framework.requests, watched.request
    sla = next((one.name for one in framework.slas if one.sla_id == watched.sla_id), "")
    left = f"{number_words(watched.time_left, 1)} {watched.unit}" if watched.time_left is not None else watched.note
    return (
        str(log.request_id[place]),
        one_line(str(log.title[place] or "")),
        framework.services[int(log.service[place])].name,
        sla,
        moment_words(watched.deadline) if watched.deadline else "",
        left,
        watched.state,
    )

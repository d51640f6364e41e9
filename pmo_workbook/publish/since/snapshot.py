"""What publishing keeps of the published version: definitions, figures, and the evidence for them.

It is a JSON file beside the workbook and stays with the PMO: it holds request ids, which no published output does, but
no names of people, no mail addresses and no comments.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from pmo_workbook.errors import InputError, UnsupportedError
from pmo_workbook.publish.discreet import Discreet
from pmo_workbook.publish.since.definitions import Definition, Definitions, definitions, names, settings_in_words
from pmo_workbook.publish.since.seen import Seen, decisions
from pmo_workbook.report import Report
from pmo_workbook.results import Figure
from pmo_workbook.words import count_words, day_words, number_words, percent_words, share_words

FORMAT: Final = 1
"""Version of the file's form; a newer one is refused."""

SUFFIX: Final = ".published.json"
_ABOUT: Final = (
    "What the PMO published last, kept to tell what changed when it publishes again. It holds request ids: "
    "it stays with the PMO. Delete it and the next publication says nothing about changes."
)


@dataclass(frozen=True)
class Told:
    """One figure of one month, as it was published.

    Attributes:
        words: The figure as readers saw it.
        n: Its base.
        met: Of these, met; None for satisfaction.
    """

    words: str
    n: int
    met: int | None = None


@dataclass(frozen=True)
class Snapshot:
    """A published version, or one that is about to be.

    Attributes:
        published: When, wall clock of the log's zone; None for a copy, which does not say.
        as_of: Moment of the report; None for a copy.
        framework_version: Version of the framework; empty where none is given.
        made_by: Version of this program; empty for a copy.
        source: Name of the file, where it is a copy; else empty.
        months: Closed months of the report, such as ``2026-05``, oldest first.
        settings: Settings that matter, by name.
        definitions: Definitions by sheet key and id.
        names: What ids in the definitions stand for, by sheet key.
        pooled: All timed promises together, by month.
        figures: Figures by SLA ID, then by month.
        requests: What was seen of each request, by id; None where that is not known.
    """

    published: dt.datetime | None
    as_of: dt.datetime | None
    framework_version: str
    made_by: str
    source: str
    months: tuple[str, ...]
    settings: Mapping[str, str]
    definitions: Definitions
    names: Mapping[str, Mapping[str, str]]
    pooled: Mapping[str, Told]
    figures: Mapping[str, Mapping[str, Told]]
    requests: Mapping[str, Seen] | None

    @property
    def words(self) -> str:
        """Which version it is, such as ``31 May 2026, framework version 1.2``."""
        version = f"framework version {self.framework_version}" if self.framework_version else ""
        when = day_words(self.published) if self.published else self.source
        return ", ".join(part for part in (when, version) if part)


def take(report: Report) -> Snapshot:
    """Take what is to be kept of a report that is published.

    Args:
        report: All results.
    """
    framework, period = report.framework, report.measures.period
    clean = Discreet(framework, names_shown=False)
    return Snapshot(
        published=report.run.at,
        as_of=report.run.as_of,
        framework_version=framework.settings.framework_version,
        made_by=report.run.version,
        source="",
        months=tuple(f"{month:%Y-%m}" for month in period.months),
        settings=settings_in_words(framework),
        definitions=definitions(framework, clean),
        names=names(framework, clean),
        pooled={
            f"{month.start:%Y-%m}": Told(share_words(month.met, month.n, month.compliance), month.n, month.met)
            for month in report.measures.months
            if not month.running and month.n
        },
        figures=_figures(report),
        requests=decisions(report),
    )


def _figures(report: Report) -> dict[str, dict[str, Told]]:
    found: dict[str, dict[str, Told]] = {}
    for figure in report.measures.figures:
        if figure.cut == "Month" and figure.sla_id and figure.n:
            found.setdefault(figure.sla_id, {})[figure.item] = Told(_figure_words(figure), figure.n, figure.met)
    return found


def _figure_words(figure: Figure) -> str:
    if figure.met is not None:
        return share_words(figure.met, figure.n, figure.compliance)
    answers = count_words(figure.n, "answer")
    if figure.compliance is not None:
        return f"{percent_words(figure.compliance)} of {answers}"
    return answers if figure.mean is None else f"{number_words(figure.mean)} of 5, {answers}"


def place(workbook: Path) -> Path:
    """Where the snapshot of a workbook is kept: ``Our PMO.published.json`` beside ``Our PMO.xlsm``."""
    return workbook.with_name(workbook.stem + SUFFIX)


def last_published(workbook: Path) -> Snapshot | None:
    """The version of a workbook that was published last; None when there is none.

    Args:
        workbook: The workbook.

    Raises:
        InputError: The file beside it cannot be read.
        UnsupportedError: A newer version of this program wrote it.
    """
    kept = place(workbook)
    return load(kept) if kept.exists() else None


def keep(snapshot: Snapshot, workbook: Path) -> Path:
    """Keep a snapshot beside its workbook, in place of the last one.

    Args:
        snapshot: The published version.
        workbook: The workbook.

    Returns:
        Where it is kept.

    Raises:
        WriteError: It could not be written; the last one is as it was.
    """
    from pmo_workbook.ooxml.atomic import put_in_place

    target = place(workbook).resolve()
    data = to_json(snapshot).encode()
    put_in_place(target, lambda stream: _write(stream, data), like=workbook, stamp=None)
    return target


def _write(stream: Any, data: bytes) -> None:
    stream.write(data)


def to_json(snapshot: Snapshot) -> str:
    """The text of the file: readable, one request a line.

    Args:
        snapshot: The published version.
    """
    head: dict[str, Any] = {"about": _ABOUT, "format": FORMAT}
    for one in fields(Snapshot):
        if one.name not in ("requests", "source"):
            head[one.name] = getattr(snapshot, one.name)
    head["columns of requests"] = ", ".join(Seen._fields)
    text = json.dumps(head, indent=1, ensure_ascii=False, default=_plain)
    lines = ",\n".join(_request_lines(snapshot.requests or {}))
    return f'{text[:-2]},\n "requests": {{\n{lines}\n }}\n}}\n'


_WHERE_ANY: Final = ("codes",)
"""Fields that are left out of the file where they are empty."""


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    if isinstance(value, Told | Definition):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        return {
            name: content for name, content in told.items() if name not in ("met", "codes") or content not in (None, {})
        }
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _request_lines(requests: Mapping[str, Seen]) -> Iterator[str]:
    """One list a request, in the order of `Seen`; written by hand, as a log may have hundreds of thousands."""
    quote: Callable[[str], str] = json.JSONEncoder(ensure_ascii=False).encode
    known: dict[str, str] = {}

    def text(word: str) -> str:
        """A text that comes again and again, in quotes."""
        if word not in known:
            known[word] = quote(word)
        return known[word]

    for name, seen in requests.items():
        service, priority, start, response, closed, promised, out, reopened, holds, decided = seen
        held = ", ".join(map(quote, holds))
        told = ", ".join(f"{text(sla)}: {text(verdict)}" for sla, verdict in decided.items())
        yield (
            f'  {quote(name)}: [{text(service)}, {text(priority)}, "{start}", "{response}", "{closed}", "{promised}", '
            f'"{out}", {reopened}, [{held}], {{{told}}}]'
        )


def load(path: Path) -> Snapshot:
    """Read a snapshot.

    Args:
        path: The file.

    Raises:
        InputError: It cannot be read.
        UnsupportedError: A newer version of this program wrote it.
    """
    from pydantic import TypeAdapter

    advice = "delete it, or put an older one in its place; without it the next publication tells no changes."
    try:
        found = json.loads(path.read_bytes())
        written = int(found["format"])
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror or error}).") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path.name} is no record of a publication: {advice}") from error
    if written > FORMAT:
        raise UnsupportedError(f"{path.name} was written by a newer pmo-workbook; install that version.")
    try:
        given = {"source": "", **found}
        return TypeAdapter(Snapshot).validate_python({one.name: given.get(one.name) for one in fields(Snapshot)})
    except ValueError as error:
        raise InputError(f"{path.name} is damaged: {advice}") from error

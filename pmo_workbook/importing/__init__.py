"""Brings a request log into Requests and Holds: from a flat table or an event log, from text files, workbooks or XES.

A request that the sheet has already is updated in its mapped cells, never added twice. A blank in the log leaves a
cell as it is, unless the mapping says that it clears the cell; what an event log implies (first response, closing,
reopenings) is taken over as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pmo_workbook.binding import BoundTable
from pmo_workbook.errors import InputError
from pmo_workbook.importing.columns_of_log import UnknownValue
from pmo_workbook.importing.existing import Existing
from pmo_workbook.importing.mapping import read_mapping
from pmo_workbook.importing.merge import Changes, MergeFiller, merge
from pmo_workbook.importing.outlook import Outlook, outlook, report_moment
from pmo_workbook.importing.source import ReadOptions, read_sources
from pmo_workbook.importing.translate import Rows, translate
from pmo_workbook.importing.waited import holds_of
from pmo_workbook.importing.would_be import WouldBe
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.tables import plain_text
from pmo_workbook.words import count_words


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do.

    Attributes:
        source: Names of the tables that were read.
        mapping: Name of the mapping file that was used; empty where the headers are those of the sheets.
        read: Rows read from them.
        requests: Requests added, updated, and found as they were.
        holds: The same of holds.
        dates: What was found out about the dates, a sentence a column.
        notes: What else is to be told of the log, in sentences.
        unmapped_columns: Columns of the log that go nowhere.
        unmapped_values: Values that the workbook does not know; they are recorded as they are and become issues at the
            next refresh.
        dropped: Header and number of values for which the sheet has no column any more.
        outlook: What the requests of the log will be counted as.
        dry_run: Nothing was written.
    """

    source: tuple[str, ...]
    mapping: str
    read: int
    requests: Changes
    holds: Changes
    dates: tuple[str, ...]
    notes: tuple[str, ...]
    unmapped_columns: tuple[str, ...]
    unmapped_values: tuple[UnknownValue, ...]
    dropped: tuple[tuple[str, int], ...]
    outlook: Outlook
    dry_run: bool


def import_log(
    path: Path, log: Path, now: dt.datetime, mapping_file: Path | None = None, *, dry_run: bool = False
) -> Imported:
    """Bring a log into a closed workbook.

    Args:
        path: The workbook.
        log: Text file, workbook or XES file.
        now: The present moment, with its time zone.
        mapping_file: TOML file that says which column is which; None takes the one beside the log, see
            `mapping_beside`.
        dry_run: Say what would happen; change nothing.

    Returns:
        What was added, updated and could not be mapped.

    Raises:
        InputError: The log or the mapping cannot be used: a column is missing, a row has no id or no readable date,
            dates can mean two things.
        WorkbookError: The workbook cannot be read or written. In every case it is as it was.
    """
    from pmo_workbook.fill import Filler
    from pmo_workbook.hosts.file import FileHost

    with FileHost(path) as host:
        tables = host.tables()
        filler = Filler(host.workbook, tables)
        found = merge_log(filler, tables, log, now, mapping_file, dry_run=dry_run)
        if not dry_run and (found.requests.touched or found.holds.touched):
            host.check_writable()
            filler.save()
    return found


def merge_log(
    filler: MergeFiller,
    tables: Mapping[str, BoundTable],
    log: Path,
    now: dt.datetime,
    mapping_file: Path | None = None,
    *,
    dry_run: bool = False,
) -> Imported:
    """Hand what is new or changed in a log to whatever fills the tables of a workbook, open or closed.

    Args:
        filler: Fills the tables; nothing is saved here.
        tables: Input tables by sheet key.
        log: Text file, workbook or XES file.
        now: The present moment, with its time zone.
        mapping_file: As in `import_log`.
        dry_run: Said in the result.

    Raises:
        InputError: As in `import_log`.
    """
    from pmo_workbook.check import check

    mapping_file = mapping_file or mapping_beside(log)
    mapping = read_mapping(mapping_file)
    options = ReadOptions(mapping.encoding, mapping.delimiter, mapping.header_row, mapping.headers)
    sources = read_sources(log, options)
    framework, existing = check(tables).framework, Existing(tables)
    rows = translate(sources, mapping, framework, existing)
    _refuse(rows)
    waited, said = holds_of(rows.waiting, framework, report_moment(framework, now))
    would_be = WouldBe(filler, tables)
    requests = merge(would_be, existing, "requests", rows.requests, rows.definite)
    requests = replace(requests, unchanged=requests.unchanged + rows.as_they_were)
    holds = merge(would_be, existing, "holds", [*rows.holds, *waited], frozenset())
    return Imported(
        source=tuple(source.name for source in sources),
        mapping=mapping_file.name if mapping_file else "",
        read=sum(source.height for source in sources),
        requests=requests,
        holds=holds,
        dates=rows.dates,
        notes=(*rows.notes, *said),
        unmapped_columns=rows.unmapped_columns,
        unmapped_values=rows.unknown,
        dropped=tuple(
            (headers.get(name, name), number)
            for key in ("requests", "holds")
            for headers in [{column.field: column.header for column in BY_KEY[key].columns}]
            for name, number in filler.table(key).left.items()
        ),
        outlook=outlook(would_be.tables(), _ids(rows.requests), now),
        dry_run=dry_run,
    )


def mapping_beside(log: Path) -> Path | None:
    """The mapping file that lies beside a log under the same name, such as ``tickets.toml`` beside ``tickets.csv``.

    Without one the headers of the log are taken for those of the sheets.

    Args:
        log: The log.
    """
    beside = log.with_suffix(".toml")
    return beside if beside.is_file() else None


def _ids(requests: Sequence[Mapping[str, object]]) -> set[str]:
    return {plain_text(row["request_id"]) for row in requests}


def _refuse(rows: Rows) -> None:
    """Stop before anything is written when rows cannot be placed."""
    if rows.broken:
        shown = "\n".join(f"  {problem}" for problem in rows.broken[:10])
        more = f"\n  … and {len(rows.broken) - 10} more" if len(rows.broken) > 10 else ""
        raise InputError(
            f"{count_words(len(rows.broken), 'row')} of the log cannot be read; nothing was changed.\n{shown}{more}\n"
            "  Correct these rows in the log or take them out, or say in the mapping file how to read them."
        )

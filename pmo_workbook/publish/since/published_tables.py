"""A published copy as a version to compare with: what its tables tell, since it holds no definitions and no log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pmo_workbook.blocks import Listing, Tab
from pmo_workbook.errors import NoFrameworkError
from pmo_workbook.layout import catalogue, raci, sla_report
from pmo_workbook.layout.spec import TableTab
from pmo_workbook.metrics import TIMED
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import TablePart, Workbook
from pmo_workbook.publish.since.definitions import KINDS, Definition
from pmo_workbook.publish.since.snapshot import Snapshot, Told
from pmo_workbook.renamed import called, present
from pmo_workbook.report import Report
from pmo_workbook.words import count_words, number_words, percent_words, share_words


@dataclass(frozen=True)
class PublishedRow:
    """A row of a published table, read by the fields of its tab.

    Attributes:
        tab: The tab.
        cells: Values by header, columns that are not the tab's own among them.
    """

    tab: TableTab[Any]
    cells: Mapping[str, Any]

    def __getitem__(self, field: str) -> Any:
        """Value of a field; None where the copy has no such column."""
        return self.cells.get(self.tab.columns[self.tab.place(field)].header)

    def texts(self, *without: str) -> dict[str, str]:
        """Texts by header of the cells that are filled, some fields left out."""
        left = {self.tab.columns[self.tab.place(field)].header for field in without}
        return {header: str(value) for header, value in self.cells.items() if value is not None and header not in left}


Table = Sequence[PublishedRow]

_TABS: Final[tuple[TableTab[Any], ...]] = (catalogue.TAB, raci.TAB, sla_report.TAB)


def of_copy(path: Path) -> Snapshot:
    """Read a published copy.

    Args:
        path: The copy.

    Raises:
        NoFrameworkError: None of the tables that can be compared is in it.
        WorkbookError: It cannot be read.
    """
    from python_calamine import CalamineWorkbook

    with Package.open(path) as package:
        workbook = Workbook(package)
        parts = {tab.table: (tab, part) for tab in _TABS if (part := _part(workbook, tab.table)) is not None}
    if not parts:
        raise NoFrameworkError(
            f"{path.name} is neither a PMO workbook nor a published copy with a Catalogue, RACI or SLA Report."
        )
    book = CalamineWorkbook.from_path(path)
    tables = {}
    for name, (tab, part) in parts.items():
        cells = book.get_sheet_by_name(part.sheet.title).to_python(skip_empty_area=False)
        first, last = part.ref.first_column - 1, part.ref.last_column
        header, *rows = [row[first:last] for row in cells[part.ref.first_row - 1 : part.ref.last_row]]
        headers = [present("column", name, " ".join(str(text).split())) for text in header]
        tables[name] = [
            PublishedRow(tab, dict(zip(headers, map(_plain, row), strict=True))) for row in rows if any(row)
        ]
    return _version(tables, path.name)


def _part(workbook: Workbook, table: str) -> TablePart | None:
    """The table of a name, or of an old one."""
    return next(filter(None, map(workbook.table, called("table", "", table))), None)


def of_report(report: Report) -> Snapshot:
    """What the published tables of a report tell.

    Args:
        report: All results.
    """
    laid_out = (catalogue.lay_out(report), raci.lay_out(report), sla_report.lay_out(report))
    tables = {tab.table: _rows(tab, listing) for tab, listing in zip(_TABS, _listings(laid_out), strict=True)}
    version = replace(_version(tables, ""), published=report.run.at)
    return replace(version, framework_version=report.framework.settings.framework_version)


def _listings(tabs: Iterable[Tab]) -> Iterable[Listing]:
    for tab in tabs:
        yield from (block for block in tab.blocks if isinstance(block, Listing))


def _rows(tab: TableTab[Any], listing: Listing) -> Table:
    return [PublishedRow(tab, dict(zip(listing.headers, row, strict=True))) for row in listing.rows]


def _plain(value: Any) -> Any:
    return None if value == "" else value


def _version(tables: Mapping[str, Table], source: str) -> Snapshot:
    figures = _figures(tables.get(sla_report.TAB.table, ()))
    months = sorted({month for of_sla in figures.values() for month in of_sla})
    slas = _slas(tables.get(sla_report.TAB.table, ()))
    timed = [of_sla for name, of_sla in figures.items() if name in slas and slas[name].fields.get("Metric") in TIMED]
    found: dict[str, dict[str, Definition]] = {key: {} for key in KINDS}
    found["services"] = _services(tables.get(catalogue.TAB.table, ()))
    found["slas"] = slas
    found["activities"] = _activities(tables.get(raci.TAB.table, ()))
    return Snapshot(
        published=None,
        as_of=None,
        framework_version="",
        made_by="",
        source=source,
        months=tuple(months),
        settings={},
        definitions=found,
        names={},
        pooled={month: _pooled([of_sla[month] for of_sla in timed if month in of_sla]) for month in months},
        figures=figures,
        requests=None,
    )


def _services(rows: Table) -> dict[str, Definition]:
    found = {}
    for row in rows:
        texts = row.texts("service_id")
        found[str(row["service_id"] or "")] = Definition(str(row["name"] or ""), str(row["objective"] or ""), texts)
    return found


def _slas(rows: Table) -> dict[str, Definition]:
    """SLAs as the report tells them: name, metric, unit and goal."""
    found = {}
    for row in rows:
        if row["cut"] != "SLA" or not row["sla_id"]:
            continue
        goal = row["goal"]
        texts = {
            "Name": str(row["item"] or ""),
            "Metric": str(row["metric"] or ""),
            "Goal": percent_words(goal) if isinstance(goal, int | float) else "",
        }
        fields = {header: text for header, text in texts.items() if text}
        found[str(row["sla_id"])] = Definition(texts["Name"], texts["Name"], fields)
    return found


def _activities(rows: Table) -> dict[str, Definition]:
    """Activities with their codes by role; the published matrix has no ids, so its own words name an activity."""
    found = {}
    told = Counter(str(row["activity"]) for row in rows)
    for row in rows:
        roles = list(row.cells)[len(raci.TAB.columns) :]
        codes = {header: text for header, text in row.texts().items() if header in roles}
        service, activity = (str(row[field] or "") for field in ("service", "activity"))
        name = activity if told[activity] == 1 else f"{service}: {activity}"
        words = ", ".join(f"{code} {role}" for role, code in codes.items())
        found[name] = Definition("", words, {"Service": service}, codes)
    return found


def _figures(rows: Table) -> dict[str, dict[str, Told]]:
    found: dict[str, dict[str, Told]] = {}
    for row in rows:
        sla, n = row["sla_id"], row["n"]
        if row["cut"] == "Month" and sla and n:
            found.setdefault(str(sla), {})[str(row["item"])] = _told(row, int(n))
    return found


def _told(row: PublishedRow, n: int) -> Told:
    answers = count_words(n, "answer")
    share, met, mean = row["compliance"], row["met"], row["mean"]
    if met is not None:
        return Told(share_words(int(met), n, share), n, int(met))
    if share is not None:
        return Told(f"{percent_words(share)} of {answers}", n)
    return Told(answers if mean is None else f"{number_words(mean)} of 5, {answers}", n)


def _pooled(parts: Sequence[Told]) -> Told:
    n, met = sum(part.n for part in parts), sum(part.met or 0 for part in parts)
    return Told(f"{met:,} of {n:,}", n, met)

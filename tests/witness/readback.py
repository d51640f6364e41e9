"""What two independent readers see in a file, and which parts of two files differ."""

from __future__ import annotations

import datetime as dt
import hashlib
import warnings
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.witness.formulas import address
from tests.witness.sheet_scan import ERRORS

Value = str | float | bool | dt.datetime | None
Values = dict[str, dict[str, Value]]
EPOCH = dt.datetime(1899, 12, 30)


def by_openpyxl(path: Path) -> Values:
    """Values as openpyxl reads them (cached values of formulas), by sheet and address; blanks are left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: _plain(cell.value) for row in sheet.iter_rows() for cell in row if _counts(cell.value)
        }
        for sheet in book.worksheets
    }


def by_calamine(path: Path) -> Values:
    """Values as calamine reads them, by sheet and address; blanks are left out."""
    book = CalamineWorkbook.from_path(path)
    found: Values = {}
    for meta in book.sheets_metadata:
        if str(meta.typ).rpartition(".")[2] == "WorkSheet":
            rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            cells = ((address(r, c), value) for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1))
            found[meta.name] = {place: _plain(value) for place, value in cells if _counts(value)}
    return found


def _counts(value: object) -> bool:
    # Calamine gives error cells as '', so that neither reader's are compared.
    return value not in (None, "") and not (isinstance(value, str) and value in ERRORS)


def _plain(value: object) -> Value:
    """One form for a value that the readers give in different types."""
    if isinstance(value, dt.datetime):
        return (value + dt.timedelta(milliseconds=0.5)).replace(microsecond=0)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, dt.time):
        return dt.datetime.combine(EPOCH, value)
    if isinstance(value, dt.timedelta):
        return EPOCH + value
    if isinstance(value, (bool, str)):
        return value
    return float(value)  # type: ignore[arg-type]


def differences(one: Values, other: Values) -> list[str]:
    """Where two readings differ, one line per cell; numbers may differ in the twelfth digit."""
    lines = [f"{title}: only one has this sheet" for title in sorted(one.keys() ^ other.keys())]
    for title in sorted(one.keys() & other.keys()):
        mine, theirs = one[title], other[title]
        for place in sorted(mine.keys() | theirs.keys()):
            if not _same(mine.get(place), theirs.get(place)):
                lines.append(f"{title}!{place}: {mine.get(place)!r} is not {theirs.get(place)!r}")
    return lines


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-12 * max(abs(one), abs(other), 1.0)
    return type(one) is type(other) and one == other


def parts(path: Path) -> dict[str, str]:
    """SHA-256 of each part's bytes, decompressed, by part name."""
    with zipfile.ZipFile(path) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def changed_parts(one: Path, other: Path) -> set[str]:
    """Names of the parts that differ or that only one of two files has."""
    mine, theirs = parts(one), parts(other)
    return {name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)}


def raw_entries(path: Path) -> dict[str, str]:
    """SHA-256 of each zip entry's bytes as they are stored, still compressed, by part name."""
    found = {}
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        for info in archive.infolist():
            file.seek(info.header_offset + 26)
            lengths = file.read(4)
            name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
            file.seek(info.header_offset + 30 + name + extra)
            found[info.filename] = hashlib.sha256(file.read(info.compress_size)).hexdigest()
    return found

"""What a cell may refer to: ids of other sheets, words from Settings, and the zone of the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pmo_workbook.sheets import BY_KEY
from pmo_workbook.spelling import key


@dataclass(frozen=True)
class Ids:
    """The ids of one sheet.

    Attributes:
        title: Title of the sheet as it is called now.
        places: Index among the rows that count, by id as typed on its sheet, in sheet order.
        names: Id by name, for sheets whose rows have a name that may stand for the id; names that occur once only.
        broken: Keys of ids that exist, but in a row with an error; asked only where `places` has none.
    """

    title: str
    places: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    @cached_property
    def by_key(self) -> Mapping[str, str]:
        """Id by `spelling.key` of ids and names; an id wins over a name."""
        return {key(name): id_ for name, id_ in self.names.items()} | {key(id_): id_ for id_ in self.places}


@dataclass(frozen=True)
class Context:
    """What is known when a sheet is read.

    Attributes:
        zone: IANA name of the log's zone.
        words: Allowed words by field of `Settings`.
        ids: Ids by sheet key, of the sheets read so far.
        date1904: Dates of the workbook count from 1904, which shows where a date is kept as a bare number.
        rejected: Worksheet rows (1-based) of the sheet that are left out, whatever their cells hold.
    """

    zone: str = "UTC"
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ids: Mapping[str, Ids] = field(default_factory=dict)
    date1904: bool = False
    rejected: frozenset[int] = frozenset()

    def ids_of(self, sheet_key: str) -> Ids:
        """Ids of a sheet; none when the sheet is missing."""
        return self.ids.get(sheet_key) or Ids(BY_KEY[sheet_key].title)

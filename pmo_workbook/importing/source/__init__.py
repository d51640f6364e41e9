import csv
from dataclasses import dataclass

from pmo_workbook.binding import header_key
from pmo_workbook.errors import InputError


@dataclass
class ReadOptions:
    sheet: object = None
    encoding: object = None
    delimiter: object = None
    header_row: object = None


@dataclass
class Source:
    name: str
    headers: tuple
    columns: list
    lines: list
    errors: dict
    notes: tuple = ()
    kind: str = "line"
    events: bool = False
    sheet: object = None

    @property
    def height(self):
        return len(self.lines)

    def has(self, h):
        return any(header_key(x) == header_key(h) for x in self.headers)

    def column(self, header):
        if header in self.headers:
            return self.headers.index(header)
        f = [i for i, x in enumerate(self.headers) if header_key(x) == header_key(header)]
        if not f:
            raise InputError(f"{self.name} has no column '{header}'; it has: {', '.join(self.headers)}.")
        return f[0]

    def place(self, r, c):
        return f"{self.kind} {self.lines[r]}"


def read_sources(path, options):
    rows = list(csv.reader(open(path, encoding="utf-8-sig")))
    h = tuple(rows[0])
    body = [r for r in rows[1:] if r]
    cols = [[c or None for c in col] for col in zip(*body, strict=False)]
    return [Source(path.name, h, cols, list(range(2, 2 + len(body))), {})]

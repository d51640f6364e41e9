"""A matrix as it was understood comes into Activities and Roles of a closed workbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_workbook.binding import BoundTable, header_key, no_table
from pmo_workbook.errors import InputError
from pmo_workbook.fill import Filler
from pmo_workbook.importing.raci_matrix.grids import grids
from pmo_workbook.importing.raci_matrix.letters import code_of
from pmo_workbook.importing.raci_matrix.recognise import Entry, Matrix, recognise
from pmo_workbook.sheets import BY_KEY, ROLE_PREFIX
from pmo_workbook.spelling import key
from pmo_workbook.tables import is_blank, plain_text

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")


@dataclass(frozen=True)
class RaciImported:
    """What an import of a matrix understood, and did or would do.

    Attributes:
        matrix: The matrix.
        other_sheets: Names of sheets that have a matrix too and were left aside.
        roles: Role ID by the name of the role in the matrix.
        new_roles: Those of them that the workbook did not have.
        added: Activities added.
        updated: Activities that were there and have other codes now.
        unchanged: Activities that were there as they are.
        shortened: Cells with more parts than one, as code written and letters left out, with their number.
        sections: Headings of the matrix that are no service, so that their activities belong to the PMO as a whole.
        written: The workbook was changed.
    """

    matrix: Matrix
    other_sheets: tuple[str, ...]
    roles: Mapping[str, str]
    new_roles: tuple[str, ...]
    added: int
    updated: int
    unchanged: int
    shortened: tuple[tuple[str, str, int], ...]
    sections: tuple[str, ...]
    written: bool


def import_raci(
    path: Path, file: Path, sheet: str | None = None, *, write: Callable[[RaciImported], bool]
) -> RaciImported:
    """Bring a RACI matrix into a closed workbook.

    An activity that the sheet has already, by its name, gets the codes of the matrix; a cell that is blank in the
    matrix stays as it is.

    Args:
        path: The workbook.
        file: The matrix: a workbook, a CSV file or a Markdown page.
        sheet: Title of the sheet that has it; None takes the one with the most letters.
        write: Told what was understood; says whether it is to be written.

    Raises:
        InputError: The file cannot be read, or has no matrix.
        WorkbookError: The workbook cannot be read or written; it is as it was.
    """
    from pmo_workbook.check import check
    from pmo_workbook.hosts.file import FileHost

    with FileHost(path) as host:
        tables = host.tables()
        framework = check(tables).framework
        known = [name for role in framework.roles for name in (role.role_id, role.role)]
        matrix, others = _chosen(file, sheet, known)
        services = {key(name): one.service_id for one in framework.services for name in (one.service_id, one.name)}
        plan = _Plan(Filler(host.workbook, tables), tables, services)
        done = plan.bring_in(matrix, others)
        changes = bool(done.added or done.updated or done.new_roles)
        if changes and write(done):
            host.check_writable()
            plan.filler.save()
            return _with(done, written=True)
        if not changes:
            write(done)
    return done


def _with(done: RaciImported, *, written: bool) -> RaciImported:
    from dataclasses import replace

    return replace(done, written=written)


def _chosen(file: Path, sheet: str | None, known_roles: Sequence[str]) -> tuple[Matrix, tuple[str, ...]]:
    """The matrix with the most letters, and the names of grids with another."""
    found = [matrix for grid in grids(file, sheet) if (matrix := recognise(grid, known_roles)) and matrix.entries]
    if not found:
        raise InputError(
            f"{file.name} has no RACI matrix that can be recognised: letters R, A, C and I where roles and activities "
            "meet, or columns Responsible, Accountable, Consulted, Informed with names below."
        )
    best = max(found, key=lambda matrix: matrix.parts)
    # a few stray letters are no matrix
    return best, tuple(one.source for one in found if one is not best and one.parts * 4 >= best.parts)


class _Plan:
    """Writes a matrix into tables that are open for filling."""

    def __init__(self, filler: Filler, tables: Mapping[str, BoundTable], services: Mapping[str, str]) -> None:
        self.filler = filler
        self._services = services
        for name in ("roles", "activities"):
            if name not in tables:
                raise no_table(BY_KEY[name])
        self._roles, self._activities = tables["roles"], tables["activities"]

    def bring_in(self, matrix: Matrix, others: tuple[str, ...]) -> RaciImported:
        roles, new = self._role_ids(matrix.roles)
        self._open_columns(roles.values())
        shortened: Counter[tuple[str, str]] = Counter()
        there = self._there()
        added, updated, unchanged, rows = 0, 0, 0, []
        taken = [plain_text(values.get("activity_id")) for _, values in self._activities.records()]
        for entry in _joined(matrix.entries):
            codes: dict[str, Any] = {}
            for role, letters in entry.letters.items():
                code, left = code_of(letters)
                codes[ROLE_PREFIX + roles[role]] = code
                shortened.update([(code, left)] if left else [])
            known = there.get(key(entry.name))
            if known is None:
                service = self._services.get(key(entry.section)) if entry.section else None
                taken.append(_next_id(taken, "A-01"))
                rows.append({"activity_id": taken[-1], "activity": entry.name, "service_id": service, **codes})
                added += 1
                continue
            row, cells = known
            changes = {name: code for name, code in codes.items() if cells.get(name) != code}
            if changes:
                self.filler.update("activities", row, changes)
                updated += 1
            else:
                unchanged += 1
        if rows:
            self.filler.append("activities", rows)
        sections = dict.fromkeys(entry.section for entry in matrix.entries if entry.section)
        strange = tuple(name for name in sections if key(name) not in self._services)
        said = tuple((code, left, number) for (code, left), number in shortened.most_common())
        return RaciImported(matrix, others, roles, new, added, updated, unchanged, said, strange, written=False)

    def _role_ids(self, names: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
        """Role ID by the name in the matrix; new ones get a row on Roles."""
        by_key: dict[str, str] = {}
        for _, values in self._roles.records():
            role_id = plain_text(values.get("role_id")).strip()
            for name in (plain_text(values.get("role")), role_id):
                if role_id and name:
                    by_key[key(name)] = role_id
        ids, rows = {}, []
        for name in names:
            inner = re.search(r"[(\[]([^)\]]+)[)\]]", name)
            spellings = [name, _BRACKETS.sub(" ", name).strip(), *([inner[1]] if inner else [])]
            found = next((by_key[key(one)] for one in spellings if key(one) in by_key), None)
            if found is None:
                found = _role_id(name, {*by_key.values()})
                rows.append({"role_id": found, "role": name[:80]})
                by_key[key(name)] = by_key[key(found)] = found
            ids[name] = found
        if rows:
            self.filler.append("roles", rows)
        return ids, tuple(str(row["role"]) for row in rows)

    def _open_columns(self, role_ids: Any) -> None:
        """Tell the filler where the columns of roles are, and add those that are lacking."""
        table, bound = self.filler.table("activities"), self._activities
        by_key: dict[str, str] = {}
        for _, values in self._roles.records():
            role_id = plain_text(values.get("role_id")).strip()
            by_key |= {header_key(name): role_id for name in (plain_text(values.get("role")), role_id) if name}
        for index in bound.unbound:
            role = by_key.get(header_key(bound.table.headers[index]))
            if role:
                table.columns.setdefault(ROLE_PREFIX + role, bound.table.first_column + index)
        lacking = [role for role in dict.fromkeys(role_ids) if ROLE_PREFIX + role not in table.columns]
        if lacking:
            table.add_columns({ROLE_PREFIX + role: role for role in lacking})

    def _there(self) -> dict[str, tuple[int, dict[str, Any]]]:
        """Worksheet row of each activity by its name, and its cells by field."""
        table = self.filler.table("activities")
        found: dict[str, tuple[int, dict[str, Any]]] = {}
        first = self._activities.table.first_column
        for number, cells in self._activities.rows():
            name = cells[self._activities.at["activity"]] if "activity" in self._activities.at else None
            values = {
                field: None if is_blank(cells[column - first]) else plain_text(cells[column - first]).strip()
                for field, column in table.columns.items()
                if 0 <= column - first < len(cells)
            }
            if name:
                found.setdefault(key(plain_text(name)), (number, values))
        return found


def _joined(entries: Sequence[Entry]) -> list[Entry]:
    """Activities of one name as one, in the order of the first."""
    found: dict[str, Entry] = {}
    for entry in entries:
        before = found.get(key(entry.name))
        letters = {**(before.letters if before else {}), **entry.letters}
        found[key(entry.name)] = Entry((before or entry).name, (before or entry).section, letters)
    return list(found.values())


def _role_id(name: str, taken: set[str]) -> str:
    """A short id for a role: the letters that its words begin with."""
    words = re.findall(r"[^\W\d_]+", _BRACKETS.sub(" ", name)) or ["Role"]
    short = words[0] if len(words) == 1 and len(words[0]) <= 5 else "".join(word[0] for word in words)
    short = (short if len(short) > 1 else words[0][:3]).upper()
    used = {key(one) for one in taken}
    numbered = (short if number == 1 else f"{short}{number}" for number in range(1, 1000))
    return next(one for one in numbered if key(one) not in used)


def _next_id(taken: Sequence[str], first: str) -> str:
    """The id after the last, in the same style."""
    pattern = re.compile(r"(.*?)(\d+)")
    numbered = [found for text in taken if (found := pattern.fullmatch(text))]
    if not numbered:
        return first
    last = max(numbered, key=lambda found: int(found[2]))
    used = {key(text) for text in taken}
    number = int(last[2]) + 1
    while key(f"{last[1]}{number:0{len(last[2])}d}") in used:
        number += 1
    return f"{last[1]}{number:0{len(last[2])}d}"

"""The closed file as a host: read by the reader, written by patching the package."""

from __future__ import annotations

import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from pmo_workbook.binding import BoundTable
from pmo_workbook.blocks import ANCHOR, Tab
from pmo_workbook.errors import UnsupportedError, WriteError
from pmo_workbook.hosts.base import Skipped
from pmo_workbook.hosts.patch import patch
from pmo_workbook.hosts.placing import known
from pmo_workbook.ooxml.inuse import check_not_open, only_run
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.template_version import VERSION, VERSION_NAME, version_in


class FileHost:
    """A workbook file that no program has open. A context manager.

    Attributes:
        package: The file as parts.
        workbook: What is in it.
        written: Names of the parts that the last write replaced or removed.
    """

    def __init__(self, path: Path) -> None:
        """Open the file for reading.

        Args:
            path: The workbook.

        Raises:
            WorkbookError: It cannot be read, see `Package.open` and `Workbook`, or a newer version made it.
        """
        self.package = Package.open(path)
        try:
            self.workbook = Workbook(self.package)
            _refuse_newer(self.workbook)
        except BaseException:
            self.package.close()
            raise
        self.written: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.package.close()

    def check_writable(self) -> None:
        """Refuse early what `write` would refuse.

        Raises:
            InUseError: A spreadsheet program has the file open.
            UnsupportedError: The file is signed.
            WriteError: The file is marked read-only.
        """
        check_not_open(self.package.path)
        # Replacing a file needs no right to write to it, but whoever marked it meant that it stays.
        if not self.package.path.stat().st_mode & stat.S_IWRITE:
            raise WriteError(f"{self.package.path.name} is marked read-only; remove the mark or work on a copy.")
        if self.workbook.signed:
            raise UnsupportedError(
                f"{self.package.path.name} carries a digital signature, which any change would break; "
                f"remove the signature or work on a copy."
            )

    def tables(self) -> Mapping[str, BoundTable]:
        """Input tables by the key of their sheet; see `Host.tables`."""
        from pmo_workbook.read import read_tables

        return read_tables(self.workbook)

    def titles(self) -> Mapping[str, str]:
        """Titles of the generated tabs as they are called now; see `Host.titles`."""
        from pmo_workbook.layout import TABS

        names = {tab.key: self.workbook.name(f"{ANCHOR}{tab.key}") for tab in TABS}
        return {key: name.sheet for key, name in names.items() if name is not None and name.sheet}

    def template(self) -> int:
        """Version of the template that the workbook follows; see `Host.template`."""
        return made_with(self.workbook)

    def write(self, tabs: Sequence[Tab]) -> list[Skipped]:
        """Put the blocks of generated tabs in place, all or nothing; see `Host.write`.

        Args:
            tabs: What to write.

        Returns:
            What was skipped and why.

        Raises:
            InUseError: The file is open elsewhere, was changed meanwhile, or another run works on it.
            UnsupportedError: The file is signed.
            WriteError: It could not be written; it is as it was.
        """
        self.check_writable()
        with only_run(self.package.path):
            try:
                template = self.template() or VERSION
                skipped = patch(self.workbook, known(tabs, self.titles(), template), template)
                self.written = frozenset(self.package.changed)
                if self.written:
                    self.package.save()
                    self.workbook = Workbook(self.package)
            except BaseException:
                self.package.discard()
                raise
        return skipped


def made_with(workbook: Workbook) -> int:
    """Version of the template that a workbook follows; 0 where it does not say."""
    name = workbook.name(VERSION_NAME)
    return version_in(name.text if name is not None else "")


def _refuse_newer(workbook: Workbook) -> None:
    """A newer template may hold what this version would misread or spoil."""
    template = made_with(workbook)
    if template > VERSION:
        raise UnsupportedError(
            f"{workbook.package.path.name} was made by a newer PMO workbook (template {template}; this one knows "
            f"{VERSION}); install the newer version of pmo-workbook."
        )

"""A host that lives in memory, for tests and for runs that only look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_workbook.binding import BoundTable
from pmo_workbook.blocks import Block, Grid, Tab
from pmo_workbook.hosts.base import Skipped
from pmo_workbook.layout import TABS
from pmo_workbook.template_version import VERSION


class MemoryHost:
    """Holds tables and records what is written.

    Attributes:
        tabs: Tabs written so far, by key; a later one of the same key replaces it.
        deleted: Names of tables and blocks, and keys of tabs, that are to count as deleted by the user.
    """

    def __init__(self, tables: Mapping[str, BoundTable], deleted: frozenset[str] = frozenset()) -> None:
        self._tables = dict(tables)
        self.deleted = deleted
        self.tabs: dict[str, Tab] = {}

    def tables(self) -> Mapping[str, BoundTable]:
        """Input tables by the key of their sheet; see `Host.tables`."""
        return self._tables

    def titles(self) -> Mapping[str, str]:
        """Titles of the generated tabs as a new workbook has them; see `Host.titles`."""
        return {tab.key: tab.title for tab in TABS if tab.key not in self.deleted}

    def template(self) -> int:
        """The present template; see `Host.template`."""
        return VERSION

    def write(self, tabs: Sequence[Tab]) -> list[Skipped]:
        """Record the blocks; see `Host.write`.

        Args:
            tabs: What to write.

        Returns:
            The blocks that count as deleted.
        """
        skipped = []
        for tab in tabs:
            self.tabs[tab.key] = Tab(tab.key, tuple(block for block in tab.blocks if _name(block) not in self.deleted))
            skipped += [
                Skipped(_name(block), f"{_name(block)} was deleted, so it is not written.")
                for block in tab.blocks
                if _name(block) in self.deleted
            ]
        return skipped

    def block(self, name: str) -> Block:
        """The block written last under a defined name or a table name.

        Args:
            name: The name.

        Returns:
            The block.

        Raises:
            KeyError: There is none.
        """
        for tab in self.tabs.values():
            for block in tab.blocks:
                if _name(block) == name:
                    return block
        raise KeyError(name)


def _name(block: Block) -> str:
    return block.name if isinstance(block, Grid) else block.table

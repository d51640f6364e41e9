"""What of a tab can be written: its blocks found, nothing in their way. The same for every kind of workbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from pmo_workbook.addresses import Area
from pmo_workbook.blocks import Grid, Listing, Tab
from pmo_workbook.hosts.base import Skipped
from pmo_workbook.hosts.regions import GridRegion, ListRegion, Region
from pmo_workbook.released import never_had, released, resized
from pmo_workbook.template_version import VERSION


class Finder(Protocol):
    """Finds the place of a block in a workbook.

    Attributes:
        template: Version of the template that the workbook follows.
    """

    template: int

    def grid(self, block: Grid) -> GridRegion | Skipped:
        """The rectangle of a grid, found by its defined name."""
        ...

    def listing(self, block: Listing) -> ListRegion | Skipped:
        """The table of a list, found by its name."""
        ...

    def other_areas(self, region: Region) -> list[Area]:
        """Ranges of the tables and pivot tables on a region's sheet, its own table left out."""
        ...


def known(tabs: Sequence[Tab], titles: Collection[str], template: int) -> list[Tab]:
    """Tabs without those that the workbook's template never had and that no upgrade has brought since.

    Without this a table of the user's that happens to have the name of a new one would be written to.

    Args:
        tabs: Tabs.
        titles: Keys of the tabs that are in the workbook.
        template: Version of the template that the workbook follows.
    """
    return [tab for tab in tabs if template >= VERSION or tab.key in titles or tab.key in released(template).titles]


def place(tab: Tab, finder: Finder) -> tuple[list[Region], list[Skipped]]:
    """Find the blocks of a tab and what is in their way.

    Args:
        tab: The tab.
        finder: Finds its blocks.

    Returns:
        What to write, empty when the tab stays as it was; and what is skipped and why.
    """
    regions: list[Region] = []
    skipped: list[Skipped] = []
    for block in tab.blocks:
        found = finder.grid(block) if isinstance(block, Grid) else finder.listing(block)
        if isinstance(found, Skipped):
            if not never_had(block, finder.template):
                skipped.append(found)
        else:
            regions.append(found)
    if not regions and len(skipped) > 1:
        return [], [
            Skipped(_title(tab), f"The tab is not in the workbook any more: none of its {len(skipped)} blocks is.")
        ]
    if any(_waits(tab, region, finder.template) for region in regions):
        why = "The tab has another layout in the present template; it stays as it was until the workbook is upgraded."
        return [], [*skipped, Skipped(_title(tab), why)]
    for region in regions:
        others = [other.target for other in regions if other is not region and other.sheet is region.sheet]
        why = region.in_the_way([*others, *finder.other_areas(region)])
        if why:
            return [], [*skipped, Skipped(_title(tab), f"{why} The tab was left as it was.")]
    return regions, skipped


def _waits(tab: Tab, region: Region, template: int) -> bool:
    """Whether the rectangle of an older workbook has no place for what is to be written."""
    if not isinstance(region, GridRegion) or not resized(tab.key, region.what, template):
        return False
    return (len(region.rows), len(region.rows[0])) != (region.area.height, region.area.width)


def name_deleted(block: Grid) -> Skipped:
    """The defined name of a grid is not in the workbook."""
    return Skipped(block.name, f"The name {block.name} was deleted, so its block is not written.")


def cells_deleted(block: Grid) -> Skipped:
    """The defined name of a grid stands for no cells."""
    return Skipped(block.name, f"The cells of the name {block.name} were deleted, so its block is not written.")


def table_deleted(block: Listing) -> Skipped:
    """The table of a list is not in the workbook."""
    return Skipped(block.table, f"The table {block.table} was deleted, so it is not written.")


def _title(tab: Tab) -> str:
    """What people call a tab, however it is called now."""
    from pmo_workbook.layout import TABS

    return next((generated.title for generated in TABS if generated.key == tab.key), tab.key)

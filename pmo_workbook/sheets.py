"""The input sheets in order, each with its model; the generated tabs describe themselves in `layout`."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_workbook import logs, models
from pmo_workbook.columns import Column, Row, columns
from pmo_workbook.renamed import called
from pmo_workbook.settings import Setting


@dataclass(frozen=True)
class Sheet:
    """An input sheet: one Excel Table that people fill.

    Attributes:
        key: Name in the code.
        title: Title of the sheet in a new workbook; people may rename it.
        step: Step of the framework it belongs to, 1 to 10; 0 for Settings.
        model: Model of a row.
        says: What one row means, for Start and the data dictionary.
        log: A long table, checked column by column.
    """

    key: str
    title: str
    step: int
    model: type[Row]
    says: str
    log: bool = False

    @property
    def table(self) -> str:
        """Name of the Excel Table."""
        return self.title.replace(" ", "")

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns, in order."""
        return columns(self.model)

    @property
    def called(self) -> tuple[str, ...]:
        """Name of the Excel Table, and what it was before."""
        return called("table", "", self.table)

    def words(self, column: Column) -> tuple[str, ...]:
        """Header of a column, and what it was before.

        Args:
            column: The column.
        """
        return called("column", self.table, column.header)

    @property
    def id_column(self) -> Column | None:
        """The column of unique ids, where there is one."""
        return next((c for c in self.columns if c.unique), None)


SHEETS: tuple[Sheet, ...] = (
    Sheet("settings", "Settings", 0, Setting, "one setting"),
    Sheet("purposes", "Purpose", 1, models.Purpose, "what the PMO is there for, in one area"),
    Sheet("stakeholders", "Stakeholders", 2, models.Stakeholder, "a group the PMO works for"),
    Sheet("needs", "Needs", 2, models.Need, "something a group needs, and how you know"),
    Sheet("services", "Services", 3, models.Service, "a service with its description"),
    Sheet("slas", "SLAs", 6, models.Sla, "one promise about a service"),
    Sheet("calendars", "Calendars", 6, models.Calendar, "the working hours of a week"),
    Sheet("holidays", "Holidays", 6, models.Holiday, "a day on which a calendar is closed or shorter"),
    Sheet("roles", "Roles", 7, models.Role, "a role in the PMO or around it"),
    Sheet("activities", "Activities", 7, models.Activity, "an activity, and who is R, A, C or I in it"),
    Sheet("reviews", "Reviews", 7, models.Review, "a regular review"),
    Sheet("communications", "Communications", 8, models.Communication, "something the PMO tells people regularly"),
    Sheet("requests", "Requests", 9, logs.Request, "a request for a service", log=True),
    Sheet("holds", "Holds", 9, logs.Hold, "a time in which a request waited for somebody", log=True),
    Sheet("feedback", "Feedback", 9, logs.Feedback, "an answer to a survey", log=True),
    Sheet("outcomes", "Outcomes", 9, models.Outcome, "a reading of what the services change in the projects"),
    Sheet("actions", "Actions", 9, models.Action, "an improvement somebody promised"),
)

BY_KEY: dict[str, Sheet] = {sheet.key: sheet for sheet in SHEETS}
MOST_ROLES = 30
"""Role columns a RACI tab has room for."""

ROLE_PREFIX = "role:"
"""Begins the field name of a role column of Activities; the Role ID follows."""

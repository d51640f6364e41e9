"""What a workbook can give away, by category, and one finding of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """The categories of Excel's Document Inspector, and those it does not know.

    The value is the heading a reader sees.
    """

    COMMENTS = "Comments and notes"
    THREADS = "Threaded comments"
    PERSONS = "Persons who commented"
    PROPERTIES = "Document properties and personal information"
    CUSTOM_PROPERTIES = "Custom document properties"
    DATA_MODEL = "Data model"
    CONTENT_ADDINS = "Content add-ins"
    TASK_PANES = "Task pane add-ins"
    PIVOTS = "PivotTables and their cached data"
    SLICERS = "Slicers and timelines"
    CUBES = "Cube formulas"
    EMBEDDED = "Embedded documents"
    MACROS = "Macros"
    RIBBON = "Custom ribbon"
    CONTROLS = "Form controls and ActiveX controls"
    EXTERNAL_LINKS = "Links to other files"
    REAL_TIME = "Real-time data functions"
    SURVEYS = "Surveys"
    SCENARIOS = "Scenarios"
    FILTERS = "Active filters"
    SHEET_PROPERTIES = "Custom worksheet properties"
    NAMES = "Defined names that are broken, lead elsewhere or hold text"
    HIDDEN_NAMES = "Hidden names"
    INK = "Ink"
    LONG_REFERENCES = "Long external references"
    CUSTOM_XML = "Custom XML"
    HEADERS = "Headers and footers"
    HIDDEN_CELLS = "Hidden rows and columns"
    HIDDEN_SHEETS = "Hidden sheets"
    INVISIBLE = "Invisible content"
    LINKED_DATA = "Linked data types"
    CONNECTIONS = "Connections and queries"
    ABSOLUTE_PATH = "Path of the file"
    PRINTER = "Printer settings"
    THUMBNAIL = "Thumbnail"
    REVISIONS = "Revision data"
    VIEWS = "Custom views"
    PROTECTION = "Protection with names or passwords"
    SIGNATURES = "Digital signatures"
    HYPERLINKS = "Links to web pages, files and mail addresses"
    FORMULAS = "Formulas"
    VALIDATIONS = "Input rules and their messages"
    BROKEN_FORMATS = "Conditional formats that refer to what is not there"
    CHART_DATA = "Chart data kept from elsewhere"
    STRINGS = "Texts that no cell shows"
    STYLES = "Names of styles, and formats no cell uses"
    IMAGES = "Data hidden in pictures"
    EXTENSIONS = "Extensions of unknown kind"
    ARCHIVE = "Comments and data in the archive itself"
    SHEETS = "Sheets that are not published"
    WORDS = "Words in places that do not show"
    OTHER = "Parts of unknown kind"
    PEOPLE = "Names and addresses of people"
    MAIL_ADDRESSES = "Mail addresses in cells"
    ALT_TEXTS = "Alternative texts"

    @property
    def harmless_in_a_copy(self) -> bool:
        """Whether a clean copy may have it: words that its readers are meant to see."""
        return self in (Category.MAIL_ADDRESSES, Category.ALT_TEXTS)


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that a workbook gives away.

    Attributes:
        category: What kind of thing.
        place: Where: a cell, a sheet, or the name of a part.
        what: What is there, shortened.
    """

    category: Category
    place: str
    what: str


LONGEST = 200


def shortened(text: str) -> str:
    """A text on one line, cut to what a finding shows."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"

"""What a user got wrong, as data: the rules with their codes, and the issue that says which cell breaks one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pmo_workbook.sheets import SHEETS

Severity = Literal["error", "warning", "note"]
"""error: the row is in no figure; warning: it counts; note: advice."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Rule:
    """One rule, defined once.

    Attributes:
        code: Stable name, used in the Issues tab and in ``--json``.
        severity: How grave a breach is.
        says: What the rule asks for, one sentence for the data dictionary.
        action: What to do about a breach, for the Issues tab.
    """

    code: str
    severity: Severity
    says: str
    action: str


@dataclass(frozen=True)
class Issue:
    """One breach of one rule at one place.

    Attributes:
        rule: Code of the rule.
        severity: As the rule's.
        sheet: Title of the sheet as it is called now; empty when the issue belongs to no sheet.
        cell: Address such as ``F14``; empty when it belongs to no cell.
        table: Name of the Excel Table; empty when none.
        row: Worksheet row (1-based); 0 when none.
        column: Header of the column; empty when none.
        value: What was found, as text.
        problem: What is wrong, one sentence.
        action: What to do, one sentence.
    """

    rule: str
    severity: Severity
    sheet: str
    cell: str
    table: str
    row: int
    column: str
    value: str
    problem: str
    action: str

    def __str__(self) -> str:
        """One line for a terminal: where, what is wrong, what to do."""
        where = f"{self.sheet}!{self.cell}: " if self.cell else f"{self.sheet}: " if self.sheet else ""
        return f"{where}{self.problem} {self.action}"


_CELLS: tuple[Rule, ...] = (
    Rule(
        "missing-table",
        "warning",
        "Every input table is there.",
        "Undo the deletion, or copy the sheet from a new workbook.",
    ),
    Rule("missing-column", "error", "Every required column is there.", "Give the column its header back."),
    Rule("missing-value", "error", "A starred column is filled.", "Fill the cell."),
    Rule("error-cell", "error", "No cell holds an Excel error.", "Correct the formula or type the value."),
    Rule("not-text", "error", "A text column holds text.", "Type it as text."),
    Rule("not-a-number", "error", "A number column holds numbers.", "Type a number without a unit."),
    Rule("not-whole", "error", "A count is a whole number.", "Type a whole number."),
    Rule("not-a-date", "error", "A date column holds dates.", "Type a date, such as 2026-03-31 or 2026-03-31 14:30."),
    Rule("not-allowed", "error", "A coded column holds one of its values.", "Choose a value from the list."),
    Rule("out-of-range", "error", "A number lies in its bounds.", "Correct the number."),
    Rule("too-long", "error", "A text is not too long.", "Shorten the text."),
    Rule("bad-hours", "error", "Opening hours can be read.", "Write hours such as 09:00-12:30, 13:30-17:00."),
    Rule("bad-time-zone", "error", "A time zone is an IANA name.", "Write a zone such as Europe/London."),
    Rule(
        "duplicate-id",
        "error",
        "An id is unique in its table; the first row with it counts.",
        "Give the row an id of its own.",
    ),
    Rule(
        "unknown-reference", "error", "A reference names a row that exists.", "Correct the id, or add the row it names."
    ),
    Rule(
        "number-as-text",
        "warning",
        "Numbers are numbers; text that can only mean one number is read.",
        "Turn the cell into a number.",
    ),
    Rule(
        "date-as-text",
        "warning",
        "Dates are dates; text that can only mean one date is read.",
        "Turn the cell into a date.",
    ),
    Rule(
        "percent-fraction",
        "warning",
        "A per cent column holds 95, not 0.95; a value up to 1 is read as a fraction.",
        "Type 95 for 95 %.",
    ),
    Rule(
        "other-spelling",
        "warning",
        "One word has one spelling; where the column has a list, another is read as the listed one.",
        "Choose the value from the list.",
    ),
    Rule(
        "look-alike",
        "warning",
        "Ids and codes use Latin letters; look-alikes are read as these.",
        "Type the letters again.",
    ),
    Rule(
        "below-table",
        "warning",
        "Rows belong to the table; rows right below it are read.",
        "Drag the table's corner over the rows.",
    ),
    Rule(
        "no-such-time",
        "warning",
        "A time exists; one skipped by the change to summer time moves forward.",
        "Correct the time.",
    ),
    Rule(
        "ambiguous-time",
        "warning",
        "A time is unique; of one that occurs twice the first is taken.",
        "Nothing, unless the second was meant.",
    ),
)

_FRAMEWORK: tuple[Rule, ...] = (
    Rule(
        "setting-unknown", "note", "A name on Settings is one of the settings.", "Correct the name, or delete the row."
    ),
    Rule(
        "reason-built-in",
        "note",
        "Reasons for waiting leave out Closed, which is built in.",
        "Take Closed off the list; Holds may have it all the same.",
    ),
    Rule(
        "sla-missing",
        "warning",
        "A critical live service has an SLA for every priority in use.",
        "Add an SLA, or say that the service is not critical.",
    ),
    Rule(
        "sla-target",
        "error",
        "An SLA has a target that its metric can keep.",
        "Type a target that fits the metric.",
    ),
    Rule("sla-unit", "error", "The unit fits the metric.", "Choose a unit that fits the metric."),
    Rule("sla-ignored", "warning", "An SLA says nothing that its metric does not use.", "Empty the cell."),
    Rule("sla-no-goal", "note", "A timed SLA has a goal; without one there is no verdict.", "Fill Goal %, such as 95."),
    Rule(
        "sla-response-longer",
        "warning",
        "A response is promised no later than the resolution.",
        "Correct one of the two targets.",
    ),
    Rule(
        "sla-overlap",
        "warning",
        "No two SLAs of one service, metric and priority hold on the same day; the later counts.",
        "End the earlier one.",
    ),
    Rule("effective-order", "error", "Effective to is not before Effective from.", "Correct one of the two dates."),
    Rule("waiting-for-pmo", "warning", "Waiting for the PMO never stops a clock.", "Take PMO out of the list."),
    Rule(
        "no-calendar",
        "error",
        "A working-time SLA has a calendar.",
        "Name a calendar here, at the service, or in Settings.",
    ),
    Rule("calendar-closed", "error", "A calendar has working time.", "Fill at least one weekday."),
    Rule(
        "calendar-no-holidays",
        "warning",
        "A calendar with a country has holidays in every year the log uses.",
        "Fill the Holidays sheet (command: holidays).",
    ),
    Rule(
        "fixed-zone",
        "warning",
        "A time zone names a place, so that its summer time counts, or is UTC.",
        "Write the place, such as Europe/London.",
    ),
    Rule(
        "raci-code", "error", "A cell of the matrix holds R, A, C, I, A/R or nothing.", "Choose a code from the list."
    ),
    Rule("raci-one-a", "warning", "An activity has exactly one A.", "Leave one A in the row."),
    Rule("raci-no-r", "warning", "An activity has at least one R.", "Give one role the R."),
    Rule("raci-many-c", "note", "An activity does not consult too many.", "Turn some C into I."),
    Rule("role-no-column", "warning", "Every role has a column on Activities.", "Add a column headed by the Role ID."),
    Rule(
        "column-no-role",
        "warning",
        "A column of Activities that holds codes is a role.",
        "Add the role, or correct the header.",
    ),
    Rule("too-many-roles", "warning", "RACI has room for 30 role columns.", "Join roles, or use a second framework."),
    Rule("role-many-a", "note", "No role is accountable for too large a share.", "Hand some of the A's on."),
    Rule("role-no-part", "note", "A role has a part in some activity.", "Give the role a part, or delete it."),
    Rule("service-no-activity", "warning", "A live service has activities.", "Add its activities."),
    Rule("need-no-service", "warning", "A need is answered by a service.", "Name the services that answer it."),
    Rule("service-no-need", "note", "A live service answers a need.", "Ask who needs it."),
    Rule("purpose-no-service", "warning", "A purpose is served by a live service.", "Name the purpose at a service."),
    Rule("review-overdue", "warning", "A review is held in time.", "Hold the review and fill Last held."),
    Rule(
        "service-review-overdue",
        "warning",
        "A live service is reviewed in time.",
        "Review the service and fill Last reviewed.",
    ),
    Rule("action-overdue", "warning", "An action is done by its due date.", "Fill Done, or agree on a new date."),
    Rule(
        "communication-overdue", "warning", "A communication happens when planned.", "Fill Last done and plan the next."
    ),
    Rule(
        "goal-no-action", "warning", "An SLA under its goal has an open action.", "Add an action on the Actions sheet."
    ),
    Rule(
        "goal-fragile",
        "note",
        "A goal can stand one miss at its usual volume.",
        "Agree on a goal that one miss does not break, or count misses.",
    ),
)

_LOG: tuple[Rule, ...] = (
    Rule(
        "request-future",
        "warning",
        "Nothing in the log is in the future; a request submitted later is left out.",
        "Correct the date.",
    ),
    Rule("response-before-submission", "error", "A response comes after the submission.", "Correct one of the two."),
    Rule("closed-before-submission", "error", "A request is closed after its submission.", "Correct one of the two."),
    Rule("closed-before-response", "error", "A request is closed after its first response.", "Correct one of the two."),
    Rule(
        "clock-start-outside",
        "warning",
        "A clock starts between submission and closing.",
        "Correct Clock start, or leave it blank.",
    ),
    Rule("promise-early", "warning", "A promised date is later than the submission.", "Correct one of the two."),
    Rule(
        "status-contradicts",
        "warning",
        "A status agrees with the dates; the dates count.",
        "Correct the status, or the date.",
    ),
    Rule(
        "retired-open",
        "warning",
        "A retired service has no open requests.",
        "Close the request, or move it to another service.",
    ),
    Rule("hold-order", "error", "A hold ends after it began.", "Correct one of the two."),
    Rule(
        "hold-outside",
        "warning",
        "A hold lies within its request; the rest does not count.",
        "Correct the dates of the hold.",
    ),
    Rule(
        "hold-overlap",
        "warning",
        "Holds of a request do not overlap; the time counts once.",
        "Correct the dates of the holds.",
    ),
    Rule(
        "hold-not-ended",
        "warning",
        "A hold of a closed request has ended; it counts to the closing, one with the reason Closed for nothing.",
        "Fill Until.",
    ),
    Rule("hold-long", "warning", "A hold does not last over 20 working days.", "Ask, resume, or close the request."),
    Rule("feedback-no-subject", "error", "Feedback names a request or a service.", "Fill Request ID or Service ID."),
    Rule("feedback-no-answer", "warning", "Feedback holds an answer.", "Fill Satisfaction or Recommend."),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in (*_CELLS, *_FRAMEWORK, *_LOG)}
"""All rules by code."""


def declaration(who: str, codes: Iterable[str]) -> frozenset[str]:
    """Check a declaration.

    Args:
        who: Who declares.
        codes: Codes that it may raise.

    Raises:
        ValueError: There is no rule of that code.
    """
    wrong = sorted(set(codes) - RULES.keys())
    if wrong:
        raise ValueError(f"{who} declares {', '.join(wrong)}, which no rule has as its code.")
    return frozenset(codes)


def declared(who: str, codes: Collection[str], found: Iterable[Issue]) -> Iterator[Issue]:
    """Let only issues pass whose rule was declared.

    Args:
        who: Who found them.
        codes: Codes that it may raise.
        found: What it found.

    Raises:
        ValueError: Another code was raised.
    """
    for issue in found:
        if issue.rule not in codes:
            raise ValueError(f"{who} raises {issue.rule}, which it does not declare.")
        yield issue


def ordered(issues: Iterable[Issue], tables: Mapping[str, str] | None = None) -> tuple[Issue, ...]:
    """Sort issues: gravest first, then in the order of the sheets, by row and by column.

    Args:
        issues: In any order.
        tables: Names of the input tables as they are called now, by sheet key; None takes those of a new workbook.
            Issues of other tables come last, those of none first.
    """
    names = [(tables or {}).get(sheet.key, sheet.table) for sheet in SHEETS]
    place = {"": -1, **{name: index for index, name in enumerate(names)}}

    def key(issue: Issue) -> tuple[int, int, int, int, str, str]:
        letters = issue.cell.rstrip("0123456789")
        at = place.get(issue.table, len(names))
        return SEVERITIES.index(issue.severity), at, issue.row, len(letters), letters, issue.rule

    return tuple(sorted(issues, key=key))

"""Faults of checking: what a cell means, which rows count, what is said."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ROWS = ("tests/test_check_rows.py",)
LOGS = ("tests/test_check_logs.py",)
VALUES = ("tests/test_values.py",)

MUTANTS = (
    Mutant(
        'hour = hour % 12 + (12 if found[5].startswith("p") else 0)',
        'hour = hour + (12 if found[5].startswith("p") else 0)',
        "12:30 am is half past noon, and 12:30 pm no time at all",
        VALUES,
    ),
    Mutant(
        "if first == second or second > 12:",
        "if second > 12 or first <= 12:",
        "03/04/2026 is silently the fourth of March",
        VALUES,
    ),
    Mutant(
        "moment - east",
        "moment + east",
        "a time with an offset from UTC is moved the wrong way",
        VALUES,
    ),
    Mutant(
        "if is_percent(column) and 0 < value <= 1:",
        "if is_percent(column) and 0 < value < 1:",
        "a goal of 100 %, which Excel keeps as 1, is a goal of 1 %",
        VALUES,
    ),
    Mutant(
        "moment = (moment + _SECOND / 2).replace(microsecond=0)",
        "moment = moment.replace(microsecond=0)",
        "Excel's 09:59:59.9999 is a second early",
        VALUES,
    ),
    Mutant(
        "return np.floor(np.fromiter(since, np.float64, len(moments)) + 0.5).astype(np.int64)",
        "return np.floor(np.fromiter(since, np.float64, len(moments))).astype(np.int64)",
        "the same on the logs, where columns are read as a whole",
        LOGS,
    ),
    Mutant(
        "strange |= values > column.high",
        "strange |= values > column.high + 1",
        "a six of five is an answer",
        LOGS,
    ),
    Mutant(
        "strange |= ~np.isnan(values) & (np.floor(values) != values)",
        "strange |= np.isnan(values)",
        "half a reopening is taken",
        LOGS,
    ),
    Mutant(
        "before = np.where(by_date, second // DAY < first // DAY, second < first)",
        "before = second < first",
        "closed on the day of the submission is closed before it",
        (*ROWS, *LOGS),
    ),
    Mutant(
        "first = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))",
        "first = dict(zip(keys, range(len(keys)), strict=True))",
        "of rows with one id the last counts and the others are called wrong",
        LOGS,
    ),
    Mutant(
        "return () if first == number else (id_taken(matched, number, value, first),)",
        "return ()",
        "two services with one id both count",
        ROWS,
    ),
    Mutant(
        "filled[[index for index in _rows_of_errors(matched) if index < len(filled)]] = True",
        "filled[[]] = True",
        "a row of which only an error is left vanishes without a word",
        LOGS,
    ),
    Mutant(
        "priority=np.where(priority < 0, np.int32(default_priority), priority),",
        "priority=priority,",
        "a request without a priority has no promise",
        LOGS,
    ),
    Mutant(
        "service = np.where(request >= 0, log.service[request], service)",
        "service = np.where(service >= 0, service, log.service[request])",
        "an answer about a request counts for the service that was typed beside it",
        LOGS,
    ),
    Mutant(
        "if _FOREIGN.search(latin):",
        "if not latin:",
        "a Russian word is half turned into Latin letters",
        ("tests/test_values.py", "tests/test_references.py"),
    ),
    Mutant(
        "by_key = {key(word): word for word in words if _number(word) == number}",
        "by_key = {key(word): word for word in words}",
        "SVC-21 is said to mean SVC-12",
        ("tests/test_references.py", "tests/test_values.py", "tests/test_check_rows.py"),
    ),
)

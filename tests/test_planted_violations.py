"""Every rule of a good workbook finds its planted violation, so that none passes because it looks at nothing."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.witness import rules_health
from tests.witness.rules import RULES, violations
from tests.witness.surgery import Parts, operate, swap

Spoil = Callable[["Plan"], None]


class Plan:
    """A small workbook of the framework's shape, before it is written; tests change it in one place."""

    def __init__(self) -> None:
        self.first = "Start"
        self.services: list[list[Any]] = [["S1", "Intake", "Live", "Yes"], ["S2", "Reviews", "Draft", "No"]]
        self.holds: list[list[Any]] = [["R1", "Supplier", dt.datetime(2026, 1, 5), dt.datetime(2026, 1, 7)]]
        self.size = 11
        self.alt = "Requests per month"
        self.language = "en"
        self.version = "1.0"
        self.surgery: list[Callable[[Parts], object]] = []
        self.after: list[Callable[[Any, dict[str, Any]], object]] = []

    def then(self, step: Callable[[Any, dict[str, Any]], object]) -> None:
        """Do something more to the workbook and its sheets before it is closed."""
        self.after.append(step)

    def write(self, path: Path) -> Path:
        book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
        book.set_properties({"title": "Services of the PMO"})
        start, services, holds = (book.add_worksheet(name) for name in (self.first, "Services", "Holds"))
        sheets = {"Start": start, "Services": services, "Holds": holds}
        cell = book.add_format({"font_size": self.size})
        texts = ["Our PMO", "Version", "Owner: PMO lead", "As of 2026-06-30", "How to use: fill the tables."]
        start.write_column("A1", texts, cell)
        start.write("B2", self.version, cell)
        start.print_area("A1:H30")
        start.set_column("A:A", 40)
        start.write_url("A8", "internal:Services!A1", string="Services")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Holds!$F$3:$F$3"})
        chart.set_title({"name": "Requests"})
        chart.set_x_axis({"name": "Month"})
        chart.set_y_axis({"name": "Requests"})
        start.insert_chart("D8", chart, {"description": self.alt})
        self._table(services, "Services", ["Service ID", "Name", "Status", "Critical", "Category", "Calendar"],
                    [[*row, "Other", "All"] if row[0] else row for row in self.services], {})  # fmt: skip
        more = {"Days": "=[@Until]-[@From]"}
        self._table(holds, "Holds", ["Request ID", "Waiting for", "From", "Until", "Note"], self.holds, more)
        book.define_name("ServiceIds", "=Services!$A$3:$A$9")
        red = book.add_format({"bg_color": "#FDE8E6", "font_color": "#B42318"})
        rule = {"type": "formula", "criteria": "=COUNTIF(ServiceIds,$A3)>0", "format": red}
        holds.conditional_format("A3:A9", rule)
        for sheet in sheets.values():
            sheet.fit_to_pages(1, 0)
        for step in self.after:
            step(book, sheets)
        book.close()
        spoken = f"<dc:language>{self.language}</dc:language></cp:coreProperties>"
        changes = [swap("docProps/core.xml", "</cp:coreProperties>", spoken), *self.surgery]
        return operate(path, path.with_stem("planned"), lambda parts: [change(parts) for change in changes])

    @staticmethod
    def _table(sheet: Any, name: str, headers: list[str], rows: list[list[Any]], more: dict[str, str]) -> None:
        columns = [{"header": header} for header in headers]
        columns += [{"header": header, "formula": formula} for header, formula in more.items()]
        sheet.write("A1", name)
        last = len(rows) + 1
        filled = [[*row, *[None] * (len(headers) - len(row))] for row in rows]
        sheet.add_table(1, 0, last, len(columns) - 1, {"name": name, "columns": columns, "data": filled})
        for number, header in enumerate(headers):
            if header in LISTS:
                rule = {"validate": "list", "source": LISTS[header], "error_message": f"Choose a {header}."}
                sheet.data_validation(2, number, last, number, rule)
        sheet.set_column(0, len(columns) - 1, 22)
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)


LISTS = {
    "Status": ["Draft", "Live"],
    "Critical": ["Yes", "No"],
    "Category": ["Other"],
    "Calendar": ["All"],
    "Waiting for": ["Supplier", "Other"],
}


def on(sheet: str, method: str, *arguments: Any) -> Spoil:
    """Call a method of a sheet before the workbook is closed."""
    return lambda plan: plan.then(lambda book, sheets: getattr(sheets[sheet], method)(*arguments))


def with_format(sheet: str, method: str, place: tuple[Any, ...], **properties: Any) -> Spoil:
    """Call a method of a sheet that takes a format last."""
    return lambda plan: plan.then(
        lambda book, sheets: getattr(sheets[sheet], method)(*place, book.add_format(properties))
    )


def conditional(sheet: str, cells: str, rule: dict[str, Any], **properties: Any) -> Spoil:
    """Add a conditional format with a format of its own."""

    def step(book: Any, sheets: dict[str, Any]) -> None:
        extra = {"format": book.add_format(properties)} if properties else {}
        sheets[sheet].conditional_format(cells, rule | extra)

    return lambda plan: plan.then(step)


def on_book(method: str, *arguments: Any) -> Spoil:
    """Call a method of the workbook before it is closed."""
    return lambda plan: plan.then(lambda book, sheets: getattr(book, method)(*arguments))


def put_value(attribute: str, value: Any) -> Spoil:
    """Set something of the plan."""
    return lambda plan: setattr(plan, attribute, value)


def second_table(place: str) -> Spoil:
    return on("Services", "add_table", place, {"name": "Other"})


def untitled_chart(plan: Plan) -> None:
    def step(book: Any, sheets: dict[str, Any]) -> None:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Services!$A$3:$A$4"})
        sheets["Start"].insert_chart("D40", chart, {"description": "No title"})

    plan.then(step)


def small_chart_font(plan: Plan) -> None:
    def step(book: Any, sheets: dict[str, Any]) -> None:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Services!$A$3:$A$4"})
        chart.set_x_axis({"num_font": {"size": 7}})
        sheets["Start"].insert_chart("D40", chart, {"description": "Small"})

    plan.then(step)


def cut(part: str, old: str, new: str) -> Spoil:
    """Replace a text in a part of the workbook after it was written."""
    return lambda plan: plan.surgery.append(swap(part, old, new))


def together(*spoils: Spoil) -> Spoil:
    """Spoil a plan in several ways."""

    def spoil(plan: Plan) -> None:
        for each in spoils:
            each(plan)

    return spoil


def grow(parts: Parts) -> None:
    parts["docProps/big.bin"] = random.Random(1).randbytes(600_000)


LATE, EARLY = dt.datetime(2026, 1, 9), dt.datetime(2026, 1, 5)
TWO = [["R1", "Supplier", EARLY, LATE], ["R2", "Other", EARLY, LATE]]
SERVICES = "xl/worksheets/sheet2.xml"
DEEP = "=IF(A1=1,IF(A1=2,IF(A1=3,IF(A1=4,1,2),3),4),5)"

PLANTED: list[tuple[int, str, Spoil, str]] = [
    (1, "no owner", on("Start", "write", "A3", "x"), "Start"),
    (1, "version without a number", put_value("version", "x"), "Start"),
    (2, "never named", on_book("add_worksheet"), "Sheet5"),
    (3, "blank", on_book("add_worksheet", "Blank"), "Blank"),
    (4, "hidden", on("Holds", "hide"), "Holds"),
    (4, "very hidden", on("Holds", "very_hidden"), "Holds"),
    (5, "row", on("Services", "set_row", 2, None, None, {"hidden": True}), "Services"),
    (5, "column", on("Services", "set_column", 1, 1, 20, None, {"hidden": True}), "Services"),
    (6, "blank row", put_value("services", [["S1"], [None], ["S2"]]), "Services"),
    (6, "list that is no table", on_book("add_worksheet", "Ideas"), "Ideas"),
    (6, "note below the table", on("Holds", "write", "A9", "see above"), "Holds"),
    (
        7,
        "merged",
        cut(SERVICES, "<pageMargins", '<mergeCells count="1"><mergeCell ref="A3:B3"/></mergeCells><pageMargins'),
        "Services",
    ),
    (8, "not frozen", on("Services", "freeze_panes", 1, 0), "Services"),
    (9, "other tab", on("Holds", "activate"), ""),
    (9, "cursor", on("Start", "set_selection", "C5"), "Start"),
    (9, "scrolled", on("Start", "set_top_left_cell", "A20"), "Start"),
    (10, "several pages wide", on("Start", "fit_to_pages", 2, 0), "Start"),
    (10, "no print area", on_book("add_worksheet", "Notes"), "Notes"),
    (10, "print area too small", on("Services", "print_area", "A1:B2"), "Services"),
    (10, "no repeated header", on("Services", "repeat_rows", 0), "Services"),
    (11, "rows", with_format("Services", "write_blank", ("A900", None), bold=True), "Services"),
    (11, "columns", with_format("Services", "write_blank", ("BZ2", None), bold=True), "Services"),
    (12, "broken", on_book("define_name", "Broken", "=Services!#REF!"), ""),
    (12, "unused", on_book("define_name", "Unused", "=Services!$A$1"), ""),
    (12, "external", on_book("define_name", "Away", "='[1]Other'!$A$1"), ""),
    (13, "error", on("Start", "write_formula", "A9", "=1/0", None, "#DIV/0!"), "Start"),
    (14, "other formula", together(put_value("holds", TWO), on("Holds", "write_formula", "F4", "=D4-C3")), "Holds"),
    (16, "nesting", on("Start", "write_formula", "A9", DEEP), "Start"),
    (16, "length", on("Start", "write_formula", "A9", "=" + "1+" * 120 + "1"), "Start"),
    (17, "volatile", on("Start", "write_formula", "A9", "=TODAY()"), "Start"),
    (
        17,
        "volatile validation",
        on("Start", "data_validation", "A9", {"validate": "list", "source": "=OFFSET($A$1,0,0,2,1)"}),
        "Start",
    ),
    (18, "external", on("Start", "write_formula", "A9", "='[1]Other'!$A$1"), "Start"),
    (
        19,
        "circle",
        lambda plan: plan.then(
            lambda book, sheets: [
                sheets["Start"].write_formula("A9", "=A10+1"),
                sheets["Start"].write_formula("A10", "=SUM(A8:A9)"),
            ]
        ),
        "Start",
    ),
    (20, "number as text", put_value("services", [["S1", "Intake", "12", "Yes"]]), "Services"),
    (20, "date as text", on("Holds", "write_string", "D3", "2026-01-07"), "Holds"),
    (20, "mixed", lambda plan: plan.holds.append(["R2", "Other", "later", LATE]), "Holds"),
    (21, "value", on("Holds", "write", "F3", 7), "Holds"),
    (
        23,
        "check",
        lambda plan: plan.then(
            lambda book, sheets: [sheets["Start"].write("A9", False), book.define_name("CheckSum", "=Start!$A$9")]
        ),
        "Start",
    ),
    (24, "column", on("Start", "write_formula", "A9", "=COUNTA(Services!A:A)"), "Start"),
    (24, "row", on("Start", "write_formula", "A9", "=COUNTA(Services!1:1)"), "Start"),
    (25, "value", put_value("services", [["S1", "Intake", "Lively", "Yes"]]), "Services"),
    (25, "no error message", cut(SERVICES, ' error="Choose a Status."', ""), "Services"),
    (25, "no list", cut(SERVICES, 'sqref="C3:C4"', 'sqref="C3"'), "Services"),
    (26, "twice", put_value("services", [["S1", "a", "Live", "Yes"], ["s1 ", "b", "Live", "Yes"]]), "Services"),
    (26, "unknown", put_value("holds", [["R9", "Other", EARLY, LATE]]), "Holds"),
    (27, "order", put_value("holds", [["R1", "Other", LATE, EARLY]]), "Holds"),
    (27, "bounds", put_value("holds", [["R1", "Other", dt.datetime(1926, 1, 1), EARLY]]), "Holds"),
    (28, "blank", put_value("services", [["S1 ", "a", "Live", "Yes"]]), "Services"),
    (28, "odd blank", put_value("services", [["S1", "a\xa0b", "Live", "Yes"]]), "Services"),
    (28, "look-alike", put_value("services", [["S1", "Intаke", "Live", "Yes"]]), "Services"),
    (32, "none", put_value("alt", ""), "Start"),
    (32, "file name", put_value("alt", "chart.png"), "Start"),
    (32, "long", put_value("alt", "x" * 251), "Start"),
    (33, "cell", with_format("Start", "write", ("A9", "pale"), font_color="#BBBBBB"), "Start"),
    (33, "conditional format", conditional("Services", "A3:A4", {"type": "no_blanks"}, bg_color="#1F2A44"), "Services"),
    (
        33,
        "two conditional formats",
        together(
            conditional("Services", "A4:B4", {"type": "no_blanks"}, font_color="#B42318"),
            conditional("Services", "A4:B4", {"type": "no_blanks"}, bg_color="#F0A8A0"),
        ),
        "Services",
    ),
    (34, "fill", with_format("Start", "write_blank", ("A9", None), bg_color="#B42318"), "Start"),
    (
        34,
        "data bar",
        conditional("Services", "A3:A4", {"type": "data_bar", "bar_only": True, "data_bar_2010": True}),
        "Services",
    ),
    (
        34,
        "hidden",
        conditional("Services", "A3:A4", {"type": "no_blanks"}, bg_color="#B42318", num_format=";;;"),
        "Services",
    ),
    (35, "red", with_format("Start", "write", ("A9", -1), num_format="0;[Red]0"), "Start"),
    (36, "address", on("Start", "write_url", "A9", "https://example.org"), "Start"),
    (36, "formula", on("Start", "write_formula", "A9", '=HYPERLINK("#Services!A1","")'), "Start"),
    (37, "language", put_value("language", ""), ""),
    (37, "title", on_book("set_properties", {"title": ""}), ""),
    (38, "small", put_value("size", 9), "Start"),
    (38, "chart", small_chart_font, "Start"),
    (38, "cut", put_value("services", [["S1", "A name of far more letters than fit", "Live", "Yes"]]), "Services"),
    (
        38,
        "lines",
        together(
            with_format("Start", "write", ("A9", "one\ntwo\nthree"), text_wrap=True),
            on("Start", "set_row", 8, 20),
        ),
        "Start",
    ),
    (
        38,
        "turned",
        together(
            with_format("Start", "write", ("A9", "Manager of the portfolio"), rotation=90),
            on("Start", "set_row", 8, 60),
        ),
        "Start",
    ),
    (39, "chart", untitled_chart, "Start"),
    (40, "beside", second_table("J2:K4"), "Services"),
    (42, "size", lambda plan: plan.surgery.append(grow), ""),
]


def test_a_good_workbook_keeps_every_rule(tmp_path: Path) -> None:
    path = requests(Plan()).write(tmp_path / "good.xlsx")
    assert {number: found for number in RULES if (found := violations(number, path))} == {}


def requests(plan: Plan) -> Plan:
    """Give the plan the requests that its holds belong to."""
    headers = ["Request ID", "Service ID", "Priority", "Late because"]
    lists = {"Service ID": ["S1", "S2"], "Priority": ["High", "Low"], "Late because": ["Tool or data"]}

    def step(book: Any, sheets: dict[str, Any]) -> None:
        sheets["Requests"] = sheet = book.add_worksheet("Requests")
        LISTS.update(lists)
        Plan._table(sheet, "Requests", headers, [["R1", "S1"], ["R2", "S2", "Low"]], {})
        sheet.fit_to_pages(1, 0)

    plan.after.insert(0, step)
    return plan


@pytest.mark.parametrize(("number", "spoil", "sheet"), [(n, s, t) for n, _, s, t in PLANTED],
                         ids=[f"{n} {what}" for n, what, _, _ in PLANTED])  # fmt: skip
def test_a_rule_names_the_sheet_of_its_planted_violation(number: int, spoil: Spoil, sheet: str, tmp_path: Path) -> None:
    plan = requests(Plan())
    spoil(plan)
    found = violations(number, plan.write(tmp_path / "spoiled.xlsx"))
    assert found
    assert sheet in {violation.sheet for violation in found} or not sheet


def test_a_turned_text_may_be_longer_than_its_column_is_wide(tmp_path: Path) -> None:
    plan = requests(Plan())
    with_format("Services", "write", ("J2", "Manager of the portfolio"), rotation=60)(plan)
    on("Services", "write", "K2", "next")(plan)
    on("Services", "set_row", 1, 150)(plan)
    assert violations(38, plan.write(tmp_path / "turned.xlsx")) == []


def test_every_rule_has_a_planted_violation() -> None:
    assert {number for number, *_ in PLANTED} | {41} == set(RULES)


def test_an_unsound_package_breaks_rule_41(tmp_path: Path) -> None:
    plan = requests(Plan())
    plan.surgery.append(swap(SERVICES, "<pageMargins", "<margin/><pageMargins"))
    found = violations(41, plan.write(tmp_path / "spoiled.xlsx"))
    assert {"Sch_InvalidElementContentExpectingComplex", "element-order"} & {v.text.split(":")[0] for v in found}


def test_a_cell_that_issues_names_is_no_violation(tmp_path: Path) -> None:
    plan = requests(Plan())
    plan.services = [["S1", "a", "Lively", "Yes"], ["S2", "b ", "Live", "Yes"]]

    def tell(book: Any, sheets: dict[str, Any]) -> None:
        rows = [["Services", "C3"], ["Services", "B4"]]
        columns = [{"header": "Sheet"}, {"header": "Cell"}]
        book.add_worksheet("Issues").add_table("A2:B4", {"name": "Issues", "columns": columns, "data": rows})

    plan.then(tell)
    path = plan.write(tmp_path / "told.xlsx")
    assert violations(25, path) == []
    assert violations(28, path) == []


def test_styles_and_ranges_that_grow_break_rule_43(tmp_path: Path) -> None:
    before = requests(Plan()).write(tmp_path / "a.xlsx")
    plan = requests(Plan())
    conditional("Services", "A3:A4", {"type": "no_blanks"}, bold=True)(plan)
    after = plan.write(tmp_path / "b.xlsx").rename(tmp_path / "after.xlsx")
    found = [violation.cell for violation in rules_health.growth(requests(Plan()).write(tmp_path / "a.xlsx"), after)]
    assert before.exists()
    assert found == ["Services: conditional ranges", "dxfs"]


def test_parts_that_differ_break_rule_44_but_a_stamp_on_start_does_not(tmp_path: Path) -> None:
    one = shutil.copyfile(requests(Plan()).write(tmp_path / "a.xlsx"), tmp_path / "one.xlsx")
    start = "xl/worksheets/sheet1.xml"
    stamp = operate(
        one, tmp_path / "stamp.xlsx", swap(start, '<c r="A1" s="1" t="s"><v>0', '<c r="A1" s="1" t="s"><v>1')
    )
    other = operate(one, tmp_path / "other.xlsx", swap(SERVICES, "<v>", "<v>1"))
    assert rules_health.same_parts(one, stamp) == []
    assert [violation.cell for violation in rules_health.same_parts(one, other)] == [SERVICES]

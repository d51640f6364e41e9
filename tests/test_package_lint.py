"""Every check of the package lint sees its planted fault and nothing else."""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.witness import package_lint, sheet_lint, sheet_scan, table_lint, workbook_lint
from tests.witness.package_lint import lint
from tests.witness.surgery import CONTENT_TYPES, Parts, drop, link, operate, put, repeat_entry, swap

BOOK = "xl/workbook.xml"
SHEET, OTHER = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
TABLE, SECOND = "xl/tables/table1.xml", "xl/tables/table2.xml"
STYLES, CHART, DRAWING = "xl/styles.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
SHEET_RELS, BOOK_RELS = "xl/worksheets/_rels/sheet1.xml.rels", "xl/_rels/workbook.xml.rels"
CHAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A macro-enabled workbook with one of everything that the lint looks at."""
    path = tmp_path_factory.mktemp("lint") / "clean.xlsm"
    book = xlsxwriter.Workbook(path)
    book.add_vba_project(io.BytesIO(b"not looked into"), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    services, other = book.add_worksheet("Services"), book.add_worksheet("What's next")
    services.set_vba_name("Sheet1")
    other.set_vba_name("Sheet2")
    bold, red = book.add_format({"bold": True, "num_format": "0.000"}), book.add_format({"bg_color": "#FFC7CE"})
    services.write("A1", "Our services", bold)
    services.add_table("A3:C6", {"name": "Services", "columns": [{"header": h} for h in ("Service ID", "Kind", "n")]})
    services.write_column("A4", ["S1", "S2", "S3"])
    services.write_column("C4", [1, 2, 3])
    services.set_column("A:A", 20, bold)
    services.set_column("C:D", 9)
    services.data_validation(
        "B4:B6",
        {
            "validate": "list",
            "source": ["Draft", "Live"],
            "input_title": "Kind",
            "input_message": "Choose one.",
            "error_title": "No",
            "error_message": "Not so.",
        },
    )
    services.data_validation("C4:C6", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 9})
    services.conditional_format("C4:C6", {"type": "cell", "criteria": ">", "value": 2, "format": red})
    services.conditional_format("A4:A6", {"type": "formula", "criteria": "=COUNTIF(Ids,$A4)>1", "format": red})
    services.merge_range("A1:B1", "Our services", bold)
    services.merge_range("D1:E1", "", bold)
    services.write_formula("E9", "=SUM(Services[n])", None, 6)
    services.write_url("E10", "internal:'What''s next'!A1", string="Next")
    other.add_table("A1:B3", {"name": "Next", "columns": [{"header": "Step"}, {"header": "Due"}]})
    other.add_table("A10:B12", {"name": "Later", "columns": [{"header": "Step"}, {"header": "Due"}]})
    other.autofilter("H1:I5")
    totals = [{"header": "Month", "total_string": "All"}, {"header": "n", "total_function": "sum"}]
    other.add_table("A20:B23", {"name": "Counts", "columns": totals, "total_row": True})
    other.write("A8", True)
    book.define_name("Ids", "=Services!$A$4:$A$6")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Services!$C$4:$C$6"})
    services.insert_chart("G2", chart)
    book.close()
    return path


FAULTS: list[tuple[str, str, tuple[Callable[[Parts], None], ...]]] = [
    ("part without content type", "content-type", (put("xl/odd.bin2", ""), link(BOOK_RELS, "rIdX", "odd", "odd.bin2"))),
    (
        "content type of a part that is not there",
        "content-type-of-nothing",
        (swap(CONTENT_TYPES, "</Types>", '<Override PartName="/xl/no.xml" ContentType="text/xml"/></Types>'),),
    ),
    (
        "workbook type that does not fit .xlsm",
        "workbook-type",
        (swap(CONTENT_TYPES, "vnd.ms-excel.sheet.macroEnabled.main", "vnd.ms-excel.template.macroEnabled.main"),),
    ),
    (
        "macro type without macros",
        "macro",
        (
            drop("xl/vbaProject.bin"),
            swap(BOOK_RELS, "microsoft.com/office/2006/relationships/vbaProject", "x/theme"),
            swap(BOOK_RELS, 'Target="vbaProject.bin"', 'Target="theme/theme1.xml"'),
        ),
    ),
    (
        "relationship to a part that is not there",
        "relationship",
        (link(SHEET_RELS, "rIdX", "image", "../media/no.png"),),
    ),
    ("relationship id twice", "relationship-id", (link(BOOK_RELS, "rId1", "worksheet", "worksheets/sheet1.xml"),)),
    ("part that nothing leads to", "orphan", (put("xl/lost.xml", "<a/>"),)),
    (
        "part of the wrong type",
        "part-type",
        (swap(CONTENT_TYPES, "spreadsheetml.table+xml", "spreadsheetml.comments+xml"),),
    ),
    ("part that is not well-formed", "xml", (swap(STYLES, "</styleSheet>", ""),)),
    (
        "reference to no relationship",
        "relationship-reference",
        (swap(SHEET, '<drawing r:id="rId', '<drawing r:id="rId9'),),
    ),
    (
        "elements of a sheet out of order",
        "element-order",
        (swap(SHEET, "<pageMargins", '<phoneticPr fontId="0"/><pageMargins'),),
    ),
    ("element that a sheet does not have", "element-order", (swap(SHEET, "<pageMargins", "<margin/><pageMargins"),)),
    ("columns that overlap", "column-order", (swap(SHEET, 'min="3" max="4"', 'min="1" max="4"'),)),
    (
        "column of an unknown format",
        "style-index",
        (
            swap(
                SHEET,
                '<col min="1" max="1" width="20.7109375" style="1"',
                '<col min="1" max="1" width="20.7109375" style="99"',
            ),
        ),
    ),
    ("rows out of order", "row-order", (swap(OTHER, '<row r="8"', '<row r="8"/><row r="8"'),)),
    ("cell in the wrong row", "cell-address", (swap(OTHER, 'r="A8"', 'r="A9"'),)),
    ("cells out of order", "cell-order", (swap(SHEET, '<c r="C4"', '<c r="A4"'),)),
    ("cell of an unknown format", "style-index", (swap(OTHER, 'r="A8"', 'r="A8" s="99"'),)),
    ("row of an unknown format", "style-index", (swap(OTHER, '<row r="8"', '<row r="8" s="99" customFormat="1"'),)),
    (
        "shared string that does not exist",
        "shared-string",
        (swap(OTHER, '<c r="A8" t="b"><v>1', '<c r="A8" t="s"><v>99'),),
    ),
    ("number that is none", "cell-value", (swap(OTHER, '<c r="A8" t="b"><v>1', '<c r="A8"><v>one'),)),
    ("boolean that is none", "cell-value", (swap(OTHER, '<c r="A8" t="b"><v>1', '<c r="A8" t="b"><v>true'),)),
    ("error that is none", "cell-value", (swap(OTHER, '<c r="A8" t="b"><v>1', '<c r="A8" t="e"><v>#BAD'),)),
    ("cell of an unknown type", "cell-value", (swap(OTHER, 't="b"', 't="x"'),)),
    (
        "inline string without text",
        "cell-value",
        (swap(OTHER, '<c r="A8" t="b"><v>1</v>', '<c r="A8" t="inlineStr">'),),
    ),
    (
        "text that is too long",
        "text-length",
        (swap(OTHER, '<c r="A8" t="b"><v>1</v>', f'<c r="A8" t="inlineStr"><is><t>{"x" * 32_768}</t></is>'),),
    ),
    ("formula that does not parse", "formula-syntax", (swap(SHEET, "SUM(Services[n])", "SUM(Services[n]"),)),
    ("formula of too many characters", "formula-length", (swap(SHEET, "SUM(Services[n])", "1+" * 4100 + "1"),)),
    ("formula that names an unknown sheet", "formula-sheet", (swap(SHEET, "SUM(Services[n])", "SUM(Gone!A1)"),)),
    ("formula that names an unknown table", "formula-table", (swap(SHEET, "SUM(Services[n])", "SUM(Gone[n])"),)),
    ("formula that names an unknown column", "formula-table", (swap(SHEET, "SUM(Services[n])", "SUM(Services[m])"),)),
    ("formula that uses an unknown name", "formula-name", (swap(SHEET, "SUM(Services[n])", "SUM(Gone)"),)),
    ("table id twice", "table-id", (swap(SECOND, ' id="2"', ' id="1"'),)),
    ("table name twice", "table-name", (swap(SECOND, 'displayName="Next"', 'displayName="later"'),)),
    ("table named like a cell", "table-name", (swap(SECOND, 'displayName="Next"', 'displayName="AB12"'),)),
    ("table outside the sheet", "table-ref", (swap(SECOND, 'ref="A1:B3"', 'ref="A1:ZZZ3"'),)),
    (
        "table without a data row",
        "table-ref",
        (swap(SECOND, 'ref="A1:B3"', 'ref="A1:B1"'), swap(SECOND, 'autoFilter ref="A1:B3"', 'autoFilter ref="A1:B1"')),
    ),
    (
        "filter that is not the table's",
        "table-filter",
        (swap(SECOND, 'autoFilter ref="A1:B3"', 'autoFilter ref="A1:B2"'),),
    ),
    (
        "filter of a column that the table does not have",
        "table-filter",
        (swap(SECOND, '<autoFilter ref="A1:B3"/>', '<autoFilter ref="A1:B3"><filterColumn colId="2"/></autoFilter>'),),
    ),
    (
        "sheet's filter inside a table",
        "table-filter",
        (swap(OTHER, 'autoFilter ref="H1:I5"', 'autoFilter ref="A10:B12"'),),
    ),
    ("sheet's filter without range", "filter-range", (swap(OTHER, 'autoFilter ref="H1:I5"', 'autoFilter ref=""'),)),
    (
        "too few table columns",
        "table-columns",
        (
            swap(
                SECOND,
                '<tableColumns count="2"><tableColumn id="1" name="Step"/><tableColumn id="2" name="Due"/>',
                '<tableColumns count="1"><tableColumn id="1" name="Step"/>',
            ),
        ),
    ),
    ("table column id twice", "table-columns", (swap(SECOND, '<tableColumn id="2"', '<tableColumn id="1"'),)),
    ("header that is not the column's name", "table-header", (swap(SECOND, 'name="Due"', 'name="Due "'),)),
    (
        "table column of an unknown format",
        "dxf-index",
        (swap(SECOND, 'id="2" name="Due"', 'id="2" name="Due" dataDxfId="9"'),),
    ),
    (
        "tables that overlap",
        "table-overlap",
        (
            swap(SECOND, 'ref="A1:B3"', 'ref="A1:B10"'),
            swap(SECOND, 'autoFilter ref="A1:B3"', 'autoFilter ref="A1:B10"'),
        ),
    ),
    ("merged cells that overlap", "merge-overlap", (swap(SHEET, 'mergeCell ref="D1:E1"', 'mergeCell ref="B1:E1"'),)),
    ("merged cells without range", "merge", (swap(SHEET, 'mergeCell ref="D1:E1"', 'mergeCell ref="D1:"'),)),
    ("one cell merged", "merge", (swap(SHEET, 'mergeCell ref="D1:E1"', 'mergeCell ref="D1"'),)),
    ("merged cells inside a table", "table-merge", (swap(SHEET, 'mergeCell ref="D1:E1"', 'mergeCell ref="A5:B5"'),)),
    ("list that is too long", "validation-list", (swap(SHEET, "Draft,Live", "x" * 256),)),
    ("title that is too long", "validation-text", (swap(SHEET, 'promptTitle="Kind"', f'promptTitle="{"x" * 33}"'),)),
    ("message that is too long", "validation-text", (swap(SHEET, 'prompt="Choose', f'prompt="{"x" * 256}'),)),
    ("error message that is too long", "validation-text", (swap(SHEET, 'error="Not so', f'error="{"x" * 226}'),)),
    (
        "validation without range",
        "validation-range",
        (swap(SHEET, 'sqref="C4:C6"><formula1', 'sqref="C4:C"><formula1'),),
    ),
    ("validation without bound", "validation-formula", (swap(SHEET, "<formula2>9</formula2>", ""),)),
    ("validation without list", "validation-formula", (swap(SHEET, '<formula1>"Draft,Live"</formula1>', ""),)),
    (
        "wrong count of validations",
        "validation-count",
        (swap(SHEET, '<dataValidations count="2"', '<dataValidations count="3"'),),
    ),
    ("table reference in a validation", "formula-structured", (swap(SHEET, '"Draft,Live"', "Services[Kind]"),)),
    (
        "conditional format of an unknown format",
        "dxf-index",
        (swap(SHEET, 'type="cellIs" dxfId="', 'type="cellIs" dxfId="9'),),
    ),
    ("conditional format without formula", "conditional-formula", (swap(SHEET, "<formula>2</formula>", ""),)),
    ("priority twice", "conditional-priority", (swap(SHEET, 'priority="2"', 'priority="1"'),)),
    (
        "conditional format without range",
        "conditional-range",
        (swap(SHEET, 'Formatting sqref="A4:A6"', 'Formatting sqref=""'),),
    ),
    ("link to a sheet that does not exist", "hyperlink-target", (swap(SHEET, "What''s next'!A1", "Gone'!A1"),)),
    ("link of no cell", "hyperlink-range", (swap(SHEET, '<hyperlink ref="E10"', '<hyperlink ref="E"'),)),
    (
        "drawing id twice",
        "drawing-id",
        (swap(DRAWING, "<xdr:clientData/>", '<xdr:sp><xdr:cNvPr id="2" name="x"/></xdr:sp><xdr:clientData/>'),),
    ),
    ("chart of a sheet that does not exist", "formula-sheet", (swap(CHART, "Services!$C$4", "Gone!$C$4"),)),
    (
        "sheet name twice",
        "sheet-name",
        (
            swap(BOOK, 'sheet name="What\'s next"', 'sheet name="SERVICES"'),
            swap(SHEET, "'What''s next'!A1", "Services!A1"),
            swap(BOOK, "'What''s next'!", "Services!"),
        ),
    ),
    (
        "sheet name that is too long",
        "sheet-name",
        (
            swap(BOOK, "</sheets>", f'<sheet name="{"x" * 32}" sheetId="9" r:id="rId7"/></sheets>'),
            link(BOOK_RELS, "rId7", "chartsheet", "theme/theme1.xml"),
        ),
    ),
    (
        "sheet without part",
        "sheet-missing",
        (
            swap(BOOK, "</sheets>", '<sheet name="x" sheetId="9" r:id="rIdVba"/></sheets>'),
            link(BOOK_RELS, "rIdVba", "worksheet", "http://x"),
            swap(BOOK_RELS, 'Target="http://x"', 'Target="http://x" TargetMode="External"'),
        ),
    ),
    ("sheet id twice", "sheet-id", (swap(BOOK, 'sheetId="2"', 'sheetId="1"'),)),
    (
        "no visible sheet",
        "sheet-visible",
        (
            swap(BOOK, 'sheetId="1"', 'sheetId="1" state="hidden"'),
            swap(BOOK, 'sheetId="2"', 'sheetId="2" state="hidden"'),
            swap(BOOK, "<bookViews>", "<!--"),
            swap(BOOK, "</bookViews>", "-->"),
        ),
    ),
    ("hidden sheet active", "active-tab", (swap(BOOK, 'sheetId="1"', 'sheetId="1" state="hidden"'),)),
    ("two sheets selected", "tab-selected", (swap(OTHER, "<sheetView ", '<sheetView tabSelected="1" '),)),
    (
        "name twice",
        "name-duplicate",
        (swap(BOOK, "</definedNames>", '<definedName name="ids">1</definedName></definedNames>'),),
    ),
    (
        "name that is a table",
        "name-table",
        (swap(BOOK, "</definedNames>", '<definedName name="Next">1</definedName></definedNames>'),),
    ),
    (
        "name like a cell",
        "name-invalid",
        (swap(BOOK, "</definedNames>", '<definedName name="AB1">1</definedName></definedNames>'),),
    ),
    ("name of a sheet that does not exist", "formula-sheet", (swap(BOOK, "Services!$A$4:$A$6", "Gone!$A$4"),)),
    ("name of a cell that was deleted", "formula-ref", (swap(BOOK, "Services!$A$4:$A$6", "Services!#REF!"),)),
    (
        "name in the scope of no sheet",
        "name-scope",
        (swap(BOOK, "</definedNames>", '<definedName name="x" localSheetId="9">1</definedName></definedNames>'),),
    ),
    ("format with an unknown font", "style-part", (swap(STYLES, 'fontId="1"', 'fontId="99"'),)),
    (
        "format with an unknown number format",
        "style-part",
        (swap(STYLES, '<numFmt numFmtId="164"', '<numFmt numFmtId="199"'),),
    ),
    ("code name twice", "code-name", (swap(OTHER, 'codeName="Sheet2"', 'codeName="Sheet1"'),)),
    ("code name missing", "code-name", (swap(OTHER, 'codeName="Sheet2"', ""),)),
    (
        "stale calculation chain",
        "calc-chain",
        (
            put("xl/calcChain.xml", f'<calcChain xmlns="{MAIN}"><c r="E9" i="1"/><c r="E8"/></calcChain>', CHAIN),
            link(BOOK_RELS, "rIdX", "calcChain", "calcChain.xml"),
        ),
    ),
    (
        "table listed but not related",
        "table-parts",
        (
            swap(OTHER, '<tableParts count="3"', '<tableParts count="4"'),
            swap(OTHER, "</tableParts>", '<tablePart r:id="rId1"/></tableParts>'),
        ),
    ),
]


def test_a_sound_workbook_has_no_finding(clean: Path) -> None:
    assert lint(clean) == []


def test_a_calculation_chain_that_fits_has_no_finding(clean: Path, tmp_path: Path) -> None:
    chain = put("xl/calcChain.xml", f'<calcChain xmlns="{MAIN}"><c r="E9" i="1"/></calcChain>', CHAIN)
    lead = link(BOOK_RELS, "rIdX", "calcChain", "calcChain.xml")
    operate(clean, tmp_path / "a.xlsm", lambda parts: [chain(parts), lead(parts)])
    assert lint(tmp_path / "a.xlsm") == []


@pytest.mark.parametrize(("code", "changes"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_the_lint_names_a_planted_fault(
    clean: Path, tmp_path: Path, code: str, changes: tuple[Callable[[Parts], None], ...]
) -> None:
    def change(parts: Parts) -> None:
        for each in changes:
            each(parts)

    broken = operate(clean, tmp_path / "broken.xlsm", change)
    assert {finding.code for finding in lint(broken)} == {code}


def test_a_zip_entry_that_is_there_twice_is_found(clean: Path, tmp_path: Path) -> None:
    broken = repeat_entry(clean, tmp_path / "broken.xlsm", STYLES)
    assert [finding.code for finding in lint(broken)] == ["zip-duplicate"]


def test_macros_in_a_file_without_the_macro_type_are_found(clean: Path, tmp_path: Path) -> None:
    change = swap(
        CONTENT_TYPES,
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    )
    broken = operate(clean, tmp_path / "broken.xlsx", change)
    assert [finding.code for finding in lint(broken)] == ["macro"]
    assert {finding.code for finding in lint(operate(clean, tmp_path / "broken.xlsm", change))} == {
        "macro",
        "workbook-type",
    }


def test_a_file_that_is_no_zip_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK, or not")
    assert [finding.code for finding in lint(tmp_path / "a.xlsx")] == ["zip"]


def test_a_zip_without_workbook_is_one_finding(clean: Path, tmp_path: Path) -> None:
    broken = operate(clean, tmp_path / "broken.xlsm", drop("_rels/.rels"))
    assert [finding.code for finding in lint(broken)] == ["workbook"]


def test_every_code_of_the_lint_has_a_planted_fault() -> None:
    modules = (package_lint, workbook_lint, sheet_lint, table_lint, sheet_scan)
    sources = "".join(inspect.getsource(module) for module in modules)
    codes = set(re.findall(r'(?:Finding\([\w.\[\]]+|Finding\(""|fault\(|formula_faults), "([a-z-]+)"', sources))
    codes |= set(re.findall(r'fault\("([a-z-]+)"', sources))
    elsewhere = {"zip", "zip-duplicate", "workbook", "content-types"}
    assert len(codes) > 40
    assert codes - elsewhere - {code for _, code, _ in FAULTS} == set()

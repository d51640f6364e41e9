"""Formulas: Excel's syntax in, Excel's syntax out, Calc's in between."""

from __future__ import annotations

import pytest

from pmo_workbook.hosts.libreoffice import FormulaError
from pmo_workbook.hosts.libreoffice.formulas import FunctionNames, pair_names, shift, to_calc, to_excel

NAMES = pair_names([("CEILING.XCL", "CEILING"), ("IFNA", "_xlfn.IFNA"), ("SUM", "SUM")])

BOTH_WAYS = [
    ("=SUM(A1,B1)", "=SUM(A1;B1)"),
    ("='My sheet'!A1:B2*2", "=$'My sheet'.A1:B2*2"),
    ("=Other!$A$1", "=$Other.$A$1"),
    ("='it''s'!A1", "=$'it''s'.A1"),
    ('=IF(A1="a,b;c!d",1,2)', '=IF(A1="a,b;c!d";1;2)'),
    ('="say ""x,y"""', '="say ""x,y"""'),
    ("=SUM({1,2;3,4})", "=SUM({1;2|3;4})"),
    ("=SUM((A1:A2,C1:C2))", "=SUM((A1:A2~C1:C2))"),
    ("=SUM(A1:C3 B2:D4)", "=SUM(A1:C3!B2:D4)"),
    ("=SUM(Other!A:A)", "=SUM($Other.A:A)"),
    ("=IF(A1=#N/A,#REF!,#DIV/0!)", "=IF(A1=#N/A;#REF!;#DIV/0!)"),
    ("=CEILING(1.5,1)+IFNA(A1,0)", "=CEILING.XCL(1.5;1)+IFNA(A1;0)"),
    ("=SUM(Log[Number])", "=SUM(Log[Number])"),
    ("=Log[[#This Row],[a,b]]", "=Log[[#This Row];[a,b]]"),
    ("=1.5E+3-2", "=1.5E+3-2"),
]


@pytest.mark.parametrize(("excel", "calc"), BOTH_WAYS)
def test_excels_syntax_becomes_calcs(excel, calc):
    assert calc == to_calc(excel, NAMES)


@pytest.mark.parametrize(("excel", "calc"), BOTH_WAYS)
def test_calcs_syntax_becomes_excels(excel, calc):
    assert excel == to_excel(calc, NAMES)


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ("=IF(TRUE,1,false)", "=IF(TRUE();1;FALSE())"),
        ("=_xlfn.IFNA(A1,1)", "=IFNA(A1;1)"),
        ("=Log[@Number]", "=Log[[#This Row];[Number]]"),
        ("=Log[@[Two words]]", "=Log[[#This Row];[Two words]]"),
        ("=ROWS(Log[#Data])", "=ROWS(Log[[#Data]])"),
    ],
)
def test_short_forms_are_spelt_out(excel, calc):
    assert calc == to_calc(excel, NAMES)


@pytest.mark.parametrize("formula", ["='[1]Sheet'!A1", "='A:C'!A1", "=[@Number]", "=Log[Number"])
def test_what_calc_cannot_be_told_is_refused(formula):
    with pytest.raises(FormulaError):
        to_calc(formula, FunctionNames())


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=A1*$B$2+$C3+D$4", "=C2*$B$2+$C4+F$4"),
        ("=SUM(A:B)+SUM(1:2)", "=SUM(C:D)+SUM(2:3)"),
        ('="A1"&Log[A1]&LOG10(A1)', '="A1"&Log[A1]&LOG10(C2)'),
        ("='A1 B2'!A1+1", "='A1 B2'!C2+1"),
        ("=XFD1", "=#REF!"),
        ("=A1048576", "=#REF!"),
    ],
)
def test_a_filled_formula_moves_its_relative_references(formula, moved):
    assert moved == shift(formula, 1, 2)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=SUM('Log of requests'!E2:E6,1)", 23.5),
        ("=SUM(Log[Number])", 22.5),
        ("=ROWS(Log[#All])", 6.0),
        ('=COUNTIFS(Log[Name],"n1",Log[Flag],FALSE)', 1.0),
        ("=SUM({1,2;3,4})", 10.0),
        ("=INDEX((A20:A21,C20:C20),1,1,2)", 0.0),
        ("=Answer*2", 84.0),
        ("=IFNA(NA(),3)", 3.0),
        ("=DAY(EOMONTH(DATE(2024,2,1),0))", 29.0),
        ("=NETWORKDAYS(DATE(2024,1,1),DATE(2024,1,7))", 5.0),
        ("=CEILING(1.2,1)", 2.0),
        ('=TEXTJOIN("-",TRUE,"a","b")', "a-b"),
        ('=HYPERLINK("#\'Log of requests\'!A1","go")', "go"),
        ("=IF(TRUE,1,2)", 1.0),
    ],
)
def test_excels_formula_gives_excels_result_and_reads_back(tables_book, formula, result):
    cell = tables_book.sheets["Other"]["H20"]
    cell.number_format = "General"
    cell.formula = formula

    assert result == cell.value
    again = cell.formula
    cell.formula = again
    assert (again, result) == (cell.formula, cell.value)


def test_formulas_of_a_file_read_in_excels_syntax(tables_book):
    read = tables_book.sheets["Other"]["F1:F4"].formula

    assert read == (
        ("=SUM('Log of requests'!E2:E6,1)",),
        ("=SUM(Log[Number])>1",),
        ("=SUM(Log[Number])",),
        ("=not a formula",),
    )


def test_one_formula_fills_a_range(sheet):
    sheet["A1"].value = [[1], [2], [3]]
    sheet["B1:C3"].formula = "=A1*2"

    assert sheet["B1:C3"].value == [[2.0, 4.0], [4.0, 8.0], [6.0, 12.0]]


def test_values_and_formulas_mix_in_one_block(sheet):
    sheet["A1"].value = [[1, "=A1+1", "a"], ["=A1+2", 4, "=B1&C1"]]

    assert sheet["A1:C2"].value == [[1.0, 2.0, "a"], [3.0, 4.0, "2a"]]


def test_constants_read_as_text_through_formula(sheet):
    sheet["A1"].value = [[1.5, "007", None]]

    assert sheet["A1:C1"].formula == (("1.5", "007", ""),)


def test_an_array_formula_fills_its_range(sheet):
    sheet["A1"].value = [[1], [2]]
    sheet["B1:B2"].formula_array = "=A1:A2*10"

    assert sheet["B1:B2"].value == [10.0, 20.0]
    assert sheet["B1:B2"].formula_array == "=A1:A2*10"
    assert sheet["B2"].has_array
    assert not sheet["A1"].has_array


def test_manual_calculation_waits(app, sheet):
    sheet["A1"].value = [[1, "=A1*2"]]
    app.calculation = "manual"
    sheet["A1"].value = 5
    before = (app.calculation, sheet["B1"].value)
    app.calculate()
    after = sheet["B1"].value
    app.calculation = "automatic"

    assert (before, after, app.calculation) == (("manual", 2.0), 10.0, "automatic")
    with pytest.raises(ValueError, match="automatic"):
        app.calculation = "semiautomatic"

"""References in formulas, held against openpyxl's reading of them; and input sheets whose formulas read a report."""

from __future__ import annotations

import pytest
from openpyxl.formula import Tokenizer

from pmo_workbook.addresses import references_in
from pmo_workbook.read import error_cells


@pytest.mark.parametrize(
    "formula",
    [
        "Summary!$A$1+B2*3",
        "SUM('SLA Report'!B4:C9,Issues[Row])",
        "IF(A1=\"Issues!A1\",'It''s'!A1,\"\")",
        "'Start'!$C$27:INDEX('Start'!$C$27:$C$38,COUNTA('Start'!$C$27:$C$38))",
        "Issues[[#All],[Row]]&Issues[[Row]:[Column]]",
        "SUM(First:Last!A1)",
        "-pmo_priorities^2%",
        "{1,2;3,4}+A:C+3:5",
        "'[Other.xlsx]Sheet 1'!A1+[0]!pmo_priorities",
        'LOOKUP(2,1/(Übersicht!A1:A9<>""),Übersicht!B1:B9)',
        "_xlfn.XLOOKUP(A1,T[Id],T[Name])",
    ],
)
def test_no_reference_is_overlooked(formula: str) -> None:
    ranges = {t.value for t in Tokenizer("=" + formula).items if t.type == "OPERAND" and t.subtype == "RANGE"}
    assert ranges <= set(references_in(formula))


def test_text_and_names_of_functions_are_no_references() -> None:
    assert list(references_in('CONCAT("Summary!A1",Summary!B2)')) == ["Summary!B2"]


def test_the_start_of_a_range_that_ends_in_a_function_is_a_reference() -> None:
    assert list(references_in("Summary!A1:INDEX(B:B,3)")) == ["Summary!A1", "B:B", "3"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (b'<c r="A1"><v>1</v></c>', False),
        (b'<c r="A1"><f>Summary!B2</f><v>1</v></c>', True),
        (b'<c r="A1"><f t="shared" si="0"/><v>1</v></c>', True),
    ],
)
@pytest.mark.parametrize("size", [7, 40, 10_000])
def test_a_sheet_with_a_formula_is_known_as_such_however_it_is_cut(cells: bytes, expected: bool, size: int) -> None:
    rest = b"</row></sheetData><dataValidations><formula1>A1</formula1></dataValidations></worksheet>"
    data = b"<worksheet><sheetData><row>" + cells + rest
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    assert error_cells(pieces)[1] is expected

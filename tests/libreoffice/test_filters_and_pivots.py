"""A table's filter can be cleared, and pivot tables are found."""

from __future__ import annotations

import pytest


def filter_by(table, text: str) -> None:
    """Show only the rows whose first column holds a text, as a user does with the button."""
    import uno

    cells = table.range.api
    description = cells.createFilterDescriptor(True)
    wanted = uno.createUnoStruct("com.sun.star.sheet.TableFilterField2")
    wanted.Field, wanted.Operator, wanted.StringValue = 0, 2, text
    description.setFilterFields2((wanted,))
    description.ContainsHeader = True
    cells.filter(description)


def hidden(sheet) -> list[int]:
    return [row for row in range(1, 8) if not sheet.api.Rows.getByIndex(row - 1).IsVisible]


@pytest.fixture
def table(sheet):
    sheet["A1:B4"].value = [["Name", "Number"], ["a", 1], ["b", 2], ["a", 3]]
    return sheet.tables.add(sheet["A1:B4"], name="Log")


def test_clearing_a_filter_shows_the_rows_that_it_hid(sheet, table) -> None:
    filter_by(table, "a")
    assert hidden(sheet) == [3]

    table.autofilter.clear()

    assert hidden(sheet) == []
    assert table.show_autofilter


def test_rows_hidden_by_hand_stay_hidden_where_no_filter_is_set(sheet, table) -> None:
    sheet.api.Rows.getByIndex(2).IsVisible = False

    table.autofilter.clear()

    assert hidden(sheet) == [3]


def test_clearing_the_filter_of_one_column_is_refused(table) -> None:
    with pytest.raises(NotImplementedError, match="all columns at once"):
        table.autofilter.clear(1)


def test_pivot_tables_are_found_with_their_range(sheet, table) -> None:
    assert len(sheet.pivot_tables) == 0
    pivots = sheet.api.DataPilotTables
    description = pivots.createDataPilotDescriptor()
    description.setSourceRange(sheet["A1:B4"].api.RangeAddress)
    fields = description.DataPilotFields
    import uno

    for name, orientation in (("Name", "ROW"), ("Number", "DATA")):
        fields.getByName(name).Orientation = uno.Enum("com.sun.star.sheet.DataPilotFieldOrientation", orientation)
    pivots.insertNewByName("By name", sheet["E1"].api.getCellByPosition(0, 0).CellAddress, description)

    (found,) = sheet.pivot_tables

    assert found.name == "By name"
    assert found.range.row in (1, 2, 3)
    assert found.range.column == 5
    assert "By name" in sheet.pivot_tables
    assert sheet.pivot_tables["By name"].range.address == found.range.address
    with pytest.raises(KeyError):
        sheet.pivot_tables["Other"]

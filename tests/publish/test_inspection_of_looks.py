"""What a cell's own look keeps from a reader: its number format, colours, sizes, the runs of its text."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from pmo_workbook.publish import Category, inspect, publish_copy
from tests.foreign import Parts
from tests.publish.reading import opened


def _found(path: Path, category: Category) -> list[str]:
    return [f"{found.place} {found.what}" for found in inspect(path) if found.category is category]


SHOWN_AT = [
    ('[<1000000]"";General', {"5": False, "1000000": True}),
    ('General;;"–"', {"5": True, "-5": False, "0": True}),
    ("0;-0;;@", {"5": True, "-5": True, "0": False}),
    ("0;", {"0": True, "0.5": True, "-1": False}),
    ("[>=100]0;[<10] ;0.0", {"150": True, "50": True, "5": False}),
    ('[=7]"";[>100]\\ ;0', {"7": False, "101": False, "8": True}),
    ("[White]0;0", {"1": False, "-1": True}),
    ("[<>3]0;_)", {"3": False, "4": True}),
    ('"";0', {"2": False, "-2": True}),
]


@pytest.mark.parametrize(
    ("code", "number", "shows"),
    [(code, number, shows) for code, numbers in SHOWN_AT for number, shows in numbers.items()],
)
def test_a_number_that_its_format_shows_nothing_of_is_found_and_left_behind(
    tmp_path: Path, code: str, number: str, shows: bool
) -> None:
    source, copy = tmp_path / "book.xlsx", tmp_path / "copy.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("Board").write("A1", float(number), book.add_format({"num_format": code}))
    publish_copy(source, copy, ["Board"], title="x")

    assert (_found(source, Category.INVISIBLE) == []) == shows
    assert (opened(copy)["Board"]["A1"].value is not None) == shows


@pytest.mark.parametrize(
    ("look", "cell", "shows"),
    [
        ({"font_color": "#FFFFFF"}, {}, False),
        ({"font_color": "#FEFEFE"}, {}, False),
        ({"font_color": "#FFFFFF"}, {"bg_color": "#1F2A44"}, True),
        ({"font_color": "#1F2A44"}, {"bg_color": "#1F2A44"}, False),
        ({"font_size": 1}, {}, False),
        ({"font_size": 2}, {}, True),
        ({"bold": True}, {}, True),
    ],
)
def test_words_in_a_cell_that_their_own_look_hides_are_found_and_left_behind(
    tmp_path: Path, look: dict[str, object], cell: dict[str, object], shows: bool
) -> None:
    source, copy = tmp_path / "book.xlsx", tmp_path / "copy.xlsx"
    with xlsxwriter.Workbook(source) as book:
        white = {"font_color": "#FFFFFF"} if cell else {}
        ground, own = book.add_format(cell | white), book.add_format(look)
        book.add_worksheet("Board").write_rich_string("A1", "begin ", own, "secret", ground, " end", ground)
    done = publish_copy(source, copy, ["Board"], title="x")

    assert opened(copy)["Board"]["A1"].value == ("begin secret end" if shows else "begin  end")
    assert _found(source, Category.INVISIBLE) == ([] if shows else ["Board!A1 secret"])
    assert (Category.INVISIBLE in {one.category for one in done.removed}) == (not shows)
    assert (b"secret" in Parts.of(copy)["xl/sharedStrings.xml"]) == shows


@pytest.mark.parametrize(("size", "shows"), [(1, False), (1.5, False), (2, True), (8, True)])
def test_a_cell_in_letters_too_small_to_be_read_is_found_and_left_behind(
    tmp_path: Path, size: float, shows: bool
) -> None:
    source, copy = tmp_path / "book.xlsx", tmp_path / "copy.xlsx"
    with xlsxwriter.Workbook(source) as book:
        small = book.add_format({"font_size": size})
        book.add_worksheet("Board").write_row("A1", ["secret", 42], small)
    publish_copy(source, copy, ["Board"], title="x")

    assert (_found(source, Category.INVISIBLE) == []) == shows
    assert [opened(copy)["Board"][cell].value for cell in ("A1", "B1")] == (["secret", 42] if shows else [None, None])


@pytest.mark.parametrize(
    ("colour", "shows"),
    [("FEFEFE", False), ("FFFFCC", False), ("E6E6E6", False), ("D9D9D9", True), ("6B7280", True), ("B42318", True)],
)
def test_a_cell_too_faint_for_its_ground_is_found_and_left_behind(tmp_path: Path, colour: str, shows: bool) -> None:
    source, copy = tmp_path / "book.xlsx", tmp_path / "copy.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("Board").write("A1", "secret", book.add_format({"font_color": f"#{colour}"}))
    publish_copy(source, copy, ["Board"], title="x")

    assert (_found(source, Category.INVISIBLE) == []) == shows
    assert (opened(copy)["Board"]["A1"].value is not None) == shows

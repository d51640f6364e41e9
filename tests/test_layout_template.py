"""The template has a place for everything that the layout lays out, and shows it whole."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from pmo_workbook.hosts.file import FileHost
from pmo_workbook.hosts.row_heights import lines_of
from pmo_workbook.layout import (
    catalogue,
    coverage,
    issues,
    raci,
    raci_load,
    sla_report,
    summary,
    watchlist,
)
from pmo_workbook.report import Report
from pmo_workbook.template.build import build
from tests import small_framework
from tests.small_report import figure, issue, outcome, promise, report, service_figure
from tests.test_layout_lists import matrix

LAYOUTS = (summary, sla_report, watchlist, raci, raci_load, catalogue, coverage, issues)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.xlsm"
    build(path)
    return path


def full_report(problem: str = "The text 'tomorrow' is not a date.") -> Report:
    framework = small_framework.framework(requests=[{"submitted": "2026-06-01 09:00"}], slas=(small_framework.sla(),))
    return report(
        framework,
        promises=(promise(met=80), promise("L2")),
        figures=(figure(), figure(n=3, met=2)),
        services=(service_figure(),),
        outcomes=(outcome(),),
        issues=(issue(problem=problem, action="Correct it."), issue(action="Correct it.")),
        raci=matrix("Sponsor", "Director"),
    )


@pytest.fixture
def book(empty: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsm"
    path.write_bytes(empty.read_bytes())
    return path


def write(path: Path, given: Report) -> list[object]:
    with FileHost(path) as host:
        return list(host.write([module.lay_out(given) for module in LAYOUTS]))


def part_of(path: Path, title: str) -> etree._Element:
    with FileHost(path) as host:
        sheet = host.workbook.sheet(title)
        assert sheet is not None
        return etree.fromstring(host.package.read(sheet.part))


def heights(path: Path, title: str) -> dict[int, tuple[str | None, str | None]]:
    rows = part_of(path, title).iter("{*}row")
    return {int(row.attrib["r"]): (row.get("ht"), row.get("customHeight")) for row in rows}


def row_of(path: Path, title: str, text: str) -> int:
    for row in part_of(path, title).iter("{*}row"):
        if text in "".join(map(str, row.itertext())):
            return int(row.attrib["r"])
    raise AssertionError(text)


def test_every_block_of_the_layout_has_its_place_in_the_template(book: Path) -> None:
    assert write(book, full_report()) == []


def test_an_empty_report_fits_as_well(book: Path) -> None:
    assert write(book, report()) == []


def charts(path: Path) -> Iterator[etree._Element]:
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.startswith("xl/charts/chart"):
                yield etree.fromstring(parts.read(name))


def test_the_charts_show_the_months_and_name_their_axes(book: Path) -> None:
    write(book, full_report())
    found = list(charts(book))
    assert len(found) == 2
    for chart in found:
        titles = ["".join(map(str, title.itertext())) for title in chart.iter("{*}title")]
        assert len(titles) == 3
        assert "Jul\nso far" in [v.text for v in chart.iter("{*}v")]


def test_wrapped_rows_get_the_height_of_their_texts_and_lose_it_again(book: Path) -> None:
    long = "This sentence goes on about what is wrong in the cell. " * 6
    write(book, full_report(long.strip()))
    row = row_of(book, "Issues", "goes on about")
    high = heights(book, "Issues")
    assert float(high[row][0] or 0) > 70
    assert high[row + 1] == (None, None)
    write(book, full_report())
    assert heights(book, "Issues")[row] == (None, None)
    write(book, full_report(long.strip()))
    write(book, report())
    assert heights(book, "Issues").get(row, (None, None)) == (None, None)


def test_a_height_that_a_person_fixed_stays(book: Path) -> None:
    write(book, full_report())
    row = row_of(book, "Issues", "tomorrow")
    with FileHost(book) as host:
        sheet = host.workbook.sheet("Issues")
        assert sheet is not None
        root = etree.fromstring(host.package.read(sheet.part))
        element = next(r for r in root.iter("{*}row") if r.get("r") == str(row))
        element.set("ht", "33")
        element.set("customHeight", "1")
        host.package.replace(sheet.part, etree.tostring(root))
        host.package.save()
    write(book, full_report("A problem told in many words, so that it needs a second line, and even a third one."))
    assert heights(book, "Issues")[row] == ("33", "1")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("short", 10, 1),
        ("one\ntwo", 10, 2),
        ("several words that need lines", 12, 3),
        ("unbreakableunbreakable", 12, 2),
        ("iiii iiii iiii iiii", 12, 1),
        ("WWWW WWWW WWWW", 12, 3),
    ],
)
def test_lines_are_counted_by_words_and_widths_of_letters(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines

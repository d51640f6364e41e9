"""The deck: what it says, where it stands, whose look it has, and what it must not give away."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Inches

from pmo_workbook import palette
from pmo_workbook.errors import InputError
from pmo_workbook.publish.office.slide_look import Box
from pmo_workbook.publish.office.slide_parts import Cell, Column, TableLook, evenly, head_height, pages
from pmo_workbook.publish.office.slides import slides
from pmo_workbook.publish.office.text_size import cut_to_lines, line_count, text_width
from pmo_workbook.publish.records import Publication
from pmo_workbook.publish.since.changes import Changes
from tests.publish.office_files import SECRET, hostile, many_roles, parts, published
from tests.witness import openxml_sdk, render

Make = Callable[..., Any]
_WRITTEN: dict[Publication, bytes] = {}
"""Files without a template, made once in a process; the same publication gives the same bytes (tested below)."""


@pytest.fixture
def found(sample_before: Path) -> Publication:
    return published(sample_before)


@pytest.fixture
def made(tmp_path: Path) -> Make:
    def make(publication: Publication, template: Path | None = None) -> Any:
        path = tmp_path / "deck.pptx"
        known = _WRITTEN.get(publication) if template is None else None
        if known is None:
            slides(publication, path, template)
        else:
            path.write_bytes(known)
        if template is None:
            _WRITTEN[publication] = path.read_bytes()
        return Presentation(str(path))

    return make


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A template of another size and with other names: 4:3, an example slide, an author."""
    deck = Presentation()
    for number, layout in enumerate(deck.slide_layouts):
        layout.name = f"Acme {number}"
    theme = deck.slide_masters[0].part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )
    theme._blob = theme.blob.replace(b'typeface="Calibri"', b'typeface="Arial"').replace(b"4F81BD", b"00695C")
    example = deck.slides.add_slide(deck.slide_layouts[0])
    example.shapes.title.text = f"{SECRET} example"
    example.notes_slide.notes_text_frame.text = f"{SECRET} notes"
    deck.core_properties.author = deck.core_properties.last_modified_by = f"{SECRET} author"
    path = tmp_path / "acme.pptx"
    deck.save(str(path))
    return path


def retyped(path: Path, old: str, new: str) -> Path:
    """The file with another content type of its main part."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(old.encode(), new.encode())
    target = path.with_name(f"retyped-{path.name}")
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return target


def titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text.replace("\u00a0", " ") for slide in deck.slides]


def texts(slide: Any) -> list[str]:
    return [text.replace("\u00a0", " ") for shape in slide.shapes for text in _texts(shape) if text]


def _texts(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
    elif getattr(shape, "has_table", False):
        yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if getattr(shape, "has_chart", False)]


def tables(deck: Any, word: str) -> list[Any]:
    return [
        shape.table
        for slide in deck.slides
        for shape in slide.shapes
        if getattr(shape, "has_table", False) and word in shape._element.nvGraphicFramePr.cNvPr.get("descr")
    ]


def slide_about(deck: Any, word: str) -> Any:
    return next(slide for slide, title in zip(deck.slides, titles(deck), strict=True) if word in title)


def test_the_first_slide_says_how_many_promises_were_kept_with_all_tiles(made: Make, found: Publication) -> None:
    deck = made(found)

    assert titles(deck)[0] == "9 of 12 promises were kept over Jul 2025 to Jun 2026"
    said = texts(deck.slides[0])
    assert {tile.figure for tile in found.tiles} <= set(said)
    assert {tile.base for tile in found.tiles} <= set(said)
    assert found.banner in said


def test_every_slide_has_a_title_a_number_its_foot_and_notes_with_period(made: Make, found: Publication) -> None:
    for slide in made(found).slides:
        kinds = {shape._element.ph.get("type") for shape in slide.placeholders}
        assert {"title", "sldNum", "ftr"} == kinds
        assert slide.shapes.title.text_frame.text
        assert found.period in slide.notes_slide.notes_text_frame.text
        assert found.as_of_words in slide.notes_slide.notes_text_frame.text


def test_titles_come_in_the_order_of_the_story(made: Make, found: Publication) -> None:
    order = ["kept over", "clocks met", "By service", "attention", "Who does what", "Outcomes", "changed", "asked"]
    said = titles(made(found))

    first = [next(at for at, title in enumerate(said) if word in title) for word in order]
    assert first == sorted(first)


def test_the_months_are_a_native_chart_with_the_running_month_apart(made: Make, found: Publication) -> None:
    line = charts(made(found))[0]
    closed, running = line.plots[0].series

    assert list(line.plots[0].categories)[-1] == "Jul 2026 so far"
    assert [value is None for value in closed.values] == [False] * 12 + [True]
    assert [value is None for value in running.values] == [True] * 12 + [False]
    for value, month in zip(closed.values, found.months, strict=False):
        if value is not None and month.compliance is not None:
            assert value == pytest.approx(month.compliance)


def test_a_valley_of_the_line_has_its_label_below(made: Make, found: Publication) -> None:
    december = charts(made(found))[0].plots[0].series[0].points[5].data_label

    assert found.months[5].label == "Dec 2025"
    assert december._dLbl is not None
    assert december._dLbl.find("{*}dLblPos").get("val") == "b"
    assert december._dLbl.find("{*}numFmt").get("formatCode") == "0.0\u00a0%"


def test_the_bars_show_the_services_that_can_be_judged(made: Make, found: Publication) -> None:
    bars = charts(made(found))[1]
    judged = [one for one in found.services if one.result and one.result.compliance is not None]

    assert list(bars.plots[0].categories) == [one.name for one in judged]
    assert len(bars.plots[0].series[0].values) == len(judged)


def test_a_month_with_too_few_clocks_leaves_a_gap_and_none_at_all_leaves_words(made: Make, found: Publication) -> None:
    few = tuple(replace(month, compliance=None, words="3 of 4") for month in found.months)

    deck = made(replace(found, months=few))

    assert len(charts(deck)) == 1
    assert any("Too few requests" in text for text in texts(deck.slides[1]))


def test_what_is_missed_stands_with_reason_action_and_date(made: Make, found: Publication) -> None:
    said = " ".join(texts(slide_about(made(found), "attention")))

    for line in found.missed:
        assert f"{line.name}: {line.service}" in said
        assert line.result_words in said
        assert line.action in said
    assert "30 Jun 2026, overdue" in said
    assert "PMO capacity (28)" in said
    assert "No open action" in said


def test_nothing_missed_is_said_in_words(made: Make, found: Publication) -> None:
    assert "Every promise that could be judged was kept" in titles(made(replace(found, missed=())))


def test_a_large_matrix_is_split_by_rows_and_roles_and_loses_no_code(made: Make, found: Publication) -> None:
    deck = made(many_roles(found, rows=40, roles=23))

    seen: dict[tuple[str, str], str] = {}
    for table in tables(deck, "RACI"):
        heads = [cell.text_frame.text for cell in table.rows[0].cells]
        assert len(heads) <= 2 + 10
        assert len(table.rows) <= 1 + 16
        for row in list(table.rows)[1:]:
            cells = [cell.text_frame.text for cell in row.cells]
            seen |= {(cells[1], head): code for head, code in zip(heads[2:], cells[2:], strict=True)}
    assert len(seen) == 40 * 23
    assert seen["Activity 39", "Long role name number 22"] == "RACI"[(39 + 22) % 4]


def test_rows_go_to_the_next_slide_when_a_table_is_full_or_has_the_most_rows() -> None:
    columns, rows = (Column("Head", 1.0),), [(Cell(f"row {number}"),) for number in range(7)]
    one = head_height(columns, 200, TableLook())

    def shared(height: float, most: int = 1000) -> list[int]:
        return [len(part) for part in pages(rows, columns, Box(0, 0, 200, height), TableLook(), most)]

    assert shared(one * 8.01) == [7]
    assert shared(one * 4.01) == [3, 3, 1]
    assert shared(one * 8.01, most=4) == [4, 3]
    assert [len(part) for part in evenly(rows, columns, Box(0, 0, 200, one * 7.01), TableLook())] == [4, 3]


def test_a_service_is_named_at_the_top_of_each_of_its_slides(made: Make, found: Publication) -> None:
    for table in tables(made(found), "RACI"):
        assert table.cell(1, 0).text_frame.text


def test_what_changed_is_told_only_when_there_was_a_publication_before(made: Make, found: Publication) -> None:
    said = " ".join(texts(slide_about(made(found), "What changed")))
    without = titles(made(replace(found, changes=None)))
    same = made(replace(found, changes=Changes("31 May 2026", (), ())))

    assert "98.1 % of 129" in said
    assert "One request was reopened." in said
    assert "added" in said
    assert not any("changed" in title for title in without)
    assert any("No definition and no figure" in text for text in texts(slide_about(same, "What changed")))


def test_many_changes_go_on_over_several_slides_and_none_is_lost(made: Make, found: Publication) -> None:
    assert found.changes is not None
    one = found.changes.definitions[0]
    many = Changes("31 May 2026", tuple(replace(one, item=f"SLA-{n}", before="x" * 100) for n in range(60)), ())

    said = [text for slide in made(replace(found, changes=many)).slides for text in texts(slide)]

    assert {f"SLA-{n}" for n in range(60)} <= set(said)


def test_decisions_and_next_reviews_are_on_one_wide_slide(made: Make, found: Publication) -> None:
    last = texts(list(made(found).slides)[-1])

    assert any("Quarterly framework review" in text for text in last)
    assert any("was due 26 Jun 2026" in text for text in last)
    assert any("Monthly service review" in text for text in last)
    assert all(f"• {ask}" in last for ask in found.asks)


@pytest.mark.parametrize("spoilt", [False, True])
@pytest.mark.parametrize("size", ["own", "company"])
def test_nothing_lies_outside_the_slide_or_is_tiny(
    made: Make, found: Publication, company: Path, size: str, spoilt: bool
) -> None:
    deck = made(hostile(found) if spoilt else found, company if size == "company" else None)

    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            assert shape.left >= 0, (number, shape.name)
            assert shape.top >= 0, (number, shape.name)
            assert shape.left + shape.width <= deck.slide_width, (number, shape.name)
            assert shape.top + shape.height <= deck.slide_height, (number, shape.name)
        sizes = [int(value) for value in slide._element.xpath(".//a:rPr/@sz | .//a:endParaRPr/@sz")]
        assert min(sizes) >= 1100, number


def test_our_own_deck_is_wide_and_in_calibri(made: Make, found: Publication) -> None:
    deck = made(found)

    assert deck.slide_width * 9 == deck.slide_height * 16
    fonts = {value for slide in deck.slides for value in slide._element.xpath(".//a:latin/@typeface")}
    assert fonts <= {"+mn-lt"}


def test_a_company_template_gives_size_layout_and_look(made: Make, found: Publication, company: Path) -> None:
    deck = made(found, company)

    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
    assert {slide.slide_layout.name for slide in deck.slides} == {"Acme 5"}
    assert not any(SECRET in title for title in titles(deck))
    fixed = {value.upper() for slide in deck.slides for value in slide._element.xpath(".//a:srgbClr/@val")}
    status = {colour.rgb for tone in ("green", "amber", "red") for colour in palette.TONES[tone]}
    assert fixed <= status


def test_a_template_file_of_powerpoint_is_taken(made: Make, found: Publication, company: Path) -> None:
    potx = retyped(company, "presentationml.presentation.main", "presentationml.template.main")

    assert titles(made(found, potx))


def test_a_template_without_a_layout_for_a_title_only_is_taken(made: Make, found: Publication, company: Path) -> None:
    deck = Presentation(str(company))
    for layout in list(deck.slide_layouts):
        if layout.name != "Acme 1" and not layout.used_by_slides:
            deck.slide_layouts.remove(layout)
    deck.save(str(company))

    assert {slide.slide_layout.name for slide in made(found, company).slides} == {"Acme 1"}


def test_unusable_templates_are_refused_in_a_sentence(found: Publication, company: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.pptx"
    words.write_text("no zip")
    macros = retyped(company, "presentation.main+xml", "presentation.macroEnabled.main+xml")
    other = retyped(macros, "presentation.macroEnabled.main+xml", "other+xml")
    target = tmp_path / "deck.pptx"

    for template, said in ((words, "no template"), (macros, "macros"), (other, "no template"), (target, "read")):
        with pytest.raises(InputError, match=said):
            slides(found, target, template)
        assert not target.exists()


def test_a_missing_library_is_named_with_what_installs_it(
    found: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)

    with pytest.raises(InputError, match=re.escape("pip install pmo-workbook[publish]")):
        slides(found, tmp_path / "deck.pptx")


def test_the_same_publication_gives_the_same_bytes(found: Publication, company: Path, tmp_path: Path) -> None:
    for template in (None, company):
        one, two = tmp_path / "one.pptx", tmp_path / "two.pptx"
        slides(found, one, template)
        slides(found, two, template)

        assert one.read_bytes() == two.read_bytes()


def test_a_deck_names_nobody_and_keeps_nothing_of_the_template_but_its_look(
    found: Publication, company: Path, tmp_path: Path
) -> None:
    for template in (None, company):
        path = tmp_path / "deck.pptx"
        slides(found, path, template)
        content = dict(parts(path.read_bytes()))

        assert not [name for name, data in content.items() if SECRET.encode() in data]
        assert not [name for name in content if "thumbnail" in name or "printerSettings" in name]
        assert found.title.encode() in content["docProps/core.xml"]
        assert b"en-GB" in content["docProps/core.xml"]
        for name, data in content.items():
            if name.endswith("docProps/core.xml"):
                assert re.search(rb"<(dc:creator|cp:lastModifiedBy)>[^<]", data) is None, name
                assert all(moment.startswith(b"2000-01-01") for moment in re.findall(rb">(\d{4}-\d\d-\d\d)T", data))


def test_text_of_cells_breaks_no_part_and_becomes_no_formula_and_no_field(
    made: Make, found: Publication, tmp_path: Path
) -> None:
    deck = made(hostile(found))

    assert "HYPERLINK" in " ".join(text for slide in deck.slides for text in texts(slide))
    for slide in deck.slides:
        assert set(slide._element.xpath(".//a:fld/@type")) == {"slidenum"}
    books = [data for name, data in parts((tmp_path / "deck.pptx").read_bytes()) if name.endswith(".xlsx")]
    assert books
    for book in books:
        sheet = load_workbook(io.BytesIO(book)).active
        assert sheet is not None
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_charts_and_tables_have_an_alternative_text(made: Make, found: Publication) -> None:
    frames = [frame for slide in made(found).slides for frame in slide._element.iter("{*}graphicFrame")]

    assert len(frames) > 6
    assert all(frame.nvGraphicFramePr.cNvPr.get("descr") for frame in frames)
    assert any("Jun 2026: 96.4 % of 139" in frame.nvGraphicFramePr.cNvPr.get("descr") for frame in frames)


@pytest.mark.parametrize("template", ["none", "company", "hostile"])
def test_the_validator_finds_nothing(found: Publication, company: Path, tmp_path: Path, template: str) -> None:
    path = tmp_path / "deck.pptx"
    slides(hostile(found) if template == "hostile" else found, path, company if template == "company" else None)

    assert openxml_sdk.validate(path) == []


def test_the_deck_is_drawn_with_a_page_a_slide(made: Make, found: Publication, tmp_path: Path) -> None:
    deck = made(found)
    pages = render.page_texts(render.to_pdf(tmp_path / "deck.pptx", tmp_path / "pdf"))

    assert len(pages) == len(deck.slides)
    for number, (page, title) in enumerate(zip(pages, titles(deck), strict=True), 1):
        assert title.split("(")[0].strip()[:30] in page.replace("\u00a0", " ")
        assert str(number) in page.split()
    assert not render.troubles(pages)


def test_text_is_measured_rather_too_wide_than_too_narrow() -> None:
    # Carlito, 12 points: 155.8 regular and 159.3 bold, measured.
    said = "Resource request and allocation"

    assert 155.8 <= text_width(said, 12) <= 164
    assert 159.3 <= text_width(said, 12, bold=True) <= 168
    assert text_width("é", 12) == text_width("e", 12)


def test_lines_are_wrapped_at_blanks_and_long_words_are_broken() -> None:
    assert line_count("", 12, 100) == 1
    assert line_count("one two", 12, 1000) == 1
    assert line_count("one two", 12, 25) == 2
    assert line_count("one\ntwo", 12, 1000) == 2
    assert line_count("m" * 50, 10, 100) == 5
    assert cut_to_lines("one two three", 12, 60, 1) == "one two…"

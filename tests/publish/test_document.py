"""The written catalogue: what it says of each service, its structure, whose styles it has, what it must not hold."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import RGBColor

from pmo_workbook.errors import InputError
from pmo_workbook.publish.office.document import document
from pmo_workbook.publish.records import Publication
from tests.publish.office_files import SECRET, hostile, parts, published
from tests.witness import openxml_sdk, render

Make = Callable[..., Any]
_WRITTEN: dict[Publication, bytes] = {}
"""Files without a template, made once in a process; the same publication gives the same bytes (tested below)."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def found(sample_before: Path) -> Publication:
    return published(sample_before)


@pytest.fixture
def made(tmp_path: Path) -> Make:
    def make(publication: Publication, template: Path | None = None) -> Any:
        path = tmp_path / "catalogue.docx"
        known = _WRITTEN.get(publication) if template is None else None
        if known is None:
            document(publication, path, template)
        else:
            path.write_bytes(known)
        if template is None:
            _WRITTEN[publication] = path.read_bytes()
        return Document(str(path))

    return make


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A template with its own heading style, header, text, author and a path of its origin."""
    made = Document()
    made.add_heading(f"{SECRET} text", 1)
    made.styles["Heading 1"].font.color.rgb = RGBColor(0, 0x69, 0x5C)
    made.sections[0].header.paragraphs[0].text = "Acme header"
    made.core_properties.author = made.core_properties.last_modified_by = f"{SECRET} author"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    settings = made.part._settings_part
    key = settings.relate_to(f"file:///C:/Users/{SECRET}/acme.dotx", relation, is_external=True)
    attached = settings.element.makeelement(f"{W}attachedTemplate", {})
    attached.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", key)
    settings.element.insert(1, attached)
    path = tmp_path / "acme.docx"
    made.save(str(path))
    return path


def lines(made: Any) -> list[str]:
    """All texts in the order of the page, those of tables too."""
    body = made.element.body
    found = ["".join(text.text or "" for text in one.iter(f"{W}t")) for one in body.iter(f"{W}p")]
    return [line.replace("\u00a0", " ").replace("\u2002", " ") for line in found]


def headings(made: Any, level: int) -> list[str]:
    return [
        paragraph.text.replace("\u2002", " ")
        for paragraph in made.paragraphs
        if paragraph.style.name == f"Heading {level}"
    ]


def section(made: Any, name: str) -> str:
    """What stands between the heading of a service and the next one."""
    said = lines(made)
    heads = headings(made, 1)
    # Once in the contents, then as a heading.
    start = len(said) - 1 - said[::-1].index(name)
    after = heads[heads.index(name) + 1]
    return "\n".join(said[start : len(said) - 1 - said[::-1].index(after)])


def test_each_service_that_can_be_asked_for_has_a_section(made: Make, found: Publication) -> None:
    services = (*found.services[:3], replace(found.services[3], status="Draft"), *found.services[4:])

    heads = headings(made(replace(found, services=services)), 1)

    assert heads[0] == "Services at a glance"
    assert [head.split(" ", 1)[1] for head in heads[1:-1]] == [
        one.name for one in services if one.status in ("Live", "Pilot")
    ]
    assert heads[-1] == "What changed"


def test_a_section_has_all_of_the_description(made: Make, found: Publication) -> None:
    said = section(made(found), "1 Project intake and triage")
    service = found.services[0]

    for text in (
        service.category,
        service.objective,
        service.in_scope,
        service.out_of_scope,
        service.delivery,
        service.how_to_request,
        service.prerequisites,
        service.process,
        service.tools,
        service.accountable,
        service.success,
    ):
        assert text
        assert text in said
    assert service.audience[1:] in said
    assert "4 Nov 2025" in said


def test_promises_stand_in_plain_words_with_what_stops_the_clock(made: Make, found: Publication) -> None:
    said = section(made(found), "1 Project intake and triage")

    assert "95 of 100 requests get a first response within 4 working hours." in said
    assert "90 of 100 Urgent requests" in said
    assert "The clock stops while waiting for Requester." in said
    assert "Escalation: PMO Director at breach." in said


def test_a_service_without_a_promise_says_so(made: Make, found: Publication) -> None:
    assert "No level of service is promised" in section(made(found), "8 Project health check")


def test_the_title_page_says_whose_catalogue_which_version_and_when(made: Make, found: Publication) -> None:
    said = lines(made(found))[:6]

    assert said[0] == "Service catalogue"
    assert "Group PMO · Northwind Energy" in said
    assert "Framework version 1.4" in said
    assert "As of 9 Jul 2026 12:00" in said


def test_the_contents_are_a_field_that_shows_links_to_every_section(made: Make, found: Publication) -> None:
    document = made(found)
    body = document.element.body

    codes = [code.text for code in body.iter(f"{W}instrText")]
    kinds = [mark.get(f"{W}fldCharType") for mark in body.iter(f"{W}fldChar")]
    anchors = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    marks = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    shown = ["".join(t.text for t in link.iter(f"{W}t")).replace("\u2002", " ") for link in body.iter(f"{W}hyperlink")]
    assert len(codes) == 1
    assert codes[0].split()[0] == "TOC"
    assert kinds == ["begin", "separate", "end"]
    assert anchors == marks
    assert shown == headings(document, 1)


def test_word_is_not_told_to_ask_the_reader_about_updating_fields(made: Make, found: Publication) -> None:
    document = made(found)

    assert document.settings.element.find(f"{W}updateFields") is None
    assert not [mark for mark in document.element.body.iter(f"{W}fldChar") if mark.get(f"{W}dirty")]


def test_pages_but_the_first_have_a_header_and_a_page_number(made: Make, found: Publication) -> None:
    part = made(found).sections[0]

    assert part.different_first_page_header_footer
    assert part.header.paragraphs[0].text == "Service catalogue of the Group PMO\tNorthwind Energy"
    assert part.footer.paragraphs[0].text.startswith("Version 1.4 · as of 9 Jul 2026\tPage ")
    assert [field.get(f"{W}instr").strip() for field in part.footer._element.iter(f"{W}fldSimple")] == ["PAGE"]


def test_what_changed_is_told_only_when_there_was_a_publication_before(made: Make, found: Publication) -> None:
    said = "\n".join(lines(made(found)))
    without = headings(made(replace(found, changes=None)), 1)

    assert "98.1 % of 129" in said
    assert "SLA: SLA-08 Resource request settled" in said
    assert "What changed" not in without


def test_a_holder_is_named_only_where_the_publication_has_one(made: Make, found: Publication) -> None:
    named = replace(found, services=(replace(found.services[0], holder="Ada Byron"), *found.services[1:]))

    assert "Ada Byron" not in "\n".join(lines(made(found)))
    assert "PMO Service Manager, Ada Byron" in "\n".join(lines(made(named)))


def test_tables_repeat_their_heading_and_do_not_part_a_row(made: Make, found: Publication) -> None:
    tables = made(found).tables

    assert {table.style.name for table in tables} == {"PMO Table"}
    assert tables[0].rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert all(row._tr.trPr.find(f"{W}cantSplit") is not None for table in tables for row in table.rows)


def test_no_text_is_smaller_than_eleven_points(made: Make, found: Publication) -> None:
    document = made(found)
    used = {paragraph.style.name for paragraph in document.paragraphs}
    used |= {p.style.name for table in document.tables for cell in table._cells for p in cell.paragraphs}

    for name in used:
        assert document.styles[name].font.size.pt >= 11, name
    assert not document.element.body.findall(f".//{W}r/{W}rPr/{W}sz")


def test_an_empty_catalogue_is_a_document_all_the_same(made: Make, found: Publication) -> None:
    assert headings(made(replace(found, services=(), changes=None)), 1) == ["Services at a glance"]


def test_a_company_template_gives_styles_and_header_and_none_of_its_text(
    made: Make, found: Publication, company: Path
) -> None:
    document = made(found, company)

    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0, 0x69, 0x5C)
    assert document.sections[0].header.paragraphs[0].text == "Acme header"
    assert document.styles["PMO Call"].font.name is None
    assert not any(SECRET in line for line in lines(document))


def test_a_style_that_a_template_lacks_is_made(made: Make, found: Publication, company: Path) -> None:
    template = Document(str(company))
    template.styles["Heading 2"].delete()
    template.styles["Subtitle"].delete()
    template.save(str(company))

    assert "What we promise" in headings(made(found, company), 2)


def test_unusable_templates_are_refused_in_a_sentence(found: Publication, company: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.docx"
    words.write_text("no zip")
    empty = tmp_path / "empty.docx"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("[Content_Types].xml", company.read_bytes()[:0] + b"<Types/>")
    target = tmp_path / "catalogue.docx"

    for template in (words, empty):
        with pytest.raises(InputError, match="no template for the document"):
            document(found, target, template)
        assert not target.exists()


def test_a_missing_library_is_named_with_what_installs_it(
    found: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)

    with pytest.raises(InputError, match=re.escape("pip install pmo-workbook[publish]")):
        document(found, tmp_path / "catalogue.docx")


def test_the_same_publication_gives_the_same_bytes(found: Publication, company: Path, tmp_path: Path) -> None:
    for template in (None, company):
        one, two = tmp_path / "one.docx", tmp_path / "two.docx"
        document(found, one, template)
        document(found, two, template)

        assert one.read_bytes() == two.read_bytes()


def test_a_document_names_nobody_and_keeps_no_trace_of_the_template(
    found: Publication, company: Path, tmp_path: Path
) -> None:
    for template in (None, company):
        path = tmp_path / "catalogue.docx"
        document(found, path, template)
        content = dict(parts(path.read_bytes()))

        assert not [name for name, data in content.items() if SECRET.encode() in data]
        assert not [name for name in content if "thumbnail" in name or "customXml" in name]
        core = content["docProps/core.xml"]
        assert b"creator" not in core
        assert b"Service catalogue of the Group PMO" in core
        assert b"en-GB" in core


def test_text_of_cells_breaks_no_part_and_becomes_no_field(made: Make, found: Publication) -> None:
    document = made(hostile(found))

    assert any("INCLUDETEXT" in line for line in lines(document))
    codes = [code.text for code in document.element.body.iter(f"{W}instrText")]
    assert [code.split()[0] for code in codes] == ["TOC"]
    assert not list(document.element.body.iter(f"{W}fldSimple"))


@pytest.mark.parametrize("template", ["none", "company", "hostile"])
def test_the_validator_finds_nothing(found: Publication, company: Path, tmp_path: Path, template: str) -> None:
    path = tmp_path / "catalogue.docx"
    document(hostile(found) if template == "hostile" else found, path, company if template == "company" else None)

    assert openxml_sdk.validate(path) == []


def test_the_catalogue_is_drawn_with_every_service_on_a_page_of_its_own(
    made: Make, found: Publication, tmp_path: Path
) -> None:
    heads = headings(made(found), 1)
    pages = render.page_texts(render.to_pdf(tmp_path / "catalogue.docx", tmp_path / "pdf"))

    assert len(pages) == 2 + len(heads)
    for page, head in zip(pages[2:], heads, strict=True):
        assert head.split(" ", 1)[-1] in page
    assert "Page 4" in pages[3]
    assert not render.troubles(pages)

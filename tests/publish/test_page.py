from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree, html

from pmo_workbook import palette
from pmo_workbook.publish.content import publication
from pmo_workbook.publish.since.changes import Changes, DefinitionChange
from pmo_workbook.publish.web.markup import Html, escape, tag
from pmo_workbook.publish.web.page import page
from pmo_workbook.publish.web.page_parts import asset
from tests import small_framework
from tests.publish import reports
from tests.small_report import promise
from tests.small_report import report as laid_report

EVIL = """"><script>alert(1)</script><img src=x onerror='alert(2)'>&lt;b"""


def tree(made: str) -> html.HtmlElement:
    return html.document_fromstring(made)


def test_no_text_of_a_cell_becomes_markup() -> None:
    sla = small_framework.sla(name=EVIL, escalate_to=EVIL)
    service = small_framework.service(
        name=EVIL, objective=EVIL, in_scope=EVIL, how_to_request=EVIL, process=EVIL, tools_and_templates=EVIL
    )
    framework = reports.framework(
        [reports.request(0, "2026-03-02 09:00", "2026-03-05 09:00")],
        slas=(sla,),
        services=(service,),
        organisation=EVIL,
        pmo_name=EVIL,
        pmo_mailbox=EVIL,
        framework_version=EVIL,
        activities=(reports.activity(EVIL),),
        smallest_sample=1,
    )
    changes = Changes(EVIL, (DefinitionChange("SLA", EVIL, EVIL, EVIL, EVIL),), ())
    made = tree(page(publication(reports.report(framework), changes)))
    assert len(made.findall(".//script")) == 1
    assert made.findall(".//img") == []
    assert "alert(1)" in "".join(made.itertext())
    for element in made.iter(etree.Element):
        assert not [name for name in element.attrib if name.startswith("on")]


def test_the_page_needs_nothing_from_anywhere() -> None:
    made = page(publication(laid_report(promises=(promise(),))))
    addresses = re.findall(r"""(?:src|href|action|url)\s*[=(]\s*["']?([^"'\s>)]+)""", made)
    assert addresses
    assert {address[0] for address in addresses if not address.startswith(("data:", "mailto:"))} == {"#"}
    policy = tree(made).find(".//meta[@http-equiv]").get("content")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "http:" not in made
    assert "https:" not in made


def test_headings_are_in_order_and_links_lead_somewhere() -> None:
    made = tree(page(publication(laid_report(promises=(promise(), promise("L2", met=70))))))
    levels = [int(element.tag[1]) for element in made.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [element.get("id") for element in made.iter(etree.Element) if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href")[1:] for link in made.iter("a") if link.get("href").startswith("#")} <= set(ids)
    for element in made.iter(etree.Element):
        for name in ("aria-labelledby", "aria-controls", "for"):
            assert set((element.get(name) or "").split()) <= set(ids)


def test_the_language_and_the_landmarks_are_said() -> None:
    made = tree(page(publication(laid_report())))
    assert made.get("lang") == "en"
    assert [len(made.findall(f".//{name}")) for name in ("header", "main", "nav", "footer")] == [1, 1, 1, 1]


def test_tables_have_captions_and_headers_of_columns_and_rows() -> None:
    tables = tree(page(publication(laid_report(promises=(promise(),))))).findall(".//table")
    assert tables
    for table in tables:
        assert table.find("caption").text
        assert {head.get("scope") for head in table.iterfind("thead//th")} == {"col"}
        assert {head.get("scope") for head in table.iterfind("tbody//th")} <= {"row", "rowgroup"}


def test_a_part_without_content_and_its_link_are_left_out() -> None:
    made = page(publication(laid_report()))
    assert 'href="#missed"' not in made
    assert 'href="#changes"' not in made
    assert 'href="#asks"' in made


def test_nothing_changed_is_said_and_no_earlier_publication_is_not() -> None:
    nothing = page(publication(laid_report(), Changes("31 May 2026", (), ())))
    assert "Nothing since 31 May 2026." in nothing
    assert "What changed" not in page(publication(laid_report()))


def test_services_that_are_retired_or_a_draft_cannot_be_asked_for() -> None:
    services = tuple(
        small_framework.service(f"S{number}", name=f"{status} service", status=status)
        for number, status in enumerate(("Live", "Pilot", "Draft", "Retired"), 1)
    )
    made = page(publication(reports.report(reports.framework(services=services))))
    cards = [card.find(".//h3").text for card in tree(made).iterfind(".//details") if card.get("class") == "card"]
    assert cards == ["Live service", "Pilot service"]


def test_a_missed_promise_without_an_action_asks_for_one() -> None:
    made = page(publication(laid_report(promises=(promise(met=10),))))
    assert "None; one is needed" in made


def test_the_page_is_the_same_twice() -> None:
    found = publication(laid_report(promises=(promise(),)))
    assert page(found) == page(found)


def test_months_without_enough_clocks_show_counts_and_no_percentage() -> None:
    found = publication(laid_report())
    few = tuple(replace(month, compliance=None, words="3 of 4") for month in found.months)
    made = page(replace(found, months=few))
    assert "3 of 4" in made
    assert "No closed month has enough clocks for a percentage." in made
    page(replace(found, months=()))


def test_every_colour_that_the_style_names_is_one_of_the_palette() -> None:
    style = asset("page.css")
    named = set(re.findall(r"var\(--([a-z-]+)\)", style)) - set(re.findall(r"--([a-z-]+):", style))

    assert named
    assert {name for name in named if f"--{name}:#" not in palette.css_variables()} == set()


def test_markup_is_escaped_once_and_names_are_checked() -> None:
    assert tag("b", "<i>", Html("<i>"), title='a"b') == '<b title="a&quot;b">&lt;i&gt;<i></b>'
    assert escape("a\x00b\u202ec") == "abc"
    assert tag("input", hidden=True, disabled=False, value=None) == "<input hidden>"
    with pytest.raises(ValueError, match="no name of an element"):
        tag("a b")
    with pytest.raises(ValueError, match="no name of an attribute"):
        tag("a", **{"x=y": "1"})

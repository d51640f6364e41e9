"""Words and links that the template changed follow where the workbook still has them as they were."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pmo_workbook import upgrade as module
from pmo_workbook.released import released
from pmo_workbook.template_version import VERSION
from pmo_workbook.upgrade import upgrade
from tests.conftest import TEMPLATE
from tests.foreign import Parts
from tests.upgrade.own import sheet_part
from tests.upgrade.test_what_is_brought import reopened
from tests.witness.findings import new_findings
from tests.witness.openxml_sdk import validate

LINK, TEXT = "G20", "C6"
"""A link of Start that is to be new, and words that are to be others."""

VERSION_FOLLOWED = f"The cell that says the template's version: Template {VERSION}."


@pytest.fixture
def earlier(book: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook whose template had one link less on Start, and other words in a cell."""
    labels = {**released(1).labels["start"], TEXT: "As it was."}
    link = labels.pop(LINK)
    record = dataclasses.replace(released(1), labels={**released(1).labels, "start": labels})
    monkeypatch.setattr(module, "released", lambda version: record)
    parts = Parts.of(book)
    part = sheet_part(parts, "Start")
    before = reopened(book)["Start"]
    index = next(n for n, text in enumerate(_shared(parts)) if text == before[TEXT].value)
    link_index = next(n for n, text in enumerate(_shared(parts)) if text == link)
    text = parts[part].decode()
    text = text.replace(f't="s"><v>{index}</v>', 't="inlineStr"><is><t>As it was.</t></is>', 1)
    text = text.replace(f'<c r="{LINK}"', f'<c r="{LINK}" was="1"')
    head, tail = text.split(f'<c r="{LINK}" was="1"')
    tail = tail.replace(f' t="s"><v>{link_index}</v></c>', "/>", 1)
    start = tail.index(f'<hyperlink ref="{LINK}"')
    tail = tail[:start] + tail[tail.index("/>", start) + 2 :]
    parts[part] = f'{head}<c r="{LINK}"{tail}'.encode()
    parts.save(book)
    return book


def _shared(parts: Parts) -> list[str]:
    from lxml import etree

    root = etree.fromstring(parts["xl/sharedStrings.xml"])
    return ["".join(one.itertext()) for one in root]


def test_new_links_and_other_words_come(earlier: Path) -> None:
    assert reopened(earlier)["Start"][LINK].value is None
    validated = validate(earlier)

    done = upgrade(earlier, template=TEMPLATE)

    assert [(note.where, note.what) for note in done.notes if note.where == "Start"] == [
        ("Start", "Words and links beside its blocks."),
        ("Start", VERSION_FOLLOWED),
    ]
    mine, new = reopened(earlier)["Start"], reopened(TEMPLATE)["Start"]
    for cell in (LINK, TEXT):
        assert mine[cell].value == new[cell].value
    assert mine[LINK].hyperlink.location == new[LINK].hyperlink.location
    assert mine[LINK].font.color.rgb == new[LINK].font.color.rgb
    assert new_findings(validated, validate(earlier)) == []


def test_words_of_the_user_stay(earlier: Path) -> None:
    parts = Parts.of(earlier)
    parts.edit(sheet_part(parts, "Start"), "As it was.", "Ours.")
    parts.save(earlier)

    upgrade(earlier, template=TEMPLATE)

    assert reopened(earlier)["Start"][TEXT].value == "Ours."


def test_a_page_with_rows_put_in_is_left_and_said(earlier: Path) -> None:
    parts = Parts.of(earlier)
    parts.edit("xl/workbook.xml", "'Start'!$D$14:$E$23", "'Start'!$D$16:$E$25")
    parts.save(earlier)

    done = upgrade(earlier, template=TEMPLATE)

    assert [note.what for note in done.notes if note.where == "Start"] == [
        "Rows or columns were put in, so its fixed words were left as they are.",
        VERSION_FOLLOWED,
    ]

"""Exports of twelve systems come in with the mappings of docs/import.md and give figures worked out by hand."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from pmo_workbook.importing import import_log
from pmo_workbook.importing.mapping import read_mapping
from pmo_workbook.importing.suggest import suggest
from tests.importing.exports import EVENTS, EXPORTS, STORY, Export
from tests.importing.small_book import NOW, judged, looked, rows, sla, small_book

DOCS = Path(__file__).parents[2] / "docs/import.md"


def mapping_of(system: str) -> str:
    """The mapping that the docs give for a system."""
    section = DOCS.read_text(encoding="utf-8").split(f"\n## {system}\n", 1)[1].split("\n## ", 1)[0]
    return section.split("```toml\n", 1)[1].split("```", 1)[0]


def id_of(export: Export, key: str) -> str:
    return re.sub(
        r"\{(\w*)\}",
        lambda found: str(ord(key) + (int(found[1]) if found[1].isdigit() else 0)) if found[1] else key,
        export.ids,
    )


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.system or "Our own headers")
def test_an_export_comes_in_and_gives_the_figures_of_the_story(export: Export, tmp_path: Path) -> None:
    book = small_book(tmp_path / "book.xlsm", sla(stops_while_waiting_for="Requester"))
    log = tmp_path / export.name
    export.make(log)
    mapping = None
    if export.system:
        mapping = tmp_path / "mapping.toml"
        mapping.write_text(mapping_of(export.system), encoding="utf-8")
        assert len(mapping.read_text(encoding="utf-8").splitlines()) <= 10

    done = import_log(book, log, NOW, mapping)

    found = {row["Request ID"]: row for row in rows(book, "Requests")}
    assert list(found) == [id_of(export, key) for key in STORY]
    closed = {key: end for key, (_, end) in STORY.items()}
    for key, (submitted, _) in STORY.items():
        row = found[id_of(export, key)]
        assert (row["Submitted"], row["Closed"]) == (submitted, closed[key])
        assert (row["Times reopened"] or 0) == (key in export.reopened)
    assert Counter(row["Waiting for"] for row in rows(book, "Holds")) == export.holds
    assert judged(looked(book, "2026-04-10 12:00")) == export.judged
    for note in export.notes:
        said = [*done.notes, *done.dates, *(f"{one.header}: '{one.value}'" for one in done.unmapped_values)]
        assert any(note in one for one in said), said
    before = book.read_bytes()
    again = import_log(book, log, NOW, mapping)
    assert (again.requests.added, again.requests.updated, again.holds.added) == (0, 0, 0)
    assert book.read_bytes() == before


def test_the_story_as_events_ends_as_the_story_does() -> None:
    last = {case: moment for case, moment, status in EVENTS if status == "Resolved"}
    assert last == {case: closed for case, (_, closed) in STORY.items() if closed}


@pytest.mark.parametrize("export", [one for one in EXPORTS if one.system], ids=lambda export: export.system)
def test_a_suggested_mapping_brings_the_same_requests_in(export: Export, tmp_path: Path) -> None:
    book = small_book(tmp_path / "book.xlsm", sla(stops_while_waiting_for="Requester"))
    log = tmp_path / export.name
    export.make(log)

    text = suggest(book, log)

    mapping = tmp_path / "suggested.toml"
    mapping.write_text(text, encoding="utf-8")
    read_mapping(mapping)
    import_log(book, log, NOW, mapping)
    found = {row["Request ID"]: row["Submitted"] for row in rows(book, "Requests")}
    assert found == {id_of(export, key): submitted for key, (submitted, _) in STORY.items()}
